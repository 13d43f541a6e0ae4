"""The bill in each of its states, as a client reads it; questions about it, and their answers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import Invoice, InvoiceQuestion
from billing.services import questions
from documents import services as documents
from portal import tasks
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent, Outbox
from tests.portal.links import bill, enter, key_of, link_to


@pytest.fixture
def opened(a, client):
    """(invoice, link, client, address of the page, form key)."""
    invoice = bill(a)
    link, path = link_to(a, invoice)
    page, url = enter(client, path)
    return invoice, link, client, url, key_of(page)


def shown(client, url):
    return client.get(url).content.decode()


def test_due_with_how_to_pay(a, opened):
    invoice, _link, client, url, _key = opened
    a.firm.payment_instructions = "Bank transfer to Bayline Bank, account ending 4821."
    a.firm.save()
    page = shown(client, url)
    assert f"Due {invoice.due_on:%B} {invoice.due_on.day}, {invoice.due_on.year}" in page
    assert "account ending 4821" in page
    assert "How to pay $1,097.50" in page


def test_without_instructions_by_check(opened):
    invoice, _link, client, url, _key = opened
    page = shown(client, url)
    assert "By check, payable to Alder &amp; Birch LLP" in page
    assert f"Write {invoice.number} on the payment" in page


def test_part_paid_paid_overdue_and_void(a, opened):
    invoice, _link, client, url, _key = opened
    Invoice.objects.filter(pk=invoice.pk).update(paid=Decimal("97.50"))
    page = shown(client, url)
    assert "$1,000.00" in page
    assert "Left to pay" in page
    Invoice.objects.filter(pk=invoice.pk).update(paid=Decimal("1097.50"))
    page = shown(client, url)
    assert "Paid" in page
    assert "Thank you" in page
    assert "How to pay" not in page


def test_void(a, opened):
    from billing.services.invoices import void_invoice
    from tests.billing.bills import fresh

    invoice, _link, client, url, _key = opened
    void_invoice(invoice, reason="Wrong rate", by=fresh(a.attorney))
    page = shown(client, url)
    assert "This invoice is void. Nothing is owed on it." in page
    assert "Wrong rate" not in page
    assert "How to pay" not in page


def test_overdue_in_plain_words(a, client):
    invoice = bill(a)
    _link, path = link_to(a, invoice)
    _page, url = enter(client, path)
    from unittest.mock import patch  # the clock, not our code

    later = timezone.now() + timedelta(days=(invoice.due_on - timezone.localdate()).days + 3)
    with patch("django.utils.timezone.now", return_value=later):
        link, path = link_to(a, invoice)
        page, _url = enter(client, path)
    assert "3 days ago" in page.content.decode()
    assert url


def test_a_question_about_a_line_lands_and_is_mailed(a, opened):
    invoice, link, client, url, key = opened
    line = invoice.lines.order_by("id").first()
    answer = client.post(
        f"{url}ask/",
        {"key": key, "line": line.pk, "text": "What was this for?", "asked_by": "Juno Applewhite"},
    )
    assert answer.status_code == 303
    assert answer.url == f"{url}?sent=1#l{line.pk}"
    question = InvoiceQuestion.objects.get()
    assert (question.line, question.link, question.asked_by) == (line, link, "Juno Applewhite")
    page = shown(client, f"{url}?sent=1")
    assert "Your question is with us" in page
    assert "What was this for?" in page
    assert "Not answered yet" in page
    link.refresh_from_db()
    assert link.views == 1
    event = AuditEvent.objects.get(verb="invoice.question_asked")
    assert event.actor_name == "Juno Applewhite (private link)"
    assert Outbox.objects.filter(task="portal.tasks.mail_question").exists()
    tasks.mail_question(firm_id=a.firm.pk, question_id=question.pk)
    (sent,) = mail.outbox
    assert sent.to == ["attorney@alder.example"]
    assert "Juno Applewhite" in sent.subject
    assert "What was this for?" in sent.body
    assert f"/billing/invoices/{invoice.pk}/#questions" in sent.body


def test_the_answer_reaches_the_client_with_a_link_that_works(a, opened, client):
    invoice, link, _client, url, _key = opened
    question = questions.ask_question(invoice, text="Why two hours?", asked_by="Juno", link=link)
    with pytest.raises(Refused):
        questions.answer_question(question, answer="x", by=a.freelancer)
    with pytest.raises(DomainError, match="Write the answer"):
        questions.answer_question(question, answer="  ", by=a.attorney)
    questions.answer_question(question, answer="Two calls with the court.", by=a.attorney)
    with pytest.raises(DomainError, match="answered already"):
        questions.answer_question(question, answer="Again", by=a.attorney)
    page = shown(client, url)
    assert "Two calls with the court." in page
    assert "Imogen Vance" in page
    tasks.mail_answer(firm_id=a.firm.pk, question_id=question.pk)
    (sent,) = mail.outbox
    assert sent.to == [a.client.email]
    assert "Two calls with the court." in sent.body
    path = next(word for word in sent.body.split() if "/p/" in word).removeprefix("http://testserver.local")
    assert enter(client, path)[0].status_code == 200


def test_no_new_link_for_somebody_whose_link_was_revoked(a, opened):
    invoice, link, *_rest = opened
    question = questions.ask_question(invoice, text="Why?", asked_by="Juno", link=link)
    documents.revoke_share_link(link, by=a.attorney)
    questions.answer_question(question, answer="Because.", by=a.attorney)
    tasks.mail_answer(firm_id=a.firm.pk, question_id=question.pk)
    assert "/p/" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " ", "asked_by": "Juno"}, "Write your question first"),
        ({"text": "x" * 2001, "asked_by": "Juno"}, "At most 2,000"),
        ({"text": "Why?", "asked_by": ""}, "Give your name"),
    ],
)
def test_a_bad_question_keeps_what_was_typed(opened, typed, said):
    invoice, _link, client, url, key = opened
    line = invoice.lines.order_by("id").first()
    answer = client.post(f"{url}ask/", {"key": key, "line": line.pk, **typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert typed["text"].strip() in page
    assert InvoiceQuestion.objects.count() == 0


def test_forms_of_other_sites_and_lines_of_other_bills(firms, a, opened):
    invoice, _link, client, url, key = opened
    line = invoice.lines.first()
    good = {"key": key, "line": line.pk, "text": "Why?", "asked_by": "Juno"}
    assert client.post(f"{url}ask/", good | {"key": ""}).status_code == 404
    assert client.post(f"{url}ask/", good | {"key": "0" * 40}).status_code == 404
    assert client.post(f"{url}ask/", good | {"line": line.pk + 999}).status_code == 404
    assert client.post(f"{url}ask/", good | {"line": "x"}).status_code == 404
    assert InvoiceQuestion.objects.count() == 0
    # Strict: the page's own form needs no CSRF cookie, as its key is of the link.
    strict = type(client)(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"{url}ask/", good).status_code == 303


def test_a_double_click_is_one_question_and_a_flood_is_stopped(opened):
    invoice, _link, client, url, key = opened
    for _ in range(2):
        client.post(f"{url}ask/", {"key": key, "text": "Why?", "asked_by": "Juno"})
    assert InvoiceQuestion.objects.count() == 1
    codes = [
        client.post(f"{url}ask/", {"key": key, "text": f"Why {n}?", "asked_by": "Juno"}).status_code
        for n in range(19)
    ]
    assert codes == [303] * 18 + [422]


def test_staff_see_the_clients_page_without_counting(a, sign_in):
    invoice = bill(a)
    link, _path = link_to(a, invoice)
    path = f"/billing/invoices/{invoice.pk}/client/"
    page = sign_in(a.secretary).get(path)
    assert page.status_code == 200
    assert "What the client sees" in page.content.decode()
    assert "<form" not in page.content.decode()
    link.refresh_from_db()
    assert link.views == 0
    assert Invoice.objects.get(pk=invoice.pk).viewed_at is None
    assert sign_in(a.freelancer).get(path).status_code in (403, 404)


def test_the_page_needs_few_queries_however_long_the_bill(opened):
    _invoice, _link, client, url, _key = opened
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    assert len(found) <= 30
