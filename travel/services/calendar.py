"""The events of a trip: each way and each stay is one, on the calendars of those it is for.

They follow the trip: whatever changes, `follow` makes them agree with it. Who may arrange the trip may so fill the
travellers' calendars; the event says who did where they keep that calendar, and else that the product did it.
"""

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.services import cancel_event, change_event, create_event, restore_event
from calendar_app.services.access import may_keep
from travel.models import Leg, Stay, Trip

LEG, STAY = "trip_leg", "trip_stay"
KINDS = (LEG, STAY)


def _of_leg(leg: Leg) -> dict:
    note = [
        f"Arrives {leg.arrives:%b} {leg.arrives.day}, {leg.arrives:%H:%M} {leg.arrives:%Z}",
        f"Confirmation {leg.confirmation}" if leg.confirmation else "",
        f"Seat {leg.seat}" if leg.seat else "",
    ]
    return {
        "title": f"{leg.name}: {leg.origin} – {leg.destination}"[:200],
        "starts_at": leg.departs_at,
        "ends_at": leg.arrives_at,
        "zone": leg.origin_zone,
        "location": leg.origin,
        "note": "\n".join(part for part in note if part),
    }


def _of_stay(stay: Stay) -> dict:
    note = [
        f"Check-in {stay.check_in:%H:%M}, check-out {stay.check_out:%H:%M}",
        f"Confirmation {stay.confirmation}" if stay.confirmation else "",
        stay.phone,
    ]
    return {
        "title": stay.hotel[:200],
        "starts_on": stay.check_in.date(),
        "ends_on": stay.check_out.date(),
        "zone": stay.zone,
        "location": stay.address,
        "note": "\n".join(part for part in note if part),
    }


def follow(trip: Trip, *, by: Member) -> None:
    """Make the events of a trip agree with its ways and stays: entered, moved, called off, put back."""
    travellers = [row.member for row in trip.travellers.select_related("member")]
    parts: list[tuple[str, Leg | Stay]] = [
        *((LEG, leg) for leg in trip.legs.select_related("only_for", "matter")),
        *((STAY, stay) for stay in trip.stays.select_related("only_for", "matter")),
    ]
    events = events_of(trip)
    stands = trip.state != Trip.State.CANCELLED
    for kind, part in parts:
        event = events.get((kind, part.pk))
        people = [part.only_for] if part.only_for else travellers
        if part.removed_at is None and stands and people:
            values = _of_leg(part) if isinstance(part, Leg) else _of_stay(part)
            _put(event, kind, part, values, people, by)
        elif event is not None and not event.is_cancelled:
            cancel_event(event, by=_who(by, event.organizer, event.matter), reason=trip.cancel_reason)


def events_of(trip: Trip) -> dict[tuple[str, int], Event]:
    """{(kind, id of the leg or stay): its event} of a trip. Two queries beside the parts."""
    found = {}
    for kind, rows in ((LEG, trip.legs), (STAY, trip.stays)):
        ids = list(rows.values_list("pk", flat=True))
        events = Event.objects.filter(about_kind=kind, about_id__in=ids).select_related("organizer", "matter")
        found |= {(kind, event.about_id): event for event in events}
    return found


def _who(by: Member, owner: Member, matter) -> Member | None:
    return by if may_keep(by, owner, matter) else None


def _put(
    event: Event | None, kind: str, part: Leg | Stay, values: dict, people: list[Member], by: Member
) -> None:
    if event is None:
        create_event(
            by=_who(by, people[0], part.matter), kind=Event.Kind.TRAVEL, matter=part.matter, organizer=people[0],
            attendees=people, about_kind=kind, about_id=part.pk, **values,
        )  # fmt: skip
        return
    who = _who(by, event.organizer, event.matter)
    if event.is_cancelled:
        event = restore_event(event, by=who)
    change_event(event, by=who, matter=part.matter, organizer=people[0], attendees=people, **values)
