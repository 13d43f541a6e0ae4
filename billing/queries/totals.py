"""Sums that other parts show of billing: unbilled and owed by matter, and what keeps a matter from closing."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse

from billing.models import Expense, Invoice, TimeEntry
from matters.models import Matter
from matters.queries.points import Point
from practice.money import ZERO

NOT_BILLED = ("open", "on_invoice")


def for_matters(ids: Collection[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """{matter id: (unbilled, owed)} for each id. One query, however many matters.

    Unbilled: billable time at its amount and costs that stand on no approved invoice, held work and drafts included.
    Owed: what is left to pay on approved invoices.
    """
    unbilled = dict.fromkeys(ids, ZERO)
    owed = dict.fromkeys(ids, ZERO)
    work = Q(matter__in=ids, billable=True, state__in=NOT_BILLED)
    time = _sums(TimeEntry.objects.filter(work, no_charge=False), F("amount"), unbilled=True)
    costs = _sums(Expense.objects.filter(work), F("amount"), unbilled=True)
    due = _sums(Invoice.objects.outstanding().filter(matter__in=ids), F("total") - F("paid"), unbilled=False)
    for matter, is_unbilled, amount in time.union(costs, due, all=True) if ids else ():
        (unbilled if is_unbilled else owed)[matter] += amount
    return {pk: (unbilled[pk], owed[pk]) for pk in unbilled}


def _sums(rows: QuerySet, amount: Combinable, *, unbilled: bool) -> QuerySet:
    """(matter, unbilled, sum of `amount`) of `rows`, a row for each matter."""
    found = rows.order_by().values_list("matter")
    return found.annotate(unbilled=Value(unbilled), sum=Sum(amount)).values_list("matter", "unbilled", "sum")


def closing_points(matter: Matter) -> list[Point]:
    """The lines of the closing checklist that are about money."""
    unbilled, owed = for_matters([matter.pk])[matter.pk]
    drafts = Invoice.objects.filter(matter=matter, state__in=["draft", "in_review"]).count()
    url = reverse("matter_billing", args=[matter.pk])
    work = (
        f"${unbilled:,.2f} of time and costs is not billed yet. Bill it or write it off." if unbilled else ""
    )
    draft = (
        f"{drafts} draft bill{'' if drafts == 1 else 's'} must be approved or discarded." if drafts else ""
    )
    due = f"${owed:,.2f} is owed on its invoices." if owed else ""
    return [
        Point("All time and costs are billed or written off", work, url, "Go to billing"),
        Point("No bill is a draft", draft, url, "Go to billing"),
        Point("All bills are paid", due, url, "Go to billing"),
    ]


def worked(ids: Collection[int]) -> dict[int, Decimal]:
    """{matter id: what counts against its budget}: billable time and costs at their amounts, billed or not. One query."""
    found = dict.fromkeys(ids, ZERO)
    work = Q(matter__in=ids, billable=True, state__in=(*NOT_BILLED, "billed"))
    time = _sums(TimeEntry.objects.filter(work, no_charge=False), F("amount"), unbilled=True)
    costs = _sums(Expense.objects.filter(work), F("amount"), unbilled=True)
    for matter, _, amount in time.union(costs, all=True) if ids else ():
        found[matter] += amount
    return found


def spent_by(matter: Matter) -> list[tuple[str, int, Decimal]]:
    """(timekeeper, seconds, amount) of billable work on the matter, billed or not, and a row of its costs; largest first."""
    states = (*NOT_BILLED, "billed")
    work = TimeEntry.objects.filter(matter=matter, billable=True, no_charge=False, state__in=states)
    sums = work.order_by().values_list("member__name").annotate(s=Sum("billed_seconds"), a=Sum("amount"))
    found = [(name, seconds, amount) for name, seconds, amount in sums]
    costs = Expense.objects.filter(matter=matter, billable=True, state__in=states).aggregate(a=Sum("amount"))[
        "a"
    ]
    if costs:
        found.append(("Costs", 0, costs))
    return sorted(found, key=lambda row: (-row[2], row[0]))


def over_budget(*, alert: bool = False) -> QuerySet[Matter]:
    """Matters whose work and costs are over their budget; with `alert`, those at the percent of their alert or more."""
    states = (*NOT_BILLED, "billed")

    def total(rows: QuerySet) -> Combinable:
        sums = rows.order_by().values("matter").annotate(s=Sum("amount")).values("s")
        return Coalesce(Subquery(sums), Value(ZERO))

    here = Q(matter=OuterRef("pk"), billable=True, state__in=states)
    used = total(TimeEntry.objects.filter(here, no_charge=False)) + total(Expense.objects.filter(here))
    found = Matter.objects.filter(budget__gt=0).annotate(budget_used=used)
    if alert:
        return found.filter(budget_used__gte=F("budget") * F("budget_alert_percent") / 100)
    return found.filter(budget_used__gt=F("budget"))
