"""What came of leads: by source and referrer, and how fast they were answered. Money is what bills of their matters say."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from django.apps import apps
from django.db.models import Q, Sum

from intake.models import Lead, LeadSource
from matters.models import Contact
from practice.money import ZERO

ACCEPTED = ("accepted", "signed", "converted")


@dataclass
class Row:
    """One source, referrer or owner, over a span of days."""

    label: str
    key: int | None = None
    leads: int = 0
    accepted: int = 0
    converted: int = 0
    declined: int = 0
    lost: int = 0
    billed: Decimal = ZERO
    collected: Decimal = ZERO
    cost: Decimal | None = None
    seconds: list[int] = field(default_factory=list)
    late: int = 0

    @property
    def rate(self) -> int | None:
        """Of a hundred leads, how many were accepted."""
        return round(100 * self.accepted / self.leads) if self.leads else None

    @property
    def answer(self) -> int | None:
        """Median business seconds to the first answer."""
        return int(median(self.seconds)) if self.seconds else None

    @property
    def back(self) -> Decimal | None:
        """Fees collected for each unit of cost; None without a cost."""
        return (self.collected / self.cost).quantize(Decimal("0.1")) if self.cost else None


@dataclass(frozen=True)
class Report:
    """The three tables, and all of it together."""

    sources: list[Row]
    referrers: list[Row]
    owners: list[Row]
    total: Row


def _fees(matter_ids: list[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """{matter id: (fees billed, fees collected)}: issued bills, and what of their payments fell on fees (pro rata).

    Reversals count against what they reverse; void bills count as they were reversed. Costs are not the firm's earnings.
    """
    invoices = apps.get_model("billing", "Invoice").objects.filter(matter__in=matter_ids)
    invoices = invoices.exclude(state__in=["draft", "review", "in_review"]).filter(issued_on__isnull=False)
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for row in invoices.values("matter_id", "fees", "total", "pk").annotate(paid=Sum("allocations__amount")):
        billed, collected = found.get(row["matter_id"], (ZERO, ZERO))
        fees, total, paid = row["fees"] or ZERO, row["total"] or ZERO, row["paid"] or ZERO
        share = (paid * fees / total).quantize(Decimal("0.01")) if total else ZERO
        found[row["matter_id"]] = (billed + fees, collected + share)
    return found


def _months(start: datetime.date, end: datetime.date) -> Decimal:
    return Decimal((end - start).days + 1) / Decimal("30.4375")


def _add(row: Row, lead: Mapping[str, Any], money: tuple[Decimal, Decimal], now: datetime.datetime) -> None:
    row.leads += 1
    row.accepted += lead["state"] in ACCEPTED
    row.converted += lead["state"] == "converted"
    row.declined += lead["state"] in ("declined", "referred")
    row.lost += lead["state"] == "lost"
    row.billed += money[0]
    row.collected += money[1]
    if lead["answer_seconds"] is not None:
        row.seconds.append(lead["answer_seconds"])
    due, answered = lead["answer_due_at"], lead["answered_at"]
    row.late += due is not None and (answered or now) > due


def source_report(*, start: datetime.date, end: datetime.date, now: datetime.datetime) -> Report:
    """Leads received from `start` to `end` (days of the firm, both included), as far as the reader sees their matters."""
    leads = list(
        Lead.objects.filter(received_at__date__gte=start, received_at__date__lte=end).values(
            "state", "source_id", "referrer_id", "referrer_name", "owner_id", "owner__name", "matter_id",
            "answer_seconds", "answer_due_at", "answered_at",
        )
    )  # fmt: skip
    money = _fees([lead["matter_id"] for lead in leads if lead["matter_id"]])
    names = {
        c.pk: c.name
        for c in Contact.objects.filter(pk__in={x["referrer_id"] for x in leads if x["referrer_id"]})
    }
    sources: dict = {
        s.pk: Row(
            s.name,
            s.pk,
            cost=(s.monthly_cost * _months(start, end)).quantize(Decimal("0.01")) if s.monthly_cost else None,
        )
        for s in LeadSource.objects.filter(Q(is_active=True) | Q(pk__in={x["source_id"] for x in leads}))
    }
    referrers: dict = {}
    owners: dict = {}
    total = Row("All")
    for lead in leads:
        got = money.get(lead["matter_id"], (ZERO, ZERO))
        rows = [total, sources.setdefault(lead["source_id"], Row("Not known"))]
        who = names.get(lead["referrer_id"]) or lead["referrer_name"].strip()
        if who:
            rows.append(referrers.setdefault(who.lower(), Row(who, lead["referrer_id"])))
        owner = lead["owner__name"] or "Nobody"
        rows.append(owners.setdefault(owner, Row(owner, lead["owner_id"])))
        for row in rows:
            _add(row, lead, got, now)
    costs = [row.cost for row in sources.values() if row.cost]
    total.cost = sum(costs, ZERO) if costs else None

    def ranked(rows):
        return sorted(rows, key=lambda r: (-r.leads, r.label.lower()))

    return Report(ranked(sources.values()), ranked(referrers.values()), ranked(owners.values()), total)
