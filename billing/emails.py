"""The mails of billing: what they say, and sending them."""

from django.template.loader import render_to_string

from billing.models import InvoiceMail
from billing.queries.invoices import local_today
from practice import mail as post

TEMPLATES = {InvoiceMail.Kind.INVOICE: "invoice_sent", InvoiceMail.Kind.REMINDER: "invoice_reminder"}


def context_of(mail: InvoiceMail, url: str) -> dict:
    """What the templates of a mail about an invoice read. `url` is the client's private link."""
    invoice = mail.invoice
    firm = invoice.firm
    today = local_today(firm)
    return {
        "firm": firm,
        "firm_name": invoice.heading.get("firm", {}).get("name", firm.name),
        "client_name": invoice.client.name,
        "invoice": invoice,
        "matter": invoice.heading.get("matter", {}),
        "balance": invoice.balance,
        "days_late": max((today - (invoice.due_on or today)).days, 0),
        "note": mail.note,
        "url": url,
        "attached": mail.attach_pdf,
        "sender": mail.asked_by.signed_name if mail.asked_by else "",
    }


def message_id(mail: InvoiceMail) -> str:
    """The fixed Message-ID of this mail: a second delivery of the same one is recognisable."""
    return post.message_id(f"invoice-mail-{mail.firm_id}-{mail.pk}")


def prepare(mail: InvoiceMail, url: str, attachment: tuple[str, bytes, str] | None) -> post.Prepared:
    """Read all that the mail needs."""
    return post.Prepared(
        name=TEMPLATES[InvoiceMail.Kind(mail.kind)],
        to=mail.to,
        context=context_of(mail, url),
        reply_to=mail.invoice.firm.email,
        message_id=message_id(mail),
        attachments=(attachment,) if attachment else (),
    )


def preview(mail: InvoiceMail) -> dict[str, str]:
    """Subject and text of a mail that is not saved yet, with words where the private link will stand."""
    context = context_of(mail, "(the private link stands here)")
    name = TEMPLATES[InvoiceMail.Kind(mail.kind)]
    return {
        "subject": " ".join(render_to_string(f"emails/{name}.subject.txt", context).split()),
        "text": render_to_string(f"emails/{name}.txt", context),
    }
