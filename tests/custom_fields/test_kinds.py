"""Types: what is typed is kept in one form; cleaning what is clean, or what was said, changes nothing. Values by hand and by Hypothesis."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_fields import kinds
from custom_fields.models import Field
from tests.soak import times

CHOICES = [
    {"key": "c1", "label": "Rear-end"},
    {"key": "c2", "label": "Side impact"},
    {"key": "c3", "label": "Gone", "retired": True},
]


def field(type_: str, **given_) -> Field:
    return Field(type=type_, label="It", choices=CHOICES, settings=given_)


@pytest.mark.parametrize(
    ("type_", "typed", "kept", "said"),
    [
        ("text", "  a   b ", "a b", "a b"),
        ("long_text", " a\r\nb\n ", "a\nb", "a\nb"),
        ("checkbox", "on", True, "Yes"),
        ("checkbox", "no", None, ""),
        ("tristate", "Y", "yes", "Yes"),
        ("tristate", "unknown", "unknown", "Unknown"),
        ("tristate", False, "no", "No"),
        ("picklist", "rear-END", "c1", "Rear-end"),
        ("picklist", "c2", "c2", "Side impact"),
        ("multi", "Side impact; c1", ["c1", "c2"], "Rear-end, Side impact"),
        ("multi", ["c2", "c2"], ["c2"], "Side impact"),
        ("date", "3/4/2026", "2026-03-04", "Mar 4, 2026"),
        ("date", datetime.date(2026, 3, 4), "2026-03-04", "Mar 4, 2026"),
        ("date", "2026-02-28", "2026-02-28", "Feb 28, 2026"),
        ("time", "2:30 pm", "14:30", "14:30"),
        ("time", "9am", "09:00", "09:00"),
        ("time", "12am", "00:00", "00:00"),
        ("time", "12:05 p.m.", "12:05", "12:05"),
        ("time", "noon", "12:00", "12:00"),
        ("time", "1430", "14:30", "14:30"),
        ("numeric", "1,250.50", "1250.5", "1,250.5"),
        ("numeric", "-0", "0", "0"),
        ("numeric", "−3", "-3", "−3"),
        ("numeric", 7, "7", "7"),
        ("currency", "$1,250.5", "1250.50", "$1,250.50"),
        ("currency", "(12)", "-12.00", "−$12.00"),
        ("currency", "0", "0.00", "$0.00"),
        ("email", "Ada@Moss.EXAMPLE", "Ada@moss.example", "Ada@moss.example"),
        ("url", "example.com/a?b=1", "https://example.com/a?b=1", "https://example.com/a?b=1"),
        ("url", "http://example.com", "http://example.com", "http://example.com"),
        ("contact", "17", 17, "restricted"),
        ("user", {"id": 5}, 5, "restricted"),
    ],
)
def test_kept_and_said(type_, typed, kept, said):
    f = field(type_)
    assert kinds.clean(f, typed) == kept
    assert kinds.say(f, kept) == said
    if kept is not None:
        assert kinds.clean(f, kept) == kept


@pytest.mark.parametrize(
    "type_",
    [
        "text",
        "long_text",
        "tristate",
        "picklist",
        "multi",
        "date",
        "time",
        "numeric",
        "currency",
        "email",
        "url",
        "contact",
    ],
)
@pytest.mark.parametrize("empty", ["", "   ", None])
def test_nothing_is_nothing(type_, empty):
    assert kinds.clean(field(type_), empty) is None


@pytest.mark.parametrize(
    ("type_", "typed", "said"),
    [
        ("text", "x" * 501, "at most 500 characters; this has 501"),
        ("text", "a\x00b", "null character"),
        ("text", {"a": 1}, "This is a text"),
        ("checkbox", "perhaps", "yes or no"),
        ("tristate", "maybe", "yes, no or unknown"),
        ("picklist", "Sideways", "There is: Rear-end, Side impact"),
        ("picklist", "c3", "no longer a choice"),
        ("multi", "Rear-end; Nothing", "not a choice"),
        ("date", "31/31/2026", "Type a date"),
        ("date", "2026-02-31", "Type a date"),
        ("date", "+99999y", "Type a date"),
        ("time", "25:00", "no time of day"),
        ("time", "13 pm", "no time of day"),
        ("time", "14:75", "no time of day"),
        ("numeric", "1e5", "is not a number"),
        ("numeric", "NaN", "is not a number"),
        ("numeric", "٣", "is not a number"),
        ("numeric", "1.234", "at most 2 decimals"),
        ("numeric", float("inf"), "is not a number"),
        ("numeric", "9" * 20, "is not a number"),
        ("currency", "12.345", "is not an amount"),
        ("currency", "ten", "is not an amount"),
        ("email", "ada@", "no e-mail address"),
        ("url", "javascript:alert(1)", "web address"),
        ("url", "ftp://example.com", "web address"),
        ("url", "http://", "web address"),
        ("contact", "Ada", "Choose a contact"),
        ("matter", "-5", "Choose a matter"),
        ("user", str(2**63), "Choose somebody"),
        ("file", "0", "Choose a file"),
        ("formula", "5", "worked out from other fields"),
    ],
)
def test_wrong_values_say_what_would_be_right(type_, typed, said):
    with pytest.raises(kinds.Wrong) as wrong:
        kinds.clean(field(type_), typed)
    assert said in wrong.value.messages[0]


def test_bounds():
    assert kinds.clean(field("numeric", min="1", max="5", decimals=0), "5") == "5"
    for typed, said in (("0", "at least 1"), ("6", "at most 5"), ("2.5", "whole number")):
        with pytest.raises(kinds.Wrong, match=said):
            kinds.clean(field("numeric", min="1", max="5", decimals=0), typed)
    with pytest.raises(kinds.Wrong, match=r"at least \$10.00"):
        kinds.clean(field("currency", min="10"), "9.99")
    with pytest.raises(kinds.Wrong, match="at most 3 characters"):
        kinds.clean(field("text", length=3), "abcd")


def test_a_retired_choice_stays_where_it_is():
    assert kinds.clean(field("picklist"), "c3", before="c3") == "c3"
    assert kinds.clean(field("multi"), ["c1", "c3"], before=["c3"]) == ["c1", "c3"]


ANY = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(),
    st.lists(st.text(max_size=8), max_size=3),
)
TYPES = sorted(set(kinds.ICONS) - {"group", "formula"})


@settings(max_examples=times(300), deadline=None)
@given(st.sampled_from(TYPES), ANY)
def test_anything_is_kept_once_and_for_all_or_refused_in_words(type_, value):
    """Whatever is given: Wrong with a sentence, or a value that cleaning leaves alone and that can be said."""
    f = field(type_)
    try:
        kept = kinds.clean(f, value)
    except kinds.Wrong as wrong:
        assert wrong.messages[0].strip()
        return
    assert kept is None or kinds.clean(f, kept) == kept
    assert isinstance(kinds.say(f, kept), str)


@settings(max_examples=times(200), deadline=None)
@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False))
def test_amounts_come_back_from_what_is_said(amount):
    f = field("currency")
    kept = kinds.clean(f, str(amount))
    assert Decimal(kept) == amount
    assert kinds.clean(f, kinds.say(f, kept)) == kept


@settings(max_examples=times(200), deadline=None)
@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False))
def test_numbers_come_back_from_what_is_said(number):
    f = field("numeric")
    kept = kinds.clean(f, str(number))
    assert Decimal(kept) == number
    assert kinds.clean(f, kinds.say(f, kept)) == kept


@settings(max_examples=times(200), deadline=None)
@given(st.dates(datetime.date(1000, 1, 1)), st.times())
def test_days_and_times_come_back_from_what_is_said(day, time):
    for type_, value in (("date", day), ("time", time)):
        f = field(type_)
        kept = kinds.clean(f, value)
        assert kinds.clean(f, kinds.say(f, kept)) == kept
