"""Writes of expenses."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure, refusal
from billing.models import Expense
from billing.queries.expenses import amount_of, category_of, default_kind, may_change
from billing.services.rounds import end_round
from billing.services.time import UNDO
from billing.services.time_rules import CODE, check_day, ensure_takes_work, ensure_works_on
from billing.utbms import EXPENSES, clean
from matters.models import Matter
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError
from practice.models import AuditEvent
from supervision import services as approvals
from supervision.models import Approval

MOST = Decimal("1000000000")
KEPT = (
    "matter_id",
    "member_id",
    "entered_by_id",
    "date",
    "kind",
    "category",
    "expense_code",
    "vendor",
    "description",
    "quantity",
    "unit_cost",
    "amount",
    "billable",
    "on_hold",
    "receipt_id",
    "external_id",
    "created_at",
)
SAID = ("date", "category", "description", "quantity", "unit_cost", "amount", "billable")
# Fields that an approval of the expense is about.
COVERED = ("matter", "member", "date", "category", "vendor", "description", "amount", "billable")
STANDS = {
    Expense.State.ON_INVOICE: "This expense stands on a draft bill. Change it there, or take it off the bill.",
    Expense.State.BILLED: "This expense is billed. Void the bill to change it.",
    Expense.State.WRITTEN_OFF: "This expense is written off and can no longer be changed.",
}


def _said(expense: Expense) -> dict:
    return {name: [None, getattr(expense, name)] for name in SAID}


def _ensure_may_enter(by: Member, member: Member, matter: Matter) -> None:
    ensure_on(by, Perm.EXPENSE_ENTER, matter)
    if member.pk != by.pk:
        ensure(by, Perm.TIME_RECORD_FOR_OTHERS)
    ensure_takes_work(matter)
    ensure_works_on(member, matter, by.firm, by=by)


def _cost(quantity: Decimal, unit_cost: Decimal) -> Decimal:
    if quantity <= 0:
        raise DomainError("The quantity must be more than nothing.", field="quantity")
    if unit_cost <= 0:
        raise DomainError("The unit cost must be more than nothing.", field="unit_cost")
    amount = amount_of(quantity, unit_cost)
    if amount > MOST:
        raise DomainError("That is more than a billion. Check the figures.", field="unit_cost")
    if amount == 0:
        raise DomainError("That comes to less than a cent.", field="unit_cost")
    return amount


def _text(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise DomainError("Say what the cost was for.", field="description")
    if len(said) > 2_000:
        raise DomainError("A description has at most 2,000 characters.", field="description")
    return said


def _category(code: str, category: str, *, imported: bool = False) -> tuple[str, str]:
    code = clean(code)
    if code and code not in EXPENSES and not (imported and CODE.fullmatch(code)):
        raise DomainError(f"“{code[:20]}” is no UTBMS expense code.", field="expense_code")
    name = category.strip()[:60] or category_of(code)
    if not name:
        raise DomainError("Choose a category.", field="expense_code")
    return code, name


@transaction.atomic
def record_expense(
    matter: Matter,
    *,
    by: Member,
    date: datetime.date,
    description: str,
    unit_cost: Decimal,
    quantity: Decimal = Decimal(1),
    expense_code: str = "",
    category: str = "",
    kind: str = "",
    vendor: str = "",
    billable: bool = True,
    member: Member | None = None,
    external_id: str = "",
) -> Expense:
    """Record a cost on `matter`: `quantity` × `unit_cost` (up to four decimals each), to the cent.

    The category and whether it is paid out or in-house follow the UTBMS code unless given. `external_id` names what it is
    the expense of; raises DomainError when that has one.
    """
    member = member or by
    _ensure_may_enter(by, member, matter)
    check_day(date)
    _ensure_once(external_id)
    code, name = _category(expense_code, category)
    expense = Expense.objects.create(
        matter=matter,
        member=member,
        entered_by=by,
        date=date,
        kind=Expense.Kind(kind or default_kind(code)),
        category=name,
        expense_code=code,
        vendor=vendor.replace("\x00", "").strip()[:120],
        description=_text(description),
        quantity=quantity,
        unit_cost=unit_cost,
        amount=_cost(quantity, unit_cost),
        billable=billable,
        external_id=external_id,
    )
    audit.record(by, "expense.recorded", expense, changes=_said(expense))
    return expense


def _ensure_once(external_id: str) -> None:
    if external_id and Expense.objects.filter(external_id=external_id).exists():
        raise DomainError("This cost has its expense already. Delete that one first.")


def _locked(expense: Expense, by: Member) -> Expense:
    locked = (
        Expense.objects.select_for_update(of=("self",))
        .select_related("matter__client", "member__role")
        .filter(pk=expense.pk)
        .first()
    )
    if locked is None:
        raise DomainError("This expense no longer exists.")
    if locked.state != Expense.State.OPEN:
        raise DomainError(STANDS[Expense.State(locked.state)])
    ensure_on(by, Perm.EXPENSE_ENTER, locked.matter)
    if not may_change(by, locked):
        raise refusal(by, Perm.TIME_RECORD_FOR_OTHERS)
    return locked


@transaction.atomic
def change_expense(expense: Expense, *, by: Member, verb: str = "expense.changed", **new: Any) -> Expense:
    """Change fields of an unbilled expense; the amount follows from quantity and unit cost."""
    expense = _locked(expense, by)
    matter, member = new.get("matter", expense.matter), new.get("member") or expense.member
    if matter.pk != expense.matter_id or member.pk != expense.member_id:
        _ensure_may_enter(by, member, matter)
    if "date" in new and new["date"] != expense.date:
        check_day(new["date"])
    code, name = expense.expense_code, expense.category
    if new.get("expense_code", code) != code or new.get("category"):
        code, name = _category(new.get("expense_code", code), new.get("category", ""))
    quantity, unit_cost = new.get("quantity", expense.quantity), new.get("unit_cost", expense.unit_cost)
    amount = expense.amount
    if quantity != expense.quantity or unit_cost != expense.unit_cost:
        amount = _cost(quantity, unit_cost)
    changes = audit.apply(
        expense,
        matter=matter,
        member=member,
        date=new.get("date", expense.date),
        kind=Expense.Kind(new.get("kind") or expense.kind),
        category=name,
        expense_code=code,
        vendor=new.get("vendor", expense.vendor).replace("\x00", "").strip()[:120],
        description=_text(new.get("description", expense.description)),
        quantity=quantity,
        unit_cost=unit_cost,
        amount=amount,
        billable=new.get("billable", expense.billable),
        on_hold=new.get("on_hold", expense.on_hold),
    )
    if changes:
        if expense.approval == Expense.Approval.APPROVED and set(changes) & set(COVERED):
            expense.approval = Expense.Approval.NONE
        expense.save()
        audit.record(by, verb, expense, changes=changes)
        approvals.void_if_changed("expense", expense, by=by)
    return expense


def move_expense(expense: Expense, *, by: Member, matter: Matter) -> Expense:
    """Move an unbilled expense to another matter."""
    return change_expense(expense, by=by, verb="expense.moved", matter=matter)


def hold_expense(expense: Expense, *, by: Member) -> Expense:
    """Leave an unbilled expense out of bill runs until it is released."""
    return change_expense(expense, by=by, verb="expense.held", on_hold=True)


def release_expense(expense: Expense, *, by: Member) -> Expense:
    """Let a held expense into the next bill run again."""
    return change_expense(expense, by=by, verb="expense.released", on_hold=False)


def make_not_billable(expense: Expense, *, by: Member) -> Expense:
    """Let the firm carry an unbilled expense."""
    return change_expense(expense, by=by, verb="expense.not_billable", billable=False)


def make_billable(expense: Expense, *, by: Member) -> Expense:
    """Charge an unbilled expense to the client."""
    return change_expense(expense, by=by, verb="expense.billable", billable=True)


@transaction.atomic
def delete_expense(expense: Expense, *, by: Member) -> AuditEvent:
    """Delete an unbilled expense. The event returned holds all of it; `restore_expense` brings it back."""
    expense = _locked(expense, by)
    gone = {name: [getattr(expense, name), None] for name in KEPT}
    event = audit.record(by, "expense.deleted", expense, changes=gone)
    end_round("expense", expense, by=by, note="The expense was deleted.")
    try:
        expense.delete()
    except ProtectedError:
        raise DomainError(
            "This expense stood on a bill that was voided, so it is kept. Mark it as not billable instead."
        ) from None
    return event


@transaction.atomic
def restore_expense(event: AuditEvent, *, by: Member) -> Expense:
    """Bring back an expense that `by` deleted in the last ten minutes. Doing it twice gives one expense."""
    if event.verb != "expense.deleted" or event.actor_id != by.pk or timezone.now() - event.at > UNDO:
        raise DomainError("This can no longer be undone.")
    found = Expense.objects.filter(pk=event.object_id).first()
    if found is not None:
        return found
    kept = {name: before for name, (before, _) in event.changes.items() if name in KEPT}
    _ensure_once(kept["external_id"])
    expense = Expense(pk=event.object_id, **kept)
    expense.full_clean(exclude=["firm", "created_at"], validate_unique=False, validate_constraints=False)
    expense.save(force_insert=True)
    audit.record(by, "expense.restored", expense, changes=_said(expense))
    return expense


def submit_expense(expense: Expense, *, by: Member, to: Member | None = None) -> Approval:
    """Send an expense to somebody who approves it: never to who incurred it."""
    return approvals.submit("expense", expense, by=by, to=to)


def ensure_may_submit(expense: Expense, by: Member) -> None:
    """Raise Refused unless the expense is `by`'s own or in their charge."""
    if expense.state == Expense.State.OPEN and not may_change(by, expense):
        raise refusal(by, Perm.TIME_RECORD_FOR_OTHERS)


def check_expense(expense: Expense) -> None:
    """Raise DomainError when an approval of the expense would mean nothing: it is billed, or approved as it is."""
    if expense.state != Expense.State.OPEN:
        raise DomainError(STANDS[Expense.State(expense.state)])
    if expense.approval == Expense.Approval.APPROVED:
        raise DomainError("This expense is approved already.")


def mark_expense(expense: Expense, approval: str, *, by: Member, reason: str = "") -> Expense:
    """Set how the expense stands with its approval; approved only with one of exactly this content."""
    if approval == Expense.Approval.APPROVED:
        check_expense(expense)
        approvals.require("expense", expense)
    changes = audit.apply(expense, approval=approval)
    if changes:
        expense.save(update_fields=["approval", "updated_at"])
        audit.record(by, f"expense.{approval or 'reopened'}", expense, changes=changes, reason=reason)
    return expense


@dataclass(frozen=True)
class NewExpense:
    """A row of an import."""

    matter: Matter
    member: Member
    date: datetime.date
    description: str
    unit_cost: Decimal
    quantity: Decimal = Decimal(1)
    expense_code: str = ""
    category: str = "Other"
    vendor: str = ""
    billable: bool = True
    external_id: str = ""


@transaction.atomic
def import_expenses(rows: Iterable[NewExpense], *, by: Member) -> list[Expense]:
    """Record many costs at once, all or none. Codes outside the tables are kept as given."""
    ensure(by, Perm.DATA_IMPORT)
    expenses = []
    for row in rows:
        ensure_takes_work(row.matter)
        check_day(row.date)
        code, name = _category(
            row.expense_code, category_of(clean(row.expense_code)) or row.category, imported=True
        )
        expenses.append(
            Expense(
                matter=row.matter,
                member=row.member,
                entered_by=by,
                date=row.date,
                kind=default_kind(code),
                category=name,
                expense_code=code,
                vendor=row.vendor.strip()[:120],
                description=_text(row.description),
                quantity=row.quantity,
                unit_cost=row.unit_cost,
                amount=_cost(row.quantity, row.unit_cost),
                billable=row.billable,
                external_id=row.external_id,
            )
        )
    Expense.objects.bulk_create(expenses, batch_size=1000)
    audit.record_many(by, "expense.imported", [(expense, _said(expense)) for expense in expenses])
    return expenses
