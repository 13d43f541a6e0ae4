"""A meeting at a time that was found: looked at once more when it is saved, with everybody's seat locked."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from booking.queries.finding import find_times
from booking.services.seats import lock
from calendar_app.models import Event, Room
from calendar_app.queries.collisions import Asked, warnings
from calendar_app.services import create_event
from calendar_app.services.events.attendance import Guest
from matters.models import Matter
from practice.exceptions import DomainError


@transaction.atomic
def put_meeting(
    *,
    by: Member,
    title: str,
    start: datetime.datetime,
    minutes: int,
    needed: Sequence[Member],
    others: Iterable[Guest] = (),
    named: Iterable[tuple[str, str]] = (),
    room: Room | None = None,
    kind: str = Event.Kind.MEETING,
    matter: Matter | None = None,
    location: str = "",
    tentative: bool = False,
) -> Event:
    """Put a meeting on the calendar of `by` at `start`, at which all of `needed` are still free.

    `others` come if they can; `named` are (name, e-mail) of people outside. Of two who save at once the second finds what
    the first took. Raises DomainError (field `at`) that names what stands there now, as far as `by` may read it.
    """
    lock([by, *needed])
    end = start + datetime.timedelta(minutes=minutes)
    zone = timezone.get_current_timezone_name()
    day = timezone.localtime(start).date()
    offered = find_times(needed, room=room, minutes=minutes, first=day, days=1, zone=zone)
    if not any(one.start == start for one in offered):
        found = warnings(by, Asked(needed, start, end, zone, kind))
        raise DomainError(_why(found[0].text if found else "", start, room), field="at")
    named = list(named)
    event = create_event(
        by=by,
        title=title,
        kind=kind,
        starts_at=start,
        ends_at=end,
        organizer=by,
        attendees=[*needed, *others, *(email for _name, email in named)],
        room=room,
        matter=matter,
        location=location,
        state=Event.State.TENTATIVE if tentative else Event.State.CONFIRMED,
    )
    for name, email in named:
        event.attendees.filter(email=email.lower()).update(name=name)
    return event


def _why(clash: str, start: datetime.datetime, room: Room | None) -> str:
    if not clash and start <= timezone.now() + datetime.timedelta(minutes=15):
        clash = "It begins too soon."
    elif not clash and room is not None:
        clash = f"{room.name} was taken."
    return f"That time is no longer free. {clash or 'Somebody needed was booked.'} Choose another."
