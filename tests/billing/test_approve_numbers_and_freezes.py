"""Approval: who may, the number, the dates, the frozen heading, and nothing that changes it afterwards."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import BarLicence
from billing.models import Expense, Invoice, InvoiceLine, TimeEntry
from billing.queries.invoices import local_today, read_mark
from billing.services import invoices, lines
from matters.models import FeeArrangement
from practice.exceptions import DomainError, Refused, Stale
from practice.models import AuditEvent, Firm, Outbox
from tests.billing.bills import fresh, make_cost, make_draft, make_invoice, matter_with


def test_approval_gives_number_dates_and_heading(a):
    make_cost(a)
    draft = make_draft(a)
    invoices.submit_for_review(draft, by=fresh(a.assistant))
    draft.refresh_from_db()
    assert (draft.state, draft.reviewer) == ("in_review", a.attorney)
    approved = invoices.approve_invoice(draft, by=fresh(a.attorney), seen=read_mark(draft))
    today = local_today(a.firm)
    assert (approved.state, approved.number) == ("approved", f"{today.year}-0001")
    assert (approved.issued_on, approved.due_on) == (today, today + datetime.timedelta(days=30))
    assert approved.approved_by_id == a.attorney.pk
    heading = Invoice.objects.get().heading
    assert heading["firm"]["name"] == "Alder & Birch LLP"
    assert heading["firm"]["address"] == ["1 Elm Street", "Oakland, CA 94607"]
    assert heading["client"]["address"] == ["9 Kiln Road", "Alameda, CA 94501"]
    assert heading["matter"]["number"] == "2026-0001"
    licence = BarLicence.objects.get(member=a.attorney)
    assert heading["attorney"] == {
        "name": "Imogen Vance",
        "title": "Partner",
        "bar": [f"California {licence.number}"],
    }
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"billed"}
    assert Expense.objects.get().state == "billed"
    assert Outbox.objects.get(task="billing.tasks.make_invoice_pdf").arguments == {"invoice_id": draft.pk}
    event = AuditEvent.objects.get(verb="invoice.approved")
    assert event.changes["number"] == ["", approved.number]


def test_numbers_have_no_gap_when_an_approval_fails(a):
    first, second = make_draft(a), make_draft(a, matter_with(a, "2026-0002", "100.00"))
    with pytest.raises(RuntimeError), transaction.atomic():
        invoices.approve_invoice(first, by=fresh(a.attorney))
        raise RuntimeError
    year = local_today(a.firm).year
    assert invoices.approve_invoice(second, by=fresh(a.attorney)).number == f"{year}-0001"
    assert invoices.approve_invoice(first, by=fresh(a.attorney)).number == f"{year}-0002"


def test_number_follows_the_firms_format(a):
    Firm.objects.filter(pk=a.firm.pk).update(invoice_number_format="INV{number:05d}")
    assert make_invoice(a).number == "INV00001"


def test_due_date_follows_the_matters_own_terms(a):
    FeeArrangement.objects.filter(matter=a.matter).update(payment_terms_days=0)
    invoice = make_invoice(a)
    assert invoice.due_on == invoice.issued_on


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary", "admin", "freelancer"])
def test_nobody_without_a_licence_approves(a, who):
    draft = make_draft(a)
    with pytest.raises(Refused):
        invoices.approve_invoice(draft, by=fresh(getattr(a, who)))
    with pytest.raises(DomainError):
        invoices.submit_for_review(draft, to=fresh(getattr(a, who)), by=fresh(a.attorney))
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("draft", "")


def test_power_without_a_licence_is_no_power(a):
    draft = make_draft(a)
    role = a.paralegal.role
    role.powers = {**role.powers, "invoice.approve": "yes"}
    role.save()
    with pytest.raises(Refused):
        invoices.approve_invoice(draft, by=fresh(a.paralegal))
    BarLicence.objects.filter(member=a.attorney).update(status="suspended")
    with pytest.raises(Refused):
        invoices.approve_invoice(draft, by=fresh(a.attorney))


def test_a_bill_that_changed_since_it_was_read_is_not_approved(a):
    draft = make_draft(a)
    seen = read_mark(draft)
    lines.write_down(draft.lines.first(), amount=Decimal("1"), reason="Entry error", by=fresh(a.paralegal))
    with pytest.raises(Stale) as stale:
        invoices.approve_invoice(draft, by=fresh(a.attorney), seen=seen)
    assert "Otis Farrow: line written down" in stale.value.message
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert invoices.approve_invoice(draft, by=fresh(a.attorney), seen=read_mark(draft)).state == "approved"


def test_second_approval_is_refused_and_takes_no_number(a):
    invoice = make_invoice(a)
    with pytest.raises(DomainError, match=f"already, as {invoice.number}"):
        invoices.approve_invoice(invoice, by=fresh(a.associate))


def test_returned_bill_is_a_draft_with_the_note(a):
    draft = make_draft(a)
    invoices.submit_for_review(draft, by=fresh(a.assistant))
    with pytest.raises(DomainError):
        invoices.return_invoice(draft, note=" ", by=fresh(a.attorney))
    with pytest.raises(Refused):
        invoices.return_invoice(draft, note="x", by=fresh(a.paralegal))
    invoices.return_invoice(draft, note="Split the second entry.", by=fresh(a.attorney))
    draft.refresh_from_db()
    assert (draft.state, draft.return_note) == ("draft", "Split the second entry.")
    invoices.submit_for_review(draft, by=fresh(a.assistant))
    draft.refresh_from_db()
    assert draft.return_note == ""


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE billing_invoice SET total = 1, fees = 1 WHERE id = %s",
        "UPDATE billing_invoice SET heading = '{}' WHERE id = %s",
        "UPDATE billing_invoice SET number = 'X' WHERE id = %s",
        "DELETE FROM billing_invoice WHERE id = %s",
        "UPDATE billing_invoiceline SET amount = 1, write_down_reason = 'x' WHERE invoice_id = %s",
        "UPDATE billing_invoiceline SET description = 'x' WHERE invoice_id = %s",
        "DELETE FROM billing_invoiceline WHERE invoice_id = %s",
    ],
)
def test_sql_cannot_change_an_approved_invoice(a, sql):
    invoice = make_invoice(a)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [invoice.pk])
    assert InvoiceLine.objects.filter(invoice=invoice).count() == 2


@pytest.mark.parametrize("act", [lines.hold_line, lines.remove_line, lines.restore_line])
def test_services_refuse_an_approved_invoice_with_words(a, act):
    invoice = make_invoice(a)
    with pytest.raises(DomainError, match="no longer changes"):
        act(invoice.lines.first(), by=fresh(a.attorney))
