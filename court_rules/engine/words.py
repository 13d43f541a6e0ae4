"""Days and counts in words, in English as lawyers write it."""

import datetime
from functools import lru_cache

from court_rules.calendars import WEEKDAYS

_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_UNITS = {
    "days": "day", "court_days": "court day", "weeks": "week", "months": "month", "years": "year", "hours": "hour",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def on(day: datetime.date) -> str:
    """ "Monday, March 2, 2026"."""
    return f"{WEEKDAYS[day.weekday()]}, {_MONTHS[day.month]} {day.day}, {day.year}"


def at(moment: datetime.datetime) -> str:
    """ "10:23 a.m. on Friday, November 2, 2007"."""
    hour = moment.hour % 12 or 12
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{hour}:{moment.minute:02} {half} on {on(moment.date())}"


def said(day: datetime.date | datetime.datetime) -> str:
    """A day, or a moment with its time."""
    return at(day) if isinstance(day, datetime.datetime) else on(day)


@lru_cache(maxsize=2_000)
def amount(n: int, unit: str) -> str:
    """ "21 days", "1 court day"."""
    return f"{n:,} {_UNITS[unit]}{'' if n == 1 else 's'}"


def listed(skipped: tuple[tuple[datetime.date, str], ...]) -> str:
    """Days that were left out, each with its reason: "Saturday, July 4, 2026; Friday, July 3, 2026 (Independence Day)"."""
    return "; ".join(on(day) if why in WEEKDAYS else f"{on(day)} ({why})" for day, why in skipped)
