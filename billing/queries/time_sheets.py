"""Reads about the approval of time and costs: whose time needs it, what may be billed, a week's sheets."""

import datetime

from django.db.models import Q, QuerySet

from accounts.models import Member
from billing.models import Expense, TimeEntry, TimeSheet
from matters.models import Matter
from supervision.models import Policy
from supervision.queries import policy

WEEK = datetime.timedelta(days=7)


def templates_to_approve() -> set[str] | None:
    """Roles whose time must be approved before it is billed, by their template; None: all but attorneys'."""
    return {Policy.TimeApproval.NOBODY: set(), Policy.TimeApproval.GUESTS: {"freelancer"}}.get(
        policy().time_approval
    )


def needs_approval(member: Member) -> bool:
    """Whether the member's time is billed only once an attorney approved its sheet. One query."""
    found = templates_to_approve()
    return member.role.template != "attorney" if found is None else member.role.template in found


def _unapproved_time() -> Q:
    found = templates_to_approve()
    whose = (
        Q(member__role__template__in=found) if found is not None else ~Q(member__role__template="attorney")
    )
    return whose & (Q(sheet=None) | ~Q(sheet__state=TimeSheet.State.APPROVED))


def ready_time(entries: QuerySet[TimeEntry]) -> QuerySet[TimeEntry]:
    """Those of `entries` that wait for no approval. One query more, when there is a rule to read."""
    return entries.exclude(pk__in=waiting_time(entries).values("pk"))


def waiting_time(entries: QuerySet[TimeEntry]) -> QuerySet[TimeEntry]:
    """Those of `entries` that nobody approved and that may not be billed until then."""
    return entries.filter(_unapproved_time())


def _unapproved_costs() -> Q:
    least = policy().expense_approval_from
    if least is None:
        return Q(pk__in=[])
    return Q(amount__gte=least) & ~Q(approval=Expense.Approval.APPROVED)


def ready_costs(expenses: QuerySet[Expense]) -> QuerySet[Expense]:
    """Those of `expenses` that wait for no approval."""
    return expenses.exclude(_unapproved_costs())


def waiting_costs(expenses: QuerySet[Expense]) -> QuerySet[Expense]:
    """Those of `expenses` that nobody approved and that may not be billed until then."""
    return expenses.filter(_unapproved_costs())


def expense_needs_approval(expense: Expense) -> bool:
    """Whether the expense is of the amount from which the firm wants an approval. One query."""
    least = policy().expense_approval_from
    return least is not None and expense.amount >= least


def to_submit(member: Member, monday: datetime.date) -> QuerySet[TimeEntry]:
    """The member's entries of the week from `monday` that are on no sheet an attorney has or approved, by matter."""
    return TimeEntry.objects.filter(
        Q(sheet=None) | Q(sheet__state__in=[TimeSheet.State.DRAFT, TimeSheet.State.RETURNED]),
        member=member,
        date__gte=monday,
        date__lt=monday + WEEK,
        state=TimeEntry.State.OPEN,
    ).order_by("matter_id", "date", "id")


def sheets_of(member: Member, monday: datetime.date, viewer: Member) -> QuerySet[TimeSheet]:
    """The member's sheets of the week from `monday` that `viewer` may see, by matter."""
    return (
        TimeSheet.objects.visible_to(viewer)
        .filter(member=member, week_start=monday)
        .select_related("matter", "approved_by")
        .order_by("matter__name", "id")
    )


def entries_of(sheet: TimeSheet) -> QuerySet[TimeEntry]:
    """The entries on a sheet, by day."""
    return sheet.entries.select_related("matter", "member__role").order_by("date", "id")


def attorney_of(matter: Matter) -> Member:
    """Who approves time on the matter unless somebody else is chosen."""
    return matter.supervising
