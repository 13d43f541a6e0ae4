"""How full a day is: counted by hand, in words, and beside every date that somebody plans."""

import datetime

from django.urls import reverse

from accounts.models import Absence
from calendar_app.models import Deadline
from calendar_app.queries.workload import workload
from calendar_app.services import create_event
from practice.scope import firm_scope
from work.models import Task

UTC = datetime.UTC
MONDAY = datetime.date(2027, 3, 1)


def at(hour, day=1) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, tzinfo=UTC)


def test_a_day_is_counted(a):
    with firm_scope(a.firm):
        # 8.5 hours are worked. 2 h of meetings (overlapping ones once), a court date (2), an hour's task: 5 h, 59 %.
        create_event(by=a.attorney, title="One", starts_at=at(9), ends_at=at(11))
        create_event(by=a.attorney, title="Two", starts_at=at(10), ends_at=at(11), is_private=True)
        Deadline.objects.create(
            matter=a.matter, title="Opposition", due_on=MONDAY, original_due_on=MONDAY, owner=a.attorney
        )
        Task.objects.create(
            title="Draft", assignee=a.attorney, due_on=MONDAY, estimate_seconds=3600, matter=a.matter
        )
        monday, tuesday, *_rest = workload(a.associate, a.attorney, MONDAY, 7)
        assert (monday.due, monday.court, monday.hours, monday.word) == (2, 1, 2.0, "busy")
        assert monday.words == "Busy: 2 due, 1 of a court; 2.0 h on the calendar"
        assert (tuesday.word, tuesday.level) == ("free", 0)


def test_heavy_full_and_away(a):
    with firm_scope(a.firm):
        create_event(by=a.attorney, title="Trial", starts_at=at(9), ends_at=at(15))
        create_event(by=a.attorney, title="Trial", starts_at=at(9, 2), ends_at=at(18, 2))
        Absence.objects.create(
            member=a.attorney,
            starts_on=datetime.date(2027, 3, 3),
            ends_on=datetime.date(2027, 3, 3),
            created_by=a.attorney,
        )
        words = [load.word for load in workload(a.attorney, a.attorney, MONDAY, 7)]
        assert words == ["heavy", "full", "away", "free", "free", "weekend", "weekend"]


def test_the_strip_is_a_fragment_in_words(a, sign_in):
    with firm_scope(a.firm):
        create_event(by=a.attorney, title="Secret plan", starts_at=at(9), ends_at=at(18), is_private=True)
    page = (
        sign_in(a.secretary)
        .get(reverse("workload"), {"person": a.attorney.pk, "date": "3/3/2027"})
        .content.decode()
    )
    assert "Monday, March 1: Full: 9.0 h on the calendar" in page
    assert "Secret plan" not in page
    assert page.count("data-load-day") == 14


def test_it_stands_beside_every_date_that_is_planned(a, sign_in):
    client = sign_in(a.attorney)
    for name in ("deadline_create", "task_create", "event_create", "task_handover", "slip_create"):
        page = client.get(reverse(name)).content.decode()
        if "data-day" in page:
            assert f'data-load="{reverse("workload")}"' in page, name


def test_a_guest_sees_only_their_own(a, sign_in):
    client = sign_in(a.freelancer)
    assert client.get(reverse("workload"), {"person": a.attorney.pk}).status_code == 404
