"""Days, spans and amounts as people write them in a filter. The days themselves are read by practice.dates."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils import timezone

from practice.dates import NotADate, add_months, parse_day


def read_day(text: str, *, today: date | None = None) -> date:
    """A day as practice.dates reads it; one without a year is of this year, for filters look back.

    Raises ValidationError that says what to type.
    """
    try:
        return parse_day(text, today, this_year=True)
    except NotADate:
        shown = text.strip()[:40]
        raise ValidationError(
            f"“{shown}” is not a date. Type 11/30/2026, 2026-11-30, today or -30d."
        ) from None


def read_span(text: str, *, today: date | None = None) -> tuple[date, date]:
    """First and last day of `this-week` (from Monday), `last-month`, `next-quarter`, `this-year`, or of one
    day.
    """
    today = today or timezone.localdate()
    which, _, unit = text.strip().lower().replace(" ", "-").partition("-")
    step = {"last": -1, "this": 0, "next": 1}.get(which)
    if step is None or unit not in {"week", "month", "quarter", "year"}:
        day = read_day(text, today=today)
        return day, day
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return first, first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start_month = (today.month - 1) // months * months + 1
    first = add_months(date(today.year, start_month, 1), step * months)
    return first, add_months(first, months) - timedelta(days=1)


def read_amount(text: str) -> Decimal | None:
    """An amount of money from `1,250.50`, `$80`, `(12.00)`; None when empty. Raises ValidationError."""
    plain = text.strip().replace(",", "").replace("$", "").replace("−", "-")
    if not plain:
        return None
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= 10**12 or amount != round(amount, 2):
        raise ValidationError(f"“{text[:40]}” is not an amount. Type 1250.50.")
    return amount


def say_amount(amount: Decimal) -> str:
    """`$1,250.50`, `−$80.00`."""
    return f"{'−' if amount < 0 else ''}${abs(amount):,.2f}"
