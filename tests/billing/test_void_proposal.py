"""Voiding a bill: an attorney does it, staff propose it with a reason, and no door is open beside that."""

import pytest

from billing.models import Invoice
from billing.services import invoices
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from tests.billing.bills import fresh, make_invoice
from tests.billing.doors import api_approve, newest, sql_refuses, waiting

STAFF = ["paralegal", "assistant", "secretary", "admin"]


@pytest.fixture
def invoice(a):
    return make_invoice(a)


def stands(invoice) -> bool:
    invoice.refresh_from_db()
    return invoice.state == "approved" and not Invoice.objects.filter(reversal_of=invoice).exists()


@pytest.mark.parametrize("who", STAFF)
def test_staff_are_refused_with_a_proposal_to_send(a, invoice, who):
    with pytest.raises(Refused) as refused:
        invoices.void_invoice(invoice, reason="Wrong client.", by=fresh(getattr(a, who)), write_off=True)
    offered = refused.value.proposal
    assert (offered.kind, offered.object_id) == ("void", invoice.pk)
    assert offered.arguments == {"reason": "Wrong client.", "write_off": True}
    assert stands(invoice)


@pytest.mark.parametrize("who", STAFF)
def test_staff_propose_on_the_page_and_cannot_decide(a, sign_in, invoice, who):
    client = sign_in(getattr(a, who))
    page = client.get(f"/billing/invoices/{invoice.pk}/").content.decode()
    assert "Propose to void" in page
    assert client.post(f"/billing/invoices/{invoice.pk}/void/", {"reason": " "}).status_code == 422
    answer = client.post(f"/billing/invoices/{invoice.pk}/void/", {"reason": "Wrong client.", "work": "open"})
    assert answer.status_code == 303
    approval = waiting("void", invoice)
    assert (approval.assigned_to, approval.arguments["reason"]) == (a.attorney, "Wrong client.")
    with pytest.raises(Refused):
        approvals.approve(approval, by=fresh(getattr(a, who)))
    with pytest.raises(DomainError, match="no approval yet"):
        invoices.reverse(Invoice.objects.get(pk=invoice.pk), approval, by=fresh(a.attorney))
    assert client.post(f"/approvals/{approval.pk}/approve/").status_code == 403
    assert api_approve(client, approval).status_code == 403
    assert stands(invoice)


def test_the_attorney_approves_the_proposal_and_it_is_void(a, invoice):
    invoices.propose_void(invoice, reason="Wrong client.", write_off=True, by=fresh(a.secretary))
    approvals.approve(waiting("void", invoice), by=fresh(a.attorney))
    invoice.refresh_from_db()
    assert (invoice.state, invoice.void_reason) == ("void", "Wrong client.")
    reversal = Invoice.objects.get(reversal_of=invoice)
    assert (reversal.kind, reversal.total) == ("reversal", -invoice.total)
    assert {entry.state for entry in a.matter.time_entries.all()} == {"written_off"}


def test_the_attorney_returns_it_and_it_stands(a, sign_in, invoice):
    invoices.propose_void(invoice, reason="Wrong client.", by=fresh(a.secretary))
    page = sign_in(a.attorney).get(f"/billing/invoices/{invoice.pk}/").content.decode()
    assert "Bea Castellan proposes to void this: Wrong client." in page
    approvals.send_back(waiting("void", invoice), note="It is the right client.", by=fresh(a.attorney))
    assert stands(invoice)


def test_other_particulars_than_proposed_are_not_slipped_in(a, invoice):
    invoices.propose_void(invoice, reason="Wrong client.", by=fresh(a.secretary))
    with pytest.raises(DomainError, match="with other particulars"):
        invoices.void_invoice(invoice, reason="Something else", by=fresh(a.attorney))
    assert stands(invoice)


def test_sql_refuses_the_void_and_the_reversal(a, invoice):
    sql_refuses("UPDATE billing_invoice SET state = 'void', void_reason = 'x' WHERE id = %s", invoice.pk)
    draft = Invoice.objects.create(
        kind="reversal", matter=a.matter, client=a.client, reversal_of=invoice, total=0, drafted_by=a.attorney
    )
    sql_refuses(
        "UPDATE billing_invoice SET state = 'approved', number = 'R-1', issued_on = current_date, "
        "due_on = current_date, approved_at = now(), approved_by_id = %s WHERE id = %s",
        a.attorney.pk,
        draft.pk,
    )


def test_the_attorneys_own_void_has_its_approval(a, invoice):
    invoices.void_invoice(invoice, reason="Wrong client.", by=fresh(a.attorney))
    found = newest("void", invoice)
    assert (found.state, found.basis, found.decided_by) == ("approved", "own_work", a.attorney)
