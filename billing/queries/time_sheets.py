"""Reads about the approval of time and costs: whose time needs it, what may be billed, a week's sheets."""

import datetime

from django.db.models import Q, QuerySet

from accounts.models import Member
from billing.models import Expense, TimeEntry, TimeSheet
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


def _approved_time() -> Q:
    found = templates_to_approve()
    if found is None:
        free = Q(member__role__template="attorney")
    else:
        free = ~Q(member__role__template__in=found) if found else Q()
    return free | Q(sheet__state=TimeSheet.State.APPROVED) if free else Q()


def ready_time(entries: QuerySet[TimeEntry]) -> QuerySet[TimeEntry]:
    """Those of `entries` that may be billed: approved, or of people whose time needs no approval. One query more."""
    return entries.filter(_approved_time())


def waiting_time(entries: QuerySet[TimeEntry]) -> QuerySet[TimeEntry]:
    """Those of `entries` that nobody approved and that may not be billed until then. One query more."""
    found = templates_to_approve()
    if found is None:
        whose = ~Q(member__role__template="attorney")
    else:
        whose = Q(member__role__template__in=found)
    return entries.filter(whose).filter(Q(sheet=None) | ~Q(sheet__state=TimeSheet.State.APPROVED))


def ready_costs(expenses: QuerySet[Expense]) -> QuerySet[Expense]:
    """Those of `expenses` that may be billed: approved, or below the amount that needs it. One query more."""
    least = policy().expense_approval_from
    if least is None:
        return expenses
    return expenses.filter(Q(amount__lt=least) | Q(approval=Expense.Approval.APPROVED))


def waiting_costs(expenses: QuerySet[Expense]) -> QuerySet[Expense]:
    """Those of `expenses` that nobody approved and that may not be billed until then. One query more."""
    least = policy().expense_approval_from
    if least is None:
        return expenses.none()
    return expenses.filter(amount__gte=least).exclude(approval=Expense.Approval.APPROVED)


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
