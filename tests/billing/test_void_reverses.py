"""Void: a mirror with its own number, the work free again, nothing edited."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Expense, Invoice, TimeEntry
from billing.services.invoices import void_invoice
from billing.services.payments import record_payment
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.billing.bills import fresh, make_cost, make_draft, make_invoice


def test_void_issues_a_mirror_and_frees_the_work(a):
    make_cost(a)
    invoice = make_invoice(a)
    year = invoice.issued_on.year
    reversal = void_invoice(invoice, reason="Wrong client.", by=fresh(a.attorney))
    invoice.refresh_from_db()
    assert (invoice.state, invoice.void_reason, invoice.total) == (
        "void",
        "Wrong client.",
        Decimal("1097.50"),
    )
    assert invoice.balance == 0
    reversal = Invoice.objects.get(pk=reversal.pk)
    assert (reversal.kind, reversal.state, reversal.number) == ("reversal", "approved", f"{year}-0002")
    assert (reversal.fees, reversal.costs, reversal.total) == (
        Decimal("-1051.00"),
        Decimal("-46.50"),
        Decimal("-1097.50"),
    )
    assert (reversal.reversal_of, reversal.heading["reversal_of"]) == (invoice, f"{year}-0001")
    assert sorted(reversal.lines.values_list("amount", flat=True)) == [
        Decimal("-570.00"),
        Decimal("-481.00"),
        Decimal("-46.50"),
    ]
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"open"}
    assert Expense.objects.get().state == "open"
    event = AuditEvent.objects.get(verb="invoice.void")
    assert (event.reason, event.changes["state"]) == ("Wrong client.", ["approved", "void"])
    again = make_draft(a)
    assert again.total == Decimal("1097.50")


def test_void_may_write_the_work_off(a):
    invoice = make_invoice(a)
    void_invoice(invoice, reason="Goodwill.", write_off=True, by=fresh(a.attorney))
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"written_off"}
    with pytest.raises(DomainError):
        make_draft(a)


def test_void_is_refused_while_a_payment_stands(a):
    invoice = make_invoice(a)
    record_payment(
        parts={invoice.pk: Decimal("10")},
        amount=Decimal("10"),
        received_on=timezone.localdate() - datetime.timedelta(days=1),
        method="check",
        key="k",
        by=fresh(a.secretary),
    )
    with pytest.raises(DomainError, match=r"\$10.00"):
        void_invoice(invoice, reason="x", by=fresh(a.attorney))


def test_void_needs_a_reason_an_attorney_and_happens_once(a):
    invoice = make_invoice(a)
    with pytest.raises(DomainError, match="why"):
        void_invoice(invoice, reason=" ", by=fresh(a.attorney))
    for who in (a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        with pytest.raises(Refused):
            void_invoice(invoice, reason="x", by=fresh(who))
    reversal = void_invoice(invoice, reason="x", by=fresh(a.attorney))
    for gone in (invoice, reversal):
        with pytest.raises(DomainError):
            void_invoice(gone, reason="x", by=fresh(a.attorney))
    assert Invoice.objects.count() == 2


def test_draft_is_discarded_and_not_void(a):
    with pytest.raises(DomainError):
        void_invoice(make_draft(a), reason="x", by=fresh(a.attorney))
