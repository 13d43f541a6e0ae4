"""What is wrong with a plan, over zones and the changes of clocks. Nothing here touches the database."""

import datetime
from types import SimpleNamespace

import pytest

from practice.exceptions import DomainError
from travel.models import Leg, Stay, Trip
from travel.queries.faults import Appearance, faults_of
from travel.zones import instant

LA, DEN, CHI, NY = "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York"
IMOGEN = SimpleNamespace(pk=1, name="Imogen Vance")
PRIYA = SimpleNamespace(pk=2, name="Priya Tollett")


def when(text: str, zone: str) -> datetime.datetime:
    naive = datetime.datetime.fromisoformat(text)
    return instant(naive.date(), naive.time(), zone)


def leg(
    start: str, zone: str, end: str, zone2: str, *, way="San Francisco – Denver", kind="flight", **more
) -> Leg:
    origin, destination = way.split(" – ")
    return Leg(
        kind=kind, origin=origin, origin_zone=zone, departs_at=when(start, zone), destination=destination,
        destination_zone=zone2, arrives_at=when(end, zone2), **more,
    )  # fmt: skip


def trip(first: str, last: str, hours: int = 3) -> Trip:
    day = datetime.date.fromisoformat
    return Trip(starts_on=day(first), ends_on=day(last), buffer_hours=hours)


def texts(*args, people=(IMOGEN,)):
    plan, legs, *rest = args
    return [fault.text for fault in faults_of(plan, people, legs, *rest)]


def test_a_way_takes_the_time_that_passes_not_what_the_clocks_say():
    west_east = leg("2026-12-02 08:00", LA, "2026-12-02 11:35", DEN)
    assert west_east.seconds == 9_300  # 2 h 35 min
    # The night of March 14, 2027 has no hour from two to three.
    spring = leg("2027-03-13 23:00", CHI, "2027-03-14 05:00", CHI, way="Chicago – St. Louis", kind="train")
    assert spring.seconds == 5 * 3600
    # The night of November 1, 2026 has the hour from one to two twice.
    autumn = leg("2026-10-31 23:00", CHI, "2026-11-01 05:00", CHI, way="Chicago – St. Louis", kind="train")
    assert autumn.seconds == 7 * 3600


def test_an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first():
    with pytest.raises(DomainError, match="There is no 02:30 on Mar 14 there"):
        when("2027-03-14 02:30", LA)
    assert when("2026-11-01 01:30", LA) == datetime.datetime(2026, 11, 1, 8, 30, tzinfo=datetime.UTC)
    with pytest.raises(DomainError, match="time zone"):
        instant(datetime.date(2026, 3, 1), datetime.time(9), "Mars/Olympus")


def test_ways_that_overlap_cannot_be():
    legs = [
        leg("2026-12-02 08:00", LA, "2026-12-02 11:35", DEN, number="UA 512"),
        leg("2026-12-02 11:20", DEN, "2026-12-02 16:00", NY, way="Denver – New York", number="UA 90"),
    ]
    faults = faults_of(trip("2026-12-02", "2026-12-02"), [IMOGEN], legs, [])
    assert [(f.kind, f.tone, f.text) for f in faults] == [
        ("overlap", "danger", "UA 90 leaves Denver 15 min before UA 512 is in Denver.")
    ]


def test_a_connection_needs_its_time_and_more_from_another_place():
    first = leg("2026-12-02 08:00", LA, "2026-12-02 11:35", DEN, number="UA 512")
    tight = leg("2026-12-02 12:05", DEN, "2026-12-02 16:50", NY, way="Denver – New York", number="UA 90")
    plan = trip("2026-12-02", "2026-12-02")
    assert texts(plan, [first, tight], []) == [
        "30 min in Denver between UA 512 and UA 90; 45 min are needed."
    ]
    fine = leg("2026-12-02 12:20", DEN, "2026-12-02 16:50", NY, way="Denver – New York", number="UA 90")
    assert texts(plan, [first, fine], []) == []
    elsewhere = leg("2026-12-02 12:05", DEN, "2026-12-02 14:00", DEN, way="Boulder – Aspen", kind="car")
    assert texts(plan, [first, elsewhere], []) == [
        "30 min from Denver to Boulder between UA 512 and Car; 40 min are needed."
    ]


def test_each_night_needs_a_bed_a_seat_or_home():
    there = leg("2026-12-02 08:00", LA, "2026-12-02 11:35", DEN)
    home = leg("2026-12-04 17:00", DEN, "2026-12-04 18:40", LA, way="Denver – San Francisco")
    plan = trip("2026-12-01", "2026-12-05")
    # Not left on the 1st, home on the 4th: two nights lack a bed.
    assert texts(plan, [there, home], []) == [
        "No bed for the night of Wed, Dec 2.",
        "No bed for the night of Thu, Dec 3.",
    ]
    bed = Stay(
        hotel="Oxford",
        zone=DEN,
        check_in_at=when("2026-12-02 15:00", DEN),
        check_out_at=when("2026-12-03 11:00", DEN),
    )
    assert texts(plan, [there, home], [bed]) == ["No bed for the night of Thu, Dec 3."]
    red_eye = leg("2026-12-03 23:30", DEN, "2026-12-04 05:10", NY, way="Denver – San Francisco")
    assert texts(plan, [there, red_eye], [bed]) == []


def test_a_bed_of_one_is_not_a_bed_of_the_other():
    bed = Stay(
        hotel="Oxford", zone=DEN, check_in_at=when("2026-12-02 15:00", DEN), check_out_at=when("2026-12-03 11:00", DEN),
        only_for_id=1,
    )  # fmt: skip
    there = leg("2026-12-02 08:00", LA, "2026-12-02 11:35", DEN)
    assert texts(trip("2026-12-02", "2026-12-03"), [there], [bed], people=(IMOGEN, PRIYA)) == [
        "Priya: No bed for the night of Wed, Dec 2."
    ]


def hearing(start: str, end: str, member=1) -> Appearance:
    return Appearance("Motion to compel", when(start, DEN), when(end, DEN), DEN, member)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        # Lands 11:35; three hours are wanted, so 14:35 is the first that is fine.
        ("2026-12-02 14:35", "2026-12-02 15:30", []),
        (
            "2026-12-02 14:30",
            "2026-12-02 15:30",
            ["UA 512 arrives 2 h 55 min before Motion to compel at 2:30 PM on Dec 2; 3 h are wanted."],
        ),
        ("2026-12-02 11:00", "2026-12-02 12:00", ["UA 512 is still under way at the start of Motion to compel at 11:00 AM on Dec 2."]),
        ("2026-12-02 08:30", "2026-12-02 09:30", ["UA 512 leaves San Francisco before the end of Motion to compel at 8:30 AM on Dec 2."]),
        ("2026-12-02 06:00", "2026-12-02 08:30", []),
    ],
)  # fmt: skip
def test_arrivals_stand_a_buffer_off_a_hearing(start, end, words):
    flight = leg("2026-12-02 08:00", LA, "2026-12-02 11:35", DEN, number="UA 512")
    assert texts(trip("2026-12-02", "2026-12-02"), [flight], [], [hearing(start, end)]) == words


def test_only_the_hearings_of_who_travels_count():
    flight = leg("2026-12-02 08:00", LA, "2026-12-02 11:35", DEN, number="UA 512")
    late = hearing("2026-12-02 12:00", "2026-12-02 13:00", member=2)
    assert texts(trip("2026-12-02", "2026-12-02"), [flight], [], [late]) == []
