"""How a trip's costs and hours fall on its matters. Sums are exact: nothing is lost or gained by sharing out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Member
from billing.models import Expense, TimeEntry
from billing.queries.rates import Found, rate_for
from matters.models import Matter
from practice.money import ZERO, cents, split
from travel.models import Leg, TravelRule, Trip, TripCost, TripMatter


def split_amount(amount: Decimal, shares: Sequence[TripMatter]) -> list[tuple[TripMatter, Decimal]]:
    """`amount` over the matters by their shares, to the cent, by largest remainder. Matters that get nothing are left out."""
    parts = split(amount, [row.share for row in shares])
    return [(row, part) for row, part in zip(shares, parts, strict=True) if part]


def split_seconds(seconds: int, shares: Sequence[TripMatter]) -> list[tuple[TripMatter, int]]:
    """`seconds` over the matters by their shares, in whole seconds that add up, by largest remainder."""
    parts = split(Decimal(seconds) / 100, [row.share for row in shares])
    return [(row, int(part * 100)) for row, part in zip(shares, parts, strict=True) if part]


def bearing(part: Leg | TripCost, shares: Sequence[TripMatter]) -> list[TripMatter]:
    """The matters that a leg or cost falls on: all by their shares, or its own alone."""
    return list(shares) if part.shared else [row for row in shares if row.matter_id == part.matter_id]


def cost_key(cost: TripCost, matter_id: int) -> str:
    """What an expense made from a cost is known by: one for each matter, whoever asks twice (expense_imported_once)."""
    return f"travel:{cost.pk}:{matter_id}"


def time_key(leg: Leg, member_id: int, matter_id: int, *, over: bool = False) -> str:
    """What a time entry made from a leg is known by (time_imported_once). `over`: that of what lies over the rule's cap."""
    return f"travel:{leg.pk}:{member_id}:{matter_id}{':over' if over else ''}"


class Capped:
    """Counts one rule's hours against its cap, for each traveller, on one matter. Legs are given in order of departure."""

    def __init__(self) -> None:
        self._used: dict[tuple, int] = {}

    def split(
        self, rule: TravelRule, leg: Leg, member_id: int, matter_id: int, seconds: int
    ) -> tuple[int, int]:
        """(seconds billed, seconds over the cap) of a leg. A day is that of the departure, by the clocks there."""
        if rule.cap_hours is None:
            return seconds, 0
        unit = {"leg": leg.pk, "day": leg.departs.date()}.get(rule.cap_per)
        key = (member_id, matter_id, unit)
        used = self._used.get(key, 0)
        within = max(0, min(seconds, int(rule.cap_hours * 3600) - used))
        self._used[key] = used + within
        return within, seconds - within


@dataclass(frozen=True)
class Totals:
    """What a trip costs: thought and paid, and what of it is charged."""

    estimate: Decimal
    actual: Decimal
    charged: Decimal
    to_charge: Decimal

    @property
    def expected(self) -> Decimal:
        """Paid where it is known, thought where it is not."""
        return self.estimate


def totals_of(costs: Sequence[TripCost]) -> Totals:
    """The sums of the costs given: an estimate counts where nothing is paid yet."""
    return Totals(
        sum((c.actual if c.actual is not None else c.estimate or ZERO for c in costs), ZERO),
        sum((c.actual or ZERO for c in costs), ZERO),
        sum((c.actual or ZERO for c in costs if c.expensed_at), ZERO),
        sum((c.actual or ZERO for c in costs if not c.expensed_at), ZERO),
    )


def expenses_of(trip: Trip, member: Member) -> list[Expense]:
    """The expenses made from this trip that the member may see. One query beside the costs."""
    costs = list(TripCost.objects.filter(trip=trip, expensed_at__isnull=False))
    matters = list(trip.matters.values_list("matter_id", flat=True))
    keys = [cost_key(cost, pk) for cost in costs for pk in matters]
    rows = Expense.objects.visible_to(member).filter(external_id__in=keys)
    return list(rows.select_related("matter", "member").order_by("date", "id"))


def entries_of(trip: Trip, member: Member) -> list[TimeEntry]:
    """The time entries made from this trip's legs that the member may see."""
    legs = list(trip.legs.all())
    people = list(trip.travellers.values_list("member_id", flat=True))
    matters = list(trip.matters.values_list("matter_id", flat=True))
    keys = [
        time_key(leg, who, pk, over=over)
        for leg in legs
        for who in people
        for pk in matters
        for over in (False, True)
    ]
    rows = TimeEntry.objects.visible_to(member).filter(external_id__in=keys)
    return list(rows.select_related("matter", "member").order_by("date", "id"))


def rules_in_use() -> list[TravelRule]:
    """All rules that were not taken out of use. One query."""
    return list(TravelRule.objects.filter(retired_at=None).select_related("client", "matter"))


def rules_for(matter: Matter, book: Sequence[TravelRule] | None = None) -> list[TravelRule]:
    """The rules somebody may choose among on this matter: the matter's own, else the client's, else the firm's.

    The client's guidelines go before the firm's habit. One query, or none with `book` (`rules_in_use`).
    """
    rows = rules_in_use() if book is None else book
    own = [row for row in rows if row.matter_id == matter.pk]
    clients = [row for row in rows if row.client_id == matter.client_id and row.client_id]
    firms = [row for row in rows if row.matter_id is None and row.client_id is None]
    return own or clients or firms


def rule_of(row: TripMatter, book: Sequence[TravelRule] | None = None) -> TravelRule | None:
    """The rule of a trip on one of its matters: as chosen, else the only one there is."""
    if row.rule is not None:
        return row.rule
    allowed = rules_for(row.matter, book)
    return allowed[0] if len(allowed) == 1 else None


def rate_by(rule: TravelRule, member: Member, matter: Matter, day, *, over: bool = False) -> Found:
    """What an hour of travel costs under `rule`, and why, in at most 200 characters. `over`: of what lies over its cap."""
    usual = rate_for(member, matter, day)
    where = f"{rule.name}{f', {rule.guideline}' if rule.guideline else ''}"[:110]
    if over:
        return Found(usual.amount, f"Travel over the cap, {rule.cap_words}: {where}"[:200], usual.known)
    if rule.kind == TravelRule.Kind.RATE:
        return Found(rule.rate or ZERO, f"Travel rate: {where}")
    if rule.kind == TravelRule.Kind.PERCENT:
        part = cents(usual.amount * Decimal(rule.percent or 0) / 100)
        return Found(part, f"Travel at {rule.percent}%: {where}; {usual.reason}"[:200], usual.known)
    if rule.kind == TravelRule.Kind.NONE:
        return Found(usual.amount, f"Travel not billed: {where}"[:200], usual.known)
    return Found(usual.amount, f"Travel at the full rate: {where}; {usual.reason}"[:200], usual.known)
