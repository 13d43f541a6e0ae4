"""A critical date that nobody has acknowledged, and dates that wait to be settled, are on the radar of those who answer."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import services
from calendar_app.models import Recalculation
from calendar_app.queries.triggers import lines_of
from matters.models import TeamMember
from practice.scope import firm_scope
from radar.queries import SIGNALS, badge, flagged, mine
from tests.calendar_app.chains import docket_motion

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def shown(matter) -> set[str]:
    row = flagged(type(matter).objects.filter(pk=matter.pk)).get()
    return {key for key in SIGNALS if getattr(row, f"signal_{key}")}


def date(a, days, **values):
    due = timezone.localdate() + days * DAY
    return services.create_deadline(
        a.matter, by=a.paralegal, title="Answer", due_on=due, owner=a.associate, **values
    )


def test_a_critical_date_nobody_acknowledged_is_shown_until_it_is(a):
    with firm_scope(a.firm):
        far = date(a, 20, kind="internal", critical=True)
        assert "unheeded" not in shown(a.matter)
        near = date(a, 7, kind="internal", critical=True)
        assert "unheeded" in shown(a.matter)
        services.acknowledge(near, by=a.associate)
        assert "unheeded" not in shown(a.matter)
        # A limitation date is near a month before.
        statute = date(a, 30, kind="statute")
        assert "unheeded" in shown(a.matter)
        services.dismiss_deadline(statute, by=a.attorney, reason="Settled")
        assert "unheeded" not in shown(a.matter)
        assert far.needs_acknowledgment


def test_an_unverified_court_date_that_is_late_is_shown(a):
    with firm_scope(a.firm):
        row = date(a, -3)
        assert "unheeded" in shown(a.matter)
        services.verify_deadline(row, by=a.attorney)
        assert "unheeded" not in shown(a.matter)


def test_the_supervising_attorney_and_the_backup_see_it(a, sign_in):
    with firm_scope(a.firm):
        backup = a.secretary
        date(a, 3, critical=True, backup=backup)
        TeamMember.objects.filter(matter=a.matter, member=backup).delete()
        for person in (a.matter.supervising or a.matter.responsible, backup):
            assert a.matter in mine(person)
            assert badge(person).hot is not None
    for person in (a.matter.responsible, backup):
        page = sign_in(person).get(reverse("radar_list"), {"team": "me"}).content.decode()
        assert "Date not heeded" in page
        assert reverse("matter_deadlines", args=[a.matter.pk]) in page


def test_dates_that_wait_for_a_day_are_shown(a):
    with firm_scope(a.firm):
        trigger = docket_motion(a, by=a.paralegal)
        waiting = services.move_trigger(
            trigger, by=a.secretary, on=datetime.date(2026, 12, 14), reason="Minute order"
        )
        assert "unsettled" not in shown(a.matter)
        Recalculation.objects.filter(pk=waiting.pk).update(opened_at=timezone.now() - 2 * DAY)
        assert "unsettled" in shown(a.matter)
        pks = [line.deadline.pk for line in lines_of(waiting)]
        services.accept_recalculation(waiting, by=a.paralegal, deadlines=pks)
        assert "unsettled" not in shown(a.matter)
