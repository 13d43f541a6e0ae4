"""Expenses from the firm's amount on are approved by somebody else before they are billed; an edit takes that away."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import BarLicence
from billing.models import InvoiceLine
from billing.services.bill_runs import draft_invoice
from billing.services.expenses import (
    change_expense,
    delete_expense,
    mark_expense,
    record_expense,
    submit_expense,
)
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Policy
from tests.billing.bills import fresh
from tests.billing.doors import api_approve, newest, sql_refuses, waiting


@pytest.fixture
def rules(a):
    """From 100.00 on; the administrator up to 500.00."""
    return Policy.objects.create(expense_approval_from=Decimal("100"), expense_admin_limit=Decimal("500"))


def spend(a, amount: str, by=None):
    return record_expense(
        a.matter,
        by=fresh(by or a.paralegal),
        date=timezone.localdate() - datetime.timedelta(days=1),
        description="Transcript",
        unit_cost=Decimal(amount),
        category="Transcripts",
    )


def test_below_the_amount_and_without_a_rule_nothing_is_asked(a):
    spend(a, "900.00")
    assert draft_invoice(a.matter, until=timezone.localdate(), by=fresh(a.secretary)).costs == Decimal(
        "900.00"
    )


def test_unapproved_ones_are_not_billed_by_any_door(a, rules):
    small, large = spend(a, "99.99"), spend(a, "100.00")
    draft = draft_invoice(a.matter, until=timezone.localdate(), by=fresh(a.secretary))
    assert draft.costs == Decimal("99.99")
    with pytest.raises(IntegrityError, match="not approved"), transaction.atomic():
        InvoiceLine.objects.create(
            invoice=draft, matter=a.matter, kind="cost", expense=large, date=large.date, description="x",
            drafted_amount=100, amount=100,
        )  # fmt: skip
    large.refresh_from_db()
    small.refresh_from_db()
    assert (small.state, large.state) == ("on_invoice", "open")


def test_the_administrator_approves_up_to_the_limit_and_attorneys_above(a, rules):
    small, large = spend(a, "500.00"), spend(a, "500.01")
    for expense in (small, large):
        submit_expense(expense, by=fresh(a.paralegal))
    approvals.approve(waiting("expense", small), by=fresh(a.admin))
    with pytest.raises(Refused):
        approvals.approve(waiting("expense", large), by=fresh(a.admin))
    approvals.approve(waiting("expense", large), by=fresh(a.attorney))
    small.refresh_from_db()
    large.refresh_from_db()
    assert (small.approval, large.approval) == ("approved", "approved")
    assert draft_invoice(a.matter, until=timezone.localdate(), by=fresh(a.secretary)).costs == Decimal(
        "1000.01"
    )


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary", "freelancer"])
def test_no_door_lets_staff_approve(a, sign_in, rules, who):
    expense = spend(a, "200.00")
    submit_expense(expense, by=fresh(a.paralegal))
    approval, person = waiting("expense", expense), fresh(getattr(a, who))
    with pytest.raises(Refused):
        approvals.approve(approval, by=person)
    with pytest.raises(DomainError, match="no approval yet"):
        mark_expense(expense, "approved", by=person)
    client = sign_in(getattr(a, who))
    assert client.post(f"/approvals/{approval.pk}/approve/").status_code in (302, 403, 404)
    assert api_approve(client, approval).status_code in (302, 403, 404)
    sql_refuses("UPDATE billing_expense SET approval = 'approved' WHERE id = %s", expense.pk)
    expense.refresh_from_db()
    assert expense.approval == "submitted"


@pytest.mark.parametrize("who", ["attorney", "admin"])
def test_never_ones_own(a, rules, who):
    person = fresh(getattr(a, who))
    expense = spend(a, "200.00", by=getattr(a, who))
    with pytest.raises(Refused):
        approvals.decide("expense", expense, by=person)
    submit_expense(expense, by=person)
    with pytest.raises(Refused):
        approvals.approve(waiting("expense", expense), by=person)
    approvals.approve(waiting("expense", expense), by=fresh(a.associate))


def test_a_sole_attorney_approves_their_own_and_the_log_says_so(a, rules):
    BarLicence.objects.filter(member=a.associate).update(status="inactive")
    expense = spend(a, "200.00", by=a.attorney)
    assert approvals.decide("expense", expense, by=fresh(a.attorney)).basis == "sole_attorney"


def test_an_edit_takes_the_approval_away(a, rules):
    expense = spend(a, "200.00")
    approvals.decide("expense", expense, by=fresh(a.attorney))
    sql_refuses("UPDATE billing_expense SET amount = 300 WHERE id = %s", expense.pk)
    change_expense(expense, by=fresh(a.paralegal), on_hold=True)
    expense.refresh_from_db()
    assert expense.approval == "approved"
    change_expense(expense, by=fresh(a.paralegal), unit_cost=Decimal("300"))
    expense.refresh_from_db()
    assert (expense.approval, newest("expense", expense).state) == ("", "void")


def test_the_page_says_so_submits_and_shows_the_return(a, sign_in, rules):
    expense = spend(a, "200.00")
    client = sign_in(a.paralegal)
    page = client.get(f"/expenses/{expense.pk}/").content.decode()
    assert "before they are billed" in page and "Send for approval" in page
    client.post("/expenses/", {"bulk": "submit", "ids": [expense.pk]})
    assert "Waiting for" in client.get(f"/expenses/{expense.pk}/").content.decode()
    approvals.send_back(waiting("expense", expense), note="Where is the receipt?", by=fresh(a.attorney))
    assert "Where is the receipt?" in client.get(f"/expenses/{expense.pk}/").content.decode()


def test_a_deleted_expense_leaves_nobody_waiting(a, rules):
    expense = spend(a, "200.00")
    submit_expense(expense, by=fresh(a.paralegal))
    delete_expense(expense, by=fresh(a.paralegal))
    assert newest("expense", expense).state == "withdrawn"
