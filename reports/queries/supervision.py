"""The supervision report of an attorney for a month (Model Rule 5.3), computed from the records as they are."""

import datetime
from dataclasses import dataclass, field
from statistics import median_low

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import Delegation, Member
from billing.models import TimeEntry
from matters.models import Matter
from practice.exceptions import DomainError
from practice.templatetags.ui import words
from reports.queries.checks import Check, Month, run_checks
from reports.queries.natures import Nature
from supervision.kinds import kind
from supervision.models import Approval

State, Basis = Approval.State, Approval.Basis


def label_of(key: str) -> str:
    """A kind of approval in words."""
    try:
        return kind(key).label
    except DomainError:
        return words(key).capitalize()


def waited_text(seconds: int) -> str:
    """`40 min`, `6 h`, `3 days 4 h`: what it waited, rounded down."""
    minutes = max(0, seconds) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} h"
    days, rest = divmod(hours, 24)
    return f"{days} days {rest} h" if rest else f"{days} days"


@dataclass(frozen=True)
class Review:
    """One decision of the attorney, or something that still waits for it."""

    approval: Approval
    until: datetime.datetime  # the decision, or the end of the month

    @property
    def kind(self) -> str:
        return label_of(self.approval.kind)

    @property
    def waited(self) -> int:
        """Seconds from submission to the decision, or to the end of the month."""
        return max(0, int((self.until - self.approval.submitted_at).total_seconds()))

    @property
    def waited_text(self) -> str:
        return waited_text(self.waited)

    @property
    def outcome(self) -> str:
        """“Approved”, “Returned”, and what has to be said with it."""
        said = {
            State.APPROVED: "Approved",
            State.VOID: "Approved, void since an edit",
            State.RETURNED: "Returned",
        }
        word = said.get(State(self.approval.state), "Waiting")
        return f"{word}, {self.approval.get_basis_display().lower()}" if self.is_own else word

    @property
    def is_own(self) -> bool:
        """Whether maker and checker were the same attorney."""
        return self.approval.basis in (Basis.OWN_WORK, Basis.SOLE_ATTORNEY)

    @property
    def was_approved(self) -> bool:
        return self.approval.state in (State.APPROVED, State.VOID)


@dataclass
class Tally:
    """Decisions of one kind, or on one person's work."""

    name: str
    approved: int = 0
    returned: int = 0
    waits: list[int] = field(default_factory=list)

    def add(self, review: Review) -> None:
        if review.was_approved:
            self.approved += 1
        else:
            self.returned += 1
        self.waits.append(review.waited)

    @property
    def total(self) -> int:
        return self.approved + self.returned

    @property
    def usual_wait(self) -> str:
        """The median wait; of an even number the lower of the two in the middle."""
        return waited_text(median_low(self.waits)) if self.waits else ""

    @property
    def longest_wait(self) -> str:
        return waited_text(max(self.waits)) if self.waits else ""


@dataclass
class Worker:
    """What a non-attorney recorded in the month on the attorney's matters. Seconds."""

    member: Member
    matters: int = 0
    seconds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Nature.values, 0))

    @property
    def total(self) -> int:
        return sum(self.seconds.values())

    @property
    def substantive(self) -> int:
        """Legal work of a contract attorney, and substantive paralegal work."""
        return self.seconds[Nature.LEGAL] + self.seconds[Nature.PARALEGAL]

    @property
    def support(self) -> int:
        return self.seconds[Nature.ADMINISTRATIVE] + self.seconds[Nature.CLERICAL]


@dataclass(frozen=True)
class SupervisionReport:
    """All of it, as one viewer sees it."""

    attorney: Member
    month: Month
    matters: int
    given: list[Delegation]
    workers: list[Worker]
    reviews: list[Review]
    waiting: list[Review]
    checks: list[Check]

    @property
    def by_kind(self) -> list[Tally]:
        return _tallies(self.reviews, lambda review: review.kind)

    @property
    def by_person(self) -> list[Tally]:
        return _tallies(self.reviews, lambda review: _maker(review.approval))

    @property
    def all_reviews(self) -> Tally:
        total = Tally("All")
        for review in self.reviews:
            total.add(review)
        return total

    @property
    def returned(self) -> list[Review]:
        return [review for review in self.reviews if not review.was_approved]

    @property
    def own(self) -> list[Review]:
        """Decisions on the attorney's own work."""
        return [review for review in self.reviews if review.is_own]

    @property
    def findings(self) -> int:
        """How many things left the firm unreviewed or passed unchecked. Must be none."""
        return sum(len(check.findings) for check in self.checks)

    @property
    def hours(self) -> int:
        """Seconds of the work of others."""
        return sum(worker.total for worker in self.workers)


def _maker(approval: Approval) -> str:
    person = approval.prepared_by or approval.submitted_by
    return person.name


def _tallies(reviews, name_of) -> list[Tally]:
    found: dict[str, Tally] = {}
    for review in reviews:
        name = name_of(review)
        found.setdefault(name, Tally(name)).add(review)
    return sorted(found.values(), key=lambda tally: (-tally.total, tally.name))


def answers_for(attorney: Member, viewer: Member) -> QuerySet[Matter]:
    """Matters that the attorney is responsible for or supervises, as far as the viewer sees them."""
    return Matter.objects.visible_to(viewer).filter(Q(responsible=attorney) | Q(supervising=attorney))


def attorneys_shown() -> QuerySet[Member]:
    """Everybody in an attorney's seat, those who left included: their months stay on file."""
    return (
        Member.objects.filter(role__template="attorney")
        .select_related("role", "user")
        .prefetch_related("licences")
        .order_by("-is_active", "name")
    )


def supervision_report(attorney: Member, first: datetime.date, *, viewer: Member) -> SupervisionReport:
    """The report of the month that begins on `first`. What walls hide from the viewer is in none of it.

    About a dozen queries, whatever the number of matters.
    """
    month = Month(first)
    matters = answers_for(attorney, viewer)
    ids = matters.order_by().values("pk")
    people = ("matter", "submitted_by", "prepared_by", "decided_by")
    decided = (
        Approval.objects.visible_to(viewer)
        .filter(decided_by=attorney, decided_at__gte=month.begins, decided_at__lt=month.ends)
        .exclude(state=State.WITHDRAWN)
        .select_related(*people)
        .order_by("decided_at", "id")
    )
    waiting = (
        Approval.objects.visible_to(viewer)
        .filter(assigned_to=attorney, submitted_at__lt=month.ends)
        .filter(Q(decided_at__isnull=True) | Q(decided_at__gte=month.ends))
        .exclude(state=State.WITHDRAWN)
        .select_related(*people)
        .order_by("submitted_at", "id")
    )
    given = (
        Delegation.objects.visible_to(viewer)
        .filter(principal=attorney, starts_on__lte=month.last, until__gte=month.first)
        .filter(Q(revoked_at__isnull=True) | Q(revoked_at__gte=month.begins))
        .select_related("to__role", "matter", "created_by")
        .order_by("starts_on", "id")
    )
    ends = min(month.ends, timezone.now())
    return SupervisionReport(
        attorney,
        month,
        matters.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=month.last))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gte=month.first))
        .exclude(state__in=Matter.NOT_ACCEPTED)
        .count(),
        list(given),
        _workers(ids, month, viewer),
        [Review(row, row.decided_at) for row in decided],
        [Review(row, ends) for row in waiting],
        run_checks(ids, month),
    )


def _workers(ids, month: Month, viewer: Member) -> list[Worker]:
    """Non-attorneys with what they recorded on the matters. Two queries."""
    done = (
        TimeEntry.objects.visible_to(viewer)
        .filter(matter__in=ids, date__range=(month.first, month.last))
        .exclude(member__role__template="attorney")
        .order_by()
    )
    people = {m.pk: m for m in Member.objects.filter(pk__in=done.values("member_id")).select_related("role")}
    found = {
        row["member_id"]: Worker(people[row["member_id"]], row["matters"])
        for row in done.values("member_id").annotate(matters=Count("matter_id", distinct=True))
    }
    for row in done.values("member_id", "nature").annotate(worked=Sum("seconds")):
        found[row["member_id"]].seconds[row["nature"]] += row["worked"]
    return sorted(found.values(), key=lambda worker: (-worker.total, worker.member.name))
