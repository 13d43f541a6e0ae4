"""Template filters of bills. `{% load invoices %}`"""

from decimal import Decimal

from django import template

from billing.durations import hours_of
from billing.models import Invoice
from billing.queries.invoices import local_today, status_of

register = template.Library()


@register.filter
def bill_hours(seconds) -> str:
    """Hours as a bill states them: `2.4`, and `1.25` where the increment is finer than a tenth."""
    if seconds in (None, ""):
        return ""
    exact = hours_of(abs(int(seconds)))
    tenth = exact.quantize(Decimal("0.1"))
    return f"{'−' if int(seconds) < 0 else ''}{tenth if tenth == exact else exact:,}"


@register.filter
def bill_rate(rate) -> str:
    """An hourly rate without cents where it has none: `475`, `162.50`."""
    if rate in (None, ""):
        return ""
    whole = Decimal(rate)
    return f"{whole:,.0f}" if whole == whole.to_integral_value() else f"{whole:,.2f}"


@register.filter
def percent(value) -> str:
    """A share as `90.6%`."""
    return "" if value is None else f"{Decimal(value) * 100:.1f}%"


@register.inclusion_tag("billing/invoice_state.html")
def invoice_state(invoice: Invoice, today=None):
    """The state of an invoice in words and colour: Draft, Sent, 18 days late, Paid."""
    _status, words, tone = status_of(invoice, today or local_today(invoice.firm))
    return {"words": words, "tone": tone.removeprefix("tag "), "tag": tone.startswith("tag ")}
