"""Trips: planned, changed, moved along, cancelled and taken back."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from matters.models import Matter
from practice import audit, states
from practice.exceptions import DomainError
from travel.models import Leg, Stay, Trip, TripContact, TripCost, TripItem, TripMatter, TripTraveller
from travel.services import calendar, clock
from travel.services.common import check_traveller, ensure_arranges, line, locked, whole

# What is seen to before anybody leaves, unless the firm writes its own list on the trip.
USUAL_ITEMS = (
    "Confirmation numbers entered",
    "Seat and loyalty numbers given",
    "Papers and exhibits sent or packed",
    "Itinerary with the traveller",
)
HANGING = (Leg, Stay, TripContact, TripItem, TripCost)


@dataclass(frozen=True)
class Share:
    """A matter of a trip, its percent (two decimals) and what it is for."""

    matter: Matter
    percent: Decimal
    purpose: str = ""


def _dates(starts_on: datetime.date, ends_on: datetime.date) -> None:
    if ends_on < starts_on:
        raise DomainError("The last day is before the first.", field="ends_on")
    if (ends_on - starts_on).days > 365:
        raise DomainError("A trip takes at most a year.", field="ends_on")


def _shares(shares: Sequence[Share]) -> list[Share]:
    if len({share.matter.pk for share in shares}) != len(shares):
        raise DomainError("A matter is there twice.", field="matter")
    if any(share.percent <= 0 for share in shares):
        raise DomainError("Each matter has a share of more than nothing.", field="share")
    total = sum((share.percent for share in shares), Decimal(0))
    if shares and total != 100:
        raise DomainError(
            f"The shares are {total.normalize():f} percent together; they must be 100.", field="share"
        )
    return list(shares)


def _title(title: str, destination: str, starts_on: datetime.date) -> str:
    said = line(title, 120) or line(destination, 100)
    if not said:
        raise DomainError("Say where it goes.", field="destination")
    return said if line(title, 120) else f"{said}, {starts_on:%b} {starts_on.day}"


@transaction.atomic
def create_trip(
    *,
    by: Member,
    travellers: Sequence[Member],
    starts_on: datetime.date,
    ends_on: datetime.date,
    shares: Sequence[Share] = (),
    title: str = "",
    destination: str = "",
    purpose: str = "",
    buffer_hours: int = 3,
    note: str = "",
    arranged_by: Member | None = None,
) -> Trip:
    """Plan a trip of `travellers` for the matters in `shares` (the first leads; none: the firm's own).

    Each traveller must see each matter. Raises Refused, or DomainError with the field.
    """
    shares = _shares(shares)
    lead = shares[0].matter if shares else None
    for share in shares:
        ensure_arranges(by, share.matter)
    if lead is None:
        ensure_arranges(by, None)
    _dates(starts_on, ends_on)
    matters = [share.matter for share in shares]
    for matter in matters:
        if matter.has_ended or matter.state == Matter.State.DECLINED:
            raise DomainError(f"{matter.number} is {matter.get_state_display().lower()}.", field="matter")
    trip = Trip.objects.create(
        matter=lead,
        title=_title(title, destination, starts_on),
        destination=line(destination, 120),
        purpose=line(purpose, 300),
        starts_on=starts_on,
        ends_on=ends_on,
        buffer_hours=buffer_hours,
        note=note.strip(),
        arranged_by=arranged_by or by,
        created_by=by,
    )
    TripMatter.objects.bulk_create(
        TripMatter(trip=trip, matter=share.matter, share=share.percent, purpose=line(share.purpose, 300))
        for share in shares
    )
    _travel(trip, travellers, matters)
    TripItem.objects.bulk_create(TripItem(trip=trip, matter=lead, text=text) for text in USUAL_ITEMS)
    changes = {"travellers": [None, _names(travellers)], "from": [None, starts_on], "to": [None, ends_on]}
    audit.record(by, "trip.created", trip, changes=changes)
    return clock.keep_time(trip)


def _names(members: Sequence[Member]) -> str:
    return ", ".join(member.name for member in members)


def _travel(trip: Trip, travellers: Sequence[Member], matters: list[Matter]) -> None:
    if not travellers:
        raise DomainError("Say who travels.", field="travellers")
    for member in travellers:
        check_traveller(matters, member, field="travellers")
    TripTraveller.objects.bulk_create(
        TripTraveller(trip=trip, member=member, matter=trip.matter) for member in travellers
    )


@transaction.atomic
def change_trip(trip: Trip, *, by: Member, travellers: Sequence[Member] | None = None, **values) -> Trip:
    """Change what is written of a trip and who travels. Its parts keep their times."""
    trip = locked(trip, by)
    given = {
        name: value
        for name, value in values.items()
        if name
        in ("title", "destination", "purpose", "starts_on", "ends_on", "buffer_hours", "note", "arranged_by")
        and value is not None
    }
    for name, limit in (("title", 120), ("destination", 120), ("purpose", 300)):
        if name in given:
            given[name] = line(given[name], limit)
    _dates(given.get("starts_on", trip.starts_on), given.get("ends_on", trip.ends_on))
    if "title" in given:
        given["title"] = _title(
            given["title"], given.get("destination", trip.destination), given.get("starts_on", trip.starts_on)
        )
    changes = audit.apply(trip, **given)
    if changes:
        trip.save(update_fields=list(given))
    if travellers is not None:
        changes |= _change_travellers(trip, travellers)
    if changes:
        audit.record(by, "trip.changed", trip, changes=changes)
        calendar.follow(trip, by=by)
        clock.keep_time(trip)
    return trip


def _change_travellers(trip: Trip, travellers: Sequence[Member]) -> dict:
    now = [row.member for row in trip.travellers.select_related("member")]
    if {m.pk for m in now} == {m.pk for m in travellers}:
        return {}
    matters = [row.matter for row in whole(trip)]
    for kept in (Leg, Stay):
        gone = kept.objects.kept().filter(trip=trip, only_for__isnull=False).exclude(only_for__in=travellers)
        if gone.exists():
            raise DomainError(
                "A leg or stay is only for somebody who would no longer travel.", field="travellers"
            )
    trip.travellers.exclude(member__in=travellers).delete()
    fresh = [member for member in travellers if member.pk not in {m.pk for m in now}]
    if not travellers:
        raise DomainError("Say who travels.", field="travellers")
    if fresh:
        _travel(trip, fresh, matters)
    return {"travellers": [_names(now), _names(travellers)]}


@transaction.atomic
def set_matters(trip: Trip, *, by: Member, shares: Sequence[Share]) -> Trip:
    """Say anew for which matters the trip is, and in which shares. What was charged already stays as it was charged.

    Only who sees all of its matters may. Parts of a matter that goes belong to the trip as a whole then.
    """
    trip = locked(trip, by)
    before = whole(trip)
    shares = _shares(shares)
    lead = shares[0].matter if shares else None
    for share in shares:
        ensure_arranges(by, share.matter)
    matters = [share.matter for share in shares]
    for member in Member.objects.filter(trips__trip=trip):
        check_traveller(matters, member, field="matter")
    was = {row.matter_id: row for row in before}
    keep = {matter.pk for matter in matters}
    if trip.costs.filter(expensed_at__isnull=False).exclude(matter__in=keep).exists() or (
        lead is None and trip.costs.filter(expensed_at__isnull=False).exists()
    ):
        raise DomainError("Costs of this trip are charged to a matter that would go.", field="matter")
    gone = [pk for pk in was if pk not in keep]
    if gone and trip.documents.kept().filter(matter__in=gone).exists():
        raise DomainError("Take the papers of a matter off before the matter goes.", field="matter")
    # Papers that were taken off cannot come back without their matter.
    trip.documents.filter(matter__in=gone).delete()
    for share in shares:
        row = was.get(share.matter.pk) or TripMatter(trip=trip, matter=share.matter)
        row.share, row.purpose = share.percent, line(share.purpose, 300)
        row.save()
    trip.matter = lead
    trip.save(update_fields=["matter"])
    lead_id = lead.pk if lead else None
    for model in HANGING:
        rows = model.objects.filter(trip=trip)
        if model is TripCost:
            rows = rows.filter(expensed_at=None)
        # What hung on the trip as a whole goes with its leading matter; so does what was of a matter that goes.
        if hasattr(model, "shared"):
            rows.filter(shared=True).update(matter=lead_id)
            rows.exclude(matter__in=keep).update(matter=lead_id, shared=True)
        else:
            rows.update(matter=lead_id)
    trip.travellers.update(matter=lead_id)
    trip.matters.filter(matter__in=gone).delete()
    changes = {"matters": [_said(before), ", ".join(f"{s.matter.number} {s.percent}%" for s in shares)]}
    audit.record(by, "trip.matters", trip, changes=changes)
    calendar.follow(trip, by=by)
    return trip


def _said(rows: Sequence[TripMatter]) -> str:
    return ", ".join(f"{row.matter.number} {row.share}%" for row in rows)


@transaction.atomic
def move_trip(trip: Trip, *, by: Member, to: str) -> Trip:
    """Mark a trip as booked, take that back, or open a settled one again. Under way and done it becomes by the clock.

    Settling and cancelling have their own doors.
    """
    if to not in ("planned", "booked", "done"):
        raise DomainError("A trip is planned or booked; under way and done it becomes by the clock.")
    trip = locked(trip, by, over=to == "done")
    if trip.state == Trip.State.CANCELLED:
        raise DomainError("This trip is cancelled. Take that back first.")
    if to == "booked":
        missing = trip.legs.kept().filter(confirmation="", kind__in=("flight", "train")).first()
        if missing is not None:
            raise DomainError(f"{missing.name} has no confirmation number yet.")
    if to == "done" and trip.state != Trip.State.SETTLED:
        raise DomainError(
            f"It is done by the clock: its last day is {trip.ends_on:%b} {trip.ends_on.day}. Change that day if it ended earlier."
        )
    if to != "done" and trip.state not in ("planned", "booked"):
        raise DomainError(f"This trip is {trip.get_state_display().lower()}.")
    return clock.keep_time(states.transition(trip, to, by=by))


def book_trip(trip: Trip, *, by: Member) -> Trip:
    """Mark a trip as booked, one of several."""
    return move_trip(trip, by=by, to="booked")


def unbook_trip(trip: Trip, *, by: Member) -> Trip:
    """Take a booked trip back to planned."""
    return move_trip(trip, by=by, to="planned")


def reopen_trip(trip: Trip, *, by: Member) -> Trip:
    """Open a settled trip again."""
    return move_trip(trip, by=by, to="done")


@transaction.atomic
def settle_trip(trip: Trip, *, by: Member) -> Trip:
    """Close a trip that is done: each paid cost is charged, nothing is only estimated. It stays as it is then."""
    trip = locked(trip, by)
    whole(trip)
    open_costs = trip.costs.kept().filter(actual=None).count()
    if open_costs:
        noun = "cost is" if open_costs == 1 else "costs are"
        raise DomainError(f"{open_costs} {noun} only estimated. Enter what was paid, or take it out.")
    if trip.matter_id and trip.costs.to_charge().exists():
        raise DomainError("Make the expenses of this trip first.")
    return states.transition(trip, "settled", by=by)


@transaction.atomic
def cancel_trip(trip: Trip, *, by: Member, reason: str) -> Trip:
    """Cancel a trip; its times leave the calendar. What was paid can still be charged. It can be taken back."""
    trip = locked(trip, by)
    reason = line(reason, 300)
    if not reason:
        raise DomainError("Say why it is cancelled: the hearing was continued.", field="reason")
    trip = states.transition(
        trip, "cancelled", by=by, reason=reason, cancelled_from=trip.state, cancelled_at=timezone.now(),
        cancel_reason=reason,
    )  # fmt: skip
    calendar.follow(trip, by=by)
    return trip


@transaction.atomic
def undo_cancel(trip: Trip, *, by: Member) -> Trip:
    """Take a cancellation back: the trip is as it was, and its times are on the calendar again."""
    trip = locked(trip, by, over=True)
    if trip.state != Trip.State.CANCELLED:
        raise DomainError("This trip is not cancelled.")
    changes = audit.apply(
        trip, state=trip.cancelled_from, cancelled_from="", cancelled_at=None, cancel_reason=""
    )
    trip.save(update_fields=["state", "cancelled_from", "cancelled_at", "cancel_reason"])
    audit.record(by, "trip.resumed", trip, changes={"state": changes["state"]})
    calendar.follow(trip, by=by)
    return clock.keep_time(trip)
