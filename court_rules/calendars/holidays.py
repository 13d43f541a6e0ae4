"""How a holiday finds its day in a year."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dateutil.easter import easter

_DAY = datetime.timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER = {name.lower(): number for number, name in enumerate(WEEKDAYS)}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which courts are closed. Where it is in doubt whether it counts, `doubt` says why; `kept` is the usual reading.

    `last_day_only`: the doubt is whether a period ends on it. Whether it is a court day, for periods in court days, is settled.
    """

    day: datetime.date
    name: str
    cite: str = ""
    doubt: str = ""
    kept: bool = True
    last_day_only: bool = False


def days_of(entry: Mapping[str, Any], year: int) -> Iterator[Holiday]:
    """The days that an entry of a calendar file sets in `year`: itself, and the day on which it is observed.

    A holiday that is observed on another day is kept on both; on a Saturday or Sunday that makes no difference.
    """
    for of_year in (year, year + 1):  # New Year's Day may be observed in December
        day = _day_in(entry, of_year)
        if day is None:
            continue
        name, cite = entry["name"], entry.get("cite", "")
        doubt, kept = entry.get("doubt", ""), entry.get("kept", True)
        last = entry.get("doubt_of") == "last_day"
        if day.year == year:
            yield Holiday(day, name, cite, doubt, kept, last)
        seen = _observed(entry, day)
        if seen and seen.year == year:
            on_friday = day.weekday() == 5 and seen < day
            more = entry.get("saturday_doubt", "") if on_friday else ""
            yield Holiday(seen, f"{name} (observed)", cite, doubt or more, kept, last)


def _day_in(entry: Mapping[str, Any], year: int) -> datetime.date | None:
    if "day" in entry:
        day = datetime.date.fromisoformat(entry["day"])
        return day if day.year == year else None
    if year < entry.get("from", 1) or year > entry.get("until", 9998):
        return None
    if entry.get("years") and (year % 2 == 0) != (entry["years"] == "even"):
        return None
    if "easter" in entry:
        return easter(year) + entry["easter"] * _DAY
    month, plus = entry["month"], entry.get("plus", 0) * _DAY
    if "weekday" in entry:
        found = nth_weekday(year, month, _NUMBER[entry["weekday"]], entry["nth"])
        return found + plus if found else None
    try:
        return datetime.date(year, month, entry.get("date", 1)) + plus
    except ValueError:  # February 29
        return None


def _observed(entry: Mapping[str, Any], day: datetime.date) -> datetime.date | None:
    if day.weekday() == 5 and entry.get("saturday"):
        return day - _DAY if entry["saturday"] == "friday" else day + 2 * _DAY
    if day.weekday() == 6 and entry.get("sunday"):
        return day + _DAY
    return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date | None:
    """The nth such weekday (0 is Monday) of a month, the last with nth = -1; None when the month has no fifth."""
    if nth < 0:
        after = datetime.date(year + month // 12, month % 12 + 1, 1) - _DAY
        return after - (after.weekday() - weekday) % 7 * _DAY
    first = datetime.date(year, month, 1)
    day = first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * _DAY
    return day if day.month == month else None
