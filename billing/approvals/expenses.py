"""An expense before it is billed, where the firm wants a second person's word on it."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Expense
from billing.services.expenses import check_expense, ensure_may_submit, mark_expense
from matters.queries.access import ensure_on
from supervision.kinds import Kind
from supervision.models import Approval
from supervision.queries import policy

Stands = Expense.Approval


class Cost(Kind):
    """Somebody other than who incurred it approves an expense: an attorney, or the administrator up to the firm's limit."""

    key, label, act, model = "expense", "Expense", "Approve the expense", "billing.Expense"
    decides, prepares = Perm.EXPENSE_APPROVE, Perm.EXPENSE_ENTER
    second_person = True
    batch = True
    icon = "receipt"
    joins = ("matter__responsible", "matter__supervising", "member__role", "receipt")

    def title(self, obj, arguments):
        return f"{obj.category}, {obj.matter.name}"

    def amount(self, obj, arguments):
        return obj.amount

    def url(self, obj):
        return reverse("expense_detail", args=[obj.pk])

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Incurred by": obj.member.name,
                "Matter": f"{obj.matter.number} {obj.matter.name}",
                "Date": obj.date,
                "Category": obj.category,
                "Vendor": obj.vendor,
                "Description": obj.description,
                "Amount": f"{obj.amount:,.2f}",
                "Charged to": "the client" if obj.billable else "the firm",
            },
            "rows": {},
        }

    def maker(self, obj, arguments) -> Member | None:
        return obj.member

    def may_decide(self, obj, by):
        return super().may_decide(obj, by) and within_limit(by, obj)

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        ensure_on(by, Perm.EXPENSE_ENTER, obj.matter)
        ensure_may_submit(obj, by)
        check_expense(obj)

    def on_submit(self, obj, approval, *, by):
        mark_expense(obj, Stands.SUBMITTED, by=by)

    def on_approve(self, obj, approval, *, by):
        mark_expense(obj, Stands.APPROVED, by=by)

    def on_return(self, obj, approval, *, by):
        returned = approval.state == Approval.State.RETURNED
        mark_expense(obj, Stands.RETURNED if returned else Stands.NONE, by=by, reason=approval.decision_note)

    def on_void(self, obj, approval, *, by):
        mark_expense(obj, Stands.NONE, by=by)


def within_limit(member: Member, expense: Expense) -> bool:
    """Whether the amount is within what the firm lets somebody who is no attorney approve."""
    if member.role.template == "attorney":
        return True
    limit = policy().expense_admin_limit
    return limit is None or expense.amount <= limit
