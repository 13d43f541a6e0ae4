"""The event of a deposition: one, of its kind, on the calendars of who takes and who defends it, in its room."""

from typing import Any

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.services import cancel_event, change_event, create_event, restore_event
from calendar_app.services.access import may_keep
from depositions.models import Deposition

KIND = "deposition"


def event_of(depo: Deposition) -> Event | None:
    """Its event, if it was ever given a time."""
    rows = Event.objects.filter(about_kind=KIND, about_id=depo.pk)
    return rows.select_related("organizer", "matter").order_by("id").first()


def follow(depo: Deposition, *, by: Member) -> None:
    """Make the event agree: entered, moved, called off, put back. Raises DomainError when the room is held by another."""
    event = event_of(depo)
    if depo.starts_at is None or depo.state == Deposition.State.CANCELLED:
        if event is not None and not event.is_cancelled:
            cancel_event(event, by=_who(by, event.organizer, event.matter), reason=depo.cancel_reason)
        return
    people = [member for member in (depo.taken_by, depo.defended_by) if member is not None]
    owner = people[0] if people else depo.matter.responsible
    values: dict[str, Any] = {
        "title": f"Deposition of {depo.witness.name}"[:200],
        "starts_at": depo.starts_at,
        "ends_at": depo.ends_at,
        "zone": depo.zone,
        "location": depo.place,
        "remote_link": depo.remote_link,
        "room": depo.room,
        "matter": depo.matter,
        "organizer": owner,
        "attendees": people or [owner],
    }
    state = Event.State.TENTATIVE if depo.state == Deposition.State.PLANNED else Event.State.CONFIRMED
    if event is None:
        create_event(
            by=_who(by, owner, depo.matter), kind=Event.Kind.DEPOSITION, state=state, about_kind=KIND, about_id=depo.pk,
            **values,
        )  # fmt: skip
        return
    who = _who(by, event.organizer, event.matter)
    if event.is_cancelled:
        event = restore_event(event, by=who)
    change_event(event, by=who, state=state, **values)


def _who(by: Member, owner: Member, matter) -> Member | None:
    # Who prepares the deposition may so fill the calendars of who takes part; the event says who did where they keep it.
    return by if may_keep(by, owner, matter) else None
