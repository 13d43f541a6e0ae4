"""Template filters of feeds."""

import datetime
import re

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


# Programs that call themselves a browser first, or an odd name: what people call them.
_PROGRAMS = (
    (r"Thunderbird/([\d.]+)", "Thunderbird {}"),
    (r"DAVx5/([\d.]+)", "DAVx⁵ {}"),
    (r"iOS/([\d.]+)", "iPhone or iPad, iOS {}"),
    (r"(?:macOS|Mac OS X|Mac_OS_X)/([\d.]+)", "Calendar on a Mac, macOS {}"),
    (r"Google-Calendar-Importer", "Google Calendar"),
    (r"Microsoft Exchange|Microsoft\.Exchange", "Outlook on the web"),
    (r"Microsoft Office|Outlook", "Outlook"),
    (r"vdirsyncer/([\d.]+)", "vdirsyncer {}"),
)


@register.filter
def program(agent: str) -> str:
    """Which program it is that calls itself so; its own words for one that is not known."""
    for pattern, said in _PROGRAMS:
        found = re.search(pattern, agent)
        if found is not None:
            return said.format(*found.groups())
    return agent
