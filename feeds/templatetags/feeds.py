"""Template filters of feeds."""

import datetime

from django import template
from django.utils.http import urlencode

from feeds.queries.dates import Proposed

register = template.Library()


@register.filter
def stamp(moment: datetime.datetime) -> str:
    """20261130T1700: a moment in UTC as the calendar's addresses name it (calendar_app.views.events.STAMP)."""
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M}"


@register.filter
def move_query(one: Proposed) -> str:
    """What the address of Move says of a proposal for one date of a series: the date, and the time proposed."""
    told = {"start": stamp(one.row.proposed_start), "end": stamp(one.row.proposed_end)}
    return f"?{urlencode(told | ({'on': stamp(one.on)} if one.on is not None else {}))}"
