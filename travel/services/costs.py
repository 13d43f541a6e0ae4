"""Costs of a trip and the expenses they become: in one act, shared out to the cent, never twice."""

import datetime
from collections.abc import Collection
from decimal import Decimal
from typing import IO

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Expense
from billing.services.expenses import delete_expense, record_expense
from billing.services.receipts import attach_receipt
from documents import services as documents
from documents import storage
from documents.models import Document
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from practice.money import ZERO, cents
from travel.models import Trip, TripCost
from travel.queries.charges import bearing, cost_key, split_amount
from travel.services.common import ensure_travels, line, locked, part_of, whole

FIELDS = (
    "kind", "description", "vendor", "date", "estimate", "actual", "currency", "foreign_amount", "exchange_rate",
    "billable", "paid_by",
)  # fmt: skip
FOREIGN = ("currency", "foreign_amount", "exchange_rate")


def _clean(trip: Trip, values: dict) -> dict:
    given = {name: value for name, value in values.items() if name in FIELDS}
    if "description" in given:
        given["description"] = line(given["description"])
        if not given["description"]:
            raise DomainError("Say what it was for.", field="description")
    if "vendor" in given:
        given["vendor"] = line(given["vendor"], 120)
    for name in ("estimate", "actual"):
        if given.get(name) is not None:
            given[name] = cents(given[name])
            if given[name] < 0:
                raise DomainError("A cost is not negative.", field=name)
    if any(name in given for name in FOREIGN):
        given |= _exchanged(given)
    return given


def _exchanged(given: dict) -> dict:
    """The columns of what was paid in another currency, with the dollars that follow; all empty for one paid in dollars."""
    code, amount, rate = (given.get(name) for name in FOREIGN)
    code = (code or "").strip().upper()
    if not code and amount is None and rate is None:
        return {"currency": "", "foreign_amount": None, "exchange_rate": None}
    if code == "USD" or len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise DomainError("Type the three letters of the currency, such as EUR.", field="currency")
    if not amount or amount <= 0:
        raise DomainError(f"Enter what was paid in {code}.", field="foreign_amount")
    if not rate or rate <= 0:
        raise DomainError(f"Enter how many dollars one {code} is.", field="exchange_rate")
    amount, rate = cents(amount), Decimal(rate).quantize(Decimal("0.000001"))
    dollars = cents(amount * rate)
    if given.get("actual") not in (None, dollars):
        raise DomainError(f"{code} {amount:,.2f} at {rate.normalize():f} is ${dollars:,.2f}.", field="actual")
    return {"currency": code, "foreign_amount": amount, "exchange_rate": rate, "actual": dollars}


def _payer(trip: Trip, member: Member, by: Member) -> None:
    """Who travels paid, or who arranges."""
    if member.pk not in (by.pk, trip.arranged_by_id):
        ensure_travels(trip, member, field="paid_by")


@transaction.atomic
def add_cost(
    trip: Trip,
    *,
    by: Member,
    description: str,
    date: datetime.date,
    kind: str = TripCost.Kind.OTHER,
    estimate: Decimal | None = None,
    actual: Decimal | None = None,
    currency: str = "",
    foreign_amount: Decimal | None = None,
    exchange_rate: Decimal | None = None,
    vendor: str = "",
    billable: bool = True,
    paid_by: Member | None = None,
    matter: Matter | None = None,
) -> TripCost:
    """A cost of the trip, thought (`estimate`) or paid (`actual`), of one matter alone or of all by their shares.

    Paid in another currency: `currency` (ISO 4217), `foreign_amount` and `exchange_rate` (dollars for one unit); the dollars
    are the amount at the rate, to the cent.
    """
    trip = locked(trip, by, over=True)
    _may_cost(trip)
    paid_by = paid_by or by
    _payer(trip, paid_by, by)
    if estimate is None and actual is None and foreign_amount is None:
        raise DomainError("Enter what it costs, or what it is thought to.", field="estimate")
    given = _clean(
        trip,
        {
            "kind": kind, "description": description, "vendor": vendor, "date": date, "estimate": estimate,
            "actual": actual, "currency": currency, "foreign_amount": foreign_amount, "exchange_rate": exchange_rate,
            "billable": billable, "paid_by": paid_by,
        },
    )  # fmt: skip
    cost = TripCost.objects.create(trip=trip, created_by=by, **part_of(trip, matter), **given)
    audit.record(by, "trip.cost_added", trip, changes={"cost": [None, _said(cost)]}, matter=cost.matter)
    return cost


def _said(cost: TripCost) -> str:
    amount = cost.actual if cost.actual is not None else cost.estimate
    return f"{cost.description} {amount}"


def _may_cost(trip: Trip) -> None:
    if trip.state == Trip.State.SETTLED:
        raise DomainError("This trip is settled.")


def _locked(cost: TripCost, by: Member) -> TripCost:
    trip = locked(cost.trip, by, over=True)
    _may_cost(trip)
    found = (
        TripCost.objects.select_for_update(of=("self",)).select_related("matter", "paid_by").get(pk=cost.pk)
    )
    found.trip = trip
    if found.expensed_at is not None:
        raise DomainError("This cost stands on expenses. Change those.")
    return found


@transaction.atomic
def change_cost(cost: TripCost, *, by: Member, **values) -> TripCost:
    """Change a cost that is no expense yet. `matter` may be given, None for all matters by their shares."""
    cost = _locked(cost, by)
    given = _clean(cost.trip, values)
    if "actual" in given and not any(name in given for name in FOREIGN):
        # Dollars alone: it was paid in them.
        given |= {"currency": "", "foreign_amount": None, "exchange_rate": None}
    if "paid_by" in given:
        _payer(cost.trip, given["paid_by"], by)
    if "matter" in values and cost.leg_id is None and cost.stay_id is None:
        given |= part_of(cost.trip, values["matter"])
    changes = audit.apply(cost, **given)
    if changes:
        cost.save()
        audit.record(
            by,
            "trip.cost_changed",
            cost.trip,
            changes=changes | {"cost": [None, _said(cost)]},
            matter=cost.matter,
        )
    return cost


@transaction.atomic
def remove_cost(cost: TripCost, *, by: Member) -> TripCost:
    """Take a cost out. `restore_cost` puts it back."""
    cost = _locked(cost, by)
    cost.removed_at = timezone.now()
    cost.save(update_fields=["removed_at"])
    audit.record(
        by, "trip.cost_removed", cost.trip, changes={"cost": [_said(cost), None]}, matter=cost.matter
    )
    return cost


@transaction.atomic
def restore_cost(cost: TripCost, *, by: Member) -> TripCost:
    """Put a cost back that was taken out."""
    cost = _locked(cost, by)
    cost.removed_at = None
    cost.save(update_fields=["removed_at"])
    audit.record(by, "trip.cost_added", cost.trip, changes={"cost": [None, _said(cost)]}, matter=cost.matter)
    return cost


@transaction.atomic
def add_receipt(cost: TripCost, *, content: bytes | IO[bytes], filename: str, by: Member) -> TripCost:
    """Keep the receipt of a cost with the papers of its matter; the expenses it becomes show it."""
    cost = _locked(cost, by)
    if cost.matter is None:
        raise DomainError("A trip without a matter has no file to keep receipts in. Keep it with the books.")
    sha256, _size = storage.store(cost.firm_id, content)
    version = documents.find_same(cost.matter, sha256) or documents.create_document(
        cost.matter, content=content, filename=filename, category=Document.Category.RECEIPT, perm=Perm.EXPENSE_ENTER,
        by=by,
    )  # fmt: skip
    cost.receipt = version.document
    cost.save(update_fields=["receipt"])
    audit.record(by, "trip.receipt", cost.trip, changes={"cost": [None, _said(cost)]}, matter=cost.matter)
    return cost


@transaction.atomic
def make_expenses(trip: Trip, *, by: Member) -> list[Expense]:
    """Charge what was paid to the trip's matters: an expense for each cost and matter, to the cent, in one act.

    A cost of all matters is shared out by largest remainder, so that its expenses add up to it exactly. A cost is charged
    once, however often this is asked; all are charged or none. Raises Refused where expenses may not be entered.
    """
    trip = locked(trip, by, over=True)
    _may_cost(trip)
    if trip.matter_id is None:
        raise DomainError("This trip is for no matter: nothing of it is charged to a client.")
    shares = whole(trip)
    costs = list(
        trip.costs.to_charge()
        .select_for_update(of=("self",))
        .select_related("paid_by__role", "matter", "receipt")
        .order_by("date", "id")
    )
    if not costs:
        raise DomainError("Nothing to charge: enter what was paid first.")
    made: list[Expense] = []
    for cost in costs:
        made += _expenses_of(cost, bearing(cost, shares), trip, by)
        cost.expensed_at, cost.expensed_by = timezone.now(), by
        cost.save(update_fields=["expensed_at", "expensed_by"])
    total = sum((expense.amount for expense in made), Decimal(0))
    audit.record(by, "trip.expensed", trip, changes={"expenses": [None, len(made)], "amount": [None, total]})
    return made


def _expenses_of(cost: TripCost, shares: list, trip: Trip, by: Member) -> list[Expense]:
    content = _receipt(cost)
    made = []
    for row, amount in split_amount(cost.actual or ZERO, shares):
        part = f", {row.share.normalize():f}% of ${cost.actual:,.2f}" if len(shares) > 1 else ""
        part += f"; {cost.exchanged}" if cost.currency else ""
        expense = record_expense(
            row.matter,
            by=by,
            member=cost.paid_by,
            # What was paid beforehand was spent by today.
            date=min(cost.date, timezone.localdate()),
            description=f"{cost.description} ({trip.destination or trip.title}{part})",
            unit_cost=amount,
            expense_code=TripCost.CODES[cost.kind],
            vendor=cost.vendor,
            billable=cost.billable,
            external_id=cost_key(cost, row.matter_id),
        )
        if content is not None:
            attach_receipt(expense, content=content[0], filename=content[1], by=by)
        made.append(expense)
    return made


@transaction.atomic
def take_back_expenses(trip: Trip, *, by: Member, only: Collection[int] | None = None) -> list[TripCost]:
    """Delete the expenses of charged costs (`only`: of these), so that the costs can be mended and charged anew.

    A cost whose expense stands on a bill, or was approved for one, stays charged. Returns the costs that were taken back.
    Raises DomainError when there is none, Refused where an expense is not `by`'s to delete.
    """
    trip = locked(trip, by, over=True)
    _may_cost(trip)
    shares = whole(trip)
    rows = trip.costs.filter(expensed_at__isnull=False)
    rows = rows if only is None else rows.filter(pk__in=only)
    costs = list(rows.select_for_update(of=("self",)).order_by("id"))
    keys = {cost_key(cost, row.matter_id): cost.pk for cost in costs for row in shares}
    made: dict[int, list[Expense]] = {cost.pk: [] for cost in costs}
    for expense in Expense.objects.filter(external_id__in=keys):
        made[keys[expense.external_id]].append(expense)
    loose = [cost for cost in costs if all(one.state == Expense.State.OPEN for one in made[cost.pk])]
    if not loose:
        raise DomainError("Nothing can be taken back: these expenses are billed, or none were made.")
    for cost in loose:
        for expense in made[cost.pk]:
            delete_expense(expense, by=by)
        cost.expensed_at = cost.expensed_by = None
        cost.save(update_fields=["expensed_at", "expensed_by"])
    audit.record(by, "trip.expenses_back", trip, changes={"costs": [None, ", ".join(map(str, loose))[:300]]})
    return loose


def _receipt(cost: TripCost) -> tuple[bytes, str] | None:
    version = cost.receipt.newest if cost.receipt else None
    if version is None:
        return None
    with storage.open_version(version) as file:
        return file.read(), version.filename
