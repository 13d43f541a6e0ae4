"""Rules of repetition that can be counted (RFC 5545, 3.3.10)."""

from datetime import UTC, date, datetime, timedelta

from icalendar import vRecur

from feeds.ical.read.lines import Unreadable
from feeds.ical.read.times import DAY, TIME
from practice.rrules import comes

MAX_COUNT = 999
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip


def checked_rule(value: str, starts: date | datetime) -> str:
    """An RRULE that can be counted, in one spelling, its UNTIL as the last day on which there is an instance.

    Raises Unreadable for others.
    """
    if len(value) > 500:
        raise Unreadable("its rule of repetition is too long")
    parts = dict(part.partition("=")[::2] for part in value.upper().strip().strip(";").split(";"))
    try:
        vRecur.from_ical(value)
    except ValueError as error:
        raise Unreadable("its rule of repetition cannot be read") from error
    if parts.get("FREQ") not in FREQUENCIES:
        raise Unreadable(
            "it repeats by the hour, minute or second; a calendar keeps days, weeks, months and years"
        )
    if strange := set(parts) - PARTS:
        raise Unreadable(f"its rule of repetition uses {', '.join(sorted(strange))}, which is not read")
    for name in ("COUNT", "INTERVAL"):
        if name in parts and not (parts[name].isdecimal() and 1 <= int(parts[name]) <= MAX_COUNT):
            raise Unreadable(f"its rule of repetition has {name} outside 1 to {MAX_COUNT}")
    if any(len(text.split(",")) > 40 for text in parts.values()):
        raise Unreadable("its rule of repetition has too many parts")
    if "UNTIL" in parts:
        parts["UNTIL"] = _last_day(parts["UNTIL"], starts)
    order = sorted(parts, key=lambda name: (name != "FREQ", name))
    rule = ";".join(f"{name}={parts[name]}" for name in order)
    try:
        known = comes(rule, starts.date() if isinstance(starts, datetime) else starts)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise Unreadable("its rule of repetition cannot be read") from error
    if not known and not _ends_first(parts, starts):
        raise Unreadable("its rule of repetition never comes to a day, or not within two hundred years")
    return rule


def _ends_first(parts: dict[str, str], starts: date | datetime) -> bool:
    """Whether the rule ends before its second date: the start stands all the same."""
    day = starts.date() if isinstance(starts, datetime) else starts
    return "UNTIL" in parts and datetime.strptime(parts["UNTIL"], "%Y%m%d").date() <= day


def _last_day(until: str, starts: date | datetime) -> str:
    """The last day of a rule in the clock of its start. An instant before that day's hour leaves the day out."""
    if not DAY.match(until) and not TIME.match(until):
        raise Unreadable("its rule of repetition ends at a time that cannot be read")
    try:
        day = datetime.strptime(until[:8], "%Y%m%d")
        if len(until) == 8 or not isinstance(starts, datetime):
            return f"{day:%Y%m%d}"
        at = datetime.strptime(until.rstrip("Z"), "%Y%m%dT%H%M%S")
    except ValueError as error:
        raise Unreadable("its rule of repetition ends at a time that cannot be read") from error
    if until.endswith("Z"):
        at = at.replace(tzinfo=UTC).astimezone(starts.tzinfo).replace(tzinfo=None)
    if at.time() < starts.time().replace(tzinfo=None):
        at -= timedelta(days=1)
    return f"{at:%Y%m%d}"
