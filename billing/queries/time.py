"""Reads about time: defaults and rules of an entry, the week, the day, what a reader may see of the money."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, DecimalField, F, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import does_substantive_work
from billing.durations import DAY, charge, hours_text, round_up
from billing.models import TimeEntry
from billing.queries.rates import Found, rate_for, say
from billing.utbms import name_of
from matters.models import Matter
from practice.models import Firm
from practice.money import ZERO

BILLABLE_STATES = (*Matter.WORKED_ON, *Matter.BEFORE)
# Roles whose time is billed unless somebody says otherwise; the others' time is overhead.
BILLED_ROLES = ("attorney", "paralegal")


# ── defaults and rules ────────────────────────────────────────────────────────


def asks_for_consent(member: Member, nature: str) -> bool:
    """Whether time of this nature is sent to an attorney to be billed as soon as it is recorded: substantive work of a
    legal assistant, where the firm's switch is on. It is billed with their consent, entry by entry.
    """
    return nature == TimeEntry.Nature.PARALEGAL and does_substantive_work(member)


def default_nature(member: Member) -> str:
    """The nature of work that goes with the member's role."""
    if does_substantive_work(member):
        return TimeEntry.Nature.PARALEGAL
    return {
        "attorney": TimeEntry.Nature.LEGAL,
        "paralegal": TimeEntry.Nature.PARALEGAL,
        "freelancer": TimeEntry.Nature.PARALEGAL,
    }.get(member.role.template, TimeEntry.Nature.ADMINISTRATIVE)


def bills_by_default(member: Member, found: Found) -> bool:
    """Whether the member's time is billed unless somebody says otherwise.

    Attorneys and paralegals: yes. A freelancer: when an attorney has set a rate for the engagement. Support
    staff: no.
    """
    if member.role.template == "freelancer":
        return found.known
    return member.role.template in BILLED_ROLES


def default_billable(member: Member, nature: str, found: Found) -> bool:
    """As `bills_by_default`, and never for clerical work (Missouri v. Jenkins, 491 U.S. 274, 288 n.10)."""
    return nature != TimeEntry.Nature.CLERICAL and bills_by_default(member, found)


def recorded_on(member: Member, on: datetime.date, *, without: int | None = None) -> int:
    """Seconds that the member has recorded on the day, leaving out the entry `without`."""
    rows = TimeEntry.objects.filter(member=member, date=on)
    if without:
        rows = rows.exclude(pk=without)
    return rows.aggregate(total=Sum("seconds"))["total"] or 0


def day_warning(member: Member, on: datetime.date, seconds: int, *, without: int | None = None) -> str:
    """A warning when `seconds` more would make the member's day longer than 24 hours; else nothing."""
    total = recorded_on(member, on, without=without) + seconds
    if total <= DAY:
        return ""
    return f"With this, {member.name} has {hours_text(total)} on {say(on)}. A day has 24."


@dataclass(frozen=True)
class Bill:
    """What a duration bills as: rounded, at which rate and why, and what must be noticed."""

    seconds: int
    billed_seconds: int
    found: Found
    billable: bool
    no_charge: bool
    warnings: tuple[str, ...] = ()

    @property
    def amount(self) -> Decimal:
        if not self.billable or self.no_charge:
            return ZERO
        return charge(self.found.amount, self.billed_seconds)


def bill_of(
    member: Member,
    matter: Matter | None,
    on: datetime.date,
    seconds: int,
    *,
    firm: Firm,
    billable: bool = True,
    no_charge: bool = False,
    without: int | None = None,
) -> Bill:
    """What `seconds` of `member` on `matter` would bill as. Two queries. Saves nothing."""
    found = rate_for(member, matter, on)
    warnings = [day_warning(member, on, seconds, without=without)]
    if billable and not found.known:
        warnings.append(f"{found.reason}. It is saved at $0.00; an attorney can set the rate.")
    return Bill(
        seconds,
        round_up(seconds, firm.rounding_seconds),
        found,
        billable,
        no_charge,
        tuple(w for w in warnings if w),
    )


# ── who may see and change what ───────────────────────────────────────────────


def sees_own_rate(viewer: Member) -> bool:
    """Whether the viewer sees at least their own rate: attorneys and paralegals (roles.md 2.3, rate.view), and who holds
    the power. Other staff and guests see none.
    """
    if viewer.sees_named_matters_only:
        return False
    return viewer.can(Perm.RATE_VIEW) or viewer.role.template in BILLED_ROLES


def sees_amounts(viewer: Member, entry: TimeEntry) -> bool:
    """Whether the viewer sees the rate and amount of an entry. Reads `entry.matter`: select it with the rows.

    With rate.view: all. An attorney or paralegal without it: their own, and those of matters they answer for. Others: none.
    """
    if not sees_own_rate(viewer):
        return False
    return (
        viewer.can(Perm.RATE_VIEW)
        or entry.member_id == viewer.pk
        or viewer.pk in (entry.matter.responsible_id, entry.matter.supervising_id)
    )


def amount_seen_by(viewer: Member) -> Combinable:
    """An expression for the amount of an entry, empty where the viewer may not see it: for lists and sums."""
    return _seen_by(viewer, "amount")


def rate_seen_by(viewer: Member) -> Combinable:
    """As `amount_seen_by`, for the rate."""
    return _seen_by(viewer, "rate")


def _seen_by(viewer: Member, name: str) -> Combinable:
    nothing = Cast(Value(None), DecimalField(max_digits=14, decimal_places=2))
    if not sees_own_rate(viewer):
        return nothing
    if viewer.can(Perm.RATE_VIEW):
        return F(name)
    own = Q(member=viewer) | Q(matter__responsible=viewer) | Q(matter__supervising=viewer)
    return Case(When(own, then=F(name)), default=nothing)


def may_change(viewer: Member, entry: TimeEntry) -> bool:
    """Whether the viewer may edit, move or delete the entry: unbilled, and theirs or in their charge."""
    if entry.state != TimeEntry.State.OPEN:
        return False
    if entry.member_id == viewer.pk:
        return viewer.can(Perm.TIME_RECORD)
    return viewer.can(Perm.TIME_RECORD_FOR_OTHERS) or viewer.can(Perm.TIME_BILL_APPROVE)


# ── pickers ───────────────────────────────────────────────────────────────────


def matters_for_time(member: Member) -> QuerySet[Matter]:
    """Matters on which the member may record: visible and not closed or declined, with their client."""
    return Matter.objects.visible_to(member).filter(state__in=BILLABLE_STATES).select_related("client")


def recent_matter_ids(member: Member, *, limit: int = 12) -> list[int]:
    """Ids of the matters the member last recorded time on, latest first. One query on the latest 200
    entries.
    """
    ids = TimeEntry.objects.filter(member=member).order_by("-date", "-id").values_list("matter_id", flat=True)
    return list(dict.fromkeys(ids[:200]))[:limit]


def last_entry(member: Member) -> TimeEntry | None:
    """The entry that the member recorded last."""
    return (
        TimeEntry.objects.filter(member=member)
        .select_related("matter__client", "member__role")
        .order_by("-id")
        .first()
    )


# ── the week ──────────────────────────────────────────────────────────────────


@dataclass
class Cell:
    """One matter on one day."""

    day: datetime.date
    seconds: int = 0
    entries: list[TimeEntry] = field(default_factory=list)
    matter: Matter | None = None

    @property
    def only(self) -> TimeEntry | None:
        """The entry, when there is exactly one."""
        return self.entries[0] if len(self.entries) == 1 else None


@dataclass
class Row:
    """A matter with its seven days."""

    matter: Matter
    cells: list[Cell]
    note: str = ""

    @property
    def seconds(self) -> int:
        return sum(cell.seconds for cell in self.cells)

    amount: Decimal | None = None  # None when some of it is hidden from the reader
    billable: bool = True
    running: bool = False


@dataclass
class Day:
    """A column of the week."""

    date: datetime.date
    billable: int = 0
    other: int = 0
    is_today: bool = False

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() > 4


@dataclass
class Week:
    """A member's week, from Monday."""

    days: list[Day]
    rows: list[Row]
    amount: Decimal | None
    target: int  # seconds a day
    unbilled: int  # entries that stand on no bill yet

    @property
    def billable(self) -> int:
        return sum(day.billable for day in self.days)

    @property
    def other(self) -> int:
        return sum(day.other for day in self.days)

    @property
    def target_week(self) -> int:
        """Seconds to reach in five days."""
        return self.target * 5

    @property
    def entries(self) -> list[TimeEntry]:
        return [entry for row in self.rows for cell in row.cells for entry in cell.entries]

    def on(self, day: datetime.date) -> list[TimeEntry]:
        """The entries of one day, in the order in which they were recorded."""
        return sorted((entry for entry in self.entries if entry.date == day), key=lambda entry: entry.pk)


def monday_of(day: datetime.date) -> datetime.date:
    """The Monday of the week that `day` is in."""
    return day - datetime.timedelta(days=day.weekday())


def week_of(member: Member, monday: datetime.date, *, viewer: Member, running: Matter | None = None) -> Week:
    """The week of `member` as `viewer` may see it. At most three queries.

    The present week also has an empty row for the matters of the seven days before and of the running
    timer, so that
    a new week is not a blank page.
    """
    dates = [monday + datetime.timedelta(days=i) for i in range(7)]
    today = timezone.localdate()
    entries = (
        TimeEntry.objects.visible_to(viewer)
        .filter(member=member, date__range=(dates[0], dates[6]))
        .select_related("matter__client", "member", "sheet")
        .order_by("date", "id")
    )
    days = [Day(date, is_today=date == today) for date in dates]
    rows: dict[tuple[int, bool], Row] = {}

    def row_of(matter: Matter, billable: bool) -> Row:
        key = (matter.pk, billable)
        if key not in rows:
            rows[key] = Row(
                matter, [Cell(date, matter=matter) for date in dates], amount=ZERO, billable=billable
            )
        return rows[key]

    unbilled = 0
    for entry in entries:
        row, at = row_of(entry.matter, entry.billable), (entry.date - monday).days
        row.cells[at].entries.append(entry)
        row.cells[at].seconds += entry.billed_seconds if entry.billable else entry.seconds
        if not sees_amounts(viewer, entry):
            row.amount = None
        elif row.amount is not None:
            row.amount += entry.amount
        if entry.billable:
            days[at].billable += entry.billed_seconds
        else:
            days[at].other += entry.seconds
        unbilled += entry.state == TimeEntry.State.OPEN and entry.billable
    for row in rows.values():
        row.note = _note(row)
    if member.pk == viewer.pk and dates[0] <= today <= dates[6]:
        _add_recent(rows, member, monday, dates)
        if running is not None:
            row_of(running, True)
    for row in rows.values():
        row.running = row.billable and running is not None and row.matter.pk == running.pk
        row.note = row.note or row.matter.client.name
    amounts = [row.amount for row in rows.values()]
    return Week(
        days,
        sorted(rows.values(), key=lambda row: (not row.billable, -row.seconds, row.matter.name)),
        None if None in amounts else sum((a for a in amounts if a is not None), ZERO),
        # the sheet shows it beside billable time, of which the others have none to reach
        member.daily_target_seconds if member.role.template in BILLED_ROLES else 0,
        unbilled,
    )


def _add_recent(rows, member, monday, dates) -> None:
    known = {matter for matter, _ in rows}
    before = (
        TimeEntry.objects.filter(
            member=member, date__range=(monday - datetime.timedelta(days=7), monday), billable=True
        )
        .exclude(matter__in=known)
        .filter(matter__state__in=BILLABLE_STATES)
        .order_by("-date", "-id")
        .values_list("matter_id", flat=True)
    )
    wanted = list(dict.fromkeys(before[:200]))[: max(0, 6 - len(rows))]
    if wanted:
        for matter in Matter.objects.filter(pk__in=wanted).select_related("client"):
            rows[matter.pk, True] = Row(matter, [Cell(date, matter=matter) for date in dates], amount=ZERO)


def _note(row: Row) -> str:
    """The task most worked on, in words: “L350 · Discovery Motions”."""
    spent: Counter[str] = Counter()
    for cell in row.cells:
        for entry in cell.entries:
            if entry.task_code:
                spent[entry.task_code] += entry.seconds
    if not spent:
        return ""
    code = spent.most_common(1)[0][0]
    name = name_of(code)
    return f"{code} · {name}" if name else code


def totals_of_matter(matter: Matter, viewer: Member) -> dict[str, object]:
    """Seconds and amounts of a matter by state, as the viewer may see them. One query."""
    rows = TimeEntry.objects.visible_to(viewer).filter(matter=matter)
    open_ = Q(state=TimeEntry.State.OPEN, billable=True)
    return rows.annotate(seen=amount_seen_by(viewer)).aggregate(
        unbilled_seconds=Sum("billed_seconds", filter=open_, default=0),
        unbilled=Sum("seen", filter=open_ & Q(on_hold=False)),
        held=Sum("seen", filter=open_ & Q(on_hold=True)),
        billed_seconds=Sum("billed_seconds", filter=Q(state=TimeEntry.State.BILLED), default=0),
        billed=Sum("seen", filter=Q(state=TimeEntry.State.BILLED)),
        other_seconds=Sum("seconds", filter=Q(billable=False), default=0),
    )
