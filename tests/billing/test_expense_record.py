"""Expenses: amounts, rules, pages."""

import datetime
from decimal import Decimal

import pytest

from billing.models import Expense
from billing.services import expenses as services
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.cast import make_matter

DAY = datetime.date(2026, 3, 10)


def record(a, by, **more):
    values = {
        "by": by,
        "date": DAY,
        "description": "Filing fee",
        "unit_cost": Decimal("60"),
        "expense_code": "E112",
    }
    return services.record_expense(more.pop("matter", a.matter), **(values | more))


def body(answer):
    return answer.content.decode()


def test_quantity_times_unit_cost_to_the_cent(a):
    copies = record(
        a,
        a.secretary,
        quantity=Decimal("412"),
        unit_cost=Decimal("0.1050"),
        expense_code="E101",
        description="Copies",
    )
    assert (copies.amount, copies.kind, copies.category) == (Decimal("43.26"), "soft", "Copying")
    half = record(a, a.secretary, quantity=Decimal("1"), unit_cost=Decimal("0.1250"))
    assert half.amount == Decimal("0.13")


def test_court_fees_are_paid_out(a):
    fee = record(a, a.attorney)
    assert (fee.kind, fee.category, fee.amount, fee.billable) == (
        "hard",
        "Court fees",
        Decimal("60.00"),
        True,
    )
    assert AuditEvent.objects.get(verb="expense.recorded").changes["amount"] == [None, "60.00"]


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"quantity": Decimal(0)}, "quantity"),
        ({"unit_cost": Decimal(0)}, "unit_cost"),
        ({"unit_cost": Decimal("0.0010")}, "unit_cost"),
        ({"unit_cost": Decimal("99999999"), "quantity": Decimal("99999")}, "unit_cost"),
        ({"expense_code": "E999"}, "expense_code"),
        ({"expense_code": ""}, "expense_code"),
        ({"description": " "}, "description"),
        ({"date": datetime.date(2106, 1, 1)}, "date"),
    ],
)
def test_wrong_values_name_their_field(a, wrong, field):
    with pytest.raises(DomainError) as error:
        record(a, a.attorney, **wrong)
    assert error.value.field == field


def test_no_costs_on_a_closed_matter(a):
    closed = make_matter(a, number="2026-0009", name="Over", state="closed", closed_on=DAY)
    with pytest.raises(DomainError):
        record(a, a.attorney, matter=closed)


def test_guest_enters_only_on_own_matters(a):
    with pytest.raises(Refused, match="not on 2026-0001"):
        record(a, a.freelancer)


def test_only_those_who_record_for_others_enter_for_others(a):
    with pytest.raises(Refused):
        record(a, a.paralegal, member=a.attorney)
    assert record(a, a.secretary, member=a.attorney).entered_by == a.secretary


def test_change_move_hold_and_not_billable(a):
    fee = record(a, a.attorney)
    other = make_matter(a, number="2026-0002", name="Lease")
    assert services.change_expense(fee, by=a.attorney, quantity=Decimal(2)).amount == Decimal("120.00")
    assert services.move_expense(fee, by=a.attorney, matter=other).matter == other
    services.hold_expense(fee, by=a.attorney)
    assert not Expense.objects.unbilled().exists()
    services.release_expense(fee, by=a.attorney)
    assert Expense.objects.unbilled().get().amount == Decimal("120.00")
    services.make_not_billable(fee, by=a.attorney)
    assert not Expense.objects.unbilled().exists()


def test_paralegal_leaves_others_expenses_alone(a):
    fee = record(a, a.attorney)
    with pytest.raises(Refused):
        services.change_expense(fee, by=a.paralegal, quantity=Decimal(2))


@pytest.mark.parametrize("state", ["on_invoice", "billed", "written_off"])
def test_billed_expense_stays(a, state):
    fee = record(a, a.attorney)
    Expense.objects.update(state=state)
    with pytest.raises(DomainError):
        services.change_expense(fee, by=a.attorney, quantity=Decimal(2))
    with pytest.raises(DomainError):
        services.delete_expense(fee, by=a.attorney)


def test_delete_and_undo(a):
    fee = record(a, a.attorney)
    event = services.delete_expense(fee, by=a.attorney)
    assert not Expense.objects.exists()
    services.restore_expense(event, by=a.attorney)
    services.restore_expense(event, by=a.attorney)
    assert Expense.objects.get().amount == Decimal("60.00")


def test_form_and_list(a, sign_in):
    client = sign_in(a.secretary)
    values = {
        "matter": a.matter.pk,
        "member": a.secretary.pk,
        "date": "3/10/2026",
        "expense_code": "E101",
        "description": "Copies of exhibits",
        "quantity": "412",
        "unit_cost": "$0.1050",
        "billable": "on",
    }
    assert client.post("/expenses/new/", values).status_code == 303
    page = body(client.get("/expenses/"))
    assert "43.26" in page
    assert "Copies of exhibits" in page
    answer = client.post("/expenses/new/", values | {"unit_cost": "0.10505"})
    assert answer.status_code == 422
    assert "At most four decimals." in body(answer)
    assert "0.10505" in body(answer)
    assert "$43.26" in body(client.post("/expenses/echo/", {"quantity": "412", "unit_cost": "0.105"}))


def test_other_firm_and_wall_see_nothing(a, firms, sign_in):
    fee = record(a, a.attorney)
    assert sign_in(firms.b.attorney).get(f"/expenses/{fee.pk}/").status_code == 404
    Wall.objects.create(matter=a.matter, member=a.associate, reason="x", created_by=a.attorney)
    client = sign_in(a.associate)
    assert client.get(f"/expenses/{fee.pk}/").status_code == 404
    assert "No expenses yet" in body(client.get("/expenses/"))


def test_bulk_hold_from_the_list(a, sign_in):
    fee = record(a, a.attorney)
    sign_in(a.attorney).post("/expenses/", {"bulk": "hold", "ids": [fee.pk]})
    assert Expense.objects.get().on_hold
