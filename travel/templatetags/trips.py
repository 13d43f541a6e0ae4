"""Filters of travel's pages: times by the clocks of their place, links for a phone."""

import datetime
from urllib.parse import quote

from django import template

from travel.zones import told

register = template.Library()


@register.filter
def there(value: datetime.datetime) -> str:
    """2:05 PM PST: the time by the clocks of its own zone, whatever zone the reader is in."""
    return f"{there_short(value)} {value:%Z}"


@register.filter
def there_short(value: datetime.datetime) -> str:
    """2:05 PM, without the zone."""
    return f"{value.hour % 12 or 12}:{value.minute:02d} {'AM' if value.hour < 12 else 'PM'}"


@register.filter
def there_day(value: datetime.datetime) -> str:
    """Thu, Dec 3: the day there."""
    return f"{value:%a}, {value:%b} {value.day}"


@register.filter
def takes(seconds: int) -> str:
    """2 h 40 min."""
    return told(seconds)


@register.filter
def map_url(address: str) -> str:
    """An address of OpenStreetMap's search for a place."""
    return f"https://www.openstreetmap.org/search?query={quote(str(address))}"


@register.filter
def tel_url(number: str) -> str:
    """A link that calls the number: digits and a leading plus alone."""
    text = str(number)
    digits = "".join(ch for ch in text if ch.isdigit())
    return f"tel:{'+' if text.strip().startswith('+') else ''}{digits}"


@register.filter
def part_icon(kind: str) -> str:
    """The icon of a leg's kind."""
    return {"flight": "plane", "train": "train", "car": "car", "taxi": "car"}.get(kind, "route")


@register.filter
def percent(value) -> str:
    """33.34%, 50%."""
    return f"{value.normalize():f}%"
