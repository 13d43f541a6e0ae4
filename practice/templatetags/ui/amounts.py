"""Money, and parts of a whole."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
MINUS = "\u2212"


def _decimal(value) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(value) if not isinstance(value, float) else None
    except (InvalidOperation, TypeError, ValueError):
        return None


def _grouped(amount: Decimal) -> str:
    return f"{abs(amount).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,.2f}"


@register.filter
def money(value) -> str:
    """9,612.45, for columns. Negatives with a real minus. Nothing for None."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return (MINUS if amount < 0 else "") + _grouped(amount)


@register.filter
def usd(value) -> str:
    """$9,612.45, for running text and totals. Nothing for None."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return (MINUS if amount < 0 else "") + "$" + _grouped(amount)


@register.filter
def dash(value) -> SafeString | str:
    """As `money`, with a grey dash for zero or None: for lists."""
    amount = _decimal(value)
    if not amount:
        return mark_safe('<span class="t3" aria-label="none" role="img">—</span>')
    return money(amount)


@register.filter
def paren(value) -> SafeString | str:
    """As `money`, with negatives as (844.50) and a hidden “minus” for screen readers: for ledgers."""
    amount = _decimal(value)
    if amount is None:
        return ""
    if amount < 0:
        return format_html('<span class="neg"><span class="vh">minus </span>({})</span>', _grouped(amount))
    return _grouped(amount)


@register.filter
def bar(value, total) -> str:
    """`value` of `total` as a width of 0–100 for an SVG meter."""
    part, whole = _decimal(value) or Decimal(0), _decimal(total) or Decimal(0)
    if whole <= 0:
        return "0"
    return f"{min(Decimal(100), max(Decimal(0), 100 * part / whole)):.1f}"
