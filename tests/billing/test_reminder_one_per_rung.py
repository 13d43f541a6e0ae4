"""Reminders: one for each rung of the ladder, however often the job runs."""

import datetime

import pytest
from django.core import mail as outbox
from django.utils import timezone

from billing.models import Invoice, InvoiceMail, InvoiceReminder
from billing.services.invoices import set_reminders
from billing.services.mails import remind_now
from billing.services.payments import record_payment
from billing.services.reminders import remind_unpaid
from billing.tasks import email_invoice, remind_unpaid_invoices
from matters.models import Contact
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from tests import cast
from tests.billing.bills import fresh, make_invoice


@pytest.fixture
def sent(a):
    """An invoice that went out; the ladder of the cast's firm is 7 and 21 days."""
    return make_invoice(a, sent_at=timezone.now())


def late(invoice, days):
    return invoice.due_on + datetime.timedelta(days=days)


def rungs():
    return list(InvoiceReminder.objects.values_list("days_late", flat=True))


def test_each_rung_is_reminded_of_once(a, sent):
    assert remind_unpaid(a.firm, on=late(sent, 6)) == 0
    assert remind_unpaid(a.firm, on=late(sent, 7)) == 1
    for day in (7, 8, 20):
        assert remind_unpaid(a.firm, on=late(sent, day)) == 0
    assert remind_unpaid(a.firm, on=late(sent, 21)) == 1
    assert remind_unpaid(a.firm, on=late(sent, 400)) == 0
    assert rungs() == [7, 21]
    assert InvoiceMail.objects.filter(kind="reminder").count() == 2


def test_after_an_outage_only_the_newest_rung_is_sent(a, sent):
    assert remind_unpaid(a.firm, on=late(sent, 30)) == 1
    assert rungs() == [21]


def test_mail_of_a_reminder_says_what_is_open(a, sent):
    record_payment(
        parts={sent.pk: 51},
        amount=51,
        received_on=timezone.localdate() - datetime.timedelta(days=1),
        method="check",
        key="k",
        by=fresh(a.secretary),
    )
    remind_unpaid(a.firm, on=late(sent, 7))
    mail = InvoiceMail.objects.get()
    for _ in range(2):
        email_invoice(firm_id=a.firm.pk, mail_id=mail.pk)
    (message,) = outbox.outbox
    assert message.subject == f"Reminder: invoice {sent.number} from Alder & Birch LLP"
    assert "$1,000.00 of $1,051.00 is open" in message.body
    assert "/p/" in message.body
    assert InvoiceReminder.objects.get().sent_at is not None


def test_paid_before_the_mail_went_out_is_not_reminded(a, sent):
    remind_unpaid(a.firm, on=late(sent, 7))
    Invoice.objects.filter(pk=sent.pk).update(paid=sent.total)
    email_invoice(firm_id=a.firm.pk, mail_id=InvoiceMail.objects.get().pk)
    assert outbox.outbox == []


@pytest.mark.parametrize(
    "spare", [{"sent_at": None}, {"reminders_stopped": True}, {"paid": 1051}, {"state": "void"}]
)
def test_unsent_stopped_paid_and_void_invoices_are_left_alone(a, sent, spare):
    cast.stamp("void", sent, by=a.attorney)
    Invoice.objects.filter(pk=sent.pk).update(**spare)
    assert remind_unpaid(a.firm, on=late(sent, 30)) == 0


def test_client_without_an_address_is_noted_and_not_mailed(a, sent):
    Contact.objects.filter(pk=a.client.pk).update(email="")
    assert remind_unpaid(a.firm, on=late(sent, 7)) == 1
    assert (rungs(), InvoiceMail.objects.count()) == ([7], 0)


def test_job_serves_every_firm_and_twice_is_once(a, monkeypatch):
    Firm.objects.filter(pk=a.firm.pk).update(payment_terms_days=0, reminder_days=[1])
    invoice = make_invoice(a, sent_at=timezone.now())
    from billing.services import reminders

    monkeypatch.setattr(reminders, "local_today", lambda firm: late(invoice, 1))
    assert [remind_unpaid_invoices(), remind_unpaid_invoices()] == [1, 0]
    assert rungs() == [1]


def test_reminder_by_hand_goes_once_a_day(a, sent):
    remind_now(sent, by=fresh(a.assistant))
    with pytest.raises(DomainError, match="today"):
        remind_now(sent, by=fresh(a.assistant))
    with pytest.raises(Refused):
        remind_now(sent, by=fresh(a.freelancer))


def test_reminders_are_stopped_and_resumed(a, sent):
    set_reminders(sent, stopped=True, by=fresh(a.assistant))
    assert remind_unpaid(a.firm, on=late(sent, 30)) == 0
    set_reminders(sent, stopped=False, by=fresh(a.assistant))
    assert remind_unpaid(a.firm, on=late(sent, 30)) == 1
