"""The invoice as a PDF, from what was frozen at approval (practice.pdf renders it)."""

from django.template.loader import render_to_string

from billing.models import Invoice, InvoiceLine
from billing.queries.invoices import lines_of
from practice.money import ZERO
from practice.pdf import STATIC, fetcher, render

__all__ = ["STATIC", "context_of", "fetcher", "invoice_html", "invoice_pdf", "render", "timekeepers"]


def context_of(invoice: Invoice) -> dict:
    """What the paper says, on screen and in the PDF: the frozen heading, the lines by kind, their sums."""
    lines = list(lines_of(invoice))
    fees = [line for line in lines if line.kind == InvoiceLine.Kind.FEE]
    costs = [line for line in lines if line.kind == InvoiceLine.Kind.COST]
    sign = -1 if invoice.kind == Invoice.Kind.REVERSAL else 1
    return {
        "invoice": invoice,
        "heading": invoice.heading,
        "fees": fees,
        "keepers": timekeepers(fees),
        "costs": costs,
        "fee_seconds": sign * sum(line.seconds for line in fees),
        "is_reversal": sign < 0,
        "sign": sign,
        "zero": ZERO,
    }


def timekeepers(fees: list[InvoiceLine]) -> list[str]:
    """Who worked, each with the title frozen on the line: the bill says who is not a lawyer (Guidelines 4 and 8)."""
    found = {(line.timekeeper_name, line.timekeeper_title): None for line in fees if line.timekeeper_name}
    return [f"{name}, {title}" if title else name for name, title in found]


def invoice_html(invoice: Invoice) -> str:
    """The page that becomes the PDF."""
    return render_to_string("pdf/invoice.html", context_of(invoice))


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice as it was approved. services.invoices.store_pdf keeps it; nothing renders it a second time."""
    paper = invoice.heading.get("firm", {}).get("paper", "letter")
    return render(invoice_html(invoice), paper)
