"""Many events at once, as a file brings them: the rules of a single one, in a number of statements that does not grow with them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from accounts.models import Member
from calendar_app.models import Attendee, Event, Room
from calendar_app.queries.busy import busy_times
from calendar_app.services.events.attendance import new_row
from calendar_app.services.events.checks import check_event
from calendar_app.services.events.making import said_of_new
from calendar_app.services.events.verifying import send_to_verify
from calendar_app.services.rooms import taken_message
from matters.models import Wall
from matters.queries import visibility_of
from practice import audit
from practice.exceptions import DomainError
from practice.models import Firm
from practice.scope import current_firm_id

AT_ONCE = 1000


@dataclass
class NewEvent:
    """An event that is to be: `values` are fields of Event, whose organizer and zone are named; `members` come."""

    values: dict[str, Any]
    members: Sequence[Member]
    event: Event = field(init=False)


@transaction.atomic
def create_events(new: Sequence[NewEvent], *, by: Member) -> list[Event]:
    """Put single events on the calendars of their organizers, each as `create_event` would.

    For what a second person approved to go onto others' calendars: an import. No series and nobody outside the firm. Court
    dates that `by` only prepares are sent to be verified one by one, each a decision of its own. Raises DomainError that
    begins with the title of the event it is about.
    """
    for one in new:
        if one.values.get("rrule"):
            raise TypeError("create_events makes no series")
        one.event = Event(created_by=by, set_by=by, **one.values)
        one.event.uid = one.event.uid or f"{uuid4()}@bailiwick"
        try:
            check_event(one.event)
        except DomainError as error:
            raise _fault(one, error.message, error.field) from error
    _check_members(new)
    _check_rooms(new)
    try:
        with transaction.atomic():
            Event.objects.bulk_create([one.event for one in new], batch_size=AT_ONCE)
    except IntegrityError as error:
        if "calendar_room_once" not in str(error):
            raise
        raise DomainError("A room is taken at one of these times.", field="room") from error
    rows = [new_row(one.event, member, by) for one in new for member in dict.fromkeys(one.members)]
    Attendee.objects.bulk_create(rows, batch_size=AT_ONCE)
    audit.record_many(by, "event.created", [(one.event, said_of_new(one.event, by)) for one in new])
    for one in new:
        send_to_verify(one.event, by=by)
    return [one.event for one in new]


def _check_members(new: Sequence[NewEvent]) -> None:
    """Raise DomainError for who left the firm, is screened from the matter or does not see it. A query or two a member."""
    people = {member.pk: member for one in new for member in one.members}
    matters = {one.event.matter_id for one in new if one.event.matter_id is not None}
    walls = Wall.objects.filter(matter__in=matters, member__in=people, lifted_at=None).order_by()
    screened = set(walls.values_list("matter_id", "member_id")) if matters else set()
    firm = Firm.objects.get(pk=current_firm_id()) if matters else None
    sight = {pk: visibility_of(member, firm) for pk, member in people.items()} if firm is not None else {}
    for one in new:
        matter = one.event.matter
        for member in one.members:
            said = ""
            if not member.is_active:
                said = f"{member.name} has left the firm."
            elif matter is not None and (matter.pk, member.pk) in screened:
                said = f"{member.name} is screened from this matter."
            elif matter is not None:
                only, ids = sight[member.pk]
                said = "" if (matter.pk in ids) is only else f"{member.name} does not see {matter.number}."
            if said:
                raise _fault(one, said, "attendees")


def _check_rooms(new: Sequence[NewEvent]) -> None:
    """Raise DomainError when a room is held, by what is there or by another of these. Locks the rooms, in one order."""
    asking = sorted((one for one in new if one.event.room_id), key=lambda one: one.event.starts_at)
    if not asking:
        return
    ids = {one.event.room_id for one in asking}
    rooms = {room.pk: room for room in Room.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    held: dict[int, list[tuple[datetime.datetime, datetime.datetime]]] = {pk: [] for pk in rooms}
    last = max(one.event.ends_at for one in asking)
    for busy in busy_times(asking[0].event.starts_at, last, rooms=list(rooms)):
        if busy.room_id is not None:
            held[busy.room_id].append((busy.start, busy.end))
    for one in asking:
        event = one.event
        assert event.room_id is not None  # asked for above
        room = rooms[event.room_id]
        if not room.is_active:
            raise _fault(one, f"{room.name} is not booked any more.", "room")
        if any(event.starts_at < end and event.ends_at > start for start, end in held[room.pk]):
            raise _fault(one, taken_message(room, event.starts_at), "room")
        held[room.pk].append((event.starts_at, event.ends_at))


def _fault(one: NewEvent, said: str, name: str | None) -> DomainError:
    return DomainError(f"{one.values['title']}: {said}", field=name)
