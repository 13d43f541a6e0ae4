"""A signal put aside stays away until its day, with the reason in the history; a limitation is for an attorney."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from matters.models import Matter
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from practice.scope import firm_scope
from radar.models import Snooze
from radar.queries import flagged
from radar.services import set_rules, snooze, wake

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def asks(matter) -> bool:
    return flagged(Matter.objects.filter(pk=matter.pk)).get().signal_nothing_planned


def test_put_aside_until_a_day_and_asked_again_on_it(a, monkeypatch):
    today = timezone.localdate()
    with firm_scope(a.firm):
        assert asks(a.matter)
        snooze(
            a.matter,
            by=a.secretary,
            signal="nothing_planned",
            until=today + 3 * DAY,
            reason="Waits for the court",
        )
        assert not asks(a.matter)
        event = AuditEvent.objects.filter(verb="radar.snoozed").get()
        assert event.matter_id == a.matter.pk and event.reason == "Waits for the court"
        monkeypatch.setattr(timezone, "localdate", lambda *a: today + 2 * DAY)
        assert not asks(a.matter)
        monkeypatch.setattr(timezone, "localdate", lambda *a: today + 3 * DAY)
        assert asks(a.matter)


def test_a_second_snooze_takes_the_place_of_the_first_and_wake_ends_it(a):
    today = timezone.localdate()
    with firm_scope(a.firm):
        for days in (3, 9):
            snooze(
                a.matter, by=a.attorney, signal="nothing_planned", until=today + days * DAY, reason="Later"
            )
        assert [row.until for row in Snooze.objects.filter(ended_at=None)] == [today + 9 * DAY]
        assert wake(a.matter, by=a.attorney, signal="nothing_planned") == 1
        assert asks(a.matter)
        assert wake(a.matter, by=a.attorney, signal="nothing_planned") == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"until": 0}, "until"),
        ({"until": 181}, "until"),
        ({"signal": "weather"}, "signal"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(a, values, field):
    today = timezone.localdate()
    asked = {"signal": "quiet", "reason": "Later", "until": 7} | values
    asked["until"] = today + asked["until"] * DAY
    with firm_scope(a.firm):
        with pytest.raises(DomainError) as error:
            snooze(a.matter, by=a.attorney, **asked)
        assert error.value.field == field
        assert not Snooze.objects.exists()


def test_a_limitation_is_put_aside_by_an_attorney_alone_and_never_beyond_its_date(a):
    today = timezone.localdate()
    with firm_scope(a.firm):
        Matter.objects.filter(pk=a.matter.pk).update(limitation_on=today + 10 * DAY)
        with pytest.raises(Refused, match="Only an attorney"):
            snooze(a.matter, by=a.paralegal, signal="limitation", until=today + 2 * DAY, reason="Later")
        with pytest.raises(DomainError, match="beyond"):
            snooze(a.matter, by=a.attorney, signal="limitation", until=today + 11 * DAY, reason="Later")
        snooze(a.matter, by=a.attorney, signal="limitation", until=today + 10 * DAY, reason="Filing tomorrow")


def test_who_may_not_edit_the_matter_puts_nothing_aside(a):
    today = timezone.localdate()
    with firm_scope(a.firm), pytest.raises(Refused):
        snooze(a.matter, by=a.admin, signal="quiet", until=today + DAY, reason="Later")


def test_postgresql_keeps_what_was_said(a):
    today = timezone.localdate()
    with firm_scope(a.firm):
        made = snooze(a.matter, by=a.attorney, signal="quiet", until=today + DAY, reason="Later")
        for change in ({"until": today + 99 * DAY}, {"reason": "Other"}, {"signal": "client"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Snooze.objects.filter(pk=made.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            Snooze.objects.create(
                matter=a.matter, signal="quiet", until=today + DAY, reason="Twice", made_by=a.attorney
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Snooze.objects.create(
                matter=a.matter, signal="client", until=today + DAY, reason="", made_by=a.attorney
            )


def test_the_firm_sets_its_own_rules(a):
    with firm_scope(a.firm):
        with pytest.raises(Refused):
            set_rules(by=a.paralegal, quiet_days=10, answer_hours=4, limitation_days=30)
        with pytest.raises(DomainError) as error:
            set_rules(by=a.admin, quiet_days=0, answer_hours=4, limitation_days=30)
        assert error.value.field == "quiet_days"
        kept = set_rules(by=a.admin, quiet_days=10, answer_hours=4, limitation_days=30)
        assert (kept.quiet_days, kept.answer_hours, kept.limitation_days) == (10, 4, 30)


def test_pages(firms, sign_in):
    a, b = firms.a, firms.b
    client = sign_in(a.attorney)
    page = client.get("/radar/").content.decode()
    assert "Nothing planned" in page and a.matter.name in page and b.matter.name not in page
    until = timezone.localdate() + 5 * DAY
    answer = client.post(
        f"/radar/matters/{a.matter.pk}/",
        {"signal": "nothing_planned", "until": f"{until:%m/%d/%Y}", "reason": "Waits for the court"},
    )
    assert answer.status_code == 303
    with firm_scope(a.firm):
        assert not asks(a.matter)
    assert "Waits for the court" in client.get(f"/radar/matters/{a.matter.pk}/").content.decode()
    assert (
        client.post(f"/radar/matters/{a.matter.pk}/wake/", {"signal": "nothing_planned"}).status_code == 303
    )
    with firm_scope(a.firm):
        assert asks(a.matter)
    bad = client.post(f"/radar/matters/{a.matter.pk}/", {"signal": "quiet", "until": "", "reason": ""})
    assert bad.status_code == 422
    assert client.get(f"/radar/matters/{b.matter.pk}/").status_code == 404
