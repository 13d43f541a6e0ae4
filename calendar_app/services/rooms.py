"""Rooms, and the times for which events hold them.

No room is held twice: PostgreSQL refuses two times of a room that overlap (models.RoomTime). A single event's time is
written with it by a trigger. A series writes those of its instances as far ahead as KEPT; each night carries them on.
Beyond that, whoever holds a room locks its row and compares with the series that run on, up to CHECKED.
"""

import datetime
from bisect import bisect_left

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from calendar_app.models import Event, Room, RoomTime
from calendar_app.queries.busy import busy_times
from calendar_app.recurrence import instances
from practice import audit
from practice.exceptions import DomainError
from practice.models import Office

KEPT = datetime.timedelta(days=400)
CHECKED = datetime.timedelta(days=5 * 366)


def taken_message(room: Room, start: datetime.datetime) -> str:
    """What somebody is told whose room is held already: when, not by whom."""
    local = timezone.localtime(start)
    return f"{room.name} is taken on {local:%b} {local.day} at {local:%I:%M %p}.".replace(" at 0", " at ")


def lock_room(room: Room | None) -> None:
    """One booking of a room at a time."""
    if room is not None:
        Room.objects.select_for_update().get(pk=room.pk)


def release(event: Event) -> None:
    """Let go of the room for a series and its exceptions, before they are written anew."""
    RoomTime.objects.filter(event=event).delete()


def times_of(event: Event, *, since: datetime.datetime, until: datetime.datetime) -> list[tuple]:
    """(start, end) of the event's instances in [since, until), without those an exception stands for."""
    if not event.rrule:
        return [(event.starts_at, event.ends_at)]
    rows = event.exceptions.values_list("recurrence_id", flat=True) if event.pk else ()
    replaced = [moment for moment in rows if moment is not None]
    return instances(
        event.rrule,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        since=since,
        until=until,
        without=[*event.exdates, *replaced],
    )


def check_room(event: Event, room: Room | None, *, field: str = "room") -> None:
    """Raise DomainError when the event, as it stands unsaved or saved, would meet another in its room. Locks the room."""
    if room is None or event.state == Event.State.CANCELLED:
        return
    lock_room(room)
    if not room.is_active:
        raise DomainError(f"{room.name} is not booked any more.", field=field)
    wanted = times_of(event, since=event.starts_at, until=event.starts_at + CHECKED)
    if not wanted:
        return
    own = {event.pk, *(event.exceptions.values_list("pk", flat=True) if event.pk and event.rrule else ())}
    if event.parent_id:
        # The series gives the instance up to its exception.
        own |= {event.parent_id}
    held = [
        (busy.start, busy.end)
        for busy in busy_times(wanted[0][0], wanted[-1][1], rooms=[room.pk])
        if busy.event_id not in own
    ]
    starts = [start for start, _end in wanted]
    for start, end in held:
        for place in range(max(bisect_left(starts, start) - 1, 0), len(wanted)):
            begins, ends = wanted[place]
            if begins >= end:
                break
            if ends > start:
                raise DomainError(taken_message(room, max(begins, start)), field=field)


def hold(event: Event) -> None:
    """Write the times of a series for the next KEPT. Single events have theirs by the trigger.

    Raises DomainError when somebody holds the room in one of them.
    """
    if not event.rrule:
        return
    release(event)
    if event.room_id is None or event.is_cancelled:
        return
    until = timezone.now() + KEPT
    rows = [
        RoomTime(event=event, room_id=event.room_id, starts_at=start, ends_at=end)
        for start, end in times_of(event, since=event.starts_at, until=until)
    ]
    try:
        with transaction.atomic():
            RoomTime.objects.bulk_create(rows)
    except IntegrityError as error:
        if "calendar_room_once" not in str(error):
            raise
        raise DomainError(f"{event.room.name} is taken at one of these times.", field="room") from error


def carry_on() -> int:
    """Carry the times of all series in rooms on to KEPT from today. Returns how many were written. Runs each night."""
    now = timezone.now()
    written = 0
    series = Event.objects.standing().exclude(rrule="").exclude(room=None).select_related("room")
    for event in series.prefetch_related("exceptions", "room_times"):
        last = max((row.starts_at for row in event.room_times.all()), default=event.starts_at)
        known = {row.starts_at for row in event.room_times.all()}
        for start, end in times_of(event, since=last, until=now + KEPT):
            if start in known:
                continue
            try:
                with transaction.atomic():
                    RoomTime.objects.create(event=event, room=event.room, starts_at=start, ends_at=end)
                written += 1
            except IntegrityError:
                # Held by a row written while nobody kept so far ahead; the series is without a room on that day.
                continue
    return written


@transaction.atomic
def save_room(
    room: Room | None,
    *,
    by: Member,
    name: str,
    office: Office | None = None,
    seats: int | None = None,
    note: str = "",
    is_active: bool = True,
) -> Room:
    """Add a room (`room` None), or change one."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the room a name.", field="name")
    if Room.objects.filter(name=name, office=office).exclude(pk=room.pk if room else None).exists():
        raise DomainError(f"There is a room {name} already.", field="name")
    new = {"name": name, "office": office, "seats": seats, "note": note, "is_active": is_active}
    if room is None:
        room = Room.objects.create(**new)
        audit.record(by, "room.added", room)
        return room
    room = Room.objects.select_for_update().get(pk=room.pk)
    changes = audit.apply(room, **new)
    if changes:
        room.save()
        audit.record(by, "room.changed", room, changes=changes)
    return room
