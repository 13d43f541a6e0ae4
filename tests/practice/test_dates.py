"""Dates as people type them. Today is Thursday, November 12, 2026 in every case."""

import datetime

import pytest

from practice.dates import NotADate, parse_day, spoken
from practice.fields import AmountField, DayField

TODAY = datetime.date(2026, 11, 12)


@pytest.mark.parametrize(
    "typed,expected",
    [
        ("today", "2026-11-12"),
        ("Tomorrow", "2026-11-13"),
        ("yesterday", "2026-11-11"),
        ("fri", "2026-11-13"),
        ("thu", "2026-11-12"),
        ("next thursday", "2026-11-19"),
        ("wed", "2026-11-18"),
        ("+10", "2026-11-22"),
        ("+2w", "2026-11-26"),
        ("-3", "2026-11-09"),
        ("t+14", "2026-11-26"),
        ("11/30", "2026-11-30"),
        ("1/6", "2027-01-06"),
        ("6/30", "2026-06-30"),
        ("11/30/25", "2025-11-30"),
        ("11/30/2026", "2026-11-30"),
        ("2026-11-30", "2026-11-30"),
        ("Nov 30", "2026-11-30"),
        ("November 30, 2027", "2027-11-30"),
        ("30 nov", "2026-11-30"),
        ("2/29/2028", "2028-02-29"),
    ],
)
def test_typed_date_means(typed, expected):
    assert parse_day(typed, TODAY).isoformat() == expected


@pytest.mark.parametrize(
    "typed", ["", "soon", "13/45", "2/30/2026", "11/31", "2026-13-01", "11/30/123", "+", "1 2 3"]
)
def test_what_is_no_date_is_refused_with_an_example(typed):
    with pytest.raises(NotADate, match="11/30"):
        parse_day(typed, TODAY)


def test_echo_names_the_weekday_and_warns_of_weekends():
    assert spoken(datetime.date(2026, 11, 13), TODAY) == "Friday, November 13, 2026 (tomorrow)"
    assert spoken(datetime.date(2026, 11, 28), TODAY) == "Saturday, November 28, 2026. That is a weekend."


def test_day_field_keeps_the_typed_text_on_error():
    field = DayField()
    with pytest.raises(Exception, match="Type a date such as"):
        field.clean("someday")
    assert field.prepare_value("someday") == "someday"
    assert field.prepare_value(datetime.date(2026, 11, 13)) == "Nov 13, 2026"


def test_amount_field_reads_money_as_typed():
    field = AmountField()
    assert str(field.clean("$1,250.50")) == "1250.50"
    with pytest.raises(Exception, match="is not an amount"):
        field.clean("12.345")
