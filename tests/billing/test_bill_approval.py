"""A bill is issued with an attorney's approval of exactly what it says, whichever door it is asked through."""

from decimal import Decimal

import pytest

from billing import tasks
from billing.models import Invoice, InvoiceMail, TimeEntry
from billing.queries.invoices import read_mark
from billing.queries.reviews import review_of, rounds_of
from billing.services import invoices, lines
from practice.exceptions import DomainError, Refused, Stale
from supervision import services as approvals
from supervision.models import Policy
from tests import cast
from tests.billing.bills import fresh, make_draft, make_invoice
from tests.billing.doors import api_approve, newest, sql_refuses, waiting

STAFF = ["paralegal", "assistant", "secretary", "admin", "freelancer"]
ISSUE = """UPDATE billing_invoice SET state = 'approved', number = 'X-1', issued_on = current_date, due_on = current_date,
    approved_at = now(), approved_by_id = %s WHERE id = %s"""


@pytest.fixture
def draft(a):
    return make_draft(a)


def is_untouched(draft) -> bool:
    draft.refresh_from_db()
    states = set(TimeEntry.objects.filter(lines__invoice=draft).values_list("state", flat=True))
    return (draft.number, states) == ("", {"on_invoice"}) and draft.state in ("draft", "in_review")


@pytest.mark.parametrize("who", STAFF)
def test_no_door_lets_staff_issue_it(a, sign_in, draft, who):
    cast.engage(a)
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    approval, person = waiting("invoice", draft), fresh(getattr(a, who))
    for act in (
        lambda: invoices.approve_invoice(draft, by=person),
        lambda: approvals.approve(approval, by=person),
        lambda: approvals.decide("invoice", draft, by=person),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(DomainError):
        invoices.issue(Invoice.objects.get(pk=draft.pk), approval, by=person)
    client = sign_in(getattr(a, who))
    assert (
        client.post(f"/billing/invoices/{draft.pk}/approve/", {"seen": read_mark(draft)}).status_code == 403
    )
    assert client.post(f"/approvals/{approval.pk}/approve/").status_code in (403, 404)
    assert api_approve(client, approval).status_code in (403, 404)
    assert is_untouched(draft)


def test_the_effect_alone_refuses_without_an_approval(a, draft):
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    with pytest.raises(DomainError, match="no approval yet"):
        invoices.issue(Invoice.objects.get(pk=draft.pk), waiting("invoice", draft), by=fresh(a.attorney))
    assert is_untouched(draft)


def test_sql_refuses_without_an_approval_for_new_rows_as_for_old(a, draft):
    sql_refuses(ISSUE, a.attorney.pk, draft.pk)
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    sql_refuses(ISSUE, a.attorney.pk, draft.pk)
    approvals.send_back(waiting("invoice", draft), by=fresh(a.attorney), note="No")
    sql_refuses(ISSUE, a.attorney.pk, draft.pk)
    row = {f.column: getattr(draft, f.attname) for f in Invoice._meta.concrete_fields if not f.primary_key}
    row |= {"state": "approved", "number": "X-1", "issued_on": "2026-01-01", "due_on": "2026-01-01"}
    row |= {"approved_at": "2026-01-01", "approved_by_id": a.attorney.pk, "heading": "{}"}
    names = ", ".join(f'"{name}"' for name in row)
    sql_refuses(
        f"INSERT INTO billing_invoice ({names}) VALUES ({', '.join(['%s'] * len(row))})", *row.values()
    )


def test_jobs_do_nothing_with_a_draft(a, draft):
    tasks.make_invoice_pdf(firm_id=a.firm.pk, invoice_id=draft.pk)
    mail = InvoiceMail.objects.create(invoice=draft, matter=a.matter, kind="invoice", to="x@y.example")
    with pytest.raises(DomainError, match="Only an approved bill"):
        from billing.services.mails import send_invoice

        send_invoice(draft, by=fresh(a.secretary))
    from billing.services.mails import _prepare

    assert _prepare(mail.pk) is None
    assert is_untouched(draft) and draft.pdf_id is None


def test_each_door_of_an_attorney_issues_it_with_an_approval(a, sign_in):
    client = sign_in(a.attorney)
    by_page, by_inbox, by_api, by_service = (make_draft(a, cast_matter) for cast_matter in matters_of(a, 4))
    client.post(f"/billing/invoices/{by_page.pk}/approve/", {"seen": read_mark(by_page)})
    for each in (by_inbox, by_api):
        invoices.submit_for_review(each, by=fresh(a.secretary))
    client.post(f"/approvals/{waiting('invoice', by_inbox).pk}/approve/")
    assert api_approve(client, waiting("invoice", by_api)).status_code == 200
    invoices.approve_invoice(by_service, by=fresh(a.attorney))
    for each in (by_page, by_inbox, by_api, by_service):
        each.refresh_from_db()
        found = newest("invoice", each)
        assert (each.state, found.state, found.decided_by, found.basis) == (
            "approved",
            "approved",
            a.attorney,
            "second_person",
        )
        assert found.amount == Decimal("100.00")


def matters_of(a, count: int) -> list:
    from tests.billing.bills import matter_with

    return [matter_with(a, f"2026-01{n:02d}", "100.00") for n in range(count)]


def test_from_the_inbox_a_bill_edited_since_it_was_sent_is_stale(a, draft):
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    line = draft.lines.get(amount=Decimal("570.00"))
    lines.write_down(line, amount=Decimal("500"), reason="Duplicate effort", by=fresh(a.paralegal))
    with pytest.raises(Stale, match="Total: 1,051.00 → 981.00"):
        approvals.approve(waiting("invoice", draft), by=fresh(a.attorney))
    # On the bill's own page the attorney has it before their eyes, the proposed write-down with it.
    (proposed,) = review_of(Invoice.objects.get(pk=draft.pk)).proposed
    assert (proposed.proposed_by, proposed.line.amount) == ("Otis Farrow", Decimal("500.00"))
    approved = invoices.approve_invoice(
        draft, by=fresh(a.attorney), seen=read_mark(Invoice.objects.get(pk=draft.pk))
    )
    assert approved.total == Decimal("981.00")


def test_an_attorney_edits_while_reviewing_and_approves_what_they_see(a, draft):
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    line = draft.lines.get(amount=Decimal("570.00"))
    lines.write_down(line, amount=Decimal("475"), reason="Duplicate effort", by=fresh(a.attorney))
    invoices.approve_invoice(draft, by=fresh(a.attorney), seen=read_mark(Invoice.objects.get(pk=draft.pk)))
    found = newest("invoice", draft)
    assert (found.round, found.content["fields"]["Total"]) == (1, "956.00")


def test_two_rounds_and_what_changed_between_them(a, sign_in, draft):
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    invoices.return_invoice(draft, note="Less for the records.", by=fresh(a.attorney))
    line = draft.lines.get(amount=Decimal("481.00"))
    lines.write_down(line, amount=Decimal("400"), reason="Excessive time for task", by=fresh(a.secretary))
    invoices.submit_for_review(draft, by=fresh(a.secretary), note="As you asked")
    rounds = rounds_of(Invoice.objects.get(pk=draft.pk))
    assert (rounds.waiting.round, rounds.returned.round) == (2, 1)
    changed = {
        part.label.partition(" (")[0] for section in rounds.changes for part in section.parts if part.change
    }
    assert changed == {"Fees", "Total", f"{line.date:%b} {line.date.day}, Otis Farrow"}
    page = sign_in(a.attorney).get(f"/billing/invoices/{draft.pk}/").content.decode()
    assert "3 changes since it was returned" in page and "As you asked" in page
    assert "Proposed write-downs" in page


def test_withdrawn_and_discarded_bills_leave_nobody_waiting(a, draft):
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    with pytest.raises(DomainError, match="This waits for Imogen Vance"):
        lines.discard_draft(draft, by=fresh(a.paralegal))
    approvals.withdraw(waiting("invoice", draft), by=fresh(a.secretary))
    draft.refresh_from_db()
    assert draft.state == "draft"
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    lines.discard_draft(draft, by=fresh(a.attorney))
    assert newest("invoice", draft).state == "returned"
    assert not Invoice.objects.exists()


def test_the_reviewer_follows_a_round_that_is_sent_on(a, draft):
    invoices.submit_for_review(draft, by=fresh(a.secretary))
    approvals.reassign(waiting("invoice", draft), to=fresh(a.associate), by=fresh(a.attorney))
    draft.refresh_from_db()
    assert draft.reviewer == a.associate


def test_a_firm_may_want_a_second_attorney(a):
    Policy.objects.create(second_person=["invoice"])
    draft = make_draft(a)
    Invoice.objects.filter(pk=draft.pk).update(drafted_by=a.attorney)
    with pytest.raises(Refused, match="another person decides"):
        invoices.approve_invoice(draft, by=fresh(a.attorney))
    assert invoices.approve_invoice(draft, by=fresh(a.associate)).approved_by == a.associate


def test_only_an_approved_bill_goes_out(a, sign_in, draft):
    client = sign_in(a.secretary)
    assert (
        "Only an approved bill"
        in client.post(f"/billing/invoices/{draft.pk}/send/", {"note": ""}).content.decode()
    )
    assert not InvoiceMail.objects.exists()


def test_an_issued_bill_is_issued_once(a):
    invoice = make_invoice(a)
    with pytest.raises(DomainError):
        approvals.decide("invoice", invoice, by=fresh(a.attorney))
    assert newest("invoice", invoice).round == 1
