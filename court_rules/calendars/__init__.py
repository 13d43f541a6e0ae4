"""Court holidays: which days courts keep, and walking over them. No database, no clock.

A calendar is named "us.federal", "us.ca" and so on. `closed` are further days on which a court is closed: by order, or because
its clerk's office could not be reached; a set of days, or {day: why}.
"""

import datetime
from collections.abc import Collection

from court_rules.calendars.files import Calendar, calendar, load, of_state, shipped
from court_rules.calendars.holidays import WEEKDAYS, Holiday, nth_weekday
from court_rules.text import RuleError

__all__ = [
    "FEDERAL",
    "WEEKDAYS",
    "Calendar",
    "Holiday",
    "calendar",
    "add_court_days",
    "add_days",
    "holiday_name",
    "holidays_of",
    "is_court_day",
    "load",
    "names",
    "nth_weekday",
    "of_state",
    "roll",
    "shipped",
]

FEDERAL = "us.federal"
_DAY = datetime.timedelta(days=1)


def names() -> dict[str, str]:
    """{key: title} of the calendars that are shipped, for pickers."""
    return {key: found.title for key, found in shipped().items()}


def holidays_of(key: str, year: int) -> list[Holiday]:
    """The holidays of a year in order, those that are only arguable (`kept` false) among them."""
    return sorted(calendar(key).year(year).values(), key=lambda holiday: holiday.day)


def holiday_name(day: datetime.date, key: str = FEDERAL) -> str:
    """The court holiday on that day, "" when there is none."""
    found = calendar(key).holiday(day)
    return found.name if found and found.kept else ""


def is_court_day(day: datetime.date, key: str = FEDERAL, closed: Collection[datetime.date] = ()) -> bool:
    """Whether the day is no Saturday, Sunday, court holiday or closed day."""
    return day.weekday() < 5 and day not in closed and not holiday_name(day, key)


def roll(
    day: datetime.date,
    key: str = FEDERAL,
    closed: Collection[datetime.date] = (),
    *,
    backward: bool = False,
) -> datetime.date:
    """The day itself when it is a court day, else the next one: after it, or before it with `backward`.

    Raises RuleError (a ValueError) when a whole year has no court day, as with `closed` days without end.
    """
    for _ in range(366):
        if is_court_day(day, key, closed):
            return day
        day += -_DAY if backward else _DAY
    raise RuleError("No court day within a year.")


def add_days(
    day: datetime.date, n: int, key: str = FEDERAL, closed: Collection[datetime.date] = ()
) -> datetime.date:
    """The last day of a period of `n` calendar days after `day`, or before it when `n` is negative.

    Days between are counted whatever they are; only the last one is moved on, in the direction of the count.
    """
    return roll(day + n * _DAY, key, closed, backward=n < 0)


def add_court_days(
    day: datetime.date, n: int, key: str = FEDERAL, closed: Collection[datetime.date] = ()
) -> datetime.date:
    """The `n`-th court day after `day`, or before it when `n` is negative. `day` itself does not count.

    With n = 0 it is `day`, rolled forward when it is no court day.
    """
    if n == 0:
        return roll(day, key, closed)
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day = roll(day + step, key, closed, backward=n < 0)
    return day
