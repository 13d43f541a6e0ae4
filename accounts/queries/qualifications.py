"""Reads about paralegals' qualifications and continuing education: what is on record, and what is still to do."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import EducationCourse, EducationRule, Member, Qualification
from accounts.models.licences import in_full
from accounts.permissions import Perm

ZERO = Decimal(0)


def education_rule() -> EducationRule:
    """The firm's rule; California's, unsaved, while the firm has set none."""
    return EducationRule.objects.first() or EducationRule()


def hours_text(hours: Decimal) -> str:
    """2.0, 1.25: tenths at least, hundredths where there are any."""
    tenth = hours.quantize(Decimal("0.1"))
    return f"{tenth if tenth == hours else hours.quantize(Decimal('0.01'))}"


@dataclass(frozen=True)
class EducationState:
    """Where a person stands in one period: confirmed hours, hours that wait for an attorney, hours asked for."""

    first: date
    last: date
    ethics: Decimal
    general: Decimal
    waiting: Decimal
    needs_ethics: Decimal
    needs_general: Decimal

    @property
    def ethics_to_go(self) -> Decimal:
        """Hours of legal ethics that are not confirmed yet."""
        return max(self.needs_ethics - self.ethics, ZERO)

    @property
    def general_to_go(self) -> Decimal:
        """Hours of law that are not confirmed yet. Hours of ethics beyond the rule do not count as these."""
        return max(self.needs_general - self.general, ZERO)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do in the period."""
        return not self.ethics_to_go and not self.general_to_go

    @property
    def to_go(self) -> str:
        """ "2.0 h of ethics and 1.5 h of law", or "" when complete."""
        parts = [
            f"{hours_text(hours)} h of {what}"
            for hours, what in ((self.ethics_to_go, "ethics"), (self.general_to_go, "law"))
            if hours
        ]
        return " and ".join(parts)

    @property
    def text(self) -> str:
        """ "Complete", or "2.0 h of ethics to go until December 31, 2026"."""
        return f"{self.to_go} to go until {in_full(self.last)}" if self.to_go else "Complete"

    @property
    def waiting_text(self) -> str:
        """ "1.5 h wait for an attorney’s confirmation", or ""."""
        return f"{hours_text(self.waiting)} h wait for an attorney’s confirmation" if self.waiting else ""


def education_states(
    members: list[Member], *, on: date | None = None, rule: EducationRule | None = None
) -> dict[int, EducationState]:
    """Each member's state, by id, in the period that the date `on` (today) is in. One query, and the rule's."""
    rule = rule or education_rule()
    first, last = rule.period(on or timezone.localdate())
    confirmed = Q(confirmed_by__isnull=False)
    rows = (
        EducationCourse.objects.filter(member__in=members, taken_on__range=(first, last))
        .order_by()
        .values("member_id")
        .annotate(
            ethics=Coalesce(Sum("hours", filter=confirmed & Q(subject="ethics")), ZERO),
            general=Coalesce(Sum("hours", filter=confirmed & Q(subject="general")), ZERO),
            waiting=Coalesce(Sum("hours", filter=~confirmed), ZERO),
        )
    )
    sums = {row.pop("member_id"): row for row in rows}
    nothing = {"ethics": ZERO, "general": ZERO, "waiting": ZERO}
    return {
        member.pk: EducationState(
            first,
            last,
            **sums.get(member.pk, nothing),
            needs_ethics=rule.ethics_hours,
            needs_general=rule.general_hours,
        )
        for member in members
    }


def education_state(member: Member, *, on: date | None = None) -> EducationState:
    """One member's state."""
    return education_states([member], on=on)[member.pk]


def former_shortfall(member: Member) -> EducationState | None:
    """The period before this one, when the member worked here in it and did not complete it."""
    rule = education_rule()
    before = rule.period(timezone.localdate())[0] - timedelta(days=1)
    if not rule.is_required or timezone.localdate(member.joined_at) > before:
        return None
    state = education_states([member], on=before, rule=rule)[member.pk]
    return None if state.is_complete else state


def qualification_word(member: Member) -> str:
    """ "confirmed", "waiting" for an attorney's word, or "missing". Reads the member's qualifications."""
    rows = list(member.qualifications.all())
    if any(row.confirmed_by_id for row in rows):
        return "confirmed"
    return "waiting" if rows else "missing"


def paralegals_of(viewer: Member) -> QuerySet[Member]:
    """Active paralegals whose record `viewer` sees: all for who manages people, else those supervised and oneself."""
    found = Member.objects.active().filter(role__template="paralegal").order_by("name")
    if viewer.can(Perm.USER_MANAGE):
        return found
    return found.filter(Q(supervisor=viewer) | Q(pk=viewer.pk))


def sees_record(viewer: Member, member: Member) -> bool:
    """Whether `viewer` sees the qualification record of `member`: the person, the supervisor, who manages people."""
    return viewer.pk in (member.pk, member.supervisor_id) or viewer.can(Perm.USER_MANAGE)


def confirms_record(viewer: Member, member: Member) -> bool:
    """Whether `viewer` confirms entries of `member`: an attorney with a current licence who sees them, never one's own."""
    return viewer.pk != member.pk and viewer.can(Perm.SUPERVISION_DELEGATE) and sees_record(viewer, member)


def unconfirmed_counts(members: list[Member]) -> dict[int, int]:
    """How many entries of each member wait for an attorney's confirmation, by id. Two queries."""
    counts: dict[int, int] = {}
    for model in (Qualification, EducationCourse):
        rows = model.objects.filter(member__in=members, confirmed_by=None).values_list("member_id", flat=True)
        for pk in rows:
            counts[pk] = counts.get(pk, 0) + 1
    return counts
