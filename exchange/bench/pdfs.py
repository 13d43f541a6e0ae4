"""B7: invoice PDFs against WeasyPrint's best settings on the same HTML, one process."""

import datetime
from decimal import Decimal

from billing.models import Invoice, InvoiceLine
from billing.pdf import fetcher, invoice_html, invoice_pdf
from billing.services.invoices import make_heading
from exchange.bench.table import Row, best_of, clock
from matters.models import Matter
from practice.scope import firm_scope

LINES = 60
DOCUMENTS = 6


def make_invoice(member) -> Invoice:
    """A draft of sixty lines with the heading that approval would freeze."""
    matter = Matter.objects.select_related("client", "responsible").order_by("-id").first()
    invoice = Invoice.objects.create(
        matter=matter, client=matter.client, fees=Decimal(LINES * 120), total=Decimal(LINES * 120)
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, matter=matter, kind="fee", position=n, date=datetime.date(2026, 1, 1) + datetime.timedelta(days=n),
            timekeeper=member, timekeeper_name=member.name, timekeeper_title="Partner", rate=300, worked_seconds=1440, seconds=1440,
            description=f"Review and revise point {n} of the separate statement; confer on scope of search terms.",
            drafted_amount=120, amount=120,
        )
        for n in range(1, LINES + 1)
    )  # fmt: skip
    invoice.heading = make_heading(invoice, member)
    invoice.issued_on, invoice.due_on = datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)
    invoice.number = "2026-0001"
    return invoice


def measure(firm, member, *, rounds: int, report) -> list[Row]:
    """Row B7: documents a second of one core."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from billing.pdf import STATIC

    report("invoice PDFs")
    sheet = STATIC / "css" / "pdf" / "invoice.css"
    with firm_scope(firm):
        invoice = make_invoice(member)
        html = invoice_html(invoice)
        fonts = FontConfiguration()
        style = CSS(
            string=sheet.read_text(), base_url=sheet.as_uri(), font_config=fonts, url_fetcher=fetcher()
        )
        paper = CSS(string="@page { size: Letter; }", font_config=fonts)

        def best() -> float:
            return DOCUMENTS / clock(
                lambda: [
                    HTML(string=html).write_pdf(
                        stylesheets=[style, paper], font_config=fonts, pdf_variant="pdf/ua-1"
                    )
                    for _ in range(DOCUMENTS)
                ]
            )

        def ours() -> float:
            return DOCUMENTS / clock(lambda: [invoice_pdf(invoice) for _ in range(DOCUMENTS)])

        best(), ours()
        floor, value = best_of(best, rounds), best_of(ours, rounds)
    return [
        Row(
            f"B7 invoice PDFs, {LINES} lines",
            f"{value[0]:.1f}/s ({value[1]:.1f}–{value[2]:.1f})",
            f"WeasyPrint alone {floor[0]:.1f}/s ({floor[1]:.1f}–{floor[2]:.1f})",
            f"{value[0] / floor[0]:.2f}",
            "≥ 0.9",
        )
    ]
