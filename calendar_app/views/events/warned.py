"""What speaks against an event, shown before it is saved."""

import datetime

from django.http import HttpRequest

from accounts.models import Member
from calendar_app.forms.events import EventForm
from calendar_app.models import Event
from calendar_app.queries.collisions import Asked, Warning, not_ticked, warnings
from calendar_app.recurrence import placed


def asked_by(form: EventForm, values: dict, event: Event | None) -> Asked:
    """What the form wants, as the warnings take it."""
    shell = Event(zone=values["zone"], starts_at=values.get("starts_at"), ends_at=values.get("ends_at"))
    if values.get("starts_on"):
        midnight = datetime.time()
        last = values["ends_on"] + datetime.timedelta(days=1)
        shell.starts_at = placed(datetime.datetime.combine(values["starts_on"], midnight), shell.zone)
        shell.ends_at = placed(datetime.datetime.combine(last, midnight), shell.zone)
    people = [guest for guest in values["attendees"] if isinstance(guest, Member)]
    return Asked(
        people,
        shell.starts_at,
        shell.ends_at,
        shell.zone,
        values["kind"],
        bool(values.get("starts_on")),
        values.get("rrule", ""),
        values["travel_before"],
        values["travel_after"],
        event,
    )


def speaks_against(request: HttpRequest, form: EventForm, values: dict, event: Event | None) -> list[Warning]:
    """The warnings that were not ticked yet."""
    return not_ticked(warnings(request.member, asked_by(form, values, event)), request.POST)
