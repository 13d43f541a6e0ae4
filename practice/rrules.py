"""Rules by which things come again: RRULE (RFC 5545) read, checked, said in words. Nothing is stored here."""

import datetime
import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from itertools import islice

from dateutil.rrule import rrulestr

from practice.exceptions import DomainError

# What a menu offers; anything else may be typed as a rule.
PRESETS = [
    ("", "Does not repeat"),
    ("FREQ=DAILY", "Every day"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every working day"),
    ("FREQ=WEEKLY", "Every week"),
    ("FREQ=WEEKLY;INTERVAL=2", "Every two weeks"),
    ("FREQ=MONTHLY", "Every month"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "Last day of the month"),
    ("FREQ=MONTHLY;INTERVAL=3", "Every quarter"),
    ("FREQ=YEARLY", "Every year"),
]
FIELDS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
# What people type in the quick line, after "every".
SPOKEN = {
    "day": "FREQ=DAILY",
    "workday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "week": "FREQ=WEEKLY",
    "month": "FREQ=MONTHLY",
    "quarter": "FREQ=MONTHLY;INTERVAL=3",
    "year": "FREQ=YEARLY",
}


def clean_rule(text: str, *, start: datetime.date | None = None) -> str:
    """The rule as it is kept. Raises DomainError for what is none, or could run for ever.

    `start` is the day of the first instance, when it is known: a rule that ends before it is refused.
    """
    rule = text.strip().upper().removeprefix("RRULE:")
    if not rule:
        return ""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    bad = len(rule) > 200 or set(parts) - FIELDS or parts.get("FREQ") not in UNITS
    if bad or ("INTERVAL" in parts and not re.fullmatch(r"[1-9]\d{0,2}", parts["INTERVAL"])):
        raise DomainError(
            "Write the repetition as a rule such as FREQ=MONTHLY;BYMONTHDAY=15.", field="recurrence"
        )
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        known = comes(rule, start or datetime.date(2026, 1, 1))
    except (ValueError, TypeError, KeyError, IndexError):
        known = False
    if not known and (start is not None or "UNTIL" not in parts):
        raise DomainError("This rule never comes to a day.", field="recurrence")
    return rule


# The rarest day that anybody means, a February 29 on a given weekday, comes within so many years, but for 2100.
SOUGHT = 28
# A rule that counts its days reaches its last one within so many years.
LONGEST = 224
MOST_COUNTED = 10_000


def comes(rule: str, start: datetime.date) -> bool:
    """Whether a rule comes to a day within 28 years of its start, and to its last, where it counts them, within 224.

    It is not asked of dateutil: one that never comes (February 30) is sought there until the year 9999, a minute of work
    each time somebody looks. Raises ValueError, KeyError or IndexError for what is no rule.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    wanted = min(int(parts.get("COUNT", "1")), MOST_COUNTED)
    last = start.replace(year=min(start.year + SOUGHT, 9998), day=min(start.day, 28))
    until = datetime.datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date() if "UNTIL" in parts else None
    if until is not None and until <= last:
        last, wanted = until, 1
    found = sum(1 for _ in islice(_days_of(parts, start, last), wanted))
    return found > 0 and found * (LONGEST // SOUGHT) >= wanted


def _numbers(parts: dict[str, str], name: str) -> set[int]:
    return {int(text) for text in parts[name].split(",")} if name in parts else set()


def _days_of(parts: dict[str, str], start: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """The days of a rule from `start` to `last` (RFC 5545, 3.3.10), each period looked at once."""
    freq, step = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    months, month_days, places = (_numbers(parts, name) for name in ("BYMONTH", "BYMONTHDAY", "BYSETPOS"))
    weekdays, ordinals = set(), set()
    for text in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        day, number = list(DAYS).index(text[-2:]), int(text[:-2] or 0)
        if number and freq in ("YEARLY", "MONTHLY"):
            ordinals.add((number, day))
        else:
            weekdays.add(day)
    if not (month_days or weekdays or ordinals):
        if freq in ("YEARLY", "MONTHLY"):
            month_days = {start.day}
            months = months or ({start.month} if freq == "YEARLY" else set())
        elif freq == "WEEKLY":
            weekdays = {start.weekday()}
    week_start = list(DAYS).index(parts.get("WKST", "MO"))

    def fits(day: datetime.date) -> bool:
        length = monthrange(day.year, day.month)[1]
        if months and day.month not in months:
            return False
        if month_days and not {day.day, day.day - length - 1} & month_days:
            return False
        # Both, as dateutil has it: "every Tuesday and the second Sunday" is no rule that it can count.
        if weekdays and day.weekday() not in weekdays:
            return False
        if not ordinals:
            return True
        if freq == "YEARLY" and not months:
            at, whole = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        else:
            at, whole = day.day, length
        return bool(
            {((at - 1) // 7 + 1, day.weekday()), (-((whole - at) // 7 + 1), day.weekday())} & ordinals
        )

    for period in _periods(freq, step, start, last, week_start):
        days = [day for day in period if fits(day)]
        if places:
            size = len(days)
            picked = {n - 1 if n > 0 else size + n for n in places}
            days = [day for n, day in enumerate(days) if n in picked]
        yield from (day for day in days if start <= day <= last)


def _periods(
    freq: str, step: int, start: datetime.date, last: datetime.date, week_start: int
) -> Iterator[list[datetime.date]]:
    """The days of each year, month, week or day that a rule looks at."""
    day = datetime.timedelta(days=1)
    if freq in ("DAILY", "WEEKLY"):
        length = 7 if freq == "WEEKLY" else 1
        first = start - ((start.weekday() - week_start) % 7) * day if freq == "WEEKLY" else start
        while first <= last:
            yield [first + n * day for n in range(length)]
            first += step * length * day
        return
    month = start.year * 12 + (0 if freq == "YEARLY" else start.month - 1)
    length = 12 if freq == "YEARLY" else 1
    while month <= last.year * 12 + last.month - 1:
        yield [
            datetime.date(at // 12, at % 12 + 1, n)
            for at in range(month, month + length)
            for n in range(1, monthrange(at // 12, at % 12 + 1)[1] + 1)
        ]
        month += step * length


def _rule(rule: str, start: datetime.date):
    return rrulestr(f"RRULE:{rule}", dtstart=datetime.datetime.combine(start, datetime.time()))


def next_date(
    rule: str, *, start: datetime.date, after: datetime.date, today: datetime.date
) -> datetime.date | None:
    """The first day of the rule later than `after` that is not past today; None when the series is over.

    Days that were missed are not made up for: who did last month's report today gets next month's.
    """
    rows = _rule(rule, start)
    day = max(after, today - datetime.timedelta(days=1))
    found = rows.after(datetime.datetime.combine(day, datetime.time()))
    return found.date() if found is not None else None


ORDINALS = {
    "1": "first",
    "2": "second",
    "3": "third",
    "4": "fourth",
    "5": "fifth",
    "-1": "last",
    "-2": "last but one",
}


def _weekday(day: str) -> str:
    """ "Tue" of TU, "the second Tue" of 2TU."""
    number, name = day[:-2].lstrip("+"), DAYS.get(day[-2:], day)
    return f"the {ORDINALS.get(number, number)} {name}" if number else name


def in_words(rule: str) -> str:
    """ "Every 2 weeks on Mon, Fri until Dec 31, 2026"; "" for none."""
    if not rule:
        return ""
    preset = dict(PRESETS).get(rule)
    if preset:
        return preset
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    number = parts.get("INTERVAL", "1")
    unit = UNITS[parts["FREQ"]]
    said = f"Every {unit}" if number == "1" else f"Every {number} {unit}s"
    if "BYDAY" in parts:
        said += " on " + ", ".join(_weekday(day) for day in parts["BYDAY"].split(","))
    if "BYMONTHDAY" in parts:
        said += " on the last day" if parts["BYMONTHDAY"] == "-1" else f" on day {parts['BYMONTHDAY']}"
    if "COUNT" in parts:
        said += f", {parts['COUNT']} times"
    if "UNTIL" in parts:
        last = datetime.datetime.strptime(parts["UNTIL"], "%Y%m%d")
        said += f" until {last:%b} {last.day}, {last.year}"
    return said


def spoken_rule(words: str) -> str:
    """The rule of "month", "2 weeks", "fri"; "" when it is none."""
    text = words.strip().lower()
    if text in SPOKEN:
        return SPOKEN[text]
    if match := re.fullmatch(r"(\d{1,2}) (day|week|month|year)s?", text):
        freq = {unit: name for name, unit in UNITS.items()}[match[2]]
        return f"FREQ={freq};INTERVAL={int(match[1]) or 1}"
    if match := re.fullmatch(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*", text):
        return f"FREQ=WEEKLY;BYDAY={match[1][:2].upper()}"
    return ""
