"""Sums: the lines of a bill add up to it, whatever the review does, and other parts see the same sums."""

import datetime
from decimal import Decimal

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.models import TimeEntry
from billing.queries.totals import for_matters
from billing.services import lines
from billing.services.payments import share_out
from matters.queries.points import closing_blocks
from practice.exceptions import DomainError
from practice.money import cents
from tests.billing.bills import fresh, make_cost, make_draft, make_invoice, make_work, matter_with
from tests.cast import make_time
from tests.soak import times

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hours", "amount", "free", "restore", "hold", "remove"]),
        st.integers(0, 5),
        st.integers(0, 12000),
    ),
    max_size=8,
)


@settings(max_examples=times(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.lists(st.integers(1, 20000), min_size=1, max_size=6), steps=STEPS)
def test_lines_always_add_up_to_the_bill(a, seconds, steps):
    """An auditor in plain Python recomputes every sum after any sequence of changes."""
    from django.db import transaction

    with transaction.atomic():
        _review_at_random(a, seconds, steps)
        transaction.set_rollback(True)


def _review_at_random(a, seconds, steps):
    TimeEntry.objects.all().update(on_hold=True)
    day = timezone.localdate() - datetime.timedelta(days=2)
    for each in seconds:
        amount = cents(Decimal("475") * each / 3600)
        make_time(a, a.attorney, seconds=each, amount=str(amount), narrative="Work.", date=day)
    make_cost(a, amount="33.33")
    draft = make_draft(a)
    attorney = fresh(a.attorney)
    for act, place, number in steps:
        found = list(draft.lines.order_by("id"))
        if not found:
            break
        line = found[place % len(found)]
        try:
            if act == "hours":
                lines.write_down(line, seconds=number, reason="x", by=attorney)
            elif act == "amount":
                lines.write_down(line, amount=Decimal(number) / 100, reason="x", by=attorney)
            elif act == "free":
                lines.no_charge(line, reason="x", by=attorney)
            elif act == "restore":
                lines.restore_line(line, by=attorney)
            elif act == "hold":
                lines.hold_line(line, by=attorney)
            else:
                lines.remove_line(line, by=attorney)
        except DomainError:
            pass
        draft.refresh_from_db()
        rows = list(draft.lines.all())
        fees = sum((r.amount for r in rows if r.kind == "fee"), Decimal(0))
        costs = sum((r.amount for r in rows if r.kind == "cost"), Decimal(0))
        assert (draft.fees, draft.costs, draft.total) == (fees, costs, fees + costs)
        assert draft.written_down == sum((r.drafted_amount - r.amount for r in rows), Decimal(0))
        assert all(Decimal(0) <= r.amount <= r.drafted_amount for r in rows)
        on_draft = TimeEntry.objects.filter(state="on_invoice").count()
        assert on_draft == sum(1 for r in rows if r.time_entry_id)


class _Bill:
    def __init__(self, pk, balance):
        self.pk, self.balance, self.due_on = pk, balance, datetime.date(2026, 1, 1 + pk % 28)


@given(
    amount=st.decimals("0.01", "10000", places=2),
    balances=st.lists(st.decimals("0.00", "5000", places=2), max_size=8),
)
def test_share_out_never_overpays_and_leaves_nothing_it_could_place(amount, balances):
    bills = [_Bill(pk, balance) for pk, balance in enumerate(balances)]
    parts = share_out(amount, bills)
    assert sum(parts.values(), Decimal(0)) == min(amount, sum(balances, Decimal(0)))
    assert all(0 < part <= balances[pk] for pk, part in parts.items())


def test_matter_sums_count_drafts_as_unbilled_and_balances_as_owed(a):
    make_cost(a)
    other = matter_with(a, "2026-0002", "100.00")
    empty = matter_with(a, "2026-0003")
    assert for_matters([a.matter.pk, other.pk, empty.pk]) == {
        a.matter.pk: (Decimal("1097.50"), 0),
        other.pk: (Decimal("100.00"), 0),
        empty.pk: (0, 0),
    }
    make_draft(a)
    assert for_matters([a.matter.pk])[a.matter.pk] == (Decimal("1097.50"), 0)
    make_invoice(a, other)
    make_work(a, other, "7.00")
    assert for_matters([other.pk]) == {other.pk: (Decimal("7.00"), Decimal("100.00"))}


def test_what_keeps_a_matter_open_is_said(a):
    assert len(closing_blocks(a.matter)) == 1
    make_draft(a)
    assert "$1,051.00" in closing_blocks(a.matter)[0]
    assert "1 draft bill" in closing_blocks(a.matter)[1]
    assert closing_blocks(matter_with(a, "2026-0003")) == []


def test_matter_sums_take_one_query(a, django_assert_num_queries):
    ids = [a.matter.pk, *(matter_with(a, f"2026-05{n:02d}", "1.00").pk for n in range(5))]
    with django_assert_num_queries(1):
        for_matters(ids)
