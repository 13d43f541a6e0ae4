"""Dates, spans and amounts as people write them in a filter."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from practice.dates import add_months
from practice.filters import read_amount, read_day, read_span

TODAY = date(2026, 11, 12)  # a Thursday


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("1/31/2026", date(2026, 1, 31)),
        ("1/31/26", date(2026, 1, 31)),
        ("3/12", date(2026, 3, 12)),
        ("12/24", date(2026, 12, 24)),
        ("today", date(2026, 11, 12)),
        ("Yesterday", date(2026, 11, 11)),
        ("-30d", date(2026, 10, 13)),
        ("+2w", date(2026, 11, 26)),
        ("-3m", date(2026, 8, 12)),
        ("-1y", date(2025, 11, 12)),
        ("fri", date(2026, 11, 13)),
        ("nov 30", date(2026, 11, 30)),
    ],
)
def test_days(text, expected):
    assert read_day(text, today=TODAY) == expected


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2/30/2026", "13/1", "-99999d", "+9999y"])
def test_what_is_no_day(text):
    with pytest.raises(ValidationError, match="is not a date"):
        read_day(text, today=TODAY)


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("this-week", date(2026, 11, 9), date(2026, 11, 15)),
        ("last week", date(2026, 11, 2), date(2026, 11, 8)),
        ("this-month", date(2026, 11, 1), date(2026, 11, 30)),
        ("last-month", date(2026, 10, 1), date(2026, 10, 31)),
        ("next-month", date(2026, 12, 1), date(2026, 12, 31)),
        ("this-quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("last-quarter", date(2026, 7, 1), date(2026, 9, 30)),
        ("last-year", date(2025, 1, 1), date(2025, 12, 31)),
        ("today", date(2026, 11, 12), date(2026, 11, 12)),
    ],
)
def test_spans(text, first, last):
    assert read_span(text, today=TODAY) == (first, last)


def test_months_end_on_their_last_day():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2026, 3, 31), -4) == date(2025, 11, 30)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1,250.50", Decimal("1250.50")),
        ("$80", Decimal("80")),
        ("(12.00)", Decimal("-12.00")),
        ("−5", Decimal("-5")),
        ("", None),
    ],
)
def test_amounts(text, expected):
    assert read_amount(text) == expected


@pytest.mark.parametrize("text", ["ten", "1.005", "inf", "1e13", "--5"])
def test_what_is_no_amount(text):
    with pytest.raises(ValidationError, match="is not an amount"):
        read_amount(text)
