"""The life of an invoice: to the attorney, back or approved, numbered and frozen, sent, and void by
reversal. Approving and voiding are decisions (billing.approvals); here is what they do.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import Expense, Invoice, InvoiceLine, TimeEntry
from billing.pdf import invoice_pdf
from billing.queries.invoices import changed_since, content_hash, local_today
from billing.services.drafts import arrangement_of, put_sums, sum_up
from billing.services.lines import lock_draft
from documents import services as documents
from matters.queries.access import ensure_on, may_prepare_on
from practice import audit, states
from practice.exceptions import DomainError, Proposal, Stale
from practice.jobs import enqueue_after_commit
from practice.numbering import next_number
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest


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
def submit_for_review(invoice: Invoice, *, by: Member, to: Member | None = None, note: str = "") -> Invoice:
    """Hand the draft to an attorney, who then approves or returns it. Without `to` it is the matter's
    attorney.
    """
    ensure_on(by, Perm.INVOICE_DRAFT, invoice.matter)
    locked = lock_draft(invoice)
    usual = default_reviewer(locked)
    if to is None and usual is not None and usual.pk != by.pk:
        to = usual
    approvals.submit("invoice", locked, by=by, to=to, note=note)
    return _renewed(invoice)


@transaction.atomic
def return_invoice(invoice: Invoice, *, note: str, by: Member) -> Invoice:
    """Give the bill back to whoever drafted it, with a note that says what to change."""
    ensure_on(by, Perm.INVOICE_APPROVE, invoice.matter)
    waiting = newest("invoice", invoice)
    if waiting is None or not waiting.is_waiting:
        raise DomainError("This bill is not in review, so there is nothing to return.")
    approvals.send_back(waiting, note=note, by=by)
    return _renewed(invoice)


def _renewed(invoice: Invoice) -> Invoice:
    """The object in hand brought up to date with what the approval did to its row."""
    invoice.refresh_from_db()
    return invoice


@transaction.atomic
def approve_invoice(invoice: Invoice, *, by: Member, seen: str = "") -> Invoice:
    """Approve the bill: it gets its number and dates, its heading and lines freeze, its work counts as
    billed.

    Only a licensed attorney (accounts.permissions.RESERVED). `seen` is queries.invoices.read_mark of the
    page that was read; when the bill changed since, it is not approved and the error says what changed. What waits is
    approved; a draft that nobody submitted is approved in a round of its own (supervision.services.decide).
    """
    locked = _lock_for_approval(invoice)
    offered = Proposal("invoice", locked.pk) if locked.state == Invoice.State.DRAFT else None
    ensure_on(by, Perm.INVOICE_APPROVE, locked.matter, proposal=offered)
    states.check(locked, "approved")
    approvals.decide("invoice", locked, by=by, seen=_refuse_stale(locked, seen))
    return Invoice.objects.select_related("firm", "matter", "client").get(pk=locked.pk)


def _lock_for_approval(invoice: Invoice) -> Invoice:
    locked = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("firm", "matter__responsible", "matter__supervising", "client")
        .get(pk=invoice.pk)
    )
    if locked.state == Invoice.State.APPROVED:
        who = locked.approved_by.name if locked.approved_by else ""
        raise DomainError(f"{who} approved this bill already, as {locked.number}.")
    return locked


def _refuse_stale(invoice: Invoice, seen: str) -> str:
    """The hash of the content that was read; "" when the caller read none in particular."""
    if not seen:
        return ""
    digest, _, event_id = seen.partition(".")
    if digest == content_hash(invoice):
        return digest
    said = changed_since(invoice, int(event_id)) if event_id.isdecimal() and len(event_id) < 19 else []
    what = f" {'. '.join(said)}." if said else ""
    raise Stale(f"This bill changed after you opened it, so it was not approved.{what} Read it again.")


def check_has_lines(invoice: Invoice) -> None:
    """Raise DomainError when there is nothing on the draft to approve."""
    if not invoice.lines.exists():
        raise DomainError("This draft has no lines. Add work to it, or discard it.")


def put_in_review(invoice: Invoice, approval: Approval, *, by: Member) -> Invoice:
    """The effect of submitting it: who reviews it, and since when."""
    return states.transition(
        invoice,
        "in_review",
        by=by,
        reviewer=approval.assigned_to,
        submitted_at=approval.submitted_at,
        return_note="",
    )


def put_back(invoice: Invoice, approval: Approval, *, by: Member) -> Invoice:
    """The effect of a return or a withdrawal: a draft again, with the attorney's note."""
    note = approval.decision_note
    return states.transition(invoice, "draft", by=by, reason=note, return_note=note)


def issue(invoice: Invoice, approval: Approval, *, by: Member) -> Invoice:
    """The effect of the approval, in its transaction: numbers, freezes and bills what `approval` approved.

    Raises DomainError without an approval of exactly this content; PostgreSQL refuses the step then as well. The number
    is taken last, so that the counter's row is locked as briefly as can be; a failed approval leaves no gap.
    """
    check_has_lines(invoice)
    put_sums(invoice, sum_up([invoice.pk])[invoice.pk])
    approvals.require("invoice", invoice)
    today = local_today(invoice.firm)
    TimeEntry.objects.filter(lines__invoice=invoice, lines__holds_work=True).update(
        state=TimeEntry.State.BILLED, updated_at=timezone.now()
    )
    Expense.objects.filter(lines__invoice=invoice, lines__holds_work=True).update(
        state=Expense.State.BILLED, updated_at=timezone.now()
    )
    approved = states.transition(
        invoice,
        "approved",
        by=by,
        issued_on=today,
        due_on=today + datetime.timedelta(days=terms_of(invoice, today)),
        approved_by=by,
        approved_at=approval.decided_at,
        heading=make_heading(invoice, by),
        return_note="",
        number=take_number(invoice, today),
    )
    enqueue_after_commit("billing.tasks.make_invoice_pdf", invoice_id=approved.pk)
    return approved


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

    Its work is unbilled again, or written off for good. Refused while payments stand on it. Who may only propose it is
    refused with the proposal to send.
    """
    arguments = void_arguments(reason, write_off)
    offered = None
    if may_prepare_on(by, Perm.INVOICE_VOID, invoice.matter):
        offered = Proposal("void", invoice.pk, arguments)
    ensure_on(by, Perm.INVOICE_VOID, invoice.matter, proposal=offered)
    locked = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    check_voidable(locked, arguments)
    approvals.decide("void", locked, by=by, arguments=arguments)
    _renewed(invoice)
    return Invoice.objects.get(reversal_of=invoice)


def void_arguments(reason: str, write_off: bool) -> dict:
    """What a proposal to void says: why, and what becomes of the work."""
    return {"reason": reason.strip(), "write_off": write_off}


@transaction.atomic
def propose_void(
    invoice: Invoice, *, reason: str, by: Member, write_off: bool = False, to: Member | None = None
) -> Approval:
    """Ask an attorney to void an invoice. Nothing of it changes before they decide."""
    return approvals.submit("void", invoice, by=by, to=to, arguments=void_arguments(reason, write_off))


def check_voidable(invoice: Invoice, arguments: dict) -> None:
    """Raise DomainError when the invoice cannot be void: without a reason, paid, a reversal, or not issued."""
    if not arguments.get("reason"):
        raise DomainError("Say why it is void. The reason stays on the record.", field="reason")
    states.check(invoice, "void")
    if invoice.kind == Invoice.Kind.REVERSAL:
        raise DomainError("A reversal cannot be void. Draft a new bill for the work instead.")
    if invoice.paid:
        raise DomainError(
            f"Payments of ${invoice.paid:,.2f} stand on {invoice}. Reverse those first, then void it."
        )


def reverse(invoice: Invoice, approval: Approval, *, by: Member) -> Invoice:
    """The effect of an approved void, in its transaction. Returns the reversal."""
    check_voidable(invoice, approval.arguments)
    approvals.require("void", invoice, arguments=approval.arguments)
    reason = approval.arguments["reason"]
    reversal = _mirror(invoice, by, reason)
    _release_work(invoice, approval.arguments["write_off"])
    states.transition(invoice, "void", by=by, reason=reason, void_reason=reason)
    audit.record(
        by,
        "invoice.reversed",
        reversal,
        changes={"reversal_of": [None, invoice.number], "total": [None, reversal.total]},
        reason=reason,
    )
    enqueue_after_commit("billing.tasks.make_invoice_pdf", invoice_id=reversal.pk)
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
