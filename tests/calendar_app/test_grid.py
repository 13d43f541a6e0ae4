"""The grid: where things stand, what the address says, and as many statements for many events as for few."""

import datetime
import json
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import grid
from calendar_app.models import Attendee, CalendarView, Event, Room
from calendar_app.queries.events import Occurrence
from calendar_app.services import create_event
from practice.scope import firm_scope

UTC = datetime.UTC
ZONE = ZoneInfo("UTC")
DAY = datetime.date(2027, 3, 3)  # a Wednesday


def at(hour, minute=0, day=3) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def row(start, end, key) -> Occurrence:
    return Occurrence(None, start, end, key=key)


def test_what_overlaps_shares_the_width():
    rows = [
        row(at(9), at(11), "a"),
        row(at(10), at(12), "b"),
        row(at(11), at(12), "c"),
        row(at(13), at(14), "d"),
    ]
    blocks = {block.occurrence.key: block for block in grid.blocks_of(rows, DAY, ZONE, first_hour=8)}
    assert {key: (block.lane, block.lanes) for key, block in blocks.items()} == {
        "a": (0, 2),
        "b": (1, 2),
        "c": (0, 2),
        "d": (0, 1),
    }
    # Five minutes a step, from eight.
    assert (blocks["b"].at, blocks["b"].steps) == (24, 24)


def test_what_goes_over_midnight_stands_on_both_days():
    night = row(at(22), at(2, day=4), "n")
    assert grid.on_day(night, DAY, ZONE) == (datetime.datetime(2027, 3, 3, 22), datetime.datetime(2027, 3, 4))
    assert grid.on_day(night, DAY + grid.ONE_DAY, ZONE) == (
        datetime.datetime(2027, 3, 4),
        datetime.datetime(2027, 3, 4, 2),
    )
    assert grid.hours_shown([night], [DAY], ZONE) == (8, 24)


def test_an_hour_that_occurs_twice_has_a_length():
    zone = ZoneInfo("America/Los_Angeles")
    # 01:30 PDT to 01:10 PST on November 7, 2027: forty minutes, though the clock goes back.
    event = row(
        datetime.datetime(2027, 11, 7, 8, 30, tzinfo=UTC),
        datetime.datetime(2027, 11, 7, 9, 10, tzinfo=UTC),
        "f",
    )
    (block,) = grid.blocks_of([event], datetime.date(2027, 11, 7), zone, first_hour=0)
    assert block.steps >= 1


def test_the_address_carries_everything(a, sign_in):
    client = sign_in(a.secretary)
    with firm_scope(a.firm):
        create_event(by=a.attorney, title="Strategy", starts_at=at(9), ends_at=at(10))
    url = f"{reverse('calendar')}?view=day&date=2027-03-03&people={a.attorney.pk}&layers="
    assert "Strategy" in client.get(url).content.decode()
    assert "Strategy" not in client.get(url.replace("03-03", "03-04")).content.decode()
    assert "Strategy" not in client.get(url.replace(str(a.attorney.pk), str(a.associate.pk))).content.decode()


@pytest.mark.parametrize("view", ["day", "3day", "week", "month", "agenda", "people"])
def test_every_view_shows_the_event(a, sign_in, view):
    client = sign_in(a.attorney)
    with firm_scope(a.firm):
        create_event(by=a.attorney, title="Strategy", starts_at=at(9), ends_at=at(10))
        create_event(by=a.attorney, title="Bar conference", starts_on=DAY)
    page = client.get(reverse("calendar"), {"view": view, "date": "2027-03-03"}).content.decode()
    assert "Strategy" in page
    assert "Bar conference" in page


def test_what_was_chosen_is_kept(a, sign_in):
    client = sign_in(a.secretary)
    answer = client.post(
        f"{reverse('calendar_look')}?view=people&date=2027-03-03",
        {"people": [a.attorney.pk, a.associate.pk], "layers": ["tasks"]},
    )
    assert answer.status_code == 303
    with firm_scope(a.firm):
        kept = CalendarView.objects.get(member=a.secretary)
        assert (kept.view, kept.people, kept.layers) == ("people", [a.attorney.pk, a.associate.pk], ["tasks"])
    page = client.get(reverse("calendar")).content.decode()
    assert f"people={a.attorney.pk},{a.associate.pk}" in page


def test_a_court_holiday_is_named(a, sign_in):
    page = (
        sign_in(a.attorney).get(reverse("calendar"), {"view": "week", "date": "2026-11-26"}).content.decode()
    )
    assert "Court holiday" in page
    assert "Thanksgiving" in page


def test_a_room_has_a_column(a, sign_in):
    with firm_scope(a.firm):
        room = Room.objects.create(name="Library")
        create_event(by=a.attorney, title="Strategy", starts_at=at(9), ends_at=at(10), room=room)
    url = f"{reverse('calendar')}?view=people&date=2027-03-03&people=&rooms={room.pk}"
    page = sign_in(a.paralegal).get(url).content.decode()
    assert "Library" in page
    assert "Strategy" in page


def fill(people, number: int) -> None:
    """`number` events of the attorney over March 2027."""
    rows = Event.objects.bulk_create(
        Event(
            title=f"Event {n}",
            organizer=people.attorney,
            created_by=people.attorney,
            matter=people.matter,
            zone="UTC",
            uid=f"{number}-{n}",
            starts_at=at(8 + n % 9, day=1 + n % 28),
            ends_at=at(9 + n % 9, day=1 + n % 28),
        )
        for n in range(number)
    )
    Attendee.objects.bulk_create(Attendee(event=one, member=people.attorney) for one in rows)


@pytest.mark.parametrize("view", ["week", "month", "agenda", "people"])
def test_as_many_statements_for_many_as_for_few(a, sign_in, view):
    client = sign_in(a.attorney)
    url = f"{reverse('calendar')}?view={view}&date=2027-03-03"
    with firm_scope(a.firm):
        fill(a, 3)
    client.get(url)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with firm_scope(a.firm):
        fill(a, 60)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_the_grid_is_redrawn_in_part(a, sign_in):
    client = sign_in(a.attorney)
    answer = client.get(
        reverse("calendar"), {"view": "week"}, headers={"HX-Request": "true", "HX-Target": "cal"}
    ).content.decode()
    assert answer.lstrip().startswith('<div class="calw" id="cal"')


def test_the_agenda_is_a_file(a, sign_in):
    with firm_scope(a.firm):
        create_event(
            by=a.attorney,
            title="=cmd()",
            starts_at=at(9),
            ends_at=at(10),
            kind="hearing",
            matter=a.matter,
            court="Alameda",
        )
    answer = sign_in(a.attorney).get(reverse("calendar_csv"), {"view": "week", "date": "2027-03-03"})
    text = answer.content.decode()
    assert "'=cmd()" in text
    assert "Alameda" in text
    assert answer["Content-Type"].startswith("text/csv")


def test_dragging_answers_with_a_toast_and_undo_takes_it_back(a, sign_in):
    client = sign_in(a.attorney)
    with firm_scope(a.firm):
        event = create_event(by=a.attorney, title="Strategy", starts_at=at(9), ends_at=at(10))
    given = {"start": "2027-03-04T11:00", "end": "2027-03-04T12:00", "zone": "UTC"}
    answer = client.post(reverse("event_move", args=[event.pk]), given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "calendar-changed" in answer.headers["HX-Trigger-After-Settle"]
    with firm_scope(a.firm):
        event.refresh_from_db()
        assert event.starts_at == at(11, day=4)

    undo = json.loads(answer.headers["HX-Trigger-After-Settle"])["toast"]["undo"]
    assert client.post(undo).status_code == 303
    with firm_scope(a.firm):
        event.refresh_from_db()
        assert event.starts_at == at(9)


def test_a_series_asks_how_far_a_move_reaches(a, sign_in):
    client = sign_in(a.attorney)
    with firm_scope(a.firm):
        event = create_event(
            by=a.attorney, title="Docket", starts_at=at(9), ends_at=at(10), rrule="FREQ=WEEKLY;COUNT=3"
        )
    url = f"{reverse('event_move', args=[event.pk])}?on=20270310T0900"
    given = {"start": "2027-03-11T09:00", "end": "2027-03-11T10:00", "zone": "UTC"}
    asked = client.post(url, given, headers={"HX-Request": "true"})
    assert asked.status_code == 422
    assert "This date and those that follow" in asked.content.decode()
    assert client.post(url, given | {"scope": "this"}, headers={"HX-Request": "true"}).status_code == 200


def test_today_shows_the_events_of_the_day(a, sign_in):
    now = timezone.now()
    with firm_scope(a.firm):
        create_event(
            by=a.attorney, title="Strategy today", starts_at=now, ends_at=now + datetime.timedelta(minutes=30)
        )
    assert "Strategy today" in sign_in(a.attorney).get(reverse("home")).content.decode()


def test_a_list_of_events_of_any_days_is_a_file(a, sign_in):
    with firm_scope(a.firm):
        create_event(by=a.attorney, title="Strategy", starts_at=at(10), ends_at=at(11))
    client = sign_in(a.attorney)
    asked = {"view": "week", "date": "2027-03-03", "people": a.attorney.pk, "from": "2026-01-01"}
    text = client.get(reverse("calendar_csv"), asked | {"until": "2027-12-31"}).content.decode()
    assert "Strategy" in text
    assert "2027-03-03" in text
    before = client.get(reverse("calendar_csv"), asked | {"until": "2026-12-31"}).content.decode()
    assert "Strategy" not in before
    for wrong in ("2025-01-01", "2031-01-01", "soon"):
        assert client.get(reverse("calendar_csv"), asked | {"until": wrong}).status_code == 400
