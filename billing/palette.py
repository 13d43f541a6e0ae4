"""Invoices in the command palette."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Invoice
from practice.palette import Entry

INVOICES = "Invoices"


def _entry(invoice: Invoice) -> Entry:
    state = "Void" if invoice.state == Invoice.State.VOID else f"${invoice.total:,.2f}"
    return Entry(
        INVOICES,
        f"Invoice {invoice.number}",
        f"{invoice.client.name} · {state}",
        reverse("invoice_detail", args=[invoice.pk]),
        "receipt",
        verb="invoice" if invoice.state == Invoice.State.APPROVED else "",
        key=invoice.pk,
    )


def search(member: Member, text: str) -> list[Entry]:
    """Numbered invoices whose number or client matches each word of `text`, newest first. One query."""
    words = [word for word in text.lower().split() if word not in ("invoice", "bill")]
    if not words or not member.can(Perm.INVOICE_VIEW):
        return []
    found = Invoice.objects.visible_to(member).exclude(number="").select_related("client")
    for word in words[:6]:
        by_number = found.filter(number__icontains=word)
        found = by_number if any(c.isdigit() for c in word) else found.filter(client__name__icontains=word)
    return [_entry(invoice) for invoice in found.order_by("-id")[:3]]
