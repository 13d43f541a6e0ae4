"""A bill run's statements do not grow with the lines, and hardly with the matters."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import Invoice
from billing.services.bill_runs import run_to_end, start_bill_run
from tests.billing.bills import matter_with


def statements(people, matters) -> int:
    run = start_bill_run(matters, until=timezone.localdate(), by=people.assistant)
    with CaptureQueriesContext(connection) as found:
        run_to_end(people.firm.pk, run.pk)
    return len(found)


def test_statements_do_not_grow_with_lines_or_matters(a):
    few = [matter_with(a, f"2026-06{n:02d}", "1.00") for n in range(3)]
    long = [matter_with(a, f"2026-07{n:02d}", *["1.00"] * 12) for n in range(3)]
    many = [matter_with(a, f"2026-08{n:02d}", "1.00", "2.00") for n in range(20)]
    base = statements(a, few)
    assert statements(a, long) == base
    assert statements(a, many) == base
    assert base / 20 <= 15
    assert Invoice.objects.count() == 26
