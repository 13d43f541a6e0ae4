"""The pages of bills, through the browser's door: each act, its errors, and who is turned away."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import BillRun, Invoice, Payment
from billing.queries.invoices import read_mark
from billing.services.bill_runs import run_to_end
from billing.services.invoices import submit_for_review
from billing.services.questions import ask_question
from matters.models import Contact, Wall
from practice.scope import firm_scope
from tests import cast
from tests.billing.bills import fresh, make_cost, make_draft, make_invoice, make_work, matter_with


@pytest.fixture
def draft(a):
    make_cost(a)
    return make_draft(a)


def line_form(line, **changes):
    values = {
        "change": "bill",
        "description": line.description,
        "hours": "1.2",
        "amount": str(line.amount),
        "reason": "",
    }
    return {f"l{line.pk}-{name}": value for name, value in (values | changes).items()}


def fee(draft):
    return draft.lines.get(amount=Decimal("570.00"))


def test_bill_run_page_drafts_the_ticked_matters(a, sign_in):
    other = matter_with(a, "2026-0002", "100.00")
    client = sign_in(a.secretary)
    page = client.get("/billing/runs/new/").content.decode()
    assert "1,051.00" in page and "Matter 2026-0002" in page
    answer = client.post("/billing/runs/new/", {"matters": [other.pk], "until": "today"})
    run = BillRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/billing/runs/{run.pk}/")
    waiting = client.get(f"/billing/runs/{run.pk}/").content.decode()
    assert "You can leave this page" in waiting and "0 of 1" in waiting
    run_to_end(a.firm.pk, run.pk)
    part = client.get(f"/billing/runs/{run.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "1 draft, $100.00" in part and "<html" not in part and "every 2s" not in part
    assert not Invoice.objects.filter(matter=a.matter).exists()


def test_bill_run_page_says_what_is_missing(a, sign_in):
    client = sign_in(a.secretary)
    answer = client.post("/billing/runs/new/", {"until": "today"})
    assert (answer.status_code, "Choose at least one matter" in answer.content.decode()) == (422, True)
    answer = client.get("/billing/runs/new/?until=nonsense&attorney=99")
    assert answer.status_code == 422
    assert BillRun.objects.count() == 0


def test_review_saves_a_line_and_shows_new_totals(a, sign_in, draft):
    client = sign_in(a.attorney)
    line = fee(draft)
    page = client.get(f"/billing/invoices/{draft.pk}/?edit={line.pk}").content.decode()
    assert f'name="l{line.pk}-description"' in page
    answer = client.post(
        f"/billing/lines/{line.pk}/",
        line_form(line, hours="1.0", reason="Duplicate effort"),
        headers={"HX-Request": "true", "HX-Target": "pb"},
    )
    body = answer.content.decode()
    assert answer.status_code == 200 and 'id="pb"' in body and "<html" not in body
    assert "$1,002.50" in body and "Duplicate effort" in body
    line.refresh_from_db()
    assert line.amount == Decimal("475.00")
    plain = client.post(
        f"/billing/lines/{line.pk}/", line_form(line, change="no_charge", reason="Clerical work")
    )
    assert plain.status_code == 303
    line.refresh_from_db()
    assert line.no_charge


def test_review_keeps_what_was_typed_and_names_the_error(a, sign_in, draft):
    line = fee(draft)
    client = sign_in(a.attorney)
    for changes, said in (
        ({"hours": "1.0"}, "Choose why"),
        ({"hours": "9", "reason": "Duplicate effort"}, "Between 0 and 1.2 hours"),
        ({"amount": "x"}, "is not an amount"),
        ({"description": "", "hours": "1.2"}, "required"),
        ({"hours": "abc"}, "is not a duration"),
    ):
        answer = client.post(f"/billing/lines/{line.pk}/", line_form(line, **changes))
        body = answer.content.decode()
        assert (answer.status_code, said in body) == (422, True), (changes, said)
    line.refresh_from_db()
    assert line.amount == Decimal("570.00")


def test_hold_remove_add_message_and_discard(a, sign_in, draft):
    client = sign_in(a.paralegal)
    line = fee(draft)
    client.post(f"/billing/lines/{line.pk}/", line_form(line, change="hold"))
    cost = draft.lines.get(kind="cost")
    form = {k: v for k, v in line_form(cost, change="remove").items() if not k.endswith("hours")}
    client.post(f"/billing/lines/{cost.pk}/", form)
    draft.refresh_from_db()
    assert draft.total == Decimal("481.00")
    (late,) = make_work(a, a.matter, "100.00")
    assert "Work no. 1." in client.get(f"/billing/invoices/{draft.pk}/?more=1").content.decode()
    client.post(f"/billing/invoices/{draft.pk}/add/", {"entries": [late.pk, "x"]})
    client.post(f"/billing/invoices/{draft.pk}/message/", {"message": "Thank you."})
    draft.refresh_from_db()
    assert (draft.total, draft.message) == (Decimal("581.00"), "Thank you.")
    assert client.get(f"/billing/invoices/{draft.pk}/preview/").status_code == 200
    assert client.get(f"/billing/invoices/{draft.pk}/discard/").status_code == 200
    client.post(f"/billing/invoices/{draft.pk}/discard/")
    assert not Invoice.objects.exists()


def test_attorney_approves_from_the_queue_and_goes_to_the_next(a, sign_in, draft):
    second = make_draft(a, matter_with(a, "2026-0002", "100.00"))
    for each in (draft, second):
        submit_for_review(each, by=fresh(a.secretary))
    client = sign_in(a.attorney)
    page = client.get("/billing/review/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    answer = client.post(f"/billing/invoices/{draft.pk}/approve/", {"seen": seen})
    assert (answer.status_code, answer["Location"]) == (303, f"/billing/invoices/{second.pk}/")
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_stale_page_does_not_approve_and_says_what_changed(a, sign_in, draft):
    seen = read_mark(draft)
    clerk = sign_in(a.paralegal)
    line = fee(draft)
    clerk.post(f"/billing/lines/{line.pk}/", line_form(line, description="Changed meanwhile."))
    client = sign_in(a.attorney)
    answer = client.post(f"/billing/invoices/{draft.pk}/approve/", {"seen": seen})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Otis Farrow: line edited" in body and "Changed meanwhile." in body
    assert client.post(f"/billing/invoices/{draft.pk}/approve/").status_code == 409
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_attorney_returns_with_a_note(a, sign_in, draft):
    submit_for_review(draft, by=fresh(a.secretary))
    client = sign_in(a.attorney)
    assert client.post(f"/billing/invoices/{draft.pk}/return/", {"reason": ""}).status_code == 422
    client.post(f"/billing/invoices/{draft.pk}/return/", {"reason": "Split it."})
    page = sign_in(a.secretary).get(f"/billing/invoices/{draft.pk}/").content.decode()
    assert "Returned by Imogen Vance: Split it." in page


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary", "admin", "freelancer"])
def test_staff_cannot_approve_by_any_door(a, sign_in, draft, who):
    cast.engage(a)
    client = sign_in(getattr(a, who))
    for act in ("approve", "return"):
        answer = client.post(
            f"/billing/invoices/{draft.pk}/{act}/", {"seen": read_mark(draft), "reason": "x"}
        )
        assert answer.status_code in (403, 404)
    page = client.get(f"/billing/invoices/{draft.pk}/")
    assert b"/approve/" not in page.content
    client.post("/billing/", {"bulk": "approve", "ids": [draft.pk]})
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_send_page_previews_and_names_a_client_without_address(a, sign_in):
    invoice = make_invoice(a)
    client = sign_in(a.secretary)
    page = client.get(f"/billing/invoices/{invoice.pk}/send/").content.decode()
    assert "client@alder-client.example" in page and "$1,051.00" in page
    seen = client.post(f"/billing/invoices/{invoice.pk}/send/", {"note": "Hello Juno", "preview": "1"})
    assert "Hello Juno" in seen.content.decode() and not invoice.mails.exists()
    Contact.objects.filter(pk=a.client.pk).update(email="")
    answer = client.post(f"/billing/invoices/{invoice.pk}/send/", {})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "has no e-mail address" in body and f"/contacts/{a.client.pk}/" in body
    Contact.objects.filter(pk=a.client.pk).update(email="x@client.example")
    assert client.post(f"/billing/invoices/{invoice.pk}/send/", {}).status_code == 303
    assert invoice.mails.get().to == "x@client.example"


def test_payment_page_records_once_and_names_the_balance(a, sign_in):
    invoice = make_invoice(a)
    client = sign_in(a.secretary)
    page = client.get(f"/billing/invoices/{invoice.pk}/pay/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"amount": "1,051.01", "received_on": "today", "method": "check", "key": key}
    answer = client.post(f"/billing/invoices/{invoice.pk}/pay/", form)
    assert answer.status_code == 422 and "$1,051.00 is left to pay" in answer.content.decode()
    form["amount"], form["received_on"] = "1,000.00", "yesterday"
    for _ in range(2):
        assert client.post(f"/billing/invoices/{invoice.pk}/pay/", form).status_code == 303
    payment = Payment.objects.get()
    invoice.refresh_from_db()
    assert invoice.balance == Decimal("51.00")
    assert client.get("/billing/payments/").status_code == 200
    assert b"1,000.00" in client.get(f"/billing/payments/{payment.pk}/").content
    assert client.post(f"/billing/payments/{payment.pk}/reverse/", {"reason": ""}).status_code == 422
    assert client.post(f"/billing/payments/{payment.pk}/reverse/", {"reason": "Returned"}).status_code == 303
    assert Payment.objects.count() == 2


def test_payment_page_shares_out_over_the_clients_invoices(a, sign_in):
    first, second = make_invoice(a), make_invoice(a, matter_with(a, "2026-0002", "100.00"))
    client = sign_in(a.secretary)
    form = {"amount": "1100.00", "received_on": "yesterday", "method": "check", "key": "k"}
    page = client.post(f"/billing/invoices/{second.pk}/pay/", form | {"share": "1"}).content.decode()
    assert 'value="1051.00"' in page and 'value="49.00"' in page
    assert not Payment.objects.exists()
    parts = {f"part_{first.pk}": "1051.00", f"part_{second.pk}": "49.00"}
    assert client.post(f"/billing/invoices/{second.pk}/pay/", form | parts).status_code == 303
    second.refresh_from_db()
    assert second.balance == Decimal("51.00")


def test_void_page_asks_for_a_reason_and_shows_the_reversal(a, sign_in):
    invoice = make_invoice(a)
    client = sign_in(a.attorney)
    assert client.get(f"/billing/invoices/{invoice.pk}/void/").status_code == 200
    assert client.post(f"/billing/invoices/{invoice.pk}/void/", {"reason": ""}).status_code == 422
    client.post(f"/billing/invoices/{invoice.pk}/void/", {"reason": "Wrong client.", "work": "open"})
    page = client.get(f"/billing/invoices/{invoice.pk}/").content.decode()
    assert "Void: Wrong client." in page and "Reversed by" in page
    page = sign_in(a.secretary).get(
        f"/billing/invoices/{make_invoice(a, matter_with(a, '2026-0003', '9.00')).pk}/void/"
    )
    assert "Propose to void" in page.content.decode()


def test_question_of_the_client_is_answered(a, sign_in):
    invoice = make_invoice(a)
    question = ask_question(invoice, asked_by="Juno", text="Why two hours?", line=invoice.lines.first())
    client = sign_in(a.secretary)
    assert "Why two hours?" in client.get(f"/billing/invoices/{invoice.pk}/").content.decode()
    assert client.post(f"/billing/questions/{question.pk}/answer/", {"answer": ""}).status_code == 422
    client.post(f"/billing/questions/{question.pk}/answer/", {"answer": "Two boxes of records."})
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("Two boxes of records.", a.secretary)


def pages_of(invoice, line, payment, question, run):
    on_invoice = (
        "",
        "preview/",
        "pdf/",
        "send/",
        "remind/",
        "void/",
        "pay/",
        "discard/",
        "return/",
        "submit/",
    )
    return [
        *(f"/billing/invoices/{invoice.pk}/{tail}" for tail in on_invoice),
        *(f"/billing/invoices/{invoice.pk}/{tail}/" for tail in ("approve", "message", "add", "reminders")),
        f"/billing/lines/{line.pk}/",
        f"/billing/lines/{line.pk}/restore/",
        f"/billing/questions/{question.pk}/answer/",
        f"/billing/payments/{payment.pk}/",
        f"/billing/payments/{payment.pk}/reverse/",
        f"/billing/runs/{run.pk}/",
        f"/matters/{invoice.matter_id}/billing/",
    ]


def everything(people):
    """One of each thing that has a page."""
    from billing.services.bill_runs import start_bill_run
    from billing.services.payments import record_payment

    run = start_bill_run([people.matter], until=timezone.localdate(), by=people.assistant)
    invoice = make_invoice(people)
    payment = record_payment(
        parts={invoice.pk: 1},
        amount=1,
        received_on=invoice.issued_on,
        method="cash",
        key="k",
        by=fresh(people.secretary),
    )
    question = ask_question(invoice, asked_by="Juno", text="Why?")
    return invoice, invoice.lines.first(), payment, question, run


def test_another_firm_finds_nothing(firms, client, sign_in):
    with firm_scope(firms.a.firm):
        addresses = pages_of(*everything(firms.a))
    sign_in(firms.b.attorney)
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"reason": "x"}).status_code == 404, address
    assert b"Brightwater v. Solano alder" not in client.get("/billing/").content


def test_walled_member_finds_nothing(a, sign_in):
    addresses = [x for x in pages_of(*everything(a)) if "/runs/" not in x]
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    client = sign_in(a.associate)
    for address in addresses:
        assert client.get(address).status_code == 404, address
    assert b"Brightwater v. Solano" not in client.get("/billing/").content
    assert b"Brightwater v. Solano" not in client.get("/billing/runs/new/").content
    run = BillRun.objects.get()
    assert b"Brightwater v. Solano" not in client.get(f"/billing/runs/{run.pk}/").content


def test_stranger_is_sent_to_sign_in(a, client):
    for address in pages_of(*everything(a)):
        assert client.get(address).status_code == 302, address


def test_invoice_list_shows_states_and_totals(a, sign_in):
    make_invoice(a, matter_with(a, "2026-0002", "100.00"), sent_at=timezone.now())
    make_draft(a)
    client = sign_in(a.secretary)
    page = client.get("/billing/").content.decode()
    assert "Sent" in page and "Draft" in page and "2 invoices" in page and "$1,151.00" in page
    only = client.get("/billing/?status=draft,returned").content.decode()
    assert "1 invoice" in only and "Matter 2026-0002" not in only
    assert "0 invoices" in client.get("/billing/?age=31-60").content.decode()
    assert client.get("/billing/?export=csv").status_code == 200


def test_invoice_list_takes_as_many_queries_for_five_rows_as_for_one(a, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_invoice(a)
    client = sign_in(a.secretary)
    client.get("/billing/")

    def count(path):
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        return len(found)

    review = make_draft(a, matter_with(a, "2026-0009", "1.00"))
    one = count("/billing/"), count(f"/billing/invoices/{review.pk}/")
    for n in range(4):
        make_invoice(a, matter_with(a, f"2026-010{n}", "100.00"))
    make_work(a, review.matter, "1.00", "2.00", "3.00")
    from billing.services.lines import add_unbilled

    ids = list(review.matter.time_entries.filter(state="open").values_list("id", flat=True))
    add_unbilled(review, until=timezone.localdate(), entries=ids, by=fresh(a.assistant))
    assert (count("/billing/"), count(f"/billing/invoices/{review.pk}/")) == one
