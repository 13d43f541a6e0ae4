"""Mail about invoices: asked for in a transaction, sent by a job with a private link, never lost and recognisable twice."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing import emails
from billing.models import Invoice, InvoiceMail, InvoiceReminder
from documents import services as documents
from documents.storage import open_version
from matters.queries.represented import direct_warning
from matters.services.represented import ensure_direct
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.mail import Prepared
from practice.scope import firm_scope


class NoAddress(DomainError):
    """The client has no e-mail address. `contact` is who."""

    def __init__(self, contact):
        super().__init__(
            f"{contact.name} has no e-mail address. Add one to the contact, then send the invoice."
        )
        self.contact = contact


def _sendable(invoice: Invoice) -> Invoice:
    """The invoice, locked, when it may go to the client: approved, standing, with an address to go to."""
    locked = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("client", "matter", "firm")
        .get(pk=invoice.pk)
    )
    if locked.is_editable:
        raise DomainError("Only an approved bill goes to a client. An attorney approves it first.")
    if locked.state == Invoice.State.VOID:
        raise DomainError(f"{locked} is void. Nothing was sent.")
    if not locked.client.email:
        raise NoAddress(locked.client)
    return locked


@transaction.atomic
def send_invoice(
    invoice: Invoice, *, by: Member, note: str = "", attach_pdf: bool | None = None, direct_reason: str = ""
) -> InvoiceMail:
    """Ask for the mail with the private link. `attach_pdf` None takes the firm's setting.

    A payer who has another lawyer gets no mail, unless an attorney allowed it, or allows it now with `direct_reason`.

    Sending again is allowed and makes a link of its own; a double click within a minute is not a second mail.
    """
    ensure(by, Perm.INVOICE_SEND)
    locked = _sendable(invoice)
    ensure_direct(locked.client, by=by, matter=locked.matter, reason=direct_reason)
    recent = InvoiceMail.objects.filter(
        invoice=locked,
        kind=InvoiceMail.Kind.INVOICE,
        to=locked.client.email,
        created_at__gt=timezone.now() - datetime.timedelta(minutes=1),
    ).first()
    if recent is not None:
        return recent
    attach = locked.firm.attach_invoice_pdf if attach_pdf is None else attach_pdf
    mail = _ask(locked, InvoiceMail.Kind.INVOICE, by=by, note=note.strip(), attach_pdf=attach)
    audit.record(by, "invoice.mail_asked", locked, changes={"to": [None, mail.to]})
    return mail


@transaction.atomic
def remind_now(invoice: Invoice, *, by: Member, note: str = "") -> InvoiceMail:
    """Send a reminder by hand, beside the schedule. One a day."""
    ensure(by, Perm.INVOICE_SEND)
    locked = _sendable(invoice)
    ensure_direct(locked.client, by=by, matter=locked.matter)
    if locked.kind != Invoice.Kind.INVOICE or locked.balance <= 0:
        raise DomainError(f"{locked} is paid. There is nothing to remind of.")
    if locked.sent_at is None:
        raise DomainError(f"{locked} was never sent. Send it first.")
    since = timezone.now() - datetime.timedelta(hours=20)
    if locked.mails.filter(kind=InvoiceMail.Kind.REMINDER, created_at__gt=since).exists():
        raise DomainError("A reminder of this invoice went out today.")
    mail = _ask(locked, InvoiceMail.Kind.REMINDER, by=by, note=note.strip())
    audit.record(by, "invoice.reminder_asked", locked, changes={"to": [None, mail.to]})
    return mail


def ask_reminder(reminder: InvoiceReminder) -> InvoiceMail | None:
    """The mail of a rung of the ladder. None when the client has no address; the invoice's page says so."""
    try:
        locked = _sendable(reminder.invoice)
    except DomainError:  # no address, or void since
        return None
    warning = direct_warning(locked.client, locked.matter)
    if warning and not warning.consent:  # a payer who has another lawyer
        return None
    return _ask(locked, InvoiceMail.Kind.REMINDER, by=None, reminder=reminder)


def _ask(invoice: Invoice, kind: str, *, by: Member | None, **fields) -> InvoiceMail:
    mail = InvoiceMail.objects.create(
        invoice=invoice,
        matter_id=invoice.matter_id,
        kind=kind,
        to=invoice.client.email,
        asked_by=by,
        **fields,
    )
    enqueue_after_commit("billing.tasks.email_invoice", mail_id=mail.pk)
    return mail


def deliver(firm_id: int, mail_id: int) -> None:
    """Send one mail, in three steps: the link is committed, then the mail goes out, then it is marked as sent.

    A mail that arrives therefore always carries a link that works. When the last step is lost the mail goes out again
    with the same Message-ID, by which receivers recognise it.
    """
    with firm_scope(firm_id):
        prepared = _prepare(mail_id)
    if prepared is None:
        return
    prepared.send()
    with firm_scope(firm_id):
        _mark_sent(mail_id)


def _prepare(mail_id: int) -> Prepared | None:
    """What the mail says; None when it is not to be sent any more (sent, void, or paid before the reminder)."""
    mail = (
        InvoiceMail.objects.select_related(
            "invoice__firm", "invoice__client", "invoice__pdf", "reminder", "asked_by__user"
        )
        .filter(pk=mail_id, sent_at=None)
        .first()
    )
    if mail is None:
        return None
    invoice = mail.invoice
    paid = mail.kind == InvoiceMail.Kind.REMINDER and invoice.balance <= 0
    if invoice.state != Invoice.State.APPROVED or paid:
        return None
    if mail.attach_pdf and invoice.pdf_id is None:
        from billing.services.invoices import store_pdf

        invoice = store_pdf(invoice)
    _link, url = documents.create_share_link(
        "invoice", invoice.pk, invoice.matter, invoice.client, by=mail.asked_by, days=60
    )
    attachment = None
    if mail.attach_pdf:
        with open_version(invoice.pdf) as file:
            attachment = (invoice.pdf.filename, file.read(), "application/pdf")
    return emails.prepare(mail, url, attachment)


def _mark_sent(mail_id: int) -> None:
    now = timezone.now()
    mail = InvoiceMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
    if mail.sent_at is not None:
        return
    mail.sent_at = now
    mail.save(update_fields=["sent_at"])
    if mail.reminder_id:
        InvoiceReminder.objects.filter(pk=mail.reminder_id).update(sent_at=now)
    if mail.kind == InvoiceMail.Kind.INVOICE:
        Invoice.objects.filter(pk=mail.invoice_id).update(sent_at=now)
    verb = "invoice.sent" if mail.kind == InvoiceMail.Kind.INVOICE else "invoice.reminded"
    audit.record(mail.asked_by, verb, mail.invoice, changes={"to": [None, mail.to]})
