"""Legs and stays: added, changed, taken out and put back. Each change moves its event."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from travel.models import Leg, Stay, Trip, TripCost
from travel.services import calendar, clock
from travel.services.common import ensure_travels, line, locked, part_of

TEXTS = {
    "origin": 120, "destination": 120, "carrier": 80, "number": 20, "seat": 40, "confirmation": 60, "phone": 40,
    "note": 300, "hotel": 160, "address": 300,
}  # fmt: skip
LEG = (
    "kind", "origin", "origin_zone", "departs_at", "destination", "destination_zone", "arrives_at", "carrier", "number",
    "seat", "confirmation", "phone", "note", "booked_by", "only_for",
)  # fmt: skip
STAY = (
    "hotel", "address", "phone", "zone", "check_in_at", "check_out_at", "confirmation", "note", "booked_by", "only_for",
)  # fmt: skip
OF_LEG = {"flight": "fare", "train": "fare", "car": "local", "taxi": "local", "other": "other"}


def _clean(values: dict, names: tuple[str, ...]) -> dict:
    given = {name: value for name, value in values.items() if name in names}
    for name, limit in TEXTS.items():
        if name in given:
            given[name] = line(given[name], limit)
    return given


def _check_leg(leg: Leg) -> None:
    for name in ("origin", "destination"):
        if not getattr(leg, name):
            raise DomainError("Say where from and where to.", field=name)
    if leg.arrives_at <= leg.departs_at:
        raise DomainError("It arrives before it leaves. Check days, times and zones.", field="arrives_time")
    if leg.seconds > 72 * 3600:
        raise DomainError("That takes more than three days. Check the days.", field="arrives_on")


def _check_stay(stay: Stay) -> None:
    if not stay.hotel:
        raise DomainError("Say which hotel.", field="hotel")
    if stay.check_out_at <= stay.check_in_at:
        raise DomainError("The check-out is before the check-in.", field="check_out_on")


@transaction.atomic
def add_leg(
    trip: Trip, *, by: Member, matter: Matter | None = None, cost: Decimal | None = None, **values
) -> Leg:
    """Add a way to a trip: of one of its matters alone, or of the trip. `cost` is what it is thought to cost.

    Times are instants (travel.zones.instant). It is on the calendars of those who go.
    """
    trip = locked(trip, by)
    leg = Leg(trip=trip, **part_of(trip, matter), **_clean(values, LEG))
    _check_leg(leg)
    ensure_travels(trip, leg.only_for)
    leg.save()
    _estimate(leg, cost, by=by)
    audit.record(
        by, "leg.added", leg, changes={"leaves": [None, leg.departs], "arrives": [None, leg.arrives]}
    )
    calendar.follow(trip, by=by)
    clock.keep_time(trip)
    return leg


@transaction.atomic
def change_leg(leg: Leg, *, by: Member, cost: Decimal | None = None, **values) -> Leg:
    """Change a way; its event moves with it. `matter` may be given, None for the trip as a whole."""
    trip = locked(leg.trip, by)
    leg = Leg.objects.select_for_update(of=("self",)).select_related("only_for", "booked_by").get(pk=leg.pk)
    leg.trip = trip
    given = _clean(values, LEG)
    if "matter" in values:
        given |= part_of(trip, values["matter"])
    changes = audit.apply(leg, **given)
    _check_leg(leg)
    ensure_travels(trip, leg.only_for)
    leg.save()
    _estimate(leg, cost, by=by)
    if changes:
        audit.record(by, "leg.changed", leg, changes=changes)
        calendar.follow(trip, by=by)
        clock.keep_time(trip)
    return leg


@transaction.atomic
def add_stay(
    trip: Trip, *, by: Member, matter: Matter | None = None, cost: Decimal | None = None, **values
) -> Stay:
    """Add a hotel to a trip. Times are instants; `cost` is what it is thought to cost."""
    trip = locked(trip, by)
    stay = Stay(trip=trip, **part_of(trip, matter), **_clean(values, STAY))
    _check_stay(stay)
    ensure_travels(trip, stay.only_for)
    stay.save()
    _estimate(stay, cost, by=by)
    audit.record(
        by,
        "stay.added",
        stay,
        changes={"check_in": [None, stay.check_in], "check_out": [None, stay.check_out]},
    )
    calendar.follow(trip, by=by)
    clock.keep_time(trip)
    return stay


@transaction.atomic
def change_stay(stay: Stay, *, by: Member, cost: Decimal | None = None, **values) -> Stay:
    """Change a stay; its event moves with it."""
    trip = locked(stay.trip, by)
    stay = (
        Stay.objects.select_for_update(of=("self",)).select_related("only_for", "booked_by").get(pk=stay.pk)
    )
    stay.trip = trip
    given = _clean(values, STAY)
    if "matter" in values:
        given |= part_of(trip, values["matter"])
    changes = audit.apply(stay, **given)
    _check_stay(stay)
    ensure_travels(trip, stay.only_for)
    stay.save()
    _estimate(stay, cost, by=by)
    if changes:
        audit.record(by, "stay.changed", stay, changes=changes)
        calendar.follow(trip, by=by)
        clock.keep_time(trip)
    return stay


def _estimate(part: Leg | Stay, cost: Decimal | None, *, by: Member) -> None:
    """The cost of a way or a stay is a cost of the trip: one row, its estimate."""
    name = "leg" if isinstance(part, Leg) else "stay"
    row = TripCost.objects.select_for_update(of=("self",)).filter(**{name: part}).first()
    if row is not None and row.expensed_at is not None:
        return
    if cost is not None and cost < 0:
        raise DomainError("A cost is not negative.", field="cost")
    if row is None:
        if cost is None:
            return
        payer = part.only_for or part.booked_by or by
        row = TripCost(trip=part.trip, paid_by=payer, created_by=by, **{name: part})
    if cost is not None:
        row.estimate = cost
    row.matter_id, row.shared = part.matter_id, part.shared
    if isinstance(part, Leg):
        row.kind, row.vendor = OF_LEG[part.kind], part.carrier
        row.description = f"{part.get_kind_display()} {part.origin} – {part.destination}"[:200]
        row.date = part.departs.date()
    else:
        nights = len(part.nights)
        row.kind, row.vendor, row.date = "hotel", part.hotel[:120], part.check_out.date()
        row.description = f"{part.hotel}, {nights} {'night' if nights == 1 else 'nights'}"[:200]
    row.removed_at = None
    row.save()


@transaction.atomic
def remove_part(part: Leg | Stay, *, by: Member) -> Leg | Stay:
    """Take a way or a stay out of its trip, with its cost and its event. `restore_part` puts it back."""
    trip = locked(part.trip, by)
    model = type(part)
    part = model.objects.select_for_update(of=("self",)).get(pk=part.pk)
    part.trip = trip
    if part.removed_at is not None:
        raise DomainError("It is taken out already.")
    cost = part.costs.first()
    if cost is not None and cost.expensed_at is not None:
        raise DomainError("Its cost is charged. It stays on the trip.")
    now = timezone.now()
    part.removed_at = now
    part.save(update_fields=["removed_at"])
    part.costs.update(removed_at=now)
    audit.record(by, f"{model._meta.model_name}.removed", part)
    calendar.follow(trip, by=by)
    clock.keep_time(trip)
    return part


@transaction.atomic
def restore_part(part: Leg | Stay, *, by: Member) -> Leg | Stay:
    """Put a way or a stay back that was taken out."""
    trip = locked(part.trip, by)
    model = type(part)
    part = model.objects.select_for_update(of=("self",)).get(pk=part.pk)
    part.trip = trip
    if part.removed_at is None:
        return part
    ensure_travels(trip, part.only_for)
    part.removed_at = None
    part.save(update_fields=["removed_at"])
    part.costs.update(removed_at=None)
    audit.record(by, f"{model._meta.model_name}.restored", part)
    calendar.follow(trip, by=by)
    clock.keep_time(trip)
    return part
