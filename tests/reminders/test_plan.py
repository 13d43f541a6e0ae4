"""When things are reminded of: hours, zones, quiet hours, what was missed. Pure reckoning."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reminders.ladders import Rungs
from reminders.plan import Person, Thing, after_quiet, rung_words, steps, told_now, wanted_at
from tests.soak import times

UTC = datetime.UTC
LA, NY, LORD_HOWE = (
    ZoneInfo("America/Los_Angeles"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Australia/Lord_Howe"),
)
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=UTC)


def deadline(day: datetime.date, **more) -> Thing:
    return Thing("deadline", 1, "court", "Answer", day, more.pop("since", LONG_AGO), **more)


def hearing(at: datetime.datetime, **more) -> Thing:
    return Thing("event", 1, "hearing", "Hearing", at, more.pop("since", LONG_AGO), **more)


def at(text: str, zone=UTC) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone)


def test_a_rung_of_days_comes_at_the_hour_where_the_person_is():
    thing = deadline(datetime.date(2026, 12, 8))
    eight = datetime.time(8)
    # 8:00 in Los Angeles is 16:00 UTC in winter; in New York 13:00.
    assert wanted_at("d7", thing, eight, LA) == at("2026-12-01T16:00")
    assert wanted_at("d7", thing, eight, NY) == at("2026-12-01T13:00")


def test_the_hour_stays_over_the_change_of_clocks():
    """Clocks went back on November 1, 2026: 8:00 is 15:00 UTC the day before and 16:00 the day after."""
    thing = deadline(datetime.date(2026, 11, 2))
    found = [wanted_at(rung, thing, datetime.time(8), LA) for rung in ("d2", "d1", "d0")]
    assert found == [at("2026-10-31T15:00"), at("2026-11-01T16:00"), at("2026-11-02T16:00")]


def test_an_hour_that_the_clocks_skip_comes_an_hour_later():
    """2:30 on March 8, 2026 does not exist in New York; 3:30 daylight time is 7:30 UTC."""
    assert wanted_at("d0", deadline(datetime.date(2026, 3, 8)), datetime.time(2, 30), NY) == at(
        "2026-03-08T07:30"
    )


def test_an_early_start_is_told_an_hour_before():
    early = hearing(at("2026-12-08T07:30", LA))
    assert wanted_at("d0", early, datetime.time(8), LA) == at("2026-12-08T06:30", LA)
    assert wanted_at("m15", early, datetime.time(8), LA) == at("2026-12-08T07:15", LA)


def test_the_day_of_a_hearing_is_the_day_where_the_person_is():
    """A call at 22:00 on the 7th in Los Angeles is at 1:00 on the 8th in New York."""
    late = hearing(at("2026-12-07T22:00", LA))
    assert wanted_at("d1", late, datetime.time(8), LA) == at("2026-12-06T08:00", LA)
    assert wanted_at("d1", late, datetime.time(8), NY) == at("2026-12-07T08:00", NY)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-01T21:59", "2026-12-01T21:59"),
        ("2026-12-01T22:00", "2026-12-02T07:30"),
        ("2026-12-02T03:00", "2026-12-02T07:30"),
        ("2026-12-02T07:30", "2026-12-02T07:30"),
    ],
)
def test_quiet_hours_over_midnight(moment, expected):
    person = Person(LA, datetime.time(22), datetime.time(7, 30))
    assert after_quiet(at(moment, LA), person) == at(expected, LA)


def test_quiet_hours_hold_a_reminder_back_but_no_critical_one_of_the_day():
    person = Person(LA, datetime.time(7), datetime.time(9))
    ladder = Rungs((1, 0))
    plain = {step.rung: step.at for step in steps(deadline(datetime.date(2026, 12, 8)), ladder, person)}
    assert plain == {"d1": at("2026-12-07T09:00", LA), "d0": at("2026-12-08T09:00", LA)}
    critical = deadline(datetime.date(2026, 12, 8), critical=True)
    urgent = {step.rung: step.at for step in steps(critical, ladder, person)}
    assert urgent == {"d1": at("2026-12-07T09:00", LA), "d0": at("2026-12-08T08:00", LA)}


def test_what_would_come_after_the_start_is_left_out():
    person = Person(LA, datetime.time(12), datetime.time(14))
    meeting = Thing("event", 1, "meeting", "Lunch", at("2026-12-08T12:30", LA), LONG_AGO)
    (step,) = steps(meeting, Rungs((), (15,)), person)
    assert step.left_out == "Quiet hours last until it starts"
    (told,) = told_now(meeting, [step], now=at("2026-12-08T14:00", LA), person=person)
    assert told.left_out == "Quiet hours last until it starts"


def test_several_missed_ones_become_one_late_one():
    thing, person = deadline(datetime.date(2026, 12, 8)), Person(LA)
    planned = steps(thing, Rungs((7, 3, 1, 0)), person)
    now = at("2026-12-07T12:00", LA)
    told = {
        one.step.rung: (one.late, one.missed, one.left_out)
        for one in told_now(thing, planned, now=now, person=person)
    }
    assert told == {
        "d7": (False, 0, "Told with a later one"),
        "d3": (False, 0, "Told with a later one"),
        "d1": (True, 2, ""),
    }


def test_within_the_hour_is_not_late():
    thing, person = deadline(datetime.date(2026, 12, 8)), Person(LA)
    planned = steps(thing, Rungs((1,)), person)
    (told,) = told_now(thing, planned, now=at("2026-12-07T08:59", LA), person=person)
    assert not told.late


def test_rungs_that_had_passed_when_it_got_its_date_are_not_sent():
    thing = deadline(datetime.date(2026, 12, 8), since=at("2026-12-05T12:00", LA))
    person = Person(LA)
    planned = steps(thing, Rungs((7, 3, 1)), person)
    # The third day's rung was at 8:00 on the 5th, before the date was set at noon.
    assert told_now(thing, planned, now=at("2026-12-06T12:00", LA), person=person) == []
    (told,) = told_now(thing, planned, now=at("2026-12-07T08:00", LA), person=person)
    assert (told.step.rung, told.late) == ("d1", False)


def test_a_rung_that_is_new_on_the_ladder_says_nothing_of_yesterday():
    thing, person = deadline(datetime.date(2026, 12, 8)), Person(LA)
    since = {"d1": at("2026-12-07T09:00", LA).isoformat()}
    planned = steps(thing, Rungs((1,)), person)
    assert told_now(thing, planned, now=at("2026-12-07T12:00", LA), person=person, since=since) == []


def test_of_a_meeting_that_has_begun_nothing_is_told():
    meeting, person = hearing(at("2026-12-08T10:00", LA)), Person(LA)
    planned = steps(meeting, Rungs((), (60,)), person)
    (told,) = told_now(meeting, planned, now=at("2026-12-08T10:01", LA), person=person)
    assert told.left_out == "It had begun before this could be sent"


def test_rungs_in_words():
    assert [rung_words(r) for r in ("d7", "d1", "d0", "m15", "m60", "m180", "e3")] == [
        "7 days before",
        "1 day before",
        "On the day",
        "15 minutes before",
        "1 hour before",
        "3 hours before",
        "3 days before",
    ]


moments = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 12, 31), timezones=st.just(UTC))
clocks = st.times()
zones = st.sampled_from(
    [LA, NY, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia"), ZoneInfo("UTC")]
)
quiet = st.one_of(st.just((None, None)), st.tuples(clocks, clocks))
ladders = st.builds(
    Rungs,
    st.lists(st.integers(0, 120), max_size=6).map(tuple),
    st.lists(st.integers(0, 1440), max_size=3).map(tuple),
    at=clocks,
)
things = st.one_of(
    st.builds(
        Thing,
        st.just("event"),
        st.just(1),
        st.just("hearing"),
        st.just("x"),
        moments,
        moments,
        critical=st.booleans(),
    ),
    st.builds(
        Thing,
        st.just("deadline"),
        st.just(1),
        st.just("court"),
        st.just("x"),
        st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)),
        moments,
        critical=st.booleans(),
    ),
)


@settings(max_examples=times(150), deadline=None)
@given(things, ladders, zones, quiet, st.lists(moments, min_size=1, max_size=8))
def test_each_rung_at_most_once_and_none_before_its_time(thing, ladder, zone, hours, runs):
    """However the job runs, a rung is claimed once, at or after the moment it is wanted, and at most one tells at a time."""
    person = Person(zone, *hours)
    planned = steps(thing, ladder, person)
    known: set[str] = set()
    for now in sorted(runs):
        claimed = told_now(thing, planned, now=now, person=person, known=known)
        rungs = [one.step.rung for one in claimed]
        assert len(rungs) == len(set(rungs)) and not known & set(rungs)
        assert sum(not one.left_out for one in claimed) <= 1
        for one in claimed:
            assert one.step.wanted <= one.step.at <= now
            assert one.step.wanted > thing.since
        known |= set(rungs)


@settings(max_examples=times(100), deadline=None)
@given(moments, zones, quiet)
def test_quiet_hours_end_outside_of_themselves_within_a_day(moment, zone, hours):
    person = Person(zone, *hours)
    later = after_quiet(moment, person)
    # A day, and an hour of changed clocks.
    assert moment <= later <= moment + datetime.timedelta(hours=25)
    if later != moment:
        assert after_quiet(later, person) - later <= datetime.timedelta(hours=1)
