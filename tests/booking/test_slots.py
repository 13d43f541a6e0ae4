"""Free times: right over changes of the clocks, and never over anything that is taken."""

import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.slots import (
    NOON,
    Person,
    Rules,
    by_day,
    common_times,
    free_starts,
    is_free,
    merged,
    moment,
    offers,
    whose_turn,
)
from tests.soak import times

UTC = datetime.UTC
COAST = "America/Los_Angeles"
NINE_TO_FIVE = {day: [(540, 720), (780, 1020)] for day in range(5)}


def at(text: str, zone: str = COAST) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def rules(first: str, last: str, **values) -> Rules:
    return Rules(**{"minutes": 60, "step": 60, "earliest": at(first), "latest": at(last)} | values)


def test_a_day_of_hours_a_talk_and_buffers():
    busy = [(at("2026-12-01 10:00"), at("2026-12-01 11:00"))]
    person = Person(1, COAST, NINE_TO_FIVE, busy)
    day = rules("2026-12-01 00:00", "2026-12-01 23:59")
    clock = [s.astimezone(ZoneInfo(COAST)).strftime("%H:%M") for s in free_starts(person, day)]
    assert clock == ["09:00", "11:00", "13:00", "14:00", "15:00", "16:00"]
    kept = rules("2026-12-01 00:00", "2026-12-01 23:59", before=15, after=15)
    clock = [s.astimezone(ZoneInfo(COAST)).strftime("%H:%M") for s in free_starts(person, kept)]
    assert clock == ["13:00", "14:00", "15:00", "16:00"]


def test_nine_is_nine_before_and_after_the_clocks_change():
    person = Person(1, COAST, {0: [(540, 600)], 4: [(540, 600)]})
    # The clocks go forward on Sunday, March 8, 2026, and back on Sunday, November 1.
    spring = free_starts(person, rules("2026-03-06 00:00", "2026-03-09 23:59"))
    assert spring == [
        datetime.datetime(2026, 3, 6, 17, tzinfo=UTC),
        datetime.datetime(2026, 3, 9, 16, tzinfo=UTC),
    ]
    autumn = free_starts(person, rules("2026-10-30 00:00", "2026-11-02 23:59"))
    assert autumn == [
        datetime.datetime(2026, 10, 30, 16, tzinfo=UTC),
        datetime.datetime(2026, 11, 2, 17, tzinfo=UTC),
    ]


def test_an_hour_that_is_skipped_or_comes_twice_is_offered_once():
    night = {6: [(0, 240)]}
    spring = free_starts(Person(1, COAST, night), rules("2026-03-08 00:00", "2026-03-08 23:00"))
    assert [s.astimezone(ZoneInfo(COAST)).hour for s in spring] == [0, 1, 3]
    autumn = free_starts(Person(1, COAST, night), rules("2026-11-01 00:00", "2026-11-01 23:00"))
    assert [s.astimezone(ZoneInfo(COAST)).hour for s in autumn] == [0, 1, 1, 2, 3]
    assert len(set(autumn)) == 5


def test_closed_days_half_days_and_the_most_a_day():
    tuesday, wednesday = datetime.date(2026, 12, 1), datetime.date(2026, 12, 2)
    thursday, friday = datetime.date(2026, 12, 3), datetime.date(2026, 12, 4)
    person = Person(
        1, COAST, NINE_TO_FIVE, closed=frozenset({tuesday}), mornings=frozenset({wednesday}),
        afternoons=frozenset({thursday}), booked={friday: 2},
    )  # fmt: skip
    found = by_day(free_starts(person, rules("2026-12-01 00:00", "2026-12-04 23:59", most_per_day=2)), COAST)
    assert {day: [s.hour for s in starts] for day, starts in found.items()} == {
        wednesday: [13, 14, 15, 16],
        thursday: [9, 10, 11],
    }


def test_notice_keeps_the_grid_of_the_hours():
    person = Person(1, COAST, NINE_TO_FIVE)
    found = free_starts(person, rules("2026-12-01 09:20", "2026-12-01 23:00", minutes=30, step=30))
    assert found[0] == at("2026-12-01 09:30")


def test_a_visitor_elsewhere_sees_the_time_of_their_own_clock():
    person = Person(1, COAST, {0: [(16 * 60, 17 * 60)]})
    (start,) = free_starts(person, rules("2026-12-07 00:00", "2026-12-07 23:00"))
    (day,) = by_day([start], "Asia/Tokyo")
    assert (day, by_day([start], "Asia/Tokyo")[day][0].hour) == (datetime.date(2026, 12, 8), 9)


def test_any_of_several_or_all_together():
    one = Person(1, COAST, {1: [(540, 660)]})
    two = Person(2, COAST, {1: [(600, 720)]})
    day = rules("2026-12-01 00:00", "2026-12-01 23:59")
    nine, ten, eleven = at("2026-12-01 09:00"), at("2026-12-01 10:00"), at("2026-12-01 11:00")
    assert offers([one, two], day) == {nine: (1,), ten: (1, 2), eleven: (2,)}
    assert offers([one, two], day, together=True) == {ten: (1, 2)}


def test_turns_are_fair_by_weight():
    had = {1: 0, 2: 0, 3: 0}
    weights = {1: 2, 2: 1, 3: 1}
    for _ in range(8):
        had[whose_turn([1, 2, 3], had, weights)] += 1
    assert had == {1: 4, 2: 2, 3: 2}
    assert whose_turn([2, 3], {2: 5, 3: 1}, weights) == 3


def test_common_times_prefer_a_good_hour_and_everybody():
    one, two = Person(1, COAST, NINE_TO_FIVE), Person(2, COAST, NINE_TO_FIVE)
    away = Person(3, COAST, NINE_TO_FIVE, [(at("2026-12-01 09:00"), at("2026-12-01 12:00"))])
    day = rules("2026-12-01 00:00", "2026-12-01 23:59")
    found = common_times(
        [one, two], day, wished=[away], room=[(at("2026-12-01 14:00"), at("2026-12-01 15:00"))],
        zone=COAST, guest_zone="America/New_York",
    )  # fmt: skip
    points = {c.start.astimezone(ZoneInfo(COAST)).hour: c.points for c in found}
    # 9 to 11: one is missing (15). 13: 16:00 in New York. 15, 16: past 18:00 there (30). 14: the room is taken.
    # 11:00 ends when the noon begins; its own day is the first, so nothing is off for the wait.
    assert points == {9: 85, 10: 85, 11: 85, 13: 100, 15: 70, 16: 70}
    assert found[0].missing == (3,)


hours = st.dictionaries(
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda p: p[0] < p[1]), max_size=3),
    max_size=7,
)
zones = st.sampled_from(
    [COAST, "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)
begins = st.datetimes(
    datetime.datetime(2026, 3, 5), datetime.datetime(2026, 3, 30), timezones=st.just(UTC)
) | st.datetimes(datetime.datetime(2026, 10, 20), datetime.datetime(2026, 11, 5), timezones=st.just(UTC))


@st.composite
def cases(draw):
    first = draw(begins)
    zone = draw(zones)
    spans = draw(
        st.lists(
            st.tuples(st.integers(-600, 8000), st.integers(1, 2000)).map(
                lambda p: (
                    first + datetime.timedelta(minutes=p[0]),
                    first + datetime.timedelta(minutes=p[0] + p[1]),
                )
            ),
            max_size=8,
        )
    )
    day = first.astimezone(ZoneInfo(zone)).date()
    days = st.frozensets(st.integers(0, 6).map(lambda n: day + datetime.timedelta(days=n)), max_size=3)
    person = Person(1, zone, draw(hours), spans, draw(days), draw(days), draw(days))
    kept = Rules(
        minutes=draw(st.integers(5, 180)),
        step=draw(st.integers(5, 120)),
        before=draw(st.integers(0, 90)),
        after=draw(st.integers(0, 90)),
        earliest=first,
        latest=first + datetime.timedelta(days=draw(st.integers(0, 6))),
    )
    return person, kept


@given(cases())
@settings(max_examples=times(120), deadline=None)
def test_no_time_overlaps_anything_and_each_lies_in_the_hours(case):
    person, kept = case
    zone = ZoneInfo(person.zone)
    found = free_starts(person, kept)
    assert found == sorted(set(found)) or len(found) == len(set(found))
    for start in found:
        end = start + datetime.timedelta(minutes=kept.minutes)
        assert kept.earliest <= start <= kept.latest
        low, high = (
            start - datetime.timedelta(minutes=kept.before),
            end + datetime.timedelta(minutes=kept.after),
        )
        assert not any(s < high and low < e for s, e in person.busy)
        day = start.astimezone(zone).date()
        assert day not in person.closed
        stretches = [
            (
                max(a, NOON if day in person.mornings else 0),
                min(b, NOON if day in person.afternoons else 1440),
            )
            for a, b in person.hours.get(day.weekday(), [])
        ]
        spans = merged((moment(day, a, zone), moment(day, b, zone)) for a, b in stretches if a < b)
        inside = [s for s in spans if s[0] <= start and end <= s[1]]
        assert inside and (start - inside[0][0]) % datetime.timedelta(
            minutes=kept.step
        ) == datetime.timedelta(0)


@given(cases())
@settings(max_examples=times(60), deadline=None)
def test_no_time_that_is_free_is_left_out(case):
    person, kept = case
    zone = ZoneInfo(person.zone)
    busy = merged(person.busy)
    found = set(free_starts(person, kept))
    day, last = kept.earliest.astimezone(zone).date(), kept.latest.astimezone(zone).date()
    step, length = datetime.timedelta(minutes=kept.step), datetime.timedelta(minutes=kept.minutes)
    while day <= last:
        if day not in person.closed and day not in person.mornings and day not in person.afternoons:
            spans = merged(
                (moment(day, a, zone), moment(day, b, zone)) for a, b in person.hours.get(day.weekday(), [])
            )
            for opens, closes in spans:
                n = 0
                while opens + n * step + length <= closes:
                    start = opens + n * step
                    n += 1
                    low = start - datetime.timedelta(minutes=kept.before)
                    high = start + length + datetime.timedelta(minutes=kept.after)
                    free = kept.earliest <= start <= kept.latest and is_free(low, high, busy)
                    assert (start in found) == free
        day += datetime.timedelta(days=1)
