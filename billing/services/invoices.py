"""The life of an invoice: to the attorney, back or approved, numbered and frozen, sent, and void by
reversal.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm, ensure
from billing.models import Expense, Invoice, InvoiceLine, TimeEntry
from billing.pdf import invoice_pdf
from billing.queries.invoices import changed_since, content_hash, local_today
from billing.services.drafts import arrangement_of, put_sums, sum_up
from billing.services.lines import lock_draft
from documents import services as documents
from practice import audit, states
from practice.exceptions import DomainError, Stale
from practice.jobs import enqueue_after_commit
from practice.numbering import next_number


def default_reviewer(invoice: Invoice) -> Member | None:
    """Who a draft goes to unless somebody else is chosen: the matter's responsible, else supervising
    attorney.
    """
    matter = invoice.matter
    for member in (matter.responsible, matter.supervising):
        if member.is_active and member.can(Perm.INVOICE_APPROVE):
            return member
    return None


@transaction.atomic
def submit_for_review(invoice: Invoice, *, by: Member, to: Member | None = None) -> Invoice:
    """Hand the draft to an attorney, who then approves or returns it. Without `to` it is the matter's
    attorney.
    """
    ensure(by, Perm.INVOICE_DRAFT)
    locked = lock_draft(invoice)
    reviewer = to or default_reviewer(locked)
    if reviewer is None or not reviewer.can(Perm.INVOICE_APPROVE):
        who = f"{reviewer.name} cannot approve bills. " if reviewer else ""
        raise DomainError(f"{who}Choose an attorney with a current licence.", field="to")
    if not locked.lines.exists():
        raise DomainError("This draft has no lines. Add work to it, or discard it.")
    return states.transition(
        locked, "in_review", by=by, reviewer=reviewer, submitted_at=timezone.now(), return_note=""
    )


@transaction.atomic
def return_invoice(invoice: Invoice, *, note: str, by: Member) -> Invoice:
    """Give the bill back to whoever drafted it, with a note that says what to change."""
    ensure(by, Perm.INVOICE_APPROVE)
    note = note.strip()
    if not note:
        raise DomainError("Say what should change.", field="reason")
    return states.transition(invoice, "draft", by=by, reason=note, return_note=note)


@transaction.atomic
def approve_invoice(invoice: Invoice, *, by: Member, seen: str = "") -> Invoice:
    """Approve the bill: it gets its number and dates, its heading and lines freeze, its work counts as
    billed.

    Only a licensed attorney (accounts.permissions.RESERVED). `seen` is queries.invoices.read_mark of the
    page that was
    read; when the bill changed since, it is not approved and the error says what changed. The number is
    taken last, so
    that the counter's row is locked as briefly as can be; a failed approval leaves no gap.
    """
    ensure(by, Perm.INVOICE_APPROVE)
    locked = _lock_for_approval(invoice)
    _refuse_stale(locked, seen)
    if not locked.lines.exists():
        raise DomainError("This draft has no lines, so there is nothing to approve.")
    put_sums(locked, sum_up([locked.pk])[locked.pk])
    firm = locked.firm
    today = local_today(firm)
    TimeEntry.objects.filter(lines__invoice=locked, lines__holds_work=True).update(
        state=TimeEntry.State.BILLED, updated_at=timezone.now()
    )
    Expense.objects.filter(lines__invoice=locked, lines__holds_work=True).update(
        state=Expense.State.BILLED, updated_at=timezone.now()
    )
    approved = states.transition(
        locked,
        "approved",
        by=by,
        issued_on=today,
        due_on=today + datetime.timedelta(days=terms_of(locked, today)),
        approved_by=by,
        approved_at=timezone.now(),
        heading=make_heading(locked, by),
        return_note="",
        number=take_number(locked, today),
    )
    enqueue_after_commit("billing.tasks.make_invoice_pdf", invoice_id=approved.pk)
    return approved


def _lock_for_approval(invoice: Invoice) -> Invoice:
    locked = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("firm", "matter", "client")
        .get(pk=invoice.pk)
    )
    if locked.state == Invoice.State.APPROVED:
        who = locked.approved_by.name if locked.approved_by else ""
        raise DomainError(f"{who} approved this bill already, as {locked.number}.")
    states.check(locked, "approved")
    return locked


def _refuse_stale(invoice: Invoice, seen: str) -> None:
    if not seen:
        return
    digest, _, event_id = seen.partition(".")
    if digest == content_hash(invoice):
        return
    said = changed_since(invoice, int(event_id)) if event_id.isdecimal() and len(event_id) < 19 else []
    what = f" {'. '.join(said)}." if said else ""
    raise Stale(f"This bill changed after you opened it, so it was not approved.{what} Read it again.")


def terms_of(invoice: Invoice, on: datetime.date) -> int:
    """Days to pay: the matter's fee arrangement's own terms, else the firm's."""
    arrangement = arrangement_of(invoice.matter, on)
    own = arrangement.payment_terms_days if arrangement else None
    return invoice.firm.payment_terms_days if own is None else own


def take_number(invoice: Invoice, on: datetime.date) -> str:
    """The next invoice number in the firm's format. A format without the year counts on for all time."""
    form = invoice.firm.invoice_number_format
    series = str(on.year) if "{year" in form else ""
    return form.format(year=on.year, number=next_number("invoice", series))


def make_heading(invoice: Invoice, attorney: Member) -> dict:
    """Letterhead, client, matter and attorney as they stand now; frozen on the invoice."""
    firm, matter, client = invoice.firm, invoice.matter, invoice.client
    signed = attorney.signature
    return {
        "firm": {
            "name": firm.name,
            "address": [line.strip() for line in firm.address.splitlines() if line.strip()],
            "phone": firm.phone,
            "email": firm.email,
            "website": firm.website,
            "tax_id": firm.tax_id,
            "payment_instructions": firm.payment_instructions,
            "paper": firm.paper,
        },
        "client": {"name": client.name, "address": client.address_lines},
        "matter": {
            "number": matter.number,
            "name": matter.name,
            "reference": matter.client_reference,
            "court": matter.court,
            "case_number": matter.case_number,
        },
        "attorney": {"name": signed.name, "title": signed.title, "bar": list(signed.bar)},
    }


@transaction.atomic
def void_invoice(invoice: Invoice, *, reason: str, by: Member, write_off: bool = False) -> Invoice:
    """Reverse an approved invoice. Returns the reversal, a mirror with its own number; the original is void.

    Its work is unbilled again, or written off for good. Refused while payments stand on it.
    """
    ensure(by, Perm.INVOICE_VOID)
    reason = reason.strip()
    if not reason:
        raise DomainError("Say why it is void. The reason stays on the record.", field="reason")
    locked = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("firm", "matter", "client")
        .get(pk=invoice.pk)
    )
    states.check(locked, "void")
    if locked.kind == Invoice.Kind.REVERSAL:
        raise DomainError("A reversal cannot be void. Draft a new bill for the work instead.")
    if locked.paid:
        raise DomainError(
            f"Payments of ${locked.paid:,.2f} stand on {locked}. Reverse those first, then void it."
        )
    reversal = _mirror(locked, by, reason)
    _release_work(locked, write_off)
    states.transition(locked, "void", by=by, reason=reason, void_reason=reason)
    audit.record(
        by,
        "invoice.reversed",
        reversal,
        changes={"reversal_of": [None, locked.number], "total": [None, reversal.total]},
        reason=reason,
    )
    enqueue_after_commit("billing.tasks.make_invoice_pdf", invoice_id=reversal.pk)
    for name in ("state", "void_reason"):
        setattr(invoice, name, getattr(locked, name))
    return reversal


def _mirror(original: Invoice, by: Member, reason: str) -> Invoice:
    """The reversal with its lines: made as a draft, because only drafts take lines, then numbered and
    frozen.
    """
    today = local_today(original.firm)
    reversal = Invoice.objects.create(
        kind=Invoice.Kind.REVERSAL,
        matter=original.matter,
        client=original.client,
        currency=original.currency,
        period_from=original.period_from,
        period_to=original.period_to,
        reversal_of=original,
        drafted_by=by,
        message=f"This reverses invoice {original.number} of {original.issued_on:%B} {original.issued_on.day}, "
        f"{original.issued_on.year}. {reason}",
    )
    mirrored = []
    for line in InvoiceLine.objects.filter(invoice=original).order_by("id"):
        line.pk = None
        line._state.adding = True
        line.invoice = reversal
        line.holds_work = False
        line.quantity, line.amount, line.drafted_amount = -line.quantity, -line.amount, -line.drafted_amount
        mirrored.append(line)
    InvoiceLine.objects.bulk_create(mirrored, batch_size=500)
    put_sums(reversal, sum_up([reversal.pk])[reversal.pk])
    reversal.state = Invoice.State.APPROVED
    reversal.approved_by, reversal.approved_at = by, timezone.now()
    reversal.issued_on = reversal.due_on = today
    reversal.heading = {**original.heading, "reversal_of": original.number}
    reversal.number = take_number(original, today)
    reversal.save()
    return reversal


def _release_work(invoice: Invoice, write_off: bool) -> None:
    """Unbilled again, free for a new bill; or written off, and never billed again."""
    values = {"state": "written_off" if write_off else "open", "updated_at": timezone.now()}
    held = {"lines__invoice": invoice, "lines__holds_work": True}
    TimeEntry.objects.filter(**held).update(**values)
    Expense.objects.filter(**held).update(**values)
    if not write_off:
        invoice.lines.update(holds_work=False)


@transaction.atomic
def store_pdf(invoice: Invoice) -> Invoice:
    """Make the invoice's PDF and keep it as a document of the matter. Once: a second call changes nothing."""
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("matter").get(pk=invoice.pk)
    if locked.pdf_id or locked.is_editable:
        return locked
    word = "Reversal" if locked.kind == Invoice.Kind.REVERSAL else "Invoice"
    version = documents.create_document(
        locked.matter,
        name=f"{word} {locked.number}",
        category="invoice",
        content=invoice_pdf(locked),
        filename=f"{word} {locked.number}.pdf",
        media_type="application/pdf",
        by=None,
    )
    locked.pdf = version
    locked.save(update_fields=["pdf", "updated_at"])
    audit.record(None, "invoice.pdf_stored", locked, changes={"sha256": [None, version.sha256]})
    return locked


@transaction.atomic
def mark_viewed(invoice: Invoice) -> None:
    """Note that the client opened the invoice; the first time is kept."""
    Invoice.objects.filter(pk=invoice.pk, viewed_at=None).update(viewed_at=timezone.now())


@transaction.atomic
def set_reminders(invoice: Invoice, *, stopped: bool, by: Member) -> Invoice:
    """Stop or resume the reminders of one invoice."""
    ensure(by, Perm.INVOICE_SEND)
    locked = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    changes = audit.apply(locked, reminders_stopped=stopped)
    if changes:
        locked.save(update_fields=["reminders_stopped", "updated_at"])
        audit.record(by, "invoice.reminders_stopped" if stopped else "invoice.reminders_resumed", locked)
    return locked
