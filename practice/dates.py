"""Dates as people type them (11/30, 11/30/26, nov 30, fri, tomorrow, +10, +2w, -3m, t+14, 2026-11-30) and as pages say them."""

import calendar
import datetime
import re

from django.utils import timezone
from django.utils.module_loading import import_string

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A month and day without a year mean the nearest such day, but never further back than this.
BACK = datetime.timedelta(days=182)


class NotADate(ValueError):
    """The text names no day. The message says what would."""


def _nearest(month: int, day: int, today: datetime.date) -> datetime.date:
    """The given month and day, in the year that puts it within six months back and the rest ahead."""
    choices = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            choices.append(datetime.date(year, month, day))
        except ValueError:
            continue
    ahead = [d for d in choices if d >= today - BACK]
    if not ahead:
        raise NotADate("There is no such day. Type a date such as 11/30 or Nov 30.")
    return ahead[0]


def _year(text: str | None, today: datetime.date) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _exact(year: int | None, month: int, day: int, today: datetime.date, this_year: bool) -> datetime.date:
    if year is None and not this_year:
        return _nearest(month, day, today)
    year = year or today.year
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise NotADate("There is no such day. Type a date such as 11/30 or Nov 30.") from None


def parse_day(text: str, today: datetime.date | None = None, *, this_year: bool = False) -> datetime.date:
    """The day that `text` means, month first as in the United States; a weekday is the next, today included.

    `+10` and `t+14` count calendar days, `+2w` weeks, `-3m` and `+1y` months and years, `-3` days back. A month and day
    without a year are the nearest such day (a deadline's), or with `this_year` of this year. Raises NotADate.
    """
    today = today or timezone.localdate()
    typed = re.sub(r"\s+", " ", text.strip().lower().replace(",", " ")).strip()
    if typed in ("today", "t", "now"):
        return today
    if typed in ("tomorrow", "tom"):
        return today + datetime.timedelta(days=1)
    if typed == "yesterday":
        return today - datetime.timedelta(days=1)
    if match := re.fullmatch(r"t?\s?([+-])\s?(\d{1,4})\s?(d|days?|w|weeks?)?", typed):
        count = int(match[2]) * (7 if (match[3] or "d")[0] == "w" else 1)
        return today + datetime.timedelta(days=count if match[1] == "+" else -count)
    if match := re.fullmatch(r"t?\s?([+-])\s?(\d{1,4})\s?(m|months?|y|years?)", typed):
        count = int(match[2]) * (12 if match[3][0] == "y" else 1)
        try:
            return add_months(today, count if match[1] == "+" else -count)
        except ValueError:
            raise NotADate("There is no such day. Type a date such as 11/30 or Nov 30.") from None
    if match := re.fullmatch(r"(?:next )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*", typed):
        ahead = (DAYS.index(match[1]) - today.weekday()) % 7
        return today + datetime.timedelta(days=ahead or (7 if typed.startswith("next ") else 0))
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed):
        return _exact(int(match[1]), int(match[2]), int(match[3]), today, this_year)
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?", typed):
        return _exact(_year(match[3], today), int(match[1]), int(match[2]), today, this_year)
    months = "|".join(MONTHS)
    if match := re.fullmatch(rf"(?:\w+ )?({months})[a-z]*\.? (\d{{1,2}})(?: (\d{{4}}))?", typed):
        return _exact(_year(match[3], today), MONTHS.index(match[1]) + 1, int(match[2]), today, this_year)
    if match := re.fullmatch(rf"(\d{{1,2}}) ({months})[a-z]*\.?(?: (\d{{4}}))?", typed):
        return _exact(_year(match[3], today), MONTHS.index(match[2]) + 1, int(match[1]), today, this_year)
    raise NotADate("Type a date such as 11/30, Nov 30, fri or +10.")


def add_months(day: datetime.date, months: int) -> datetime.date:
    """`day` moved by whole months; the 31st becomes the month's last day. Raises ValueError beyond year 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def short_day(day: datetime.date, today: datetime.date | None = None) -> str:
    """`Nov 13` in this year, `Nov 13, 2025` in another."""
    short = f"{MONTHS[day.month - 1].title()} {day.day}"
    return short if day.year == (today or timezone.localdate()).year else f"{short}, {day.year}"


# What apps above have to say of a day beside its weekday (dotted `note(day) -> str`): court holidays.
DAY_NOTES: tuple[str, ...] = ("calendar_app.queries.closures.day_note",)


def spoken(value: datetime.date, today: datetime.date | None = None) -> str:
    """Friday, November 27, 2026: what a typed date is echoed as, with a word on weekends and court holidays."""
    today = today or timezone.localdate()
    names = {0: "today", 1: "tomorrow", -1: "yesterday"}
    near = names.get((value - today).days)
    text = f"{value:%A}, {value:%B} {value.day}, {value.year}"
    said = ["That is a weekend."] if value.weekday() > 4 else []
    said += [note for path in DAY_NOTES if (note := import_string(path)(value))]
    text += f" ({near})" if near else ""
    return f"{text}. {' '.join(said)}" if said else text
