"""Many entries at once."""

import datetime
from decimal import Decimal

import pytest

from billing.models import Expense, TimeEntry
from billing.services.expenses import NewExpense, import_expenses
from billing.services.time_import import NewTime, import_time
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent

DAY = datetime.date(2026, 3, 10)


def rows(a, count, **more):
    values = {
        "matter": a.matter,
        "member": a.attorney,
        "date": DAY,
        "seconds": 3600,
        "narrative": "Imported.",
    }
    return [NewTime(**(values | more)) for _ in range(count)]


def test_rows_take_the_firms_rates_without_a_query_each(a, django_assert_max_num_queries):
    _ = a.admin.firm, a.admin.powers, a.attorney.role, a.matter.client
    with django_assert_max_num_queries(8):
        import_time(rows(a, 300), by=a.admin)
    found = TimeEntry.objects.filter(source="import")
    assert found.count() == 300
    assert {(e.rate, e.amount) for e in found} == {(Decimal("475.00"), Decimal("475.00"))}
    assert AuditEvent.objects.filter(verb="time.imported").count() == 300


def test_given_rate_and_unknown_code_are_kept(a):
    [entry] = import_time(rows(a, 1, rate=Decimal("350"), task_code="L990"), by=a.admin)
    assert (entry.amount, entry.rate_reason, entry.task_code) == (
        Decimal("350.00"),
        "Rate of the imported row",
        "L990",
    )


def test_one_bad_row_and_none_is_there(a):
    with pytest.raises(DomainError):
        import_time([*rows(a, 3), *rows(a, 1, seconds=90_000)], by=a.admin)
    assert not TimeEntry.objects.filter(source="import").exists()


def test_only_who_may_import(a):
    with pytest.raises(Refused):
        import_time(rows(a, 1), by=a.associate)


def test_costs(a):
    row = NewExpense(a.matter, a.attorney, DAY, "Postage", Decimal("24.95"), expense_code="E108")
    [cost] = import_expenses([row], by=a.admin)
    assert (cost.amount, cost.category, cost.kind) == (Decimal("24.95"), "Postage", "soft")
    assert Expense.objects.count() == 1
