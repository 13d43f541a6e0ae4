"""Which times are free. Pure functions: no database, no clock.

Hours are wall-clock times in a person's own zone and become moments (UTC) day by day, so that 9:00 is 9:00 before and after
the clocks change. A step is real time from the beginning of a stretch of hours.
"""

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

UTC = datetime.UTC
_DAY = datetime.timedelta(days=1)
NOON = 12 * 60

Span = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True)
class Rules:
    """What a time must keep to. Minutes, but for `earliest` and `latest`: the first and last moment at which one may begin."""

    minutes: int
    earliest: datetime.datetime
    latest: datetime.datetime
    step: int = 30
    before: int = 0
    after: int = 0
    most_per_day: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody as the computation sees them.

    `hours`: {weekday (Monday 0): [(from, until) in minutes of the day]}. `busy`: moments that are taken. `closed`: days
    without any time. `mornings`, `afternoons`: days closed before, or from, noon. `booked`: {day: how many bookings}.
    """

    key: int
    zone: str
    hours: Mapping[int, Sequence[tuple[int, int]]]
    busy: Sequence[Span] = ()
    closed: frozenset[datetime.date] = frozenset()
    mornings: frozenset[datetime.date] = frozenset()
    afternoons: frozenset[datetime.date] = frozenset()
    booked: Mapping[datetime.date, int] = field(default_factory=dict)


def moment(day: datetime.date, minute: int, zone: ZoneInfo) -> datetime.datetime:
    """The moment (UTC) at which a clock in `zone` shows `minute` minutes after midnight of `day`; 1440 is the next midnight.

    Of an hour that comes twice it is the first; of one that is skipped, as much after the gap as it lies inside it.
    """
    day, minute = day + datetime.timedelta(days=minute // 1440), minute % 1440
    wall = datetime.datetime.combine(day, datetime.time(minute // 60, minute % 60), tzinfo=zone)
    return wall.astimezone(UTC)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same moments as stretches in order that neither meet nor overlap. Empty ones are left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def is_free(start: datetime.datetime, end: datetime.datetime, busy: Sequence[Span]) -> bool:
    """Whether nothing of `busy` (as `merged` gives it) overlaps. To end when another begins is no overlap."""
    place = bisect_left(busy, (start, start))
    if place and busy[place - 1][1] > start:
        return False
    return place == len(busy) or busy[place][0] >= end


def windows(person: Person, day: datetime.date) -> list[Span]:
    """The moments of the person's hours on that day, without what is closed."""
    if day in person.closed:
        return []
    zone = ZoneInfo(person.zone)
    low = NOON if day in person.mornings else 0
    high = NOON if day in person.afternoons else 1440
    found = []
    for begins, ends in person.hours.get(day.weekday(), ()):
        begins, ends = max(begins, low), min(ends, high)
        if begins < ends:
            found.append((moment(day, begins, zone), moment(day, ends, zone)))
    return merged(found)


def free_starts(person: Person, rules: Rules) -> list[datetime.datetime]:
    """The moments (UTC) at which the person could begin, in order."""
    zone = ZoneInfo(person.zone)
    length = datetime.timedelta(minutes=rules.minutes)
    step = datetime.timedelta(minutes=rules.step)
    before, after = datetime.timedelta(minutes=rules.before), datetime.timedelta(minutes=rules.after)
    busy = merged(person.busy)
    found: list[datetime.datetime] = []
    day, last = rules.earliest.astimezone(zone).date(), rules.latest.astimezone(zone).date()
    while day <= last:
        if rules.most_per_day is None or person.booked.get(day, 0) < rules.most_per_day:
            for opens, closes in windows(person, day):
                start = opens
                if start < rules.earliest:
                    start += -((start - rules.earliest) // step) * step
                while start + length <= closes and start <= rules.latest:
                    if is_free(start - before, start + length + after, busy):
                        found.append(start)
                    start += step
        day += _DAY
    return found


def offers(
    people: Sequence[Person], rules: Rules, *, together: bool = False
) -> dict[datetime.datetime, tuple[int, ...]]:
    """{moment: keys of who is free then}, in order. `together`: only when all are."""
    found: dict[datetime.datetime, list[int]] = {}
    for person in people:
        for start in free_starts(person, rules):
            found.setdefault(start, []).append(person.key)
    needed = len(people) if together else 1
    return {start: tuple(keys) for start, keys in sorted(found.items()) if len(keys) >= needed}


def by_day(starts: Iterable[datetime.datetime], zone: str) -> dict[datetime.date, list[datetime.datetime]]:
    """The moments under the days of `zone`, as its clock shows them."""
    place = ZoneInfo(zone)
    found: dict[datetime.date, list[datetime.datetime]] = {}
    for start in sorted(starts):
        there = start.astimezone(place)
        found.setdefault(there.date(), []).append(there)
    return found


def whose_turn(free: Iterable[int], had: Mapping[int, int], weights: Mapping[int, int]) -> int:
    """Who of `free` is next: who had the fewest for their weight; among equals, who comes first in `weights`.

    `had`: {key: bookings so far}. A person of weight 2 takes two turns while one of weight 1 takes one.
    """
    order = {key: place for place, key in enumerate(weights)}
    return min(
        free, key=lambda key: ((had.get(key, 0) + 1) / weights.get(key, 1), order.get(key, len(order)), key)
    )


@dataclass(frozen=True)
class Common:
    """A time at which all who are needed can meet. `points`: 0 to 100, the higher the better; `why`: what takes some off."""

    start: datetime.datetime
    end: datetime.datetime
    points: int
    missing: tuple[int, ...]
    why: tuple[str, ...]


def common_times(
    needed: Sequence[Person],
    rules: Rules,
    *,
    wished: Sequence[Person] = (),
    room: Sequence[Span] = (),
    zone: str,
    guest_zone: str = "",
) -> list[Common]:
    """Times at which everybody `needed`, and the room, is free; those that suit best have the most points.

    Points come off for each of `wished` who cannot (15), for a time outside 8:00 to 18:00 where the guest is (30), for
    noon (8), for before 9:00 or after 17:00 (8), for a wait (1 a day), and for no break beside another appointment (5).
    """
    if not needed:
        return []
    length = datetime.timedelta(minutes=rules.minutes)
    taken = merged(room)
    free = offers(needed, rules, together=True)
    also = {person.key: set(free_starts(person, rules)) for person in wished}
    calendars = {person.key: merged(person.busy) for person in (*needed, *wished)}
    place = ZoneInfo(zone)
    first = rules.earliest.astimezone(place).date()
    found = []
    for start in free:
        end = start + length
        if not is_free(start, end, taken):
            continue
        missing = tuple(key for key, starts in also.items() if start not in starts)
        points, why = 100 - 15 * len(missing), []
        if guest_zone:
            there, there_end = start.astimezone(ZoneInfo(guest_zone)), end.astimezone(ZoneInfo(guest_zone))
            if (
                there.hour < 8
                or there.date() != there_end.date()
                or (there_end.hour, there_end.minute) > (18, 0)
            ):
                points -= 30
                why.append(f"{there:%-I:%M %p} for the guest")
        here, here_end = start.astimezone(place), end.astimezone(place)
        opens, closes = here.hour * 60 + here.minute, here_end.hour * 60 + here_end.minute
        if opens < 13 * 60 and closes > NOON:
            points -= 8
            why.append("at noon")
        if opens < 9 * 60 or closes > 17 * 60:
            points -= 8
            why.append("early" if opens < 9 * 60 else "late")
        points -= (here.date() - first).days
        pause = datetime.timedelta(minutes=10)
        coming = (busy for key, busy in calendars.items() if key not in missing)
        if any(not is_free(start - pause, end + pause, busy) for busy in coming):
            points -= 5
            why.append("no break beside another appointment")
        found.append(Common(start, end, max(points, 0), missing, tuple(why)))
    return found
