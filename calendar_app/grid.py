"""The calendar's grid: which occurrence stands where. Pure functions: no database, no clock.

A day is laid out in steps of five minutes. Occurrences that overlap share the width: each gets a lane of the group it
overlaps with.
"""

import calendar
import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from calendar_app.queries.events import Occurrence
from practice.due import Due

STEP = 5  # minutes
STEPS_AN_HOUR = 60 // STEP
FIRST_HOUR, LAST_HOUR = 8, 18
# Lanes side by side that can still be read in a column of each view; what finds none is told in the last of them.
MOST_LANES = {"week": 4, "people": 3}
LANES = 6
SHORT = 7  # steps: below that only the title fits
SHORTEST = datetime.timedelta(minutes=STEP)
ONE_DAY = datetime.timedelta(days=1)


@dataclass
class Block:
    """An occurrence in a column: from step `at` for `steps`, in lane `lane` of `lanes`."""

    occurrence: Occurrence
    start: datetime.datetime
    end: datetime.datetime
    at: int = 0
    steps: int = 1
    lane: int = 0
    lanes: int = 1
    goes_on: bool = False
    went_on: bool = False
    before: int = 0  # steps on the way there
    after: int = 0
    shown: object = None
    folded: list["Block"] = field(default_factory=list)  # stands for these, which have no place of their own

    @property
    def is_short(self) -> bool:
        """Whether only the title fits."""
        return self.steps < SHORT

    @property
    def travel_at(self) -> int:
        """Where the way there begins."""
        return self.at - self.before

    @property
    def ends_at(self) -> int:
        """Where it ends, and the way back begins."""
        return self.at + self.steps


@dataclass
class Column:
    """One day, or one person's or room's day."""

    day: datetime.date
    label: str = ""
    person: object = None
    room: object = None
    off: object = None
    away: bool = False
    is_today: bool = False
    is_past: bool = False
    is_anchor: bool = False
    blocks: list[Block] = field(default_factory=list)
    whole_days: list[Occurrence] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    now_at: int | None = None
    url: str = ""
    list_url: str = ""
    shades: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or Sunday."""
        return self.day.weekday() > 4

    @property
    def count(self) -> int:
        """How many things stand in it."""
        return self.events + len(self.whole_days) + len(self.due)

    @property
    def events(self) -> int:
        """How many events stand among its hours, those folded together counted each."""
        return sum(len(block.folded) or 1 for block in self.blocks)


def hours_shown(
    occurrences: Iterable[Occurrence],
    days: Sequence[datetime.date],
    zone: ZoneInfo,
    *,
    all_hours: bool = False,
) -> tuple[int, int]:
    """(first, last) hour of the grid: the working day, longer when something stands outside it."""
    if all_hours:
        return 0, 24
    first, last = FIRST_HOUR, LAST_HOUR
    shown = set(days)
    for row in occurrences:
        if row.all_day:
            continue
        start, end = row.start.astimezone(zone), row.end.astimezone(zone)
        if start.date() == end.date():
            pieces = [(start, end)] if start.date() in shown else []
        else:
            pieces = [piece for piece in (on_day(row, day, zone) for day in days) if piece is not None]
        for begins, ends in pieces:
            first = min(first, begins.hour)
            if ends.date() > begins.date():
                last = 24
            else:
                last = max(last, ends.hour + (1 if ends.minute else 0))
    return first, last


def on_day(
    row: Occurrence, day: datetime.date, zone: ZoneInfo
) -> tuple[datetime.datetime, datetime.datetime] | None:
    """The naive local (start, end) of what of an occurrence falls on a day, or None."""
    return _on_day(*_local(row, zone), day)


def _local(row: Occurrence, zone: ZoneInfo) -> tuple[datetime.datetime, datetime.datetime]:
    """The naive local start and end of an occurrence."""
    return row.start.astimezone(zone).replace(tzinfo=None), row.end.astimezone(zone).replace(tzinfo=None)


def _on_day(
    start: datetime.datetime, end: datetime.datetime, day: datetime.date
) -> tuple[datetime.datetime, datetime.datetime] | None:
    midnight = datetime.datetime.combine(day, datetime.time())
    # Where clocks go back, an hour that occurs twice could end before it starts.
    end = max(end, start + SHORTEST)
    if start >= midnight + ONE_DAY or end <= midnight:
        return None
    return max(start, midnight), min(end, midnight + ONE_DAY)


def blocks_of(
    rows: Iterable[Occurrence],
    day: datetime.date,
    zone: ZoneInfo,
    *,
    first_hour: int,
    last_hour: int = 24,
    most: int = LANES,
) -> list[Block]:
    """The occurrences of a day in their places, at most `most` side by side, the last of which may stand for several."""
    found = []
    bottom = (last_hour - first_hour) * STEPS_AN_HOUR
    for row in rows:
        if row.all_day:
            continue
        local, local_end = _local(row, zone)
        piece = _on_day(local, local_end, day)
        if piece is None:
            continue
        start, end = piece
        minutes = start.hour * 60 + start.minute - first_hour * 60
        length = int((end - start).total_seconds() // 60)
        at = max(minutes // STEP, 0)
        steps = max(-(-length // STEP), 3)
        block = Block(row, start, end, min(at, bottom - 3), min(steps, bottom - at))
        block.went_on, block.goes_on = local < start, local_end > end
        if row.event is not None and (row.event.travel_before or row.event.travel_after):
            block.before = min(-(-row.event.travel_before // (60 * STEP)), block.at)
            block.after = min(-(-row.event.travel_after // (60 * STEP)), bottom - block.ends_at)
        found.append(block)
    return deal_lanes(found, most)


def deal_lanes(blocks: list[Block], most: int = LANES) -> list[Block]:
    """The blocks, each in a lane, so that none lies on another, and each told how many lanes its group has.

    In a group that needs more than `most`, the blocks of the last lane and beyond it are folded where they overlap.
    """
    blocks.sort(key=lambda block: (block.at, -block.steps, block.occurrence.key))
    found: list[Block] = []
    group: list[Block] = []
    ends: list[int] = []
    reach = -1
    for block in blocks:
        if block.at >= reach and group:
            found += _closed(group, len(ends), most)
            group, ends = [], []
        for lane, end in enumerate(ends):
            if end <= block.at:
                block.lane, ends[lane] = lane, block.ends_at
                break
        else:
            block.lane = len(ends)
            ends.append(block.ends_at)
        group.append(block)
        reach = max(reach, block.ends_at) if len(group) > 1 else block.ends_at
    return found + _closed(group, len(ends), most)


def _closed(group: list[Block], lanes: int, most: int) -> list[Block]:
    for block in group:
        block.lanes = min(lanes, most)
    if lanes <= most:
        return group
    shown: list[Block] = []
    folds: list[Block] = []
    for block in group:
        if block.lane < most - 1:
            shown.append(block)
        elif folds and block.at < folds[-1].ends_at:
            folds[-1].folded.append(block)
            folds[-1].steps = max(folds[-1].ends_at, block.ends_at) - folds[-1].at
        else:
            fold = Block(block.occurrence, block.start, block.end, block.at, block.steps, most - 1, most)
            fold.folded.append(block)
            folds.append(fold)
    for fold in folds:
        # One alone has the lane for itself.
        fold.folded[0].lane = most - 1
        shown.append(fold if len(fold.folded) > 1 else fold.folded[0])
    return sorted(shown, key=lambda block: (block.at, block.lane))


def outside(
    hours: Sequence[tuple[datetime.time, datetime.time]], *, first_hour: int, last_hour: int
) -> list[tuple[int, int]]:
    """(step, steps) of the stretches of a column in which somebody does not work."""

    def step(time: datetime.time) -> int:
        return (time.hour * 60 + time.minute - first_hour * 60) // STEP

    most = (last_hour - first_hour) * STEPS_AN_HOUR
    found, at = [], 0
    for begins, ends in hours:
        until = min(max(step(begins), 0), most)
        if until > at:
            found.append((at, until - at))
        at = max(at, min(step(ends), most))
    if at < most:
        found.append((at, most - at))
    return found


def hour_marks(first_hour: int, last_hour: int) -> list[tuple[int, str]]:
    """(step, "8 AM") of the full hours of the grid."""
    return [((hour - first_hour) * STEPS_AN_HOUR, clock(hour)) for hour in range(first_hour, last_hour)]


def clock(hour: int) -> str:
    """8 AM, 12 PM."""
    return f"{hour % 12 or 12} {'AM' if hour % 24 < 12 else 'PM'}"


def week_of(day: datetime.date) -> list[datetime.date]:
    """Monday to Sunday of the day's week."""
    monday = day - datetime.timedelta(days=day.weekday())
    return [monday + n * ONE_DAY for n in range(7)]


def month_of(day: datetime.date) -> list[list[datetime.date]]:
    """The weeks, Monday first, that the day's month touches."""
    return calendar.Calendar(firstweekday=0).monthdatescalendar(day.year, day.month)


def spread(
    rows: Iterable[Occurrence], days: Sequence[datetime.date], zone: ZoneInfo
) -> dict[datetime.date, list[Occurrence]]:
    """{day: what shows on it}, each row on every day it touches; whole days first, then by time.

    `days` follow each other without a gap.
    """
    found: list[list[Occurrence]] = [[] for _ in days]
    starts = midnights(days, zone)
    for row in rows:
        if row.all_day:
            first, last = ((day - days[0]).days for day in row.days(zone))
        else:
            first = bisect_right(starts, row.start) - 1
            last = max(bisect_left(starts, row.end) - 1, first)
        for number in range(max(first, 0), min(last, len(days) - 1) + 1):
            found[number].append(row)
    for shown in found:
        shown.sort(key=in_a_day)
    return dict(zip(days, found, strict=True))


def midnights(days: Sequence[datetime.date], zone: ZoneInfo) -> list[datetime.datetime]:
    """The instants (UTC) at which the days begin, and at which the last one ends. To find the day of a moment among them
    is no work of the time zone's.
    """
    return [
        datetime.datetime.combine(day, datetime.time(), tzinfo=zone).astimezone(datetime.UTC)
        for day in (*days, days[-1] + ONE_DAY)
    ]


def in_a_day(row: Occurrence) -> tuple:
    """How what stands on one day is ordered: whole days first, then by time."""
    return not row.all_day, row.start, row.key
