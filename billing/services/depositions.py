"""The bills of a deposition as expenses of its matter, each once."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from billing.models import Expense
from billing.services.expenses import delete_expense, record_expense
from billing.services.receipts import attach_receipt
from depositions.models import DepositionCost
from depositions.services.costs import lock_cost, note_charged, note_uncharged
from documents import storage
from practice.exceptions import DomainError


@transaction.atomic
def charge_deposition_cost(cost: DepositionCost, *, by: Member) -> Expense:
    """Make the expense of a cost that was billed, to the cent, with the bill as its receipt.

    Once, however often this is asked: the cost is locked and marked, and its `external_id` is unique in the firm. Raises
    Refused where expenses may not be entered, DomainError for a cost without a bill, or one that was charged or taken out.
    """
    cost = lock_cost(cost, by)
    if cost.removed_at is not None:
        raise DomainError("This cost was taken out.")
    if cost.amount is None or cost.billed_on is None:
        raise DomainError("Enter what was billed first.")
    what = cost.description or cost.get_kind_display()
    number = f", bill {cost.bill_number}" if cost.bill_number else ""
    expense = record_expense(
        cost.matter,
        by=by,
        date=min(cost.billed_on, timezone.localdate()),
        description=f"{what} (deposition of {cost.deposition.witness.name}{number})",
        unit_cost=cost.amount,
        expense_code=DepositionCost.CODES[cost.kind],
        vendor=cost.vendor.name if cost.vendor else "",
        billable=cost.billable,
        external_id=f"deposition:{cost.pk}",
    )
    version = cost.document.newest if cost.document else None
    if version is not None:
        with storage.open_version(version) as file:
            attach_receipt(expense, content=file.read(), filename=version.filename, by=by)
    note_charged(cost, by=by)
    return expense


@transaction.atomic
def take_back_deposition_cost(cost: DepositionCost, *, by: Member) -> DepositionCost:
    """Delete the expense of a cost, if it is not billed, so that the cost can be mended and charged anew.

    Raises DomainError for one that stands on a bill, Refused where the expense is not `by`'s to delete.
    """
    if cost.expensed_at is None:
        raise DomainError("No expense was made of this cost.")
    expense = Expense.objects.filter(external_id=f"deposition:{cost.pk}").first()
    if expense is not None:
        delete_expense(expense, by=by)
    return note_uncharged(cost, by=by)
