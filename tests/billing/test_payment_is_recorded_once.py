"""Payments: shared out, never beyond a balance, once per form, never edited."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from billing.models import Invoice, Payment, PaymentAllocation
from billing.queries.invoices import status_of
from billing.services.payments import record_payment, reverse_payment, share_out
from matters.models import Contact
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from practice.scope import firm_scope
from tests import cast
from tests.billing.bills import fresh, make_draft, make_invoice, matter_with

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def pay(people, parts, amount=None, key="form-1", who=None, **fields):
    parts = {invoice.pk: Decimal(part) for invoice, part in parts.items()}
    return record_payment(
        parts=parts,
        amount=Decimal(amount) if amount else sum(parts.values()),
        received_on=fields.pop("received_on", YESTERDAY),
        method="check",
        key=key,
        by=fresh(who or people.secretary),
        **fields,
    )


def test_payment_reduces_the_balance_and_pays_in_full(a):
    invoice = make_invoice(a)
    today = timezone.localdate()
    pay(a, {invoice: "51.00"}, reference="1042")
    invoice.refresh_from_db()
    assert (invoice.paid, invoice.balance) == (Decimal("51.00"), Decimal("1000.00"))
    assert status_of(invoice, today)[:2] == ("part_paid", "Part paid")
    pay(a, {invoice: "1000.00"}, key="form-2")
    invoice.refresh_from_db()
    assert (invoice.balance, status_of(invoice, today)[1]) == (0, "Paid")
    assert AuditEvent.objects.filter(verb="invoice.paid").count() == 2
    payment = Payment.objects.get(reference="1042")
    assert (payment.client, payment.matter, payment.recorded_by) == (a.client, a.matter, a.secretary)


def test_one_payment_for_several_invoices_of_a_client(a):
    first, second = make_invoice(a), make_invoice(a, matter_with(a, "2026-0002", "100.00", "50.00"))
    assert share_out(Decimal("1101.00"), [second, first]) == {
        first.pk: Decimal("1051.00"),
        second.pk: Decimal("50"),
    }
    assert share_out(Decimal("5000"), [first, second]) == {
        first.pk: Decimal("1051.00"),
        second.pk: Decimal("150.00"),
    }
    pay(a, {first: "1051.00", second: "50.00"})
    second.refresh_from_db()
    assert (second.paid, PaymentAllocation.objects.count()) == (Decimal("50.00"), 2)


def test_more_than_the_balance_is_refused_with_the_figure(a):
    invoice = make_invoice(a)
    with pytest.raises(DomainError, match=r"\$1,051.00 is left") as refused:
        pay(a, {invoice: "1051.01"})
    assert refused.value.field == "amount"
    assert Payment.objects.count() == 0


@pytest.mark.parametrize(
    ("parts", "amount", "fields"),
    [
        ({}, "10", {}),
        ("0", "0", {}),
        ("-5", "-5", {}),
        ("10", "11", {}),
        ("10", "10", {"received_on": timezone.localdate() + datetime.timedelta(days=2)}),
    ],
)
def test_nonsense_is_refused(a, parts, amount, fields):
    invoice = make_invoice(a)
    given = {invoice: parts} if isinstance(parts, str) else parts
    with pytest.raises(DomainError):
        pay(a, given, amount, **fields)
    assert Payment.objects.count() == 0


def test_drafts_voids_and_other_clients_are_not_paid(a):
    draft = make_draft(a, matter_with(a, "2026-0002", "100.00"))
    with pytest.raises(DomainError):
        pay(a, {draft: "10"})
    other = Contact.objects.create(name="Other", sort_name="Other")
    foreign = make_invoice(a, matter_with(a, "2026-0003", "100.00", client=other))
    with pytest.raises(DomainError, match="one client"):
        pay(a, {make_invoice(a): "10", foreign: "10"})


def test_the_same_form_twice_is_one_payment(a):
    invoice = make_invoice(a)
    first = pay(a, {invoice: "10.00"})
    assert pay(a, {invoice: "10.00"}) == first
    with pytest.raises(DomainError, match="another payment"):
        pay(a, {invoice: "11.00"})
    invoice.refresh_from_db()
    assert (invoice.paid, Payment.objects.count()) == (Decimal("10.00"), 1)


def test_reversal_opens_the_balance_again_and_happens_once(a):
    invoice = make_invoice(a)
    payment = pay(a, {invoice: "1051.00"})
    with pytest.raises(DomainError):
        reverse_payment(payment, reason="", by=fresh(a.secretary))
    reversal = reverse_payment(payment, reason="Check returned.", by=fresh(a.secretary))
    invoice.refresh_from_db()
    assert (invoice.paid, reversal.amount, reversal.reversal_of) == (0, Decimal("-1051.00"), payment)
    for gone in (payment, reversal):
        with pytest.raises(DomainError):
            reverse_payment(gone, reason="x", by=fresh(a.secretary))
    pay(a, {invoice: "1.00"}, key="form-2")


def test_paralegal_and_freelancer_record_nothing(a):
    invoice = make_invoice(a)
    for who in (a.paralegal, a.freelancer):
        with pytest.raises(Refused):
            pay(a, {invoice: "1.00"}, who=who)


@pytest.mark.parametrize("table", ["billing_payment", "billing_paymentallocation"])
def test_sql_cannot_change_a_payment(a, table):
    pay(a, {make_invoice(a): "10.00"})
    for sql in (f"UPDATE {table} SET amount = 1", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_two_people_paying_the_same_invoice_at_once_pay_it_once():
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        invoice = make_invoice(people)
    gate, said = threading.Barrier(2), []

    def go(key):
        try:
            gate.wait()
            with firm_scope(people.firm):
                pay(people, {invoice: "1051.00"}, key=key)
            said.append("paid")
        except DomainError as error:
            said.append(error.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[key]) for key in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(text[:4] for text in said) == ["$0.0", "paid"]
    with firm_scope(people.firm):
        assert Invoice.objects.get().paid == Decimal("1051.00")
        assert Payment.objects.count() == 1
