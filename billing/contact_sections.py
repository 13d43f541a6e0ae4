"""What billing shows on a contact's page."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Invoice, Payment
from billing.queries.invoices import local_today, status_of
from matters.models import Contact
from practice.models import Firm

SHOWN = 10


def invoices(contact: Contact, member: Member) -> dict | None:
    """The contact's newest invoices with their state; None for members who see no bills, or when there are none."""
    if not member.can(Perm.INVOICE_VIEW):
        return None
    rows = list(
        Invoice.objects.visible_to(member)
        .filter(client=contact)
        .select_related("matter", "client")
        .order_by("-id")[:SHOWN]
    )
    if not rows:
        return None
    today = local_today(Firm.objects.get(pk=contact.firm_id))
    return {
        "title": "Invoices",
        "template": "billing/contact_invoices.html",
        "context": {"rows": [(invoice, status_of(invoice, today)) for invoice in rows]},
        "url": f"{reverse('invoice_list')}?client={contact.pk}&view=all",
        "link": "All invoices",
    }


def payments(contact: Contact, member: Member) -> dict | None:
    """The contact's newest payments; None for members who see no bills, or when there are none."""
    if not member.can(Perm.INVOICE_VIEW):
        return None
    rows = list(
        Payment.objects.visible_to(member)
        .filter(client=contact)
        .select_related("matter")
        .order_by("-id")[:SHOWN]
    )
    if not rows:
        return None
    return {"title": "Payments", "template": "billing/contact_payments.html", "context": {"rows": rows}}
