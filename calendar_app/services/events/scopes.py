"""How far a write reaches: one instance of a series, it and what follows, or all."""

import datetime

from calendar_app.models import Event
from calendar_app.recurrence import is_instance
from practice.exceptions import DomainError

THIS, FOLLOWING, ALL = "this", "following", "all"
SCOPES = (THIS, FOLLOWING, ALL)


def locked_event(event: Event) -> Event:
    """The event, locked for a write. Raises DomainError when it was called off."""
    found = Event.objects.select_for_update(of=("self",)).select_related("matter", "room", "organizer")
    event = found.get(pk=event.pk)
    if event.is_cancelled:
        raise DomainError("This event was called off. Put it back first.")
    return event


def scoped(
    event: Event, scope: str, occurrence: datetime.datetime | None
) -> tuple[Event, str, datetime.datetime | None]:
    """(the row to write, how far, the instance): the series for an exception that is to change with all."""
    if scope not in SCOPES:
        raise DomainError("Say whether it is this one, this and those that follow, or all.", field="scope")
    if scope != THIS and event.parent is not None:
        series = locked_event(event.parent)
        first = event.recurrence_id == series.starts_at
        return series, ALL if scope == FOLLOWING and first else scope, event.recurrence_id
    if not event.rrule:
        return event, ALL, None
    if occurrence is None:
        occurrence = event.starts_at
    moment = occurrence.astimezone(datetime.UTC)
    if not is_instance(event.rrule, starts_at=event.starts_at, zone=event.zone, moment=moment):
        raise DomainError("The series has no such date.", field="occurrence")
    if scope == FOLLOWING and moment == event.starts_at:
        scope = ALL
    return event, scope, moment
