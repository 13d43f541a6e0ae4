"""Review of a draft, line by line. What was worked stays beside what is billed; each change is on the
record.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from billing.models import Expense, Invoice, InvoiceLine, TimeEntry
from billing.services.drafts import arrangement_of, put_sums, sum_up, take_work
from billing.services.rounds import end_round
from matters.queries.access import ensure_on, may_prepare_on
from practice import audit
from practice.exceptions import DomainError
from practice.money import ZERO, cents

# Why a line is billed below what was worked. Kept as text on the line, so the list may change.
REASONS = (
    "Courtesy to the client",
    "Exceeds budget for task",
    "Duplicate effort",
    "More than one timekeeper",
    "Clerical work",
    "Training or supervision",
    "Excessive time for task",
    "Billing guideline of the client",
    "Entry error",
)
HOUR = Decimal(3600)


def lock_draft(invoice: Invoice) -> Invoice:
    """The draft, locked for this transaction. Raises DomainError when it is no draft any more."""
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("matter").get(pk=invoice.pk)
    if not locked.is_editable:
        raise DomainError(
            f"{locked} is {locked.get_state_display().lower()} and no longer changes. Void it to correct it."
        )
    return locked


def _lock_line(line: InvoiceLine, by: Member) -> tuple[Invoice, InvoiceLine]:
    """The line and its draft, locked, invoice first. Raises DomainError when somebody removed the line."""
    invoice = lock_draft(line.invoice)
    ensure_on(by, Perm.INVOICE_DRAFT, invoice.matter)
    found = InvoiceLine.objects.filter(pk=line.pk).first()
    if found is None:
        raise DomainError("This line is no longer on the draft.")
    return invoice, found


def _ensure_may_write_down(by: Member, line: InvoiceLine) -> None:
    """An attorney writes down; others may propose it on a draft, and the attorney's approval of the bill
    decides.
    """
    if not may_prepare_on(by, Perm.TIME_BILL_APPROVE, line.invoice.matter):
        raise refusal(by, Perm.TIME_BILL_APPROVE)


def name_of(line: InvoiceLine) -> str:
    """The line as the history names it: `Nov 13, Otis Farrow`."""
    who = line.timekeeper_name if line.kind == line.Kind.FEE else "cost"
    return f"{line.date:%b} {line.date.day}{', ' + who if who else ''}"


def _store(
    invoice: Invoice, line: InvoiceLine, by: Member, verb: str, changes: dict, reason: str = ""
) -> None:
    """Save a changed line, sum the draft up, and record both on the invoice."""
    if not changes:
        return
    line.save(update_fields=[*changes, "written_down_by"])
    named = {f"{name_of(line)}: {field}": pair for field, pair in changes.items()}
    resum(invoice, by, verb, named, reason)


def resum(invoice: Invoice, by: Member, verb: str, changes: dict, reason: str = "") -> None:
    """Work out the draft's totals again and record `changes` with the change of the total."""
    before = invoice.total
    put_sums(invoice, sum_up([invoice.pk])[invoice.pk])
    if invoice.total != before:
        changes = {**changes, "total": [before, invoice.total]}
    audit.record(by, verb, invoice, changes=changes, reason=reason)


@transaction.atomic
def edit_line(line: InvoiceLine, *, description: str, by: Member) -> InvoiceLine:
    """Change the narrative that the client will read. The time entry keeps its own."""
    invoice, line = _lock_line(line, by)
    description = description.strip()
    if not description:
        raise DomainError("Say what was done.", field="description")
    changes = audit.apply(line, description=description)
    _store(invoice, line, by, "invoice.line_edited", changes)
    return line


@transaction.atomic
def write_down(
    line: InvoiceLine,
    *,
    reason: str,
    by: Member,
    seconds: int | None = None,
    amount: Decimal | None = None,
) -> InvoiceLine:
    """Bill fewer seconds, or a smaller amount, than was drafted. Exactly one of the two, and a reason.

    Fewer seconds are charged at the line's rate. A line is never billed above what was drafted: that takes a
    correction of the time entry.
    """
    _ensure_may_write_down(by, line)
    invoice, line = _lock_line(line, by)
    reason = reason.strip()
    if seconds is not None and amount is not None:
        raise DomainError("Give either hours or an amount.", field="hours")
    if not reason:
        raise DomainError("Choose why this is billed at less.", field="reason")
    if seconds is not None:
        if line.time_entry_id is None:
            raise DomainError("This line has no hours. Give an amount.", field="hours")
        if seconds < 0 or seconds > line.worked_seconds:
            raise DomainError(
                f"Between 0 and {_hours(line.worked_seconds)} hours, which is what was worked.", field="hours"
            )
        amount = cents(line.rate * seconds / HOUR)
        if seconds == line.worked_seconds:
            amount = line.drafted_amount
    elif amount is None:
        raise DomainError("Give either hours or an amount.", field="hours")
    else:
        amount = cents(amount)
        if not ZERO <= amount <= line.drafted_amount:
            raise DomainError(
                f"Between 0.00 and {line.drafted_amount:,.2f}, which is what was drafted.", field="amount"
            )
        seconds = line.seconds or line.worked_seconds
    _charge(line, seconds, min(amount, line.drafted_amount), reason, by)
    _save_charge(invoice, line, by, "invoice.line_written_down", reason)
    return line


@transaction.atomic
def no_charge(line: InvoiceLine, *, reason: str, by: Member) -> InvoiceLine:
    """Show the line on the bill at no charge."""
    _ensure_may_write_down(by, line)
    invoice, line = _lock_line(line, by)
    reason = reason.strip()
    if not reason and line.drafted_amount:
        raise DomainError("Choose why this is not charged.", field="reason")
    _charge(line, 0, ZERO, reason, by)
    line.no_charge = True
    _save_charge(invoice, line, by, "invoice.line_no_charge", reason)
    return line


@transaction.atomic
def restore_line(line: InvoiceLine, *, by: Member) -> InvoiceLine:
    """Take a write-down back: the line is billed as it was drafted."""
    _ensure_may_write_down(by, line)
    invoice, line = _lock_line(line, by)
    if line.amount == line.drafted_amount and not line.write_down_reason:
        raise DomainError("This line is billed as drafted.")
    _charge(line, line.worked_seconds, line.drafted_amount, "", None)
    line.no_charge = False
    _save_charge(invoice, line, by, "invoice.line_restored", "")
    return line


def _hours(seconds: int) -> str:
    return f"{(Decimal(seconds) / HOUR).quantize(Decimal('0.01')).normalize():f}"


def _charge(line: InvoiceLine, seconds: int, amount: Decimal, reason: str, by: Member | None) -> None:
    """Set what is charged. `quantity` follows the seconds for time, and is 0 or as drafted for the rest."""
    line.seconds = seconds if line.time_entry_id else 0
    if line.time_entry_id:
        line.quantity = (Decimal(seconds) / HOUR).quantize(Decimal("0.0001"))
    line.amount = amount
    line.no_charge = False
    line.write_down_reason = reason if amount != line.drafted_amount else ""
    line.written_down_by = by if line.write_down_reason else None


def _save_charge(invoice: Invoice, line: InvoiceLine, by: Member, verb: str, reason: str) -> None:
    before = InvoiceLine.objects.get(pk=line.pk)
    fields = ("seconds", "quantity", "amount", "no_charge", "write_down_reason")
    changes = audit.changed(before, **{name: getattr(line, name) for name in fields})
    if changes:
        line.save(update_fields=[*changes, "written_down_by"])
        shown = {k: v for k, v in changes.items() if k in ("amount", "no_charge")} or changes
        resum(invoice, by, verb, {f"{name_of(line)}: {k}": v for k, v in shown.items()}, reason)


def _release(line: InvoiceLine, *, hold: bool) -> None:
    """Give the entry or expense of a line back to unbilled work, and take the line off."""
    source = {"state": "open", "updated_at": timezone.now()}
    if hold:
        source["on_hold"] = True
    if line.time_entry_id:
        TimeEntry.objects.filter(pk=line.time_entry_id).update(**source)
    elif line.expense_id:
        Expense.objects.filter(pk=line.expense_id).update(**source)
    elif hold:
        raise DomainError("A flat fee cannot be held. Remove it; the next bill run offers it again.")
    line.delete()


@transaction.atomic
def hold_line(line: InvoiceLine, *, by: Member) -> Invoice:
    """Take the line off the draft and keep its work out of bill runs until somebody releases it."""
    invoice, line = _lock_line(line, by)
    gone = {name_of(line): [line.amount, None]}
    _release(line, hold=True)
    resum(invoice, by, "invoice.line_held", gone)
    return invoice


@transaction.atomic
def remove_line(line: InvoiceLine, *, by: Member) -> Invoice:
    """Take the line off the draft; its work is unbilled again and comes with the next bill run."""
    invoice, line = _lock_line(line, by)
    gone = {name_of(line): [line.amount, None]}
    _release(line, hold=False)
    resum(invoice, by, "invoice.line_removed", gone)
    return invoice


@transaction.atomic
def add_unbilled(
    invoice: Invoice,
    *,
    until: datetime.date,
    by: Member,
    entries: Iterable[int] = (),
    expenses: Iterable[int] = (),
) -> int:
    """Put unbilled work that came later on the draft. Returns how many lines that made.

    `entries` and `expenses` are ids on the draft's own matter; others, and those that were billed
    meanwhile, are
    left out.
    """
    invoice = lock_draft(invoice)
    ensure_on(by, Perm.INVOICE_DRAFT, invoice.matter)
    arrangement = arrangement_of(invoice.matter, until)
    kind = arrangement.kind if arrangement else "hourly"
    before = invoice.lines.aggregate(last=Max("position"))["last"] or 0
    count = invoice.lines.count()
    entries = list(entries)
    if entries and kind in ("contingency", "pro_bono"):
        raise DomainError("The time of this matter is not billed by the hour. Add its costs alone.")
    take_work(
        invoice,
        until=until,
        charged=kind == "hourly",
        after=before,
        entries=entries,
        expenses=list(expenses),
    )
    added = invoice.lines.count() - count
    if not added:
        raise DomainError("Choose work to add. What was chosen is no longer unbilled.")
    changes = {"lines": [count, count + added]}
    if invoice.period_to is None or until > invoice.period_to:
        changes |= audit.apply(invoice, period_to=until)
        invoice.save(update_fields=["period_to", "updated_at"])
    resum(invoice, by, "invoice.work_added", changes)
    return added


@transaction.atomic
def set_message(invoice: Invoice, *, message: str, by: Member) -> Invoice:
    """Set the text printed above the lines."""
    invoice = lock_draft(invoice)
    ensure_on(by, Perm.INVOICE_DRAFT, invoice.matter)
    changes = audit.apply(invoice, message=message.strip())
    if changes:
        invoice.save(update_fields=["message", "updated_at"])
        audit.record(by, "invoice.message_set", invoice, changes=changes)
    return invoice


@transaction.atomic
def discard_draft(invoice: Invoice, *, by: Member, reason: str = "") -> None:
    """Throw the draft away; all of its work is unbilled again."""
    invoice = lock_draft(invoice)
    ensure_on(by, Perm.INVOICE_DRAFT, invoice.matter)
    end_round("invoice", invoice, by=by, note=reason or "Discarded.")
    now = timezone.now()
    TimeEntry.objects.filter(lines__invoice=invoice).update(state="open", updated_at=now)
    Expense.objects.filter(lines__invoice=invoice).update(state="open", updated_at=now)
    audit.record(by, "invoice.discarded", invoice, changes={"total": [invoice.total, None]}, reason=reason)
    invoice.lines.all().delete()
    invoice.delete()
