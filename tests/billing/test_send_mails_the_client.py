"""Sending: only approved bills, with a private link, once, and recognisable when delivered twice."""

import datetime
import re

import pytest
from django.core import mail as outbox
from django.utils import timezone

from billing.models import InvoiceMail
from billing.services import invoices, mails
from billing.services.invoices import submit_for_review
from billing.tasks import email_invoice
from documents.models import ShareLink
from matters.models import Contact
from practice.exceptions import DomainError, Refused
from practice.mail import Prepared
from practice.models import AuditEvent, Firm, Outbox
from tests.billing.bills import fresh, make_draft, make_invoice


def deliver(people, mail):
    email_invoice(firm_id=people.firm.pk, mail_id=mail.pk)


def test_mail_carries_a_private_link_and_no_attachment(a):
    invoice = make_invoice(a)
    asked = mails.send_invoice(invoice, note="Thank you, Juno.", by=fresh(a.secretary))
    assert Outbox.objects.get(task="billing.tasks.email_invoice").arguments == {"mail_id": asked.pk}
    deliver(a, asked)
    (sent,) = outbox.outbox
    assert sent.to == ["client@alder-client.example"]
    assert sent.subject == f"Invoice {invoice.number} from Alder & Birch LLP"
    assert sent.reply_to == ["office@alder.example"]
    assert "$1,051.00" in sent.body and "Thank you, Juno." in sent.body
    assert re.search(r"http://testserver\.local/p/\S+/", sent.body)
    assert sent.attachments == []
    assert sent.extra_headers["Message-ID"] == f"<invoice-mail-{a.firm.pk}-{asked.pk}@localhost.localdomain>"
    invoice.refresh_from_db()
    assert invoice.sent_at is not None
    link = ShareLink.objects.get()
    assert (link.object_id, link.contact, link.created_by) == (invoice.pk, a.client, a.secretary)
    assert AuditEvent.objects.get(verb="invoice.sent").actor_name == "Bea Castellan"


def test_second_delivery_of_the_job_sends_nothing(a):
    asked = mails.send_invoice(make_invoice(a), by=fresh(a.secretary))
    deliver(a, asked)
    deliver(a, asked)
    assert len(outbox.outbox) == 1
    assert AuditEvent.objects.filter(verb="invoice.sent").count() == 1


def test_mail_that_failed_goes_out_again_under_the_same_id(a, monkeypatch):
    asked = mails.send_invoice(make_invoice(a), by=fresh(a.secretary))
    real, ids = Prepared.send, []

    def flaky(prepared):
        ids.append(prepared.message_id)
        if len(ids) == 1:
            raise OSError("connection refused")
        real(prepared)

    monkeypatch.setattr(Prepared, "send", flaky)
    with pytest.raises(OSError):
        deliver(a, asked)
    asked.refresh_from_db()
    assert asked.sent_at is None
    deliver(a, asked)
    assert ids[0] == ids[1]
    assert len(outbox.outbox) == 1


def test_pdf_is_attached_when_the_firm_wants_it(a):
    pytest.importorskip("weasyprint")
    Firm.objects.filter(pk=a.firm.pk).update(attach_invoice_pdf=True)
    invoice = make_invoice(a)
    deliver(a, mails.send_invoice(invoice, by=fresh(a.secretary)))
    ((name, content, kind),) = outbox.outbox[0].attachments
    assert (name, kind) == (f"Invoice {invoice.number}.pdf", "application/pdf")
    assert content[:5] == b"%PDF-"


def test_sending_again_makes_a_second_mail_but_a_double_click_does_not(a):
    invoice = make_invoice(a)
    first = mails.send_invoice(invoice, by=fresh(a.secretary))
    assert mails.send_invoice(invoice, by=fresh(a.secretary)) == first
    InvoiceMail.objects.update(created_at=timezone.now() - datetime.timedelta(hours=1))
    second = mails.send_invoice(invoice, by=fresh(a.secretary))
    assert second != first
    assert mails.emails.message_id(second) != mails.emails.message_id(first)


def test_only_an_approved_bill_is_sent(a):
    draft = make_draft(a)
    with pytest.raises(DomainError, match="approved"):
        mails.send_invoice(draft, by=fresh(a.attorney))
    submit_for_review(draft, by=fresh(a.attorney))
    with pytest.raises(DomainError, match="approved"):
        mails.send_invoice(draft, by=fresh(a.attorney))
    with pytest.raises(Refused):
        mails.send_invoice(draft, by=fresh(a.freelancer))
    assert InvoiceMail.objects.count() == 0


def test_client_without_an_address_is_named(a):
    invoice = make_invoice(a)
    Contact.objects.filter(pk=a.client.pk).update(email="")
    with pytest.raises(DomainError, match="Brightwater Ceramics alder has no e-mail address"):
        mails.send_invoice(invoice, by=fresh(a.secretary))


def test_mail_of_an_invoice_that_became_void_is_not_sent(a):
    invoice = make_invoice(a)
    asked = mails.send_invoice(invoice, by=fresh(a.secretary))
    invoices.void_invoice(invoice, reason="Wrong client.", by=fresh(a.attorney))
    deliver(a, asked)
    assert outbox.outbox == []
