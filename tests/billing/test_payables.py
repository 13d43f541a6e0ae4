"""A freelancer's week: submitted, approved by the attorney, owed at the engagement's cost rate, paid by the administrator."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from billing.models import Payable, TimeEntry
from billing.services.payables import cost_of, pay, unpay
from billing.services.time import change_time, record_time
from billing.services.time_sheets import submit_week
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval
from tests import cast

MONDAY = datetime.date(2026, 11, 9)


@pytest.fixture
def week(a):
    """Two entries, 1 h 30 and 50 min, in the week of November 9 at 60.00 an hour; submitted."""
    cast.engage(a, cost_rate=Decimal("60.00"), starts_on=MONDAY)
    for day, seconds in ((9, 5400), (10, 3000)):
        record_time(
            a.matter,
            by=a.freelancer,
            date=datetime.date(2026, 11, day),
            seconds=seconds,
            narrative="Index records",
        )
    (sheet,) = submit_week(MONDAY, by=a.freelancer)
    return sheet


def waiting(sheet) -> Approval:
    return Approval.objects.of("time", sheet.pk).first()


def test_the_cost_is_worked_time_at_the_cost_rate_to_the_cent():
    assert cost_of(8400, Decimal("60.00")) == Decimal("140.00")
    assert cost_of(1, Decimal("60.00")) == Decimal("0.02")
    assert cost_of(100, Decimal("33.33")) == Decimal("0.93")


def test_approval_makes_it_payable_and_the_administrator_pays(a, week):
    assert not Payable.objects.exists()
    approvals.approve(waiting(week), by=a.attorney)
    payable = Payable.objects.get()
    assert (payable.amount, payable.seconds, payable.state) == (Decimal("140.00"), 8400, "owed")
    for person in (a.attorney, a.paralegal, a.secretary, a.freelancer):
        with pytest.raises(Refused):
            pay(payable, by=person, paid_on=datetime.date(2026, 11, 20))
    with pytest.raises(DomainError, match="has not come yet"):
        pay(payable, by=a.admin, paid_on=datetime.date(2099, 1, 1))
    pay(payable, by=a.admin, paid_on=datetime.date(2026, 11, 20), reference="Check 1044")
    payable.refresh_from_db()
    assert (payable.state, payable.paid_by, payable.reference) == ("paid", a.admin, "Check 1044")
    with pytest.raises(DomainError):
        pay(payable, by=a.admin, paid_on=datetime.date(2026, 11, 20))
    unpay(payable, by=a.admin)
    assert Payable.objects.get().state == "owed"


def test_editing_an_approved_week_voids_what_is_owed_and_the_next_approval_owes_anew(a, week):
    approvals.approve(waiting(week), by=a.attorney)
    entry = TimeEntry.objects.get(seconds=3000, member=a.freelancer)
    change_time(entry, by=a.freelancer, seconds=6600)
    assert [p.state for p in Payable.objects.all()] == ["void"]
    submit_week(MONDAY, by=a.freelancer)
    approvals.approve(waiting(week), by=a.attorney)
    assert Payable.objects.get(state="owed").amount == Decimal("200.00")


def test_what_was_paid_before_is_taken_off(a, week):
    approvals.approve(waiting(week), by=a.attorney)
    pay(Payable.objects.get(), by=a.admin, paid_on=datetime.date(2026, 11, 20))
    change_time(TimeEntry.objects.get(seconds=3000, member=a.freelancer), by=a.freelancer, seconds=6600)
    submit_week(MONDAY, by=a.freelancer)
    approvals.approve(waiting(week), by=a.attorney)
    assert sorted((p.state, p.amount) for p in Payable.objects.all()) == [
        ("owed", Decimal("60.00")),
        ("paid", Decimal("140.00")),
    ]


def test_staff_and_guests_without_a_cost_rate_are_owed_nothing(a):
    record_time(
        a.matter, by=a.paralegal, date=datetime.date(2026, 11, 9), seconds=3600, narrative="Index records"
    )
    for sheet in submit_week(MONDAY, by=a.paralegal):
        approvals.approve(waiting(sheet), by=a.attorney)
    assert not Payable.objects.exists()


def test_the_database_refuses_a_payable_without_an_approved_sheet_and_changes_of_one(a, week):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payable.objects.create(
            matter=a.matter, sheet=week, member=a.freelancer, seconds=60, cost_rate=60, amount=1, approved_by=a.attorney
        )  # fmt: skip
    approvals.approve(waiting(week), by=a.attorney)
    for change in ("amount = 1", "state = 'paid'", "cost_rate = 99"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE billing_payable SET {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM billing_payable")


def test_pages_for_the_administrator_and_the_freelancer(a, week, sign_in):
    approvals.approve(waiting(week), by=a.attorney)
    page = sign_in(a.admin).get(reverse("payable_list")).content.decode()
    assert "Dashiell Moor" in page and "140.00" in page
    own = sign_in(a.freelancer).get(reverse("own_payables")).content.decode()
    assert "140.00" in own
    assert sign_in(a.freelancer).get(reverse("payable_list")).status_code == 403
    assert sign_in(a.paralegal).get(reverse("payable_list")).status_code == 403
