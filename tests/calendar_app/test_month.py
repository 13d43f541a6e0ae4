"""The month deals out thousands of events in the database: each day its first four, and how many more there are."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendar_app import grid
from calendar_app.models import Attendee, Event, Room
from calendar_app.queries.events import occurrences
from calendar_app.queries.outlines import outline
from calendar_app.services import create_event
from practice.scope import firm_scope
from tests.soak import times

UTC = datetime.UTC
MARCH = [day for week in grid.month_of(datetime.date(2027, 3, 1)) for day in week]


def at(day, hour, minute=0) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def march(reader, zone="UTC", **asked):
    return outline(reader, MARCH, ZoneInfo(zone), most=4, **({"people": [reader.pk]} | asked))


def starts(found, day) -> list[datetime.datetime]:
    return [row.start for row in found.first[datetime.date(2027, 3, day)]]


def test_a_day_gives_its_first_four_and_counts_all(a):
    with firm_scope(a.firm):
        for hour in (15, 9, 11, 13, 10, 17):
            create_event(
                by=a.attorney, title=f"At {hour}", starts_at=at(3, hour), ends_at=at(3, hour, 30), zone="UTC"
            )
        create_event(by=a.attorney, title="Conference", starts_on=datetime.date(2027, 3, 3))
        found = march(a.attorney)
        whole_day = found.first[datetime.date(2027, 3, 3)][0]
        assert whole_day.all_day
        assert starts(found, 3)[1:4] == [at(3, 9), at(3, 10), at(3, 11)]
        assert found.counts[datetime.date(2027, 3, 3)] == 7
        assert (starts(found, 2), found.counts[datetime.date(2027, 3, 2)]) == ([], 0)


def test_what_goes_over_midnight_stands_on_both_days_of_the_clock_that_is_shown(a):
    with firm_scope(a.firm):
        # 23:00 to 01:00 in London is 15:00 to 17:00 in Los Angeles.
        create_event(by=a.attorney, title="Night", starts_at=at(3, 23), ends_at=at(4, 1), zone="UTC")
        # Until midnight sharp is of the first day alone.
        create_event(by=a.attorney, title="Evening", starts_at=at(10, 20), ends_at=at(11, 0), zone="UTC")
        london, coast = march(a.attorney, "Europe/London"), march(a.attorney, "America/Los_Angeles")
    assert [day for day in (2, 3, 4, 5, 10, 11) if starts(london, day)] == [3, 4, 10]
    assert [day for day in (2, 3, 4, 5, 10, 11) if starts(coast, day)] == [3, 10]


def test_whole_days_are_those_they_name_in_every_clock(a):
    with firm_scope(a.firm):
        create_event(
            by=a.attorney,
            title="Tokyo",
            starts_on=datetime.date(2027, 3, 9),
            ends_on=datetime.date(2027, 3, 10),
            zone="Asia/Tokyo",
        )
        found = march(a.attorney, "America/Los_Angeles")
    assert [day for day in range(1, 32) if found.counts[datetime.date(2027, 3, day)]] == [9, 10]


def test_a_series_loses_the_instances_that_were_taken_out(a):
    with firm_scope(a.firm):
        series = create_event(
            by=a.attorney,
            title="Docket",
            starts_at=at(1, 9),
            ends_at=at(1, 10),
            zone="UTC",
            rrule="FREQ=WEEKLY;COUNT=4",
        )
        series.exdates = [at(8, 9)]
        series.save()
        moved = Event.objects.create(
            parent=series,
            recurrence_id=at(15, 9),
            title="Docket",
            organizer=a.attorney,
            created_by=a.attorney,
            zone="UTC",
            starts_at=at(16, 9),
            ends_at=at(16, 10),
        )
        Attendee.objects.create(event=moved, member=a.attorney)
        found = march(a.attorney)
    # Mondays the 1st, 8th (taken out), 15th (moved to the 16th) and 22nd.
    assert [day for day in range(1, 32) if starts(found, day)] == [1, 16, 22]


def test_declined_and_called_off_take_no_time(a):
    with firm_scope(a.firm):
        one = create_event(by=a.attorney, title="One", starts_at=at(3, 9), ends_at=at(3, 10), zone="UTC")
        Attendee.objects.filter(event=one).update(response="declined")
        create_event(by=a.attorney, title="Two", starts_at=at(4, 9), ends_at=at(4, 10), zone="UTC")
        Event.objects.filter(title="Two").update(state="cancelled")
        assert not any(march(a.attorney).counts.values())


def test_another_firm_s_time_is_not_counted(firms):
    a, b = firms.a, firms.b
    with firm_scope(b.firm):
        create_event(by=b.attorney, title="Theirs", starts_at=at(3, 9), ends_at=at(3, 10), zone="UTC")
        assert march(b.attorney).counts[datetime.date(2027, 3, 3)] == 1
    with firm_scope(a.firm):
        assert not any(march(a.attorney, people=[a.attorney.pk, b.attorney.pk]).counts.values())


events = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(-3, 33),
            "minute": st.integers(0, 24 * 4 - 1).map(lambda quarter: quarter * 15),
            "length": st.sampled_from([15, 60, 600, 3000]),
            "whole": st.booleans(),
            "zone": st.sampled_from(["UTC", "America/Los_Angeles", "Asia/Tokyo"]),
            "rule": st.sampled_from(["", "", "", "FREQ=WEEKLY;COUNT=3", "FREQ=DAILY;INTERVAL=3"]),
            "who": st.sets(st.sampled_from(["attorney", "paralegal"]), max_size=2),
            "room": st.booleans(),
            "kind": st.sampled_from(["meeting", "hearing"]),
            "answer": st.sampled_from(["accepted", "accepted", "declined"]),
        }
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=times(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=events, zone=st.sampled_from(["UTC", "America/Los_Angeles", "Pacific/Auckland"]), court=st.booleans()
)
def test_it_shows_and_counts_what_the_slow_way_does(a, rows, zone, court):
    shown = ZoneInfo(zone)
    with firm_scope(a.firm):
        Event.objects.all().delete()
        Room.objects.all().delete()
        # A room is taken once at a time, so each event has its own.
        rooms = Room.objects.bulk_create(Room(name=f"Room {number}") for number in range(len(rows)))
        for number, row in enumerate(rows):
            start = at(1, 0) + datetime.timedelta(days=row["day"], minutes=row["minute"])
            own = ZoneInfo(row["zone"])
            day = start.date()
            times = {
                "starts_at": start,
                "ends_at": start + datetime.timedelta(minutes=row["length"]),
                "all_day": False,
            }
            if row["whole"]:
                midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=own)
                times = {
                    "starts_at": midnight,
                    "ends_at": midnight + datetime.timedelta(days=1),
                    "starts_on": day,
                    "ends_on": day,
                    "all_day": True,
                }
            event = Event.objects.create(
                title="x",
                kind=row["kind"],
                organizer=a.attorney,
                created_by=a.attorney,
                zone=row["zone"],
                uid=str(number),
                rrule=row["rule"],
                room=rooms[number] if row["room"] else None,
                **times,
            )
            for who in row["who"]:
                Attendee.objects.create(event=event, member=getattr(a, who), response=row["answer"])
        asked = {
            "people": [a.attorney.pk, a.paralegal.pk],
            "rooms": [room.pk for room in rooms],
            "court": court,
        }
        found = march(a.attorney, zone, **asked)
        edges = grid.midnights(MARCH, shown)
        slow = grid.spread(occurrences(a.attorney, edges[0], edges[-1], **asked), MARCH, shown)
        for day in MARCH:
            assert found.counts[day] == len(slow[day])
            assert [(row.all_day, row.start) for row in found.first[day][:4]] == [
                (row.all_day, row.start) for row in slow[day][:4]
            ]
