"""Why a day is the day: a derivation (Result.as_json()) as a small calendar and steps, for pages. Pure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DAY = datetime.timedelta(days=1)
# A calendar of more weeks than this shows its first and last ones.
MOST_WEEKS, AT_EACH_END = 9, 3


@dataclass(frozen=True)
class Cell:
    """A day of the small calendar: `tone` is start, due, ct (counted), hol (skipped), we or out; `note` its number or "start"."""

    day: datetime.date
    tone: str
    note: str = ""
    why: str = ""


@dataclass(frozen=True)
class StepLine:
    """A step: its words, its citation, and the holidays it skipped (weekends left out: they say themselves)."""

    text: str
    citation: str
    skipped: tuple[tuple[datetime.date, str], ...]


@dataclass(frozen=True)
class Why:
    """A derivation, ready to be shown. A week that is None stands for those left out, `gap` how many."""

    data: Mapping[str, Any]
    due: datetime.date | datetime.datetime
    start: datetime.date
    weeks: tuple[tuple[Cell, ...] | None, ...]
    gap: int
    steps: tuple[StepLine, ...]
    said: str
    earliest: datetime.date | datetime.datetime | None = None
    latest: datetime.date | datetime.datetime | None = None

    @property
    def has_time(self) -> bool:
        """Whether the hour is part of the answer."""
        return isinstance(self.due, datetime.datetime)


def _moment(text: str) -> datetime.date | datetime.datetime:
    return datetime.date.fromisoformat(text) if len(text) == 10 else datetime.datetime.fromisoformat(text)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text[:10])


def explain(data: Mapping[str, Any]) -> Why:
    """The derivation of one deadline as it is kept (Result.as_json())."""
    start, due = _day(data["from"]), _day(data["due"])
    marks: dict[datetime.date, tuple[str, str, str]] = {}
    lines = []
    for step in data["steps"]:
        skipped = {_day(one["date"]): one["why"] for one in step["skipped"]}
        begin, end = _day(step["from"]), _day(step["to"])
        rolled = begin in skipped
        if begin != end and not rolled:
            _number(marks, begin, end, skipped)
        for day, why in skipped.items():
            if day.weekday() < 5 or rolled:
                marks[day] = ("hol", "", why)
        holidays = tuple(sorted((day, why) for day, why in skipped.items() if day.weekday() < 5))
        lines.append(StepLine(step["text"], step["citation"], holidays))
    marks[start] = ("start", "start", "The day of the event")
    marks[due] = ("due", marks[due][1] if due in marks else "", "The day")
    weeks, gap = _weeks(min(start, due), max(start, due), marks)
    named = [f"{day:%B} {day.day} ({why})" for line in lines for day, why in line.skipped]
    said = f"Counted from {start:%B} {start.day}, {start.year} to {due:%B} {due.day}, {due.year}"
    said += f", leaving out {', '.join(dict.fromkeys(named))}." if named else "."
    return Why(
        data,
        _moment(data["due"]),
        start,
        weeks,
        gap,
        tuple(lines),
        said,
        _moment(data["earliest"]) if data.get("earliest") else None,
        _moment(data["latest"]) if data.get("latest") else None,
    )


def _number(
    marks: dict[datetime.date, tuple[str, str, str]],
    begin: datetime.date,
    end: datetime.date,
    skipped: Mapping[datetime.date, str],
) -> None:
    """Number the days that a step counts, from its first day on. Long counts keep their days without numbers."""
    way = _DAY if end > begin else -_DAY
    number, day = 0, begin
    while day != end and number < 3700:
        day += way
        if day not in skipped:
            number += 1
            marks.setdefault(day, ("ct", str(number), ""))


def _weeks(
    first: datetime.date, last: datetime.date, marks: Mapping[datetime.date, tuple[str, str, str]]
) -> tuple[tuple[tuple[Cell, ...] | None, ...], int]:
    monday = first - first.weekday() * _DAY
    count = (last - monday).days // 7 + 1
    shown: list[int | None] = list(range(count))
    gap = 0
    if count > MOST_WEEKS:
        gap = count - 2 * AT_EACH_END
        shown = [*range(AT_EACH_END), None, *range(count - AT_EACH_END, count)]
    weeks: list[tuple[Cell, ...] | None] = []
    for number in shown:
        if number is None:
            weeks.append(None)
            continue
        days = (monday + (7 * number + n) * _DAY for n in range(7))
        weeks.append(tuple(_cell(day, marks) for day in days))
    return tuple(weeks), gap


def _cell(day: datetime.date, marks: Mapping[datetime.date, tuple[str, str, str]]) -> Cell:
    if day in marks:
        return Cell(day, *marks[day])
    return Cell(day, "we" if day.weekday() > 4 else "out")
