"""Approvals at the same time: numbers are gapless and distinct, and one bill is approved once."""

import threading

import pytest
from django.db import connections

from billing.models import Invoice
from billing.services.invoices import approve_invoice
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests import cast
from tests.billing.bills import fresh, make_draft, matter_with


def at_once(people, invoice_ids):
    """Approve each of the ids in a thread of its own; returns what each got."""
    gate, results = threading.Barrier(len(invoice_ids)), []

    def go(pk):
        try:
            gate.wait()
            with firm_scope(people.firm):
                results.append(approve_invoice(Invoice.objects.get(pk=pk), by=fresh(people.attorney)).number)
        except DomainError as error:
            results.append(error.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[pk]) for pk in invoice_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_approvals_at_once():
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        drafts = [make_draft(people)]
        drafts += [make_draft(people, matter_with(people, f"2026-03{n:02d}", "100.00")) for n in range(5)]
        ids = [draft.pk for draft in drafts]
    numbers = at_once(people, ids[:4])
    assert sorted(number[-4:] for number in numbers) == ["0001", "0002", "0003", "0004"]
    same = at_once(people, [ids[4], ids[4], ids[4]])
    assert sum(1 for text in same if text.endswith("-0005")) == 1
    assert sum(1 for text in same if "approved this bill already" in text) == 2
    assert at_once(people, [ids[5]])[0].endswith("-0006")
