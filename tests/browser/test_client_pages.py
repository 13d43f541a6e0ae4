"""The client's pages and the documents in a real browser: on a phone, in the dark, without script, with several files."""

from pathlib import Path

import pytest
from django.urls import reverse

from billing.models import InvoiceQuestion
from billing.services import questions
from billing.services.invoices import store_pdf
from documents import services as documents
from documents.models import Document
from practice.scope import firm_scope
from tests.browser.conftest import DESK, PHONE, until
from tests.documents.papers import OTHER_PDF, PDF
from tests.portal.links import bill, link_to

pytestmark = pytest.mark.browser

LOOKS = [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)]


def narrow_enough(page, size):
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url


@pytest.fixture
def mailed(firms, live_server, settings):
    """(invoice, link, address) of an issued bill with its PDF and an answered question."""
    settings.BASE_URL = live_server.url
    a = firms.a
    with firm_scope(a.firm):
        invoice = store_pdf(bill(a))
        link, _path = link_to(a, invoice)
        asked = questions.ask_question(
            invoice,
            text="Was this the long call?",
            asked_by="Juno Applewhite",
            line=invoice.lines.first(),
            link=link,
        )
        questions.answer_question(asked, answer="Yes, with both experts.", by=a.attorney)
        link, url = documents.create_share_link(
            "invoice", invoice.pk, invoice.matter, invoice.client, by=a.attorney
        )
    return invoice, link, url


@pytest.mark.parametrize("size,dark", LOOKS)
def test_the_bill_as_the_client_sees_it(open_as, mailed, axe, size, dark):
    _invoice, _link, url = mailed
    page = open_as(None, url, size=size, dark=dark)
    assert "/p/i/" in page.url
    assert page.locator("h1").inner_text().endswith("$1,097.50")
    narrow_enough(page, size)
    axe(page)
    page.locator("summary").nth(1).click()
    axe(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="Download PDF").click()
    assert Path(got.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("script", [True, False])
def test_a_question_from_the_phone(open_as, mailed, firms, script):
    invoice, _link, url = mailed
    page = open_as(None, url, size=PHONE, java_script_enabled=script)
    line = page.locator(".p-lines li").nth(1)
    line.locator("summary").click()
    line.get_by_label("Your question").fill("Could this have been shorter?")
    line.get_by_role("button", name="Send question").click()
    page.wait_for_url("**?sent=1*")
    assert page.get_by_text("Your question is with us").is_visible()
    with firm_scope(firms.a.firm):
        found = InvoiceQuestion.objects.get(answer="")
        assert (found.text, found.invoice_id) == ("Could this have been shorter?", invoice.pk)


def test_the_shared_document(open_as, mailed, firms, axe_both):
    a = firms.a
    with firm_scope(a.firm):
        version = documents.create_document(a.matter, content=PDF, filename="Settlement.pdf", by=a.attorney)
        _link, url = documents.create_share_link(
            "document", version.document_id, a.matter, a.client, by=a.attorney
        )
    for size in (PHONE, DESK):
        page = open_as(None, url, size=size)
        assert page.locator("h1").inner_text() == "Settlement"
        narrow_enough(page, size)
        axe_both(page)


def test_the_page_of_a_link_that_does_not_work(open_as, live_server, axe_both, watch):
    watch.allow_failed_requests()
    for size in (PHONE, DESK):
        page = open_as(None, "/p/nothing/", size=size)
        narrow_enough(page, size)
        axe_both(page)


def test_the_bills_page_and_the_clients_view_for_staff(open_as, mailed, firms, axe, axe_both):
    invoice, _link, _url = mailed
    for size in (PHONE, DESK):
        page = open_as(firms.a.attorney, reverse("invoice_client_view", args=[invoice.pk]), size=size)
        axe_both(page)
        narrow_enough(page, size)
    page = open_as(firms.a.attorney, reverse("invoice_detail", args=[invoice.pk]))
    assert page.get_by_role("heading", name="Private links").is_visible()
    axe(page)


def test_several_files_with_a_bar_each_and_one_that_is_refused(open_as, firms, axe, watch):
    watch.allow_failed_requests()
    a = firms.a
    page = open_as(a.paralegal, reverse("matter_documents", args=[a.matter.pk]))
    page.get_by_label("File as").select_option("evidence")
    page.locator("#upload").set_input_files(
        [
            {"name": "One.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "Two.pdf", "mimeType": "application/pdf", "buffer": OTHER_PDF},
            {"name": "Bad.pdf", "mimeType": "application/pdf", "buffer": b"no"},
        ]
    )
    until(
        page,
        "document.querySelectorAll('.ups li').length === 3 && document.querySelectorAll('.ups .bad').length === 1",
    )
    assert "no PDF" in page.locator(".ups .bad").inner_text()
    axe(page)
    with firm_scope(a.firm):
        assert sorted(Document.objects.values_list("name", "category")) == [
            ("One", "evidence"),
            ("Two", "evidence"),
        ]
    page.locator("#upload").set_input_files(
        [{"name": "Three.pdf", "mimeType": "application/pdf", "buffer": PDF + b"3"}]
    )
    page.get_by_role("link", name="Three", exact=True).wait_for()


def test_pages_of_documents(open_as, firms, axe_both):
    a = firms.a
    with firm_scope(a.firm):
        version = documents.create_document(a.matter, content=PDF, filename="Complaint.pdf", by=a.attorney)
        document = version.document
        documents.add_version(
            document, content=OTHER_PDF, filename="Complaint final.pdf", note="Filed", by=a.paralegal
        )
        documents.create_share_link("document", document.pk, a.matter, a.client, by=a.attorney)
    paths = [
        reverse("document_list"),
        f"{reverse('document_list')}?peek={document.pk}",
        reverse("matter_documents", args=[a.matter.pk]),
        reverse("document_upload", args=[a.matter.pk]),
        reverse("document_upload"),
        document.get_absolute_url(),
        reverse("document_edit", args=[document.pk]),
        reverse("version_add", args=[document.pk]),
        reverse("document_trash", args=[document.pk]),
        reverse("link_create", args=["document", document.pk]),
    ]
    for size in (PHONE, DESK):
        page = open_as(a.attorney, paths[0], size=size)
        for path in paths:
            page.goto(path)
            narrow_enough(page, size)
            axe_both(page)


def test_a_link_is_made_and_shown_once(open_as, firms, axe):
    a = firms.a
    with firm_scope(a.firm):
        version = documents.create_document(a.matter, content=PDF, filename="Complaint.pdf", by=a.attorney)
    page = open_as(a.attorney, reverse("link_create", args=["document", version.document_id]))
    page.get_by_role("button", name="Make link").click()
    field = page.locator("#made-url")
    field.wait_for()
    assert "/p/" in field.input_value()
    assert page.get_by_role("button", name="Copy link").is_visible()
    axe(page)


def test_the_demos_mailbox(open_as, settings, tmp_path, axe_both):
    from tests.portal.test_demo_mailbox import FIRST, letter

    settings.DEMO, settings.DEMO_MAIL_DIR = True, str(tmp_path)
    (tmp_path / f"{FIRST}.eml").write_bytes(letter("Invoice 2026-0001 from Alder & Birch LLP"))
    for size in (PHONE, DESK):
        page = open_as(None, "/demo/mailbox/", size=size)
        axe_both(page)
        page.get_by_role("link", name="Invoice 2026-0001").click()
        axe_both(page)
        narrow_enough(page, size)
