"""Costs of a deposition: what a vendor is thought to charge, and their bill. Making the expense of it is billing's."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from depositions.models import Deposition, DepositionCost
from depositions.services.common import check_paper, line, locked
from documents.models import Document
from matters.models import Contact
from practice import audit
from practice.exceptions import DomainError
from practice.money import cents


def _checked(
    depo: Deposition,
    *,
    kind: str,
    vendor: Contact | None,
    description: str,
    estimate: Decimal | None,
    amount: Decimal | None,
    bill_number: str,
    billed_on: datetime.date | None,
    document: Document | None,
    billable: bool,
) -> dict[str, Any]:
    """The columns as they are kept. Raises DomainError naming the field."""
    if kind not in DepositionCost.Kind.values:
        raise DomainError("Choose what it is.", field="kind")
    if estimate is None and amount is None:
        raise DomainError("Enter what it is thought to cost, or what was billed.", field="estimate")
    if estimate is not None and estimate < 0:
        raise DomainError("A cost is not negative.", field="estimate")
    if amount is not None and amount <= 0:
        raise DomainError("A bill is over nothing at least.", field="amount")
    if amount is None and (billed_on or bill_number):
        raise DomainError("Enter what was billed.", field="amount")
    if amount is not None and (billed_on or timezone.localdate()) > timezone.localdate():
        raise DomainError("That day lies ahead.", field="billed_on")
    check_paper(depo.matter, document, "document")
    return {
        "kind": kind,
        "vendor": vendor,
        "description": line(description),
        "estimate": cents(estimate) if estimate is not None else None,
        "amount": cents(amount) if amount is not None else None,
        "bill_number": line(bill_number, 60),
        "billed_on": (billed_on or timezone.localdate()) if amount is not None else None,
        "document": document,
        "billable": billable,
    }


def _said(cost: DepositionCost) -> str:
    return f"{cost} {cost.amount if cost.amount is not None else cost.estimate}"


def _record(by: Member, verb: str, cost: DepositionCost, *, before: bool = False) -> None:
    said = [_said(cost), None] if before else [None, _said(cost)]
    audit.record(by, verb, cost.deposition, changes={"cost": said})


@transaction.atomic
def add_cost(
    depo: Deposition,
    *,
    by: Member,
    kind: str,
    vendor: Contact | None = None,
    description: str = "",
    estimate: Decimal | None = None,
    amount: Decimal | None = None,
    bill_number: str = "",
    billed_on: datetime.date | None = None,
    document: Document | None = None,
    billable: bool = True,
) -> DepositionCost:
    """A cost, thought (`estimate`) or billed (`amount`, with the bill's number, day and `document`). Both are dollars.

    Bills come late: also one that is closed or was cancelled takes its costs.
    """
    depo = locked(depo, by, over=True)
    values = _checked(
        depo, kind=kind, vendor=vendor, description=description, estimate=estimate, amount=amount, bill_number=bill_number,
        billed_on=billed_on, document=document, billable=billable,
    )  # fmt: skip
    cost = DepositionCost.objects.create(deposition=depo, matter=depo.matter, created_by=by, **values)
    _record(by, "deposition.cost_added", cost)
    return cost


def lock_cost(cost: DepositionCost, by: Member) -> DepositionCost:
    """The cost, locked with its deposition. Raises DomainError for one that is an expense already."""
    depo = locked(cost.deposition, by, over=True)
    rows = DepositionCost.objects.select_for_update(of=("self",)).select_related("vendor", "document")
    found = rows.get(pk=cost.pk)
    found.deposition, found.matter = depo, depo.matter
    if found.expensed_at is not None:
        raise DomainError("This cost is an expense. Change that.")
    return found


@transaction.atomic
def change_cost(cost: DepositionCost, *, by: Member, **values: Any) -> DepositionCost:
    """Change a cost that is no expense yet. All that is written of it is given."""
    cost = lock_cost(cost, by)
    if audit.apply(cost, **_checked(cost.deposition, **values)):
        cost.save()
        _record(by, "deposition.cost_changed", cost)
    return cost


@transaction.atomic
def remove_cost(cost: DepositionCost, *, by: Member) -> DepositionCost:
    """Take a cost out. `restore_cost` puts it back."""
    cost = lock_cost(cost, by)
    if cost.removed_at is None:
        cost.removed_at = timezone.now()
        cost.save(update_fields=["removed_at"])
        _record(by, "deposition.cost_removed", cost, before=True)
    return cost


@transaction.atomic
def restore_cost(cost: DepositionCost, *, by: Member) -> DepositionCost:
    """Put a cost back that was taken out."""
    cost = lock_cost(cost, by)
    if cost.removed_at is not None:
        cost.removed_at = None
        cost.save(update_fields=["removed_at"])
        _record(by, "deposition.cost_added", cost)
    return cost


@transaction.atomic
def note_uncharged(cost: DepositionCost, *, by: Member) -> DepositionCost:
    """Note that the expense of a cost is gone: it can be mended and charged anew. PostgreSQL refuses it while there is one."""
    depo = locked(cost.deposition, by, over=True)
    found = DepositionCost.objects.select_for_update(of=("self",)).get(pk=cost.pk)
    found.deposition = depo
    found.expensed_at = found.expensed_by = None
    found.save(update_fields=["expensed_at", "expensed_by"])
    _record(by, "deposition.cost_uncharged", found)
    return found


@transaction.atomic
def note_charged(cost: DepositionCost, *, by: Member) -> DepositionCost:
    """Note that a cost became an expense of its matter. From then on it stays as it was charged."""
    cost = lock_cost(cost, by)
    cost.expensed_at, cost.expensed_by = timezone.now(), by
    cost.save(update_fields=["expensed_at", "expensed_by"])
    _record(by, "deposition.cost_charged", cost)
    return cost
