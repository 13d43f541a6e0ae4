"""Invoices are found in the command palette by number and client, by those who may see bills, in their own firm."""

import pytest
from django.utils import timezone

from billing.models import Invoice
from billing.palette import search
from practice.scope import firm_scope
from tests import cast


@pytest.fixture
def numbered(firms):
    """An approved invoice with the same number in both firms."""
    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            invoice = Invoice.objects.create(matter=people.matter, client=people.client)
            cast.stamp("invoice", invoice, by=people.attorney)
            Invoice.objects.filter(pk=invoice.pk).update(
                number="2026-0042",
                state=Invoice.State.APPROVED,
                approved_by=people.attorney,
                approved_at=timezone.now(),
                issued_on=timezone.localdate(),
                due_on=timezone.localdate(),
            )
    return firms


def titles(member, text):
    return [entry.title for entry in search(member, text)]


def test_found_by_number_and_by_client(numbered):
    with firm_scope(numbered.a.firm):
        member = numbered.a.secretary
        assert titles(member, "0042") == ["Invoice 2026-0042"]
        assert titles(member, "invoice 2026-0042") == ["Invoice 2026-0042"]
        assert titles(member, "brightwater") == ["Invoice 2026-0042"]
        assert titles(member, "cedar") == []
        assert titles(member, "9999") == []
        assert titles(member, "") == []


def test_a_freelancer_finds_none(numbered):
    with firm_scope(numbered.a.firm):
        assert titles(numbered.a.freelancer, "0042") == []
