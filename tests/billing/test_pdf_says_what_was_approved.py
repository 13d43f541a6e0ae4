"""The PDF: its text, its pages, made once, with nothing from outside in it."""

import datetime
import hashlib
import io
from decimal import Decimal

import pytest
from django.utils import timezone
from pypdf import PdfReader

from billing import pdf
from billing.models import Invoice
from billing.services.invoices import store_pdf
from billing.tasks import make_invoice_pdf
from documents.models import Document, Version
from documents.storage import open_version
from matters.models import Contact
from practice.models import Firm
from tests.billing.bills import make_cost, make_draft, make_invoice, make_work, matter_with
from tests.cast import make_time

pytest.importorskip("weasyprint")


def text_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_pdf_names_number_parties_lines_and_total(a):
    make_cost(a)
    invoice = make_invoice(a)
    content = pdf.invoice_pdf(invoice)
    (page,) = text_of(content)
    for said in (
        f"Invoice {invoice.number}",
        "Alder & Birch LLP",
        "Brightwater Ceramics alder",
        "Brightwater v. Solano alder, 2026-0001",
        "Analyze interrogatory responses. 1.2 475 570.00",
        "Collect and index records. 2.6 185 481.00",
        "Certified copies 46.50",
        "Fees 3.8 1,051.00",
        "Total due $1,097.50",
        "Approved by Imogen Vance, Partner",
        "Work by Imogen Vance, Partner; Otis Farrow, Paralegal",
        "Page 1 of 1",
    ):
        assert said in page, said
    reader = PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # tagged
    assert reader.metadata.title == f"Invoice {invoice.number}, Alder & Birch LLP"
    assert reader.pages[0].mediabox[2:] == [612, 792]


def test_pdf_is_kept_once_as_a_document_of_the_matter(a):
    invoice = make_invoice(a)
    for _ in range(2):
        make_invoice_pdf(firm_id=a.firm.pk, invoice_id=invoice.pk)
    invoice.refresh_from_db()
    version = Version.objects.get()
    assert invoice.pdf == version
    document = Document.objects.get()
    assert (document.category, document.matter) == ("invoice", a.matter)
    with open_version(version) as file:
        content = file.read()
    assert content[:5] == b"%PDF-"
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (version.sha256, version.size)


def test_draft_has_no_pdf(a):
    draft = make_draft(a)
    store_pdf(draft)
    assert Version.objects.count() == 0


def test_pdf_keeps_what_stood_at_approval(a):
    invoice = make_invoice(a)
    Firm.objects.filter(pk=a.firm.pk).update(name="Another Name", paper="a4")
    Contact.objects.filter(pk=a.client.pk).update(name="Renamed Inc")
    page = text_of(pdf.invoice_pdf(Invoice.objects.get(pk=invoice.pk)))[0]
    assert "Alder & Birch LLP" in page and "Brightwater Ceramics alder" in page


def test_long_invoice_repeats_its_heads_on_a4(a):
    Firm.objects.filter(pk=a.firm.pk).update(paper="a4")
    matter = matter_with(a, "2026-0002")
    make_work(a, matter, *["100.00"] * 60)
    content = pdf.invoice_pdf(make_invoice(a, matter))
    pages = text_of(content)
    assert len(pages) >= 2
    assert "Hours Rate Amount" in pages[0] and "Hours Rate Amount" in pages[1]
    assert f"Page 2 of {len(pages)}" in pages[1]
    assert "Total due $6,000.00" in pages[-1]
    assert round(float(PdfReader(io.BytesIO(content)).pages[0].mediabox[2])) == 595


def test_pdf_fetches_nothing_from_outside(a, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    make_time(
        a,
        a.attorney,
        seconds=3600,
        amount="475.00",
        narrative=f'<link rel=attachment href="{secret.as_uri()}"><img src="http://127.0.0.1:9/x"> & <b>',
        date=timezone.localdate() - datetime.timedelta(days=1),
    )
    page = text_of(pdf.invoice_pdf(make_invoice(a)))[0]
    assert "<link rel=attachment" in page  # text, not markup
    html = (
        f'<html lang=en><title>t</title><link rel=attachment href="{secret.as_uri()}">'
        f'<a rel=attachment href="{secret.as_uri()}">a</a><img alt=i src="{secret.as_uri()}"><p>x</p></html>'
    )
    content = pdf.render(html)
    assert not PdfReader(io.BytesIO(content)).attachments
    assert b"TOP-SECRET" not in content
    with pytest.raises(ValueError, match="own files"):
        pdf.fetcher().fetch(secret.as_uri())
    with pytest.raises(ValueError, match="own files"):
        pdf.fetcher().fetch("http://127.0.0.1:9/")


def test_no_charge_and_write_down_stand_as_the_client_is_to_see_them(a):
    from billing.services import lines
    from billing.services.invoices import approve_invoice
    from tests.billing.bills import fresh

    draft = make_draft(a)
    lines.no_charge(draft.lines.get(amount=Decimal("570.00")), reason="Clerical work", by=fresh(a.attorney))
    lines.write_down(
        draft.lines.get(amount=Decimal("481.00")), seconds=7200, reason="Courtesy", by=fresh(a.attorney)
    )
    page = text_of(pdf.invoice_pdf(approve_invoice(draft, by=fresh(a.attorney))))[0]
    assert "Analyze interrogatory responses. 1.2 475 No charge" in page
    assert "Collect and index records. 2.0 185 370.00" in page
    assert "Total due $370.00" in page
