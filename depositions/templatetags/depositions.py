"""Filters of the pages of depositions."""

import datetime

from django import template

register = template.Library()


@register.filter
def when_there(value: datetime.datetime) -> str:
    """Tue, Dec 8, 10:00 AM PST: by the clocks of its own zone, whatever zone the reader is in."""
    hour = f"{value.hour % 12 or 12}:{value.minute:02d} {'AM' if value.hour < 12 else 'PM'}"
    return f"{value:%a}, {value:%b} {value.day}, {hour} {value:%Z}"


@register.filter
def clock_there(value: datetime.datetime) -> str:
    """5:00 PM, by the clocks of its own zone."""
    return f"{value.hour % 12 or 12}:{value.minute:02d} {'AM' if value.hour < 12 else 'PM'}"
