"""Durations, days and moments."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone

from practice.templatetags.ui.amounts import MINUS

register = template.Library()


@register.filter
def tenths(seconds) -> str:
    """Seconds as hours in tenths, half up: 8640 → "2.4"."""
    if seconds is None or seconds == "":
        return ""
    value = (Decimal(int(seconds)) / 3600).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{MINUS if value < 0 else ''}{abs(value):,.1f}"


@register.filter
def hours(seconds) -> str:
    """Seconds as "2.4 h"."""
    text = tenths(seconds)
    return f"{text} h" if text else ""


@register.filter
def stopwatch(seconds) -> str:
    """Seconds as 0:42:18."""
    total = max(0, int(seconds or 0))
    return f"{total // 3600}:{total // 60 % 60:02d}:{total % 60:02d}"


def _date(value) -> datetime.date | None:
    if isinstance(value, str):
        try:
            value = (
                datetime.datetime.fromisoformat(value) if "T" in value else datetime.date.fromisoformat(value)
            )
        except ValueError:
            return None
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, datetime.date) else None


@register.filter
def day(value) -> str:
    """Nov 13 in this year, otherwise Nov 13, 2026."""
    date = _date(value)
    if date is None:
        return ""
    text = f"{date:%b} {date.day}"
    return text if date.year == timezone.localdate().year else f"{text}, {date.year}"


@register.filter
def fullday(value) -> str:
    """Nov 13, 2026: where the year must show."""
    date = _date(value)
    return f"{date:%b} {date.day}, {date.year}" if date else ""


@register.filter
def longday(value) -> str:
    """Friday, November 13 (with the year when it is not this one): for headings."""
    date = _date(value)
    if date is None:
        return ""
    text = f"{date:%A}, {date:%B} {date.day}"
    return text if date.year == timezone.localdate().year else f"{text}, {date.year}"


@register.filter
def clock(value) -> str:
    """2:24 PM, in the active time zone."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    if not isinstance(value, datetime.datetime | datetime.time):
        return ""
    return f"{value.hour % 12 or 12}:{value.minute:02d} {'AM' if value.hour < 12 else 'PM'}"


@register.filter
def moment(value) -> str:
    """Today, 2:24 PM · Yesterday, 9:12 AM · Nov 13, 2:24 PM."""
    date = _date(value)
    if date is None:
        return ""
    ago = (timezone.localdate() - date).days
    name = {0: "Today", 1: "Yesterday"}.get(ago) or day(date)
    at = clock(value)
    return f"{name}, {at}" if at else name


@register.filter
def ago(value) -> str:
    """12 min · 3 h · Yesterday · 4 days · Nov 2: for "last activity" columns."""
    if not isinstance(value, datetime.datetime):
        return day(value)
    seconds = (timezone.now() - value).total_seconds()
    if 0 <= seconds < 60:
        return "Now"
    if 0 <= seconds < 3600:
        return f"{int(seconds // 60)} min"
    days = (timezone.localdate() - timezone.localtime(value).date()).days
    if days == 0:
        return f"{int(seconds // 3600)} h"
    return "Yesterday" if days == 1 else f"{days} days" if 1 < days < 8 else day(value)


@register.filter
def waited(value) -> str:
    """How long something waits, short: 38 min · 5 h · 2 d. Calendar time, weekends included."""
    if not isinstance(value, datetime.datetime):
        return ""
    minutes = max(int((timezone.now() - value).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 1440 else f"{minutes // 1440} d"
