"""How the fee arrangement decides what a bill run charges."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Invoice, TimeEntry
from billing.queries.bill_runs import unbilled_matters
from billing.services.bill_runs import draft_invoice
from billing.services.lines import discard_draft
from matters.models import FeeArrangement
from practice.exceptions import DomainError
from tests.billing.bills import fresh, make_cost, make_draft, make_work


def arrange(people, **fields):
    FeeArrangement.objects.create(
        matter=people.matter,
        effective_from=timezone.localdate() - datetime.timedelta(days=20),
        set_by=people.attorney,
        **fields,
    )


def test_flat_fee_is_one_line_with_hours_at_no_charge(a):
    arrange(a, kind="flat", flat_amount=Decimal("3500"))
    make_cost(a)
    draft = make_draft(a)
    assert (draft.fees, draft.costs, draft.total) == (
        Decimal("3500.00"),
        Decimal("46.50"),
        Decimal("3546.50"),
    )
    assert (draft.lines.filter(kind="fee", no_charge=True).count(), draft.written_down) == (2, 0)
    flat = draft.lines.get(fee_arrangement__isnull=False)
    assert (flat.amount, flat.time_entry) == (Decimal("3500.00"), None)
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"on_invoice"}


def test_flat_fee_is_billed_once(a):
    arrange(a, kind="flat", flat_amount=Decimal("3500"))
    first = make_draft(a)
    make_work(a, a.matter, "100.00")
    with pytest.raises(DomainError):
        draft_invoice(a.matter, until=timezone.localdate(), by=a.assistant)
    make_cost(a)
    assert make_draft(a).total == Decimal("46.50")
    discard_draft(first, by=fresh(a.assistant))
    assert make_draft(a).total == Decimal("3500.00")


@pytest.mark.parametrize(
    "terms",
    [
        {
            "kind": "contingency",
            "contingency_percent": Decimal("33.33"),
            "signed_on": datetime.date(2026, 11, 2),
        },
        {"kind": "pro_bono"},
    ],
)
def test_contingency_and_pro_bono_bill_costs_alone(a, terms):
    arrange(a, **terms)
    with pytest.raises(DomainError):
        make_draft(a)
    make_cost(a)
    draft = make_draft(a)
    assert (draft.fees, draft.costs) == (0, Decimal("46.50"))
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"open"}


def test_list_of_unbilled_matters_says_what_a_run_would_bill(a):
    make_cost(a)
    row = unbilled_matters(a.attorney, timezone.localdate())[0]
    assert (row.matter, row.seconds, row.fees, row.costs) == (
        a.matter,
        13680,
        Decimal("1051.00"),
        Decimal("46.50"),
    )
    assert (row.oldest, row.flags, row.ready) == (a.entries[0].date, [], True)
    arrange(a, kind="flat", flat_amount=Decimal("3500"))
    row = unbilled_matters(a.attorney, timezone.localdate())[0]
    assert (row.fees, row.flags) == (Decimal("3500.00"), ["Flat fee"])
    make_draft(a)
    make_cost(a)
    row = unbilled_matters(a.attorney, timezone.localdate())[0]
    assert (row.total, row.ready) == (Decimal("46.50"), False)
    assert "Has a draft" in row.flags
    assert Invoice.objects.count() == 1
