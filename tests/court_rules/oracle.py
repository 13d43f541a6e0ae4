"""Federal holidays and Rule 6 once more, written from the statute alone, so that expected days do not come from the code."""

from datetime import date, timedelta

ONE = timedelta(days=1)


def nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month (0 is Monday)."""
    days = [date(year, month, 1) + k * ONE for k in range(31)]
    return [day for day in days if day.month == month and day.weekday() == weekday][n]


def statutory(year: int) -> set[date]:
    """The days of 5 U.S.C. § 6103(a) in a year from 1986 on, unmoved."""
    days = {
        date(year, 1, 1),
        nth(year, 1, 0, 2),
        nth(year, 2, 0, 2),
        nth(year, 5, 0, -1),
        date(year, 7, 4),
        nth(year, 9, 0, 0),
        nth(year, 10, 0, 1),
        date(year, 11, 11),
        nth(year, 11, 3, 3),
        date(year, 12, 25),
    }
    return days | ({date(year, 6, 19)} if year >= 2021 else set())


def holidays(year: int) -> set[date]:
    """With the days on which they are observed: Friday for a Saturday (§ 6103(b)), Monday for a Sunday (E.O. 11582)."""
    days = set()
    for day in statutory(year) | {date(year + 1, 1, 1)}:
        seen = day - ONE if day.weekday() == 5 else day + ONE if day.weekday() == 6 else day
        days |= {day, seen}
    return {day for day in days if day.year == year}


def is_closed(day: date, more: frozenset = frozenset()) -> bool:
    """Whether nothing is filed on that day."""
    return day.weekday() > 4 or day in holidays(day.year) or day in more


def rolled(day: date, step: timedelta, more: frozenset = frozenset()) -> date:
    """The day itself or the next court day in the direction of `step`."""
    while is_closed(day, more):
        day += step
    return day


def due(start: date, days: int, more: frozenset = frozenset()) -> date:
    """Rule 6(a)(1) and (5): `days` after the event, or before it when negative."""
    return rolled(start + days * ONE, ONE if days > 0 else -ONE, more)
