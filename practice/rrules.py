"""Rules by which things come again: RRULE (RFC 5545) read, checked, said in words. Nothing is stored here."""

import datetime
import re

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
        first = next(iter(_rule(rule, start or datetime.date(2026, 1, 1))), None)
    except (ValueError, TypeError, KeyError, IndexError):
        first = None
    if first is None and (start is not None or "UNTIL" not in parts):
        raise DomainError("This rule never comes to a day.", field="recurrence")
    return rule


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
