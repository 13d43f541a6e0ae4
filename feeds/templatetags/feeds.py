"""Template filters of feeds."""

import datetime

from django import template

register = template.Library()


@register.filter
def stamp(moment: datetime.datetime) -> str:
    """20261130T1700: a moment in UTC as the calendar's addresses name it (calendar_app.views.events.STAMP)."""
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M}"
