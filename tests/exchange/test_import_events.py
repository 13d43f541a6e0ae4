"""A CSV of events goes onto people's calendars: looked at first, with each fault by row and field, and once."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calendar_app.models import Event, Room, RoomTime
from calendar_app.services import create_event
from calendar_app.services.events import NewEvent, create_events
from exchange.fields import template
from matters.models import Wall
from practice.exceptions import DomainError
from practice.models import AuditEvent
from tests.exchange.files import checked, csv_of, fresh, imported

UTC = datetime.UTC
HEAD = "Subject,Start Date,Start Time,End Date,End Time,Categories,Regarding,Organizer,Attendees,Conference room,Time zone,Private,ID"
FILE = csv_of(
    HEAD,
    "Status conference,3/8/2027,9:30 AM,3/8/2027,10:15 AM,Hearing,2026-0001,attorney@alder.example,OF,,America/Los_Angeles,,88213",
    "Strategy,2027-03-09,14:00,,15:00,,2026-0001,,attorney@alder.example; Otis Farrow,Library,,no,88214",
    "Vacation,2027-03-15,,2027-03-19,,Vacation,,,,,,,88215",
    "Dentist,2027-03-10,8am,,,,,,,,,yes,",
)


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def test_events_come_in_with_zone_matter_and_people(a):
    library = Room.objects.create(name="Library")
    by = a.admin
    run = imported(checked(by, "events", FILE))
    assert (run.rows, run.created, run.bad, run.errors) == (4, 4, 0, [])
    hearing = Event.objects.get(uid="88213@import")
    # Half past nine in Los Angeles is 17:30 UTC: on March 8 winter time holds (daylight saving begins on the 14th).
    assert (hearing.starts_at, hearing.ends_at, hearing.zone) == (
        at(8, 17, 30),
        at(8, 18, 15),
        "America/Los_Angeles",
    )
    assert (hearing.kind, hearing.matter, hearing.organizer) == ("hearing", a.matter, a.attorney)
    assert {row.member for row in hearing.attendees.all()} == {a.attorney, a.paralegal}
    assert hearing.is_unverified
    strategy = Event.objects.get(title="Strategy")
    assert (strategy.starts_at, strategy.room, strategy.organizer) == (at(9, 14), library, by)
    away = Event.objects.get(title="Vacation")
    assert (away.all_day, away.starts_on, away.ends_on) == (True, at(15, 0).date(), at(19, 0).date())
    dentist = Event.objects.get(title="Dentist")
    assert (dentist.is_private, dentist.ends_at) == (True, at(10, 9))
    notes = " ".join(run.totals["notes"])
    assert "1 court date would come in unverified" in notes
    assert "America/Los_Angeles" in notes


def test_the_same_file_comes_in_once(a):
    Room.objects.create(name="Library")
    by = a.admin
    imported(checked(by, "events", FILE))
    again = checked(by, "events", FILE)
    assert (again.good, again.bad, again.totals["here"]["rows"]) == (0, 0, 4)


def test_a_dry_run_names_row_and_field_and_writes_nothing(a, sign_in):
    room = Room.objects.create(name="Library")
    create_event(by=a.attorney, title="Board", starts_at=at(9, 14), ends_at=at(9, 15), room=room)
    wrong = csv_of(
        HEAD,
        "Conference,3/8/2027,25:00,,,Hearing,,nobody@alder.example,,,Mars/Base,,",
        ",13/13/2027,9:00,,8:00,Seance,2026-9999,,ghost@alder.example,Attic,,perhaps,",
        "Board meeting,2027-03-09,14:30,,15:30,,,,,Library,,,",
        "Talk,2027-03-09,10:00,,9:00,,,,,,,,",
    )
    by = a.admin
    run = checked(by, "events", wrong)
    assert (run.good, run.bad, Event.objects.count()) == (0, 4, 1)
    found = {(error["line"], error["column"]) for error in run.errors}
    assert found >= {
        (2, "Start Time"), (2, "Regarding"), (2, "Organizer"), (2, "Time zone"),
        (3, "Subject"), (3, "Start Date"), (3, "Categories"), (3, "Regarding"), (3, "Attendees"), (3, "Conference room"), (3, "Private"),
        (4, "Conference room"), (5, "End Time"),
    }  # fmt: skip
    said = {error["text"] for error in run.errors}
    assert "Library is taken then." in said
    assert "A court date needs its matter." in said
    page = sign_in(fresh(by)).get(reverse("import_detail", args=[run.pk])).content.decode()
    assert "Library is taken then." in page
    bad = sign_in(fresh(by)).get(reverse("import_errors", args=[run.pk])).content.decode("utf-8-sig")
    assert "Board meeting" in bad
    assert "Conference room: Library is taken then." in bad or "Conference room" in bad
    assert "Library is taken then." in bad


def test_the_sample_file_names_every_field(a):
    head, example = template("events").decode("utf-8-sig").splitlines()
    assert head.startswith("Title,Date,Starts,Ends,Last day,All day,Time zone,Type,Matter,Whose calendar,")
    assert example.startswith("Status conference,2026-12-07,9:30 AM,")


def test_five_hundred_rows_take_as_many_statements_as_five(a):
    library = Room.objects.create(name="Library")
    counted = []
    for many in (5, 500):
        new = [
            NewEvent(
                {
                    "title": f"Hearing {many}.{n}", "kind": "hearing", "matter": a.matter, "zone": "America/New_York",
                    "starts_at": at(1, 9) + datetime.timedelta(hours=many + n), "organizer": a.attorney,
                    "ends_at": at(1, 10) + datetime.timedelta(hours=many + n), "room": library, "uid": f"{many}.{n}@import",
                },
                [a.attorney, a.paralegal],
            )
            for n in range(many)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as found:
            create_events(new, by=a.admin)
        counted.append(len(found))
    assert counted[0] == counted[1] <= 20, counted
    assert Event.objects.count() == RoomTime.objects.count() == 505
    assert AuditEvent.objects.filter(verb="event.created").count() == 505
    row = Event.objects.latest("pk").attendees.get(member=a.attorney)
    assert (row.response, row.matter) == ("accepted", a.matter)


def test_what_a_single_event_may_not_be_none_of_many_is(a):
    library = Room.objects.create(name="Library")
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    hour = {"zone": "UTC", "starts_at": at(1, 9), "ends_at": at(1, 10), "organizer": a.attorney}
    cases = (
        ([hour | {"title": "Walled", "matter": a.matter}], [a.associate], "Walled: .* is screened"),
        ([hour | {"title": "Court", "kind": "hearing"}], [a.attorney], "Court: Say of which matter"),
        ([hour | {"title": name, "room": library} for name in ("One", "Two")], [], "Two: Library is taken"),
        ([hour | {"title": "Back", "ends_at": at(1, 8)}], [], "Back: It ends before"),
    )
    for values, members, said in cases:
        with pytest.raises(DomainError, match=said):
            create_events([NewEvent(one, members) for one in values], by=a.admin)
    assert not Event.objects.exists()
