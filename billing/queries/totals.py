"""Sums that other parts show of billing: unbilled and owed by matter, and what keeps a matter from closing."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import F, Q, Sum

from billing.models import Expense, Invoice, TimeEntry
from matters.models import Matter
from practice.money import ZERO

NOT_BILLED = ("open", "on_invoice")


def for_matters(ids: Collection[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """{matter id: (unbilled, owed)} for each id. Three queries, however many matters.

    Unbilled: billable time at its amount and costs that stand on no approved invoice, held work and drafts included.
    Owed: what is left to pay on approved invoices.
    """
    unbilled = dict.fromkeys(ids, ZERO)
    owed = dict.fromkeys(ids, ZERO)
    work = Q(matter__in=ids, billable=True, state__in=NOT_BILLED)
    for model, condition in ((TimeEntry, work & Q(no_charge=False)), (Expense, work)):
        found = model.objects.filter(condition).order_by().values_list("matter").annotate(sum=Sum("amount"))
        for matter, amount in found:
            unbilled[matter] += amount
    due = Invoice.objects.outstanding().filter(matter__in=ids).order_by().values_list("matter")
    for matter, amount in due.annotate(sum=Sum(F("total") - F("paid"))):
        owed[matter] += amount
    return {pk: (unbilled[pk], owed[pk]) for pk in unbilled}


def closing_blocks(matter: Matter) -> list[str]:
    """Why the matter cannot be closed yet, in words; empty when nothing of billing is in the way."""
    unbilled, owed = for_matters([matter.pk])[matter.pk]
    drafts = Invoice.objects.filter(matter=matter, state__in=["draft", "in_review"]).count()
    reasons = []
    if unbilled:
        reasons.append(f"${unbilled:,.2f} of time and costs is not billed yet. Bill it or write it off.")
    if drafts:
        reasons.append(f"{drafts} draft bill{'' if drafts == 1 else 's'} must be approved or discarded.")
    if owed:
        reasons.append(f"${owed:,.2f} is owed on its invoices.")
    return reasons
