"""Reads about expenses."""

from decimal import Decimal

from django.db.models import Q, Sum

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Expense
from billing.utbms import EXPENSES, SOFT_EXPENSES
from matters.models import Matter
from matters.queries.access import may
from practice.money import cents


def amount_of(quantity: Decimal, unit_cost: Decimal) -> Decimal:
    """Quantity times unit cost (each with up to four decimals), to the cent."""
    return cents(quantity * unit_cost)


def default_kind(code: str) -> str:
    """Whether a category is paid out or carried in-house, unless somebody says otherwise."""
    return Expense.Kind.SOFT if code in SOFT_EXPENSES else Expense.Kind.HARD


def category_of(code: str) -> str:
    """The name that goes with an expense code; nothing for an unknown one."""
    return EXPENSES[code].name if code in EXPENSES else ""


def may_enter(member: Member, matter: Matter) -> bool:
    """Whether the member may enter expenses on the matter."""
    return may(member, Perm.EXPENSE_ENTER, matter)


def may_change(viewer: Member, expense: Expense) -> bool:
    """Whether the viewer may edit, move or delete the expense: unbilled, and theirs or in their charge."""
    if expense.state != Expense.State.OPEN or not viewer.can(Perm.EXPENSE_ENTER):
        return False
    return (
        expense.member_id == viewer.pk
        or viewer.can(Perm.TIME_RECORD_FOR_OTHERS)
        or viewer.can(Perm.EXPENSE_APPROVE)
    )


def totals_of_matter(matter: Matter, viewer: Member) -> dict[str, Decimal]:
    """Unbilled, held and billed costs of a matter. One query."""
    open_ = Q(state=Expense.State.OPEN, billable=True)
    return (
        Expense.objects.visible_to(viewer)
        .filter(matter=matter)
        .aggregate(
            unbilled=Sum("amount", filter=open_ & Q(on_hold=False), default=Decimal(0)),
            held=Sum("amount", filter=open_ & Q(on_hold=True), default=Decimal(0)),
            billed=Sum("amount", filter=Q(state=Expense.State.BILLED), default=Decimal(0)),
        )
    )
