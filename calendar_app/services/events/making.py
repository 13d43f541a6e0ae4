"""A new event."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Event, Room
from calendar_app.services.access import ensure_keeps
from calendar_app.services.events.attendance import Guest, check_guests, put_guests, tell_guests
from calendar_app.services.events.checks import DETAILS, check_event, default_zone
from calendar_app.services.events.verifying import send_to_verify
from calendar_app.services.rooms import check_room, hold, release, taken_message
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError


def write(event: Event) -> None:
    """Write the event and the times of its room. Raises DomainError when the room is held."""
    if event.pk and event.rrule:
        release(event)
    check_room(event, event.room)
    event.updated_at = timezone.now()
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError as error:
        if event.room is None or "calendar_room_once" not in str(error):
            raise
        raise DomainError(taken_message(event.room, event.starts_at), field="room") from error
    hold(event)


def said_of_new(event: Event, by: Member | None) -> dict:
    """What the history says of a new event: nothing of a private one."""
    if event.is_private:
        return {}
    changes = {"starts_at": [None, event.starts_at], "kind": [None, event.get_kind_display()]}
    if by is not None and event.organizer_id != by.pk:
        changes["organizer"] = [None, event.organizer.name]
    return changes


@transaction.atomic
def create_event(
    *,
    by: Member | None,
    title: str,
    kind: str = Event.Kind.MEETING,
    starts_at: datetime.datetime | None = None,
    ends_at: datetime.datetime | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    zone: str = "",
    matter: Matter | None = None,
    organizer: Member | None = None,
    attendees: Iterable[Guest] | None = None,
    room: Room | None = None,
    state: str = Event.State.CONFIRMED,
    rrule: str = "",
    uid: str = "",
    decided: bool = False,
    **details,
) -> Event:
    """Put an event on the calendar of `organizer` (default: of `by`), with people, contacts and addresses asked to it.

    With `starts_on` it is of whole days, else from `starts_at` until `ends_at` (aware). `details` are the fields of
    DETAILS; travel is in seconds. `by` None is the product itself, which then names the organizer. `decided`: a second
    person approved that it goes onto others' calendars, as with a file that is imported. Raises Refused when the
    calendar is not `by`'s to keep, DomainError when a room is held, or a time or rule cannot be.
    """
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise TypeError(f"create_event has no {sorted(unknown)}")
    organizer = organizer or by
    if organizer is None:
        raise TypeError("create_event without `by` needs an organizer")
    if not decided:
        ensure_keeps(by, organizer, matter)
    guests = [organizer] if attendees is None else list(attendees)
    event = Event(
        title=title,
        kind=kind,
        state=state,
        matter=matter,
        organizer=organizer,
        created_by=by,
        set_by=by,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=starts_on,
        ends_on=ends_on,
        zone=zone or default_zone(room, organizer),
        room=room,
        rrule=rrule,
        uid=uid,
        **details,
    )
    check_event(event)
    check_guests(matter, guests)
    write(event)
    put_guests(event, guests, by)
    audit.record(by, "event.created", event, changes=said_of_new(event, by))
    send_to_verify(event, by=by)
    tell_guests(event, {})
    return event
