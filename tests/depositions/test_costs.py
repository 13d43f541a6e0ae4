"""What a deposition costs: thought, billed, and made an expense of the matter, once."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from billing.models import Expense
from billing.services.depositions import charge_deposition_cost
from billing.services.expenses import delete_expense, restore_expense
from depositions.services import costs
from practice.exceptions import DomainError, Refused
from tests import cast
from tests.depositions.depos import paper, person, planned
from tests.doors import refused_in_sql

DAY = datetime.date(2026, 3, 20)


def test_a_bill_becomes_one_expense_with_its_receipt(a, sign_in):
    depo = planned(a)
    reporter = person("Bay Reporting", kind="company")
    cost = costs.add_cost(depo, by=a.secretary, kind="transcript", vendor=reporter, estimate=Decimal("900"))
    with pytest.raises(DomainError, match="what was billed first"):
        charge_deposition_cost(cost, by=a.secretary)
    bill = paper(a, name="Invoice 8812", category="receipt")
    values = {
        "kind": "transcript", "vendor": reporter, "description": "Expedited copy", "estimate": Decimal("900"),
        "amount": Decimal("934.505"), "bill_number": "8812", "billed_on": DAY, "document": bill, "billable": True,
    }  # fmt: skip
    costs.change_cost(cost, by=a.secretary, **values)
    client = sign_in(a.secretary)
    page = client.get(depo.get_absolute_url()).content.decode()
    assert "Bay Reporting" in page and "934.51" in page and "Make expense" in page
    assert client.post(reverse("deposition_cost_expense", args=[cost.pk])).status_code == 303
    expense = Expense.objects.get(external_id=f"deposition:{cost.pk}")
    assert (expense.amount, expense.expense_code, expense.vendor, expense.date, expense.matter) == (
        Decimal("934.51"), "E115", "Bay Reporting", DAY, a.matter,
    )  # fmt: skip
    assert expense.receipt == bill and "deposition of Ruth Hale, bill 8812" in expense.description
    with pytest.raises(DomainError, match="is an expense"):
        charge_deposition_cost(cost, by=a.secretary)
    with pytest.raises(DomainError, match="is an expense"):
        costs.remove_cost(cost, by=a.secretary)
    assert Expense.objects.count() == 1
    # Taken back while it is not billed, mended, and made anew.
    assert client.post(reverse("deposition_cost_expense_back", args=[cost.pk])).status_code == 303
    assert not Expense.objects.exists()
    costs.change_cost(cost, by=a.secretary, **(values | {"amount": Decimal("940.00")}))
    again = charge_deposition_cost(cost, by=a.secretary)
    assert again.amount == Decimal("940.00")
    # What was deleted and taken back does not come again beside the new one.
    deleted = delete_expense(again, by=a.secretary)
    costs.note_uncharged(cost, by=a.secretary)
    charge_deposition_cost(cost, by=a.secretary)
    with pytest.raises(DomainError, match="has its expense already"):
        restore_expense(deleted, by=a.secretary)
    assert Expense.objects.count() == 1
    for sql in ("amount = 1", "expensed_at = NULL, expensed_by_id = NULL"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE depositions_depositioncost SET {sql} WHERE id = {cost.pk}")


def test_what_is_missing_is_said_and_taken_out_comes_back(a, sign_in):
    depo = planned(a)
    cost = costs.add_cost(depo, by=a.secretary, kind="interpreter", estimate=Decimal("600"))
    client = sign_in(a.secretary)
    form = reverse("deposition_cost_create", args=[depo.pk])
    assert client.get(form).status_code == 200
    for typed in ({"kind": "room"}, {"kind": "room", "estimate": "10", "bill_number": "7"}):
        assert client.post(form, typed).status_code == 422
    assert client.post(form, {"kind": "room", "estimate": "10"}).status_code == 303
    assert client.post(reverse("deposition_cost_remove", args=[cost.pk])).status_code == 303
    assert depo.costs.kept().count() == 1
    assert client.post(reverse("deposition_cost_restore", args=[cost.pk])).status_code == 303
    assert depo.costs.kept().count() == 2
    with pytest.raises(Refused):
        costs.add_cost(depo, by=a.admin, kind="room", estimate=Decimal(1))
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    for column, value in (("matter_id", other.pk), ("amount", 0), ("estimate", "NULL")):
        refused_in_sql(f"UPDATE depositions_depositioncost SET {column} = {value} WHERE id = {cost.pk}")
