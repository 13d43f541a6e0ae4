"""Series: the local time stays over daylight-saving changes, exceptions, and changes of one, of what follows, of all."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.models import Event
from calendar_app.queries import occurrences
from calendar_app.recurrence import before, instances, local_of, onward, placed, shifted
from calendar_app.services import cancel_event, change_event, create_event, move_event
from practice.exceptions import DomainError
from practice.rrules import in_words
from practice.scope import firm_scope
from tests.soak import times

UTC = datetime.UTC
PACIFIC = "America/Los_Angeles"


def local(year, month, day, hour=9, minute=0, zone=PACIFIC) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def weekly(people, **values) -> Event:
    given = {
        "title": "Docket review",
        "starts_at": local(2027, 3, 1),
        "ends_at": local(2027, 3, 1, 10),
        "zone": PACIFIC,
        "rrule": "FREQ=WEEKLY;COUNT=8",
    }
    return create_event(by=people.attorney, **(given | values))


def shown(people, start=(2027, 2, 1), end=(2027, 7, 1)) -> list[str]:
    """What the attorney's calendar says, in Pacific time."""
    rows = occurrences(people.attorney, local(*start), local(*end))
    return [f"{row.start.astimezone(ZoneInfo(PACIFIC)):%m-%d %H:%M} {row.title}" for row in rows]


def test_nine_stays_nine_when_summer_time_begins_and_ends():
    # 2027: clocks go forward on March 14 and back on November 7.
    spring = instances(
        "FREQ=WEEKLY;COUNT=3",
        starts_at=local(2027, 3, 8),
        ends_at=local(2027, 3, 8, 10),
        zone=PACIFIC,
        since=local(2027, 3, 1),
        until=local(2027, 4, 1),
    )
    assert [start.astimezone(UTC).hour for start, _end in spring] == [17, 16, 16]
    autumn = instances(
        "FREQ=WEEKLY;COUNT=2",
        starts_at=local(2027, 11, 1),
        ends_at=local(2027, 11, 1, 10),
        zone=PACIFIC,
        since=local(2027, 10, 1),
        until=local(2027, 12, 1),
    )
    assert [start.astimezone(UTC).hour for start, _end in autumn] == [16, 17]


def test_a_local_time_that_the_change_skips_comes_after_it():
    # 02:30 does not exist on March 14, 2027 in California: it is 03:30 PDT, 10:30 UTC.
    assert placed(datetime.datetime(2027, 3, 14, 2, 30), PACIFIC) == datetime.datetime(
        2027, 3, 14, 10, 30, tzinfo=UTC
    )


def test_of_a_local_time_that_occurs_twice_it_is_the_first():
    # 01:30 on November 7, 2027: first in PDT, 08:30 UTC.
    assert placed(datetime.datetime(2027, 11, 7, 1, 30), PACIFIC) == datetime.datetime(
        2027, 11, 7, 8, 30, tzinfo=UTC
    )


def test_whole_days_are_whole_on_the_days_of_the_change():
    rows = instances(
        "FREQ=DAILY;COUNT=3",
        starts_at=local(2027, 3, 13, 0),
        ends_at=local(2027, 3, 14, 0),
        zone=PACIFIC,
        since=local(2027, 3, 1, 0),
        until=local(2027, 4, 1, 0),
    )
    assert [(end - start).total_seconds() / 3600 for start, end in rows] == [24, 23, 24]


ZONES = st.sampled_from(
    [
        PACIFIC,
        "America/New_York",
        "America/Phoenix",
        "Europe/London",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "UTC",
    ]
)
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;COUNT=40",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=20271231",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY",
    ]
)


@settings(max_examples=times(120), deadline=None)
@given(
    zone=ZONES,
    rule=RULES,
    start=st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 12, 28)),
    offset=st.integers(-30, 400),
    length=st.integers(15, 60 * 20),
)
def test_the_expansion_is_that_of_dateutil_in_local_time(zone, rule, start, offset, length):
    """Hypothesis: every naive instance of dateutil, placed in the zone, that meets the window; and no other."""
    start = start.replace(second=0, microsecond=0)
    first = placed(start, zone)
    end = first + datetime.timedelta(minutes=length)
    since = first + datetime.timedelta(days=offset)
    until = since + datetime.timedelta(days=45)
    # The naive start as the zone's clocks can show it: a skipped time is the one after.
    naive = local_of(first, zone)
    whole = rule.replace("UNTIL=20271231", "UNTIL=20271231T235959")
    rows = list(
        rrulestr(f"RRULE:{whole}", dtstart=naive).between(
            naive, naive + datetime.timedelta(days=500), inc=True
        )
    )
    if naive not in rows:
        rows.insert(0, naive)
    wanted = [placed(row, zone) for row in rows]
    wanted = [
        moment
        for moment in dict.fromkeys(wanted)
        if moment < until and moment + datetime.timedelta(minutes=length) > since
    ]
    found = instances(rule, starts_at=first, ends_at=end, zone=zone, since=since, until=until)
    assert [moment for moment, _end in found] == wanted


def test_one_date_moves_alone(a):
    with firm_scope(a.firm):
        series = weekly(a, rrule="FREQ=WEEKLY;COUNT=3")
        move_event(
            series,
            by=a.attorney,
            scope="this",
            occurrence=local(2027, 3, 8),
            starts_at=local(2027, 3, 9, 14),
            ends_at=local(2027, 3, 9, 15),
        )
        assert shown(a) == [
            "03-01 09:00 Docket review",
            "03-09 14:00 Docket review",
            "03-15 09:00 Docket review",
        ]
        exception = Event.objects.get(parent=series)
        assert exception.uid == series.uid
        assert exception.recurrence_id == local(2027, 3, 8)
        assert exception.attendees.get().member == a.attorney


def test_this_and_what_follows(a):
    with firm_scope(a.firm):
        series = weekly(a, rrule="FREQ=WEEKLY;COUNT=4")
        tail = change_event(
            series,
            by=a.attorney,
            scope="following",
            occurrence=local(2027, 3, 15),
            title="Docket and trial list",
            starts_at=local(2027, 3, 16, 8),
            ends_at=local(2027, 3, 16, 9),
        )
        assert shown(a) == [
            "03-01 09:00 Docket review",
            "03-08 09:00 Docket review",
            "03-16 08:00 Docket and trial list",
            "03-23 08:00 Docket and trial list",
        ]
        assert tail.rrule == "FREQ=WEEKLY;COUNT=2"
        assert tail.uid != series.uid


def test_from_a_first_date_of_its_own_on_is_all_of_the_series(a):
    """The first date was changed alone; calling off it and what follows leaves nothing."""
    with firm_scope(a.firm):
        series = weekly(a, rrule="FREQ=WEEKLY;COUNT=3")
        change_event(series, by=a.attorney, scope="this", occurrence=local(2027, 3, 1), title="Short one")
        cancel_event(Event.objects.get(parent=series), by=a.attorney, scope="following")
        assert shown(a) == []


def test_all_dates_move_and_take_their_exceptions_along(a):
    with firm_scope(a.firm):
        series = weekly(a, rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=4")
        cancel_event(series, by=a.attorney, scope="this", occurrence=local(2027, 3, 8))
        change_event(series, by=a.attorney, scope="this", occurrence=local(2027, 3, 15), title="Short one")
        move_event(
            series,
            by=a.attorney,
            scope="all",
            occurrence=local(2027, 3, 22),
            starts_at=local(2027, 3, 23, 10),
            ends_at=local(2027, 3, 23, 11),
        )
        # Mondays became Tuesdays at ten; the date that was taken out is still out.
        assert shown(a) == ["03-02 10:00 Docket review", "03-15 09:00 Short one", "03-23 10:00 Docket review"]
        series.refresh_from_db()
        assert series.rrule == "FREQ=WEEKLY;BYDAY=TU;COUNT=4"


def test_one_date_is_taken_out_and_the_rest_ended(a):
    with firm_scope(a.firm):
        series = weekly(a, rrule="FREQ=WEEKLY")
        cancel_event(series, by=a.attorney, scope="this", occurrence=local(2027, 3, 8))
        cancel_event(series, by=a.attorney, scope="following", occurrence=local(2027, 3, 29))
        assert shown(a) == [
            "03-01 09:00 Docket review",
            "03-15 09:00 Docket review",
            "03-22 09:00 Docket review",
        ]


def test_a_date_that_the_series_does_not_have_is_refused(a):
    with firm_scope(a.firm):
        series = weekly(a)
        with pytest.raises(DomainError, match="no such date"):
            cancel_event(series, by=a.attorney, scope="this", occurrence=local(2027, 3, 9))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "Every week"),
        ("FREQ=MONTHLY;BYDAY=2TU", "Every month on the second Tue"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "Every month on the last Fri"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20261231", "Every 2 weeks on Mon, Fri until Dec 31, 2026"),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert in_words(rule) == words


def test_rules_are_cut_and_shifted():
    assert before("FREQ=WEEKLY;COUNT=9", datetime.date(2027, 3, 15)) == "FREQ=WEEKLY;UNTIL=20270314"
    at = datetime.datetime(2027, 3, 15, 9)
    assert (
        onward("FREQ=WEEKLY;COUNT=9", start=datetime.datetime(2027, 3, 1, 9), at=at) == "FREQ=WEEKLY;COUNT=7"
    )
    assert (
        shifted("FREQ=MONTHLY;BYDAY=2TU", old=datetime.date(2027, 3, 9), new=datetime.date(2027, 3, 18))
        == "FREQ=MONTHLY;BYDAY=3TH"
    )
