"""Counting days as courts do. Pure functions: no database, no clock.

The rule is Fed. R. Civ. P. 6(a): the day of the event does not count, every other day does, and a period that would end
on a Saturday, Sunday or legal holiday runs on to the next day that is none of them (6(a)(1)); when it is counted back from
an event, it runs on backward (6(a)(5)). Legal holidays are those of 6(a)(6)(A), from the `holidays` library.

`calendar` is "us.federal", or "us.CA" and the like for the legal holidays of a state beside the federal ones.
`closed` are further days on which nothing is done: closures of the firm, or of a court by order. A firm's own closure does
not lengthen a court's period; give it only for the firm's own dates.
"""

import datetime
from collections.abc import Collection
from functools import lru_cache

import holidays

FEDERAL = "us.federal"
_DAY = datetime.timedelta(days=1)


@lru_cache(maxsize=256)
def _of_year(calendar: str, year: int) -> dict[datetime.date, str]:
    country, _, place = calendar.partition(".")
    if country != "us" or not place:
        raise ValueError(f"There is no court calendar {calendar!r}.")
    state = None if place == "federal" else place
    # The year after too: New Year's Day on a Saturday is kept on the Friday before (5 U.S.C. § 6103(b)).
    found = holidays.country_holidays("US", subdiv=state, years=(year, year + 1))
    return {day: name for day, name in found.items() if day.year == year}


def check_calendar(calendar: str) -> None:
    """Raise ValueError when there is no such calendar."""
    try:
        _of_year(calendar, 2026)
    except NotImplementedError as error:
        raise ValueError(f"There is no court calendar {calendar!r}.") from error


def holiday_name(day: datetime.date, calendar: str = FEDERAL) -> str:
    """The legal holiday on that day, "" when there is none."""
    return _of_year(calendar, day.year).get(day, "")


def is_court_day(day: datetime.date, calendar: str = FEDERAL, closed: Collection[datetime.date] = ()) -> bool:
    """Whether the day is no Saturday, Sunday, legal holiday (Rule 6(a)(6)) or closed day."""
    return day.weekday() < 5 and day not in closed and not holiday_name(day, calendar)


def roll(
    day: datetime.date,
    calendar: str = FEDERAL,
    closed: Collection[datetime.date] = (),
    *,
    backward: bool = False,
) -> datetime.date:
    """The day itself when it is a court day, else the next one: after it (Rule 6(a)(1)(C)), or before it with `backward`
    (Rule 6(a)(5), for periods counted back from an event).

    Raises ValueError when a whole year has no court day, as with `closed` days without end.
    """
    for _ in range(366):
        if is_court_day(day, calendar, closed):
            return day
        day += -_DAY if backward else _DAY
    raise ValueError("No court day within a year.")


def add_days(
    day: datetime.date, n: int, calendar: str = FEDERAL, closed: Collection[datetime.date] = ()
) -> datetime.date:
    """The last day of a period of `n` calendar days after `day`, or before it when `n` is negative (Rule 6(a)(1), (5)).

    Days between are counted whatever they are; only the last one is moved on, in the direction of the count.
    """
    return roll(day + n * _DAY, calendar, closed, backward=n < 0)


def add_court_days(
    day: datetime.date, n: int, calendar: str = FEDERAL, closed: Collection[datetime.date] = ()
) -> datetime.date:
    """The `n`-th court day after `day`, or before it when `n` is negative. `day` itself does not count.

    For periods that are stated in court or business days, as some state and local rules do; the federal rules count
    calendar days (`add_days`). With n = 0 it is `day`, rolled forward when it is no court day.
    """
    if n == 0:
        return roll(day, calendar, closed)
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day = roll(day + step, calendar, closed, backward=n < 0)
    return day
