"""Durations as people type them, and what they bill as.

Seconds are integers everywhere. Reading and writing are inverse: `parse_duration(format_duration(s)) == s`.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from practice.money import cents

DAY = 86_400
HOUR = 3_600
EXAMPLES = "Type 1.2, 1h 12m, 72m or 1:12."

_DECIMAL = re.compile(r"(?P<hours>\d{0,3}\.\d{1,4}|\d{1,3}\.?)\s*(?:h|hrs?|hours?)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,5}", re.ASCII)
_CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>\d{1,2})(?::(?P<seconds>\d{1,2}))?", re.ASCII)
_PARTS = re.compile(
    r"(?:(?P<hours>\d{1,3})\s*(?:h|hrs?|hours?))?\s*(?:(?P<minutes>\d{1,4})\s*(?:m|mins?|minutes?)?)?",
    re.ASCII,
)


class NotADuration(ValueError):
    """The text is no duration. The message says what to type."""


def parse_duration(text: str) -> int:
    """Seconds of a typed duration: `1.2`, `.3`, `1h12`, `1h 12m`, `72m`, `72min`, `1:12`, `0:42:18`, `2h`,
    `1.5h`.

    A plain whole number means hours up to 24; a larger one is refused, because it is probably minutes. More
    than nothing
    and at most 24 hours. Raises NotADuration with a text for the user.
    """
    typed = " ".join(text.lower().split())
    if not typed:
        raise NotADuration(f"Type how long it took. {EXAMPLES}")
    if typed.startswith(("-", "−")):
        raise NotADuration(f"A duration cannot be negative. {EXAMPLES}")
    seconds = _seconds(typed)
    if seconds <= 0:
        raise NotADuration(f"A duration must be more than nothing. {EXAMPLES}")
    if seconds > DAY:
        raise NotADuration("One entry can hold at most 24 hours. Split it by day.")
    return seconds


def _seconds(typed: str) -> int:
    if _WHOLE.fullmatch(typed):
        number = int(typed)
        if number > 24:
            raise NotADuration(
                f"{typed} hours is more than a day. Type {typed}m for minutes, or hours such as 1.5."
            )
        return number * HOUR
    if match := _DECIMAL.fullmatch(typed):
        exact = Decimal(match["hours"].rstrip(".") or "0") * HOUR
        return int(exact.to_integral_value(ROUND_HALF_UP))
    if match := _CLOCK.fullmatch(typed):
        hours, minutes, rest = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
        if minutes > 59 or rest > 59:
            raise NotADuration(f"“{typed[:20]}” has more than 59 after a colon. {EXAMPLES}")
        return hours * HOUR + minutes * 60 + rest
    match = _PARTS.fullmatch(typed)
    if match and (match["hours"] or (match["minutes"] and re.search("[a-z]", typed))):
        hours, minutes = int(match["hours"] or 0), int(match["minutes"] or 0)
        if match["hours"] and minutes > 59:
            raise NotADuration(f"“{typed[:20]}” has more than 59 minutes beside the hours. {EXAMPLES}")
        return hours * HOUR + minutes * 60
    raise NotADuration(f"“{text_of(typed)}” is not a duration. {EXAMPLES}")


def text_of(typed: str) -> str:
    """At most 20 characters of what was typed, for a message."""
    return typed if len(typed) <= 20 else f"{typed[:19]}…"


def format_duration(seconds: int) -> str:
    """The shortest exact text that reads back as `seconds`: `1.2` for whole tenths, else `1:07`, else
    `0:42:18`.
    """
    if seconds % 360 == 0:
        tenths = seconds // 360
        return f"{tenths // 10}.{tenths % 10}"
    hours, rest = divmod(seconds, HOUR)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if left else f"{hours}:{minutes:02d}"


def hours_of(seconds: int) -> Decimal:
    """Hours to the hundredth, half up, for reading and exports; amounts are never computed from it."""
    return (Decimal(seconds) / HOUR).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def hours_text(seconds: int) -> str:
    """`0.8 h`; two decimals where the increment is not a tenth of an hour."""
    exact = hours_of(seconds)
    tenth = exact.quantize(Decimal("0.1"))
    return f"{tenth if tenth == exact else exact} h"


def worked_text(seconds: int) -> str:
    """What was worked, exactly: `7 min`, `1.2 h`, `1:07`."""
    if seconds < HOUR and seconds % 60 == 0:
        return f"{seconds // 60} min"
    return hours_text(seconds) if seconds % 360 == 0 else format_duration(seconds)


def round_up(seconds: int, increment: int) -> int:
    """`seconds` rounded up to whole increments of `increment` seconds; as they are when the increment is 0
    or 1.
    """
    if increment <= 1:
        return seconds
    return -(-seconds // increment) * increment


def charge(rate: Decimal, billed_seconds: int) -> Decimal:
    """What `billed_seconds` cost at `rate` an hour, to the cent."""
    return cents(Decimal(rate) * billed_seconds / HOUR)
