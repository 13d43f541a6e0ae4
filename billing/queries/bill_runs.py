"""Reads for bill runs: which matters have unbilled work, how much, and what to look at before billing it."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from accounts.models import Member
from billing.models import BillRun, BillRunItem, Expense, Invoice, InvoiceLine, TimeEntry
from billing.queries.time_sheets import ready_costs, ready_time, waiting_costs, waiting_time
from matters.models import FeeArrangement, Matter
from practice.money import ZERO

HOURLY = FeeArrangement.Kind.HOURLY
FLAT = FeeArrangement.Kind.FLAT


@dataclass
class Unbilled:
    """A matter with work to bill up to a date. `flags` are what to look at first; `ready` rows are ticked at once."""

    matter: Matter
    kind: str
    seconds: int = 0
    fees: Decimal = ZERO
    costs: Decimal = ZERO
    entries: int = 0
    oldest: datetime.date | None = None
    flags: list[str] = field(default_factory=list)
    ready: bool = True

    @property
    def total(self) -> Decimal:
        return self.fees + self.costs


def unbilled_matters(
    member: Member,
    until: datetime.date,
    *,
    attorney: int | None = None,
    area: int | None = None,
    client: int | None = None,
) -> list[Unbilled]:
    """Matters the member may see that a bill run up to `until` would draft, by client. Eight queries."""
    time = _time(until)
    costs = _costs(until)
    waiting = _waiting(until)
    kinds = _arrangements(until, {*time, *costs})
    wanted = {pk for pk in {*time, *costs, *kinds} if _has_work(pk, time, costs, kinds)}
    matters = Matter.objects.visible_to(member).with_people().filter(pk__in=wanted)
    matters = matters.exclude(state=Matter.State.DECLINED)
    for name, value in (("responsible", attorney), ("practice_area", area), ("client", client)):
        if value:
            matters = matters.filter(**{name: value})
    drafts = Invoice.objects.filter(matter=OuterRef("pk"), state__in=["draft", "in_review"])
    matters = matters.annotate(has_draft=Exists(drafts)).order_by("client__sort_name", "number")
    return [_row(matter, time, costs, kinds, waiting.get(matter.pk, 0)) for matter in matters]


def _waiting(until: datetime.date) -> dict[int, int]:
    """{matter: how many entries and expenses wait for an approval}, which a run leaves out."""
    found: dict[int, int] = {}
    for rows in (waiting_time(TimeEntry.objects.unbilled()), waiting_costs(Expense.objects.unbilled())):
        counted = rows.filter(date__lte=until).order_by().values_list("matter").annotate(count=Count("id"))
        for matter, count in counted:
            found[matter] = found.get(matter, 0) + count
    return found


def _time(until: datetime.date) -> dict[int, dict]:
    found = (
        ready_time(TimeEntry.objects.unbilled())
        .filter(date__lte=until)
        .order_by()
        .values("matter")
        .annotate(
            seconds=Sum("billed_seconds"),
            fees=Sum("amount", filter=Q(no_charge=False), default=ZERO),
            count=Count("id"),
            oldest=Min("date"),
            no_rate=Count("id", filter=Q(rate=0, no_charge=False)),
        )
    )
    return {row["matter"]: row for row in found}


def _costs(until: datetime.date) -> dict[int, dict]:
    found = (
        ready_costs(Expense.objects.unbilled())
        .filter(date__lte=until)
        .order_by()
        .values("matter")
        .annotate(costs=Sum("amount"), count=Count("id"), oldest=Min("date"))
    )
    return {row["matter"]: row for row in found}


def _arrangements(until: datetime.date, with_work: set[int]) -> dict[int, tuple[str, Decimal | None]]:
    """{matter: (kind, flat amount still to bill)} for the matters with work and those under a flat fee."""
    billed = InvoiceLine.objects.filter(fee_arrangement=OuterRef("pk"), holds_work=True)
    found = (
        FeeArrangement.objects.in_force()
        .filter(effective_from__lte=until)
        .filter(Q(matter__in=with_work) | Q(matter__state__in=Matter.WORKED_ON))
        .annotate(is_billed=Exists(billed))
        .order_by("matter_id", "-effective_from", "-id")
        .distinct("matter_id")
        .values_list("matter_id", "kind", "flat_amount", "is_billed")
    )
    return {
        matter: (kind, amount if kind == FLAT and not is_billed else None)
        for matter, kind, amount, is_billed in found
        if matter in with_work or kind == FLAT
    }


def _has_work(pk: int, time: dict, costs: dict, kinds: dict) -> bool:
    kind, flat = kinds.get(pk, (HOURLY, None))
    return pk in costs or flat is not None or (kind == HOURLY and pk in time)


def _row(matter: Matter, time: dict, costs: dict, kinds: dict, waiting: int) -> Unbilled:
    kind, flat = kinds.get(matter.pk, (HOURLY, None))
    worked, spent = time.get(matter.pk, {}), costs.get(matter.pk, {})
    row = Unbilled(matter, kind, costs=spent.get("costs", ZERO))
    counted = [spent] if spent else []
    if kind in (HOURLY, FLAT) and worked:
        row.seconds = worked["seconds"]
        counted.append(worked)
    if kind == HOURLY and worked:
        row.fees = worked["fees"]
        if worked["no_rate"]:
            row.flags.append(f"{worked['no_rate']} without a rate")
    elif kind == FLAT:
        row.fees = flat or ZERO
        row.flags.append("Flat fee" if flat else "Flat fee billed")
    elif kind != HOURLY:
        row.flags.append(f"{FeeArrangement.Kind(kind).label}: costs only")
    row.entries = sum(part["count"] for part in counted)
    row.oldest = min((part["oldest"] for part in counted), default=None)
    if waiting:
        row.flags.append(f"{waiting} not approved yet")
    if matter.has_draft:
        row.flags.append("Has a draft")
        row.ready = False
    if matter.is_before_acceptance:
        row.flags.append("Not accepted yet")
        row.ready = False
    return row


def items_of(run: BillRun) -> QuerySet[BillRunItem]:
    """The matters of a run that the member in scope may see, what failed first."""
    return run.items.select_related("matter", "matter__client", "invoice").order_by(
        "-state", "matter__number"
    )


def recent_runs(limit: int = 20) -> QuerySet[BillRun]:
    """The latest runs with who started them."""
    return BillRun.objects.select_related("job", "created_by").order_by("-id")[:limit]
