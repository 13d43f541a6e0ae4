"""Bulk acts of the invoice list: drafts to review, invoices to clients, reminders; each row by its own rules."""

from django.utils import timezone

from billing.models import Invoice, InvoiceMail
from tests import cast
from tests.billing.bills import make_draft, make_invoice, matter_with


def act(client, name, *rows, **data):
    values = {"bulk": name, "ids": [row.pk for row in rows], "confirmed": "1", **data}
    return client.post("/billing/", values, follow=True).content.decode()


def test_drafts_go_to_each_matters_attorney(a, sign_in):
    first, second = make_draft(a), make_draft(a, matter_with(a, "2026-0002", "1.00", responsible=a.associate))
    act(sign_in(a.secretary), "submit", first, second)
    assert dict(Invoice.objects.values_list("pk", "reviewer__name")) == {
        first.pk: "Imogen Vance",
        second.pk: "Priya Tollett",
    }
    assert set(Invoice.objects.values_list("state", flat=True)) == {"in_review"}


def test_invoices_are_sent_and_a_draft_among_them_is_reported(a, sign_in):
    draft, invoice = make_draft(a), make_invoice(a, matter_with(a, "2026-0002", "1.00"))
    page = act(sign_in(a.secretary), "send", draft, invoice)
    assert InvoiceMail.objects.get().invoice == invoice
    assert "Only an approved bill" in page


def test_reminders_go_to_the_unpaid(a, sign_in):
    unsent = make_invoice(a)
    sent = make_invoice(a, matter_with(a, "2026-0002", "1.00"), sent_at=timezone.now())
    page = act(sign_in(a.secretary), "remind", unsent, sent)
    assert InvoiceMail.objects.get(kind="reminder").invoice == sent
    assert "was never sent" in page


def test_freelancer_has_no_invoice_list(a, sign_in):
    cast.engage(a)
    assert sign_in(a.freelancer).get("/billing/").status_code == 403
