"""`{% why derivation %}`: a derivation (Result.as_json()) as small calendar and steps. `{% load court_rules %}`.

The page links css/pages/rules.css.
"""

import datetime

from django import template
from django.utils.dateformat import format as formatted

from court_rules.packs import day_of
from court_rules.why import explain

register = template.Library()


@register.inclusion_tag("court_rules/_why.html")
def why(derivation) -> dict:
    """The derivation of a deadline."""
    return {"why": explain(derivation)}


@register.filter
def cited(text: str) -> str:
    """A citation whose sign stays with its number at the end of a line."""
    return str(text).replace("§ ", "§\u00a0").replace("¶ ", "¶\u00a0")


@register.filter
def as_day(text: str) -> str:
    """A day as packs write it, as people read it: 2026-11-30T10:00 is “Nov 30, 2026, 10:00 a.m.”."""
    try:
        day = day_of(str(text))
    except ValueError:
        return str(text)
    timed = isinstance(day, datetime.datetime)
    said = formatted(day, "M j, Y").replace(" ", "\u00a0")
    return f"{said}, {formatted(day, 'g:i a')}" if timed else said


@register.filter
def row_of(data, key):
    """The value of a dictionary under a key that is a variable."""
    return data.get(key, "")
