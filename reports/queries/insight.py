"""The delegation report: attorneys' hours by nature of work, what could be delegated, what that costs and wins back.

All hours are worked time (`TimeEntry.seconds`), not time rounded for bills. What a wall hides from the viewer is in no sum.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models import Member
from billing.models import TimeEntry
from billing.queries.rates import RateBook
from practice.dates import add_months
from practice.money import ZERO, cents
from reports.models import Assumptions
from reports.queries.access import sees_firm, sees_rates
from reports.queries.capacity import Load
from reports.queries.natures import DELEGABLE, Nature, may_do
from reports.queries.periods import Period

HOUR = 3600
MONTHS = 6
CHARGED = Q(billable=True, no_charge=False)
IS_DELEGABLE = Q(nature__in=DELEGABLE)


def attorney_time(viewer: Member, *, only: Member | None = None) -> QuerySet[TimeEntry]:
    """Entries of attorneys that the viewer's report is about: all, or the viewer's own."""
    found = TimeEntry.objects.visible_to(viewer).filter(member__role__template="attorney").order_by()
    if only is not None:
        return found.filter(member=only)
    return found if sees_firm(viewer) else found.filter(member=viewer)


def delegable_time(viewer: Member, *, only: Member | None = None) -> QuerySet[TimeEntry]:
    """Of `attorney_time`, what others may do."""
    return attorney_time(viewer, only=only).filter(IS_DELEGABLE)


def assumptions_of_firm() -> Assumptions:
    """The firm's own, or the defaults. One query."""
    return Assumptions.objects.first() or Assumptions()


# ── what an hour costs ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Price:
    """What an hour of work of one nature costs with the lowest person who may do it."""

    amount: Decimal
    who: str
    basis: str  # "billing rate" or "assumed cost"

    @property
    def said(self) -> str:
        """“$160.00, Wendell Aoki’s billing rate”."""
        return (
            f"${self.amount:,.2f}, {self.who}’s {self.basis}"
            if self.who
            else f"${self.amount:,.2f}, {self.basis}"
        )


def prices(
    staff: Iterable[Member], book: RateBook, assumed: Assumptions, on: datetime.date
) -> dict[str, Price]:
    """{nature: what an hour of it costs with the lowest person who may do it}.

    A person's standard billing rate on the day `on`; the assumed cost for people without one. Firms keep no cost rates
    of employees.
    """
    found: dict[str, Price] = {}
    people = list(staff)
    for nature in DELEGABLE:
        offers = []
        for person in people:
            if not may_do(person, nature):
                continue
            rate = book.rate_for(person, None, on)
            if rate.known:
                offers.append(Price(rate.amount, person.name, "billing rate"))
            else:
                offers.append(Price(assumed.staff_cost, person.name, "assumed cost"))
        if offers:
            found[nature] = min(offers, key=lambda price: (price.amount, price.who))
        else:
            found[nature] = Price(assumed.staff_cost, "", "assumed cost; nobody here does such work")
    return found


@dataclass(frozen=True)
class Pricing:
    """What delegable work is worth at the attorney's rate, and what it costs with the lowest person who may do it."""

    book: RateBook
    prices: dict[str, Price]
    on: datetime.date

    @classmethod
    def load(cls, staff: Iterable[Member], assumed: Assumptions, on: datetime.date) -> "Pricing":
        """At the rates in force on the day `on`. One query."""
        book = RateBook.load()
        return cls(book, prices(staff, book, assumed, on), on)

    def worth(self, attorney: Member, row: Mapping[str, Any]) -> Decimal:
        """A row of `sums` at the rates recorded with the entries; where none is, at the attorney's standard rate."""
        standard = self.book.rate_for(attorney, None, self.on).amount
        return cents((row["worth"] + row["unrated"] * standard) / HOUR)

    def cost(self, nature: str, seconds: int) -> Decimal:
        """The same work at the rate of the lowest person who may do it."""
        return cents(seconds * self.prices[nature].amount / HOUR)


# ── figures ───────────────────────────────────────────────────────────────────


@dataclass
class Figures:
    """One attorney's hours in a period, or the sum of several attorneys'. Seconds and dollars."""

    member: Member | None
    refill_percent: int
    workdays: int
    people: int = 1
    seconds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Nature.values, 0))
    billable: int = 0
    delegable_billed: int = 0
    worth: Decimal = ZERO
    cost: Decimal = ZERO
    own_won_back: int | None = None  # a sum of several attorneys' is added up, not computed anew

    @property
    def total(self) -> int:
        return sum(self.seconds.values())

    @property
    def legal(self) -> int:
        return self.seconds[Nature.LEGAL]

    @property
    def paralegal(self) -> int:
        return self.seconds[Nature.PARALEGAL]

    @property
    def administrative(self) -> int:
        return self.seconds[Nature.ADMINISTRATIVE]

    @property
    def clerical(self) -> int:
        return self.seconds[Nature.CLERICAL]

    @property
    def delegable(self) -> int:
        """Seconds of work that others may do."""
        return sum(self.seconds[nature] for nature in DELEGABLE)

    @property
    def won_back(self) -> int:
        """More billable seconds, if all of it were delegated: what is refilled less what of it was charged already."""
        if self.own_won_back is not None:
            return self.own_won_back
        return won_back(self.delegable, self.delegable_billed, self.refill_percent)

    @property
    def saved(self) -> Decimal:
        """What the work cost more than it had to."""
        return self.worth - self.cost

    @property
    def billable_a_day(self) -> int:
        """Seconds a working day and attorney."""
        return self._a_day(self.billable)

    @property
    def delegated_a_day(self) -> int:
        """As `billable_a_day`, if the work were delegated."""
        return self._a_day(self.billable + self.won_back)

    @property
    def more_a_day(self) -> int:
        """Seconds a working day and attorney that delegating would add."""
        return self.delegated_a_day - self.billable_a_day

    @property
    def share(self) -> int:
        """Delegable hours of a hundred, to the nearest whole."""
        return (200 * self.delegable + self.total) // (2 * self.total) if self.total else 0

    def _a_day(self, seconds: int) -> int:
        days = self.workdays * self.people
        return seconds // days if days else 0


def won_back(delegable: int, charged: int, percent: int) -> int:
    """`percent` of a hundred of the delegable seconds, less those already charged; never below nothing."""
    return max(0, delegable * percent // 100 - charged)


@dataclass(frozen=True)
class Month:
    """A column of the trend."""

    first: datetime.date
    figures: Figures


@dataclass(frozen=True)
class Insight:
    """The whole report as one viewer sees it."""

    period: Period
    rows: list[Figures]
    total: Figures
    assumed: Assumptions
    pricing: Pricing
    money: bool
    staff: list[Load]


def sums() -> dict[str, Any]:
    """What is added up of entries: seconds worked and charged, seconds times rate, seconds without a rate."""
    worth = ExpressionWrapper(
        F("seconds") * F("rate"), output_field=DecimalField(max_digits=24, decimal_places=2)
    )
    return {
        "worked": Sum("seconds"),
        "charged": Sum("seconds", filter=CHARGED, default=0),
        "worth": Sum(worth, filter=IS_DELEGABLE, default=ZERO),
        "unrated": Sum("seconds", filter=IS_DELEGABLE & Q(rate=0), default=0),
    }


def insight(
    viewer: Member,
    period: Period,
    assumed: Assumptions,
    staff: list[Load],
    *,
    only: Member | None = None,
) -> Insight:
    """The figures of the attorneys the viewer may see, or of `only`. Four queries, whatever the number of entries.

    Attorneys without any time in the period are left out; those who have left count for the time they recorded.
    """
    pricing = Pricing.load([load.member for load in staff], assumed, period.last)
    found: dict[int, Figures] = {}
    people = {m.pk: m for m in Member.objects.filter(role__template="attorney").select_related("role")}
    rows = (
        attorney_time(viewer, only=only)
        .filter(date__range=(period.start, period.end))
        .values("member_id", "nature")
        .annotate(**sums())
    )
    for row in rows:
        member = people[row["member_id"]]
        figures = found.setdefault(member.pk, Figures(member, assumed.refill_percent, period.workdays))
        nature = row["nature"]
        figures.seconds[nature] += row["worked"]
        figures.billable += row["charged"]
        if nature in DELEGABLE:
            figures.delegable_billed += row["charged"]
            figures.worth += pricing.worth(member, row)
            figures.cost += pricing.cost(nature, row["worked"])
    ranked = sorted(found.values(), key=lambda f: (-f.delegable, f.member.name if f.member else ""))
    return Insight(
        period, ranked, total_of(ranked, assumed, period), assumed, pricing, sees_rates(viewer), staff
    )


def total_of(rows: list[Figures], assumed: Assumptions, period: Period) -> Figures:
    """The sum of several attorneys' figures; hours a day are an average of attorneys."""
    total = Figures(None, assumed.refill_percent, period.workdays, people=len(rows), own_won_back=0)
    for row in rows:
        for nature, seconds in row.seconds.items():
            total.seconds[nature] += seconds
        total.billable += row.billable
        total.delegable_billed += row.delegable_billed
        total.worth += row.worth
        total.cost += row.cost
        total.own_won_back = (total.own_won_back or 0) + row.won_back
    return total


def scale_of(months: list[Month], assumed: Assumptions) -> int:
    """Seconds a day that fill a bar of the trend: the longest of them, or the figure compared with."""
    longest = max((month.figures.delegated_a_day for month in months), default=0)
    return max(longest, assumed.benchmark_seconds, 1)


def trend(
    viewer: Member, period: Period, assumed: Assumptions, *, only: Member | None = None, months: int = MONTHS
) -> list[Month]:
    """The months up to the one the period ends in, oldest first. One query."""
    last = period.last.replace(day=1)
    firsts = [add_months(last, -back) for back in range(months - 1, -1, -1)]
    spans = {
        first: Period("month", first, add_months(first, 1) - datetime.timedelta(days=1), period.today)
        for first in firsts
    }
    people: dict[datetime.date, dict[int, Figures]] = {first: {} for first in firsts}
    rows = (
        attorney_time(viewer, only=only)
        .filter(date__range=(firsts[0], spans[firsts[-1]].end))
        .annotate(month=TruncMonth("date"))
        .values("month", "member_id", "nature")
        .annotate(worked=Sum("seconds"), charged=Sum("seconds", filter=CHARGED, default=0))
    )
    for row in rows:
        span = spans[row["month"]]
        figures = people[row["month"]].setdefault(
            row["member_id"], Figures(None, assumed.refill_percent, span.workdays)
        )
        figures.seconds[row["nature"]] += row["worked"]
        figures.billable += row["charged"]
        if row["nature"] in DELEGABLE:
            figures.delegable_billed += row["charged"]
    return [Month(first, total_of(list(people[first].values()), assumed, spans[first])) for first in firsts]
