"""The firm's own rules of supervision."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from practice import audit
from practice.exceptions import DomainError
from supervision.kinds import KINDS
from supervision.models import Policy

LONGEST = 24 * 30  # hours


@transaction.atomic
def change_policy(
    *,
    by: Member,
    second_person: Iterable[str],
    time_approval: str,
    remind_after_hours: int,
    escalate_after_hours: int,
    expense_approval_from: Decimal | None = None,
    expense_admin_limit: Decimal | None = None,
) -> Policy:
    """Set which kinds need a second attorney, whose time is approved, and after how many hours (weekends not counted)
    something that waits is reminded of and passed on. Raises DomainError with the field.

    Expenses of `expense_approval_from` or more are approved before they are billed (None: none are), by an attorney, or
    up to `expense_admin_limit` by an administrator (None: whatever the amount).
    """
    ensure(by, Perm.FIRM_SETTINGS)
    chosen = sorted(set(second_person))
    if unknown := [key for key in chosen if key not in KINDS]:
        raise DomainError(f"“{unknown[0]}” is no kind of approval.", field="second_person")
    if time_approval not in Policy.TimeApproval.values:
        raise DomainError("Choose whose time is approved.", field="time_approval")
    if not 1 <= remind_after_hours <= LONGEST:
        raise DomainError("From 1 to 720 hours.", field="remind_after_hours")
    if not remind_after_hours < escalate_after_hours <= LONGEST:
        raise DomainError("Later than the reminder, and 720 hours at most.", field="escalate_after_hours")
    amounts = {"expense_approval_from": expense_approval_from, "expense_admin_limit": expense_admin_limit}
    for name, amount in amounts.items():
        if amount is not None and amount < 0:
            raise DomainError("Not below zero.", field=name)
    rules, _made = Policy.objects.select_for_update().get_or_create()
    changes = audit.apply(
        rules,
        second_person=chosen,
        time_approval=time_approval,
        remind_after_hours=remind_after_hours,
        escalate_after_hours=escalate_after_hours,
        **amounts,
    )
    if changes:
        rules.save()
        audit.record(by, "policy.changed", rules, changes=changes)
    return rules
