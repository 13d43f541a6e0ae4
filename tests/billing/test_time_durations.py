"""Durations as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.durations import (
    NotADuration,
    charge,
    format_duration,
    hours_text,
    parse_duration,
    round_up,
    worked_text,
)


@pytest.mark.parametrize(
    "typed, seconds",
    [
        ("1.2", 4320),
        (".3", 1080),
        ("0.75", 2700),
        ("1.", 3600),
        ("2", 7200),
        ("24", 86400),
        ("2h", 7200),
        ("1.5h", 5400),
        ("1.5 hours", 5400),
        ("1h12", 4320),
        ("1h12m", 4320),
        ("1h 12m", 4320),
        ("1 hr 12 min", 4320),
        ("1H12M", 4320),
        ("72m", 4320),
        ("72min", 4320),
        ("72 minutes", 4320),
        ("1440m", 86400),
        ("1:12", 4320),
        ("0:42:18", 2538),
        ("  .3  ", 1080),
        (".333", 1199),  # 1198.8 s
    ],
)
def test_duration_typed(typed, seconds):
    assert parse_duration(typed) == seconds


@pytest.mark.parametrize(
    "typed, says",
    [
        ("", "Type how long"),
        ("90", "Type 90m for minutes"),
        ("25", "Type 25m for minutes"),
        ("0", "more than nothing"),
        ("0m", "more than nothing"),
        (".0001", "more than nothing"),
        ("-1", "cannot be negative"),
        ("1:75", "more than 59"),
        ("1h75m", "more than 59 minutes"),
        ("25h", "at most 24 hours"),
        ("24.1", "at most 24 hours"),
        ("1441m", "at most 24 hours"),
        ("99999999", "not a duration"),
        ("1,5", "not a duration"),
        ("h", "not a duration"),
        ("m", "not a duration"),
        (".", "not a duration"),
        ("1e3", "not a duration"),
        ("nan", "not a duration"),
        ("one hour", "not a duration"),
        ("١٢", "not a duration"),
        ("1h 2h", "not a duration"),
        ("12:", "not a duration"),
    ],
)
def test_duration_refused_with_help(typed, says):
    with pytest.raises(NotADuration, match=says):
        parse_duration(typed)


@given(st.integers(min_value=1, max_value=86_400))
def test_written_duration_reads_back(seconds):
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.text(max_size=12))
def test_any_text_is_a_duration_or_says_why(text):
    try:
        assert 0 < parse_duration(text) <= 86_400
    except NotADuration as error:
        assert str(error).endswith(".")


def test_duration_written_short():
    assert format_duration(4320) == "1.2"
    assert format_duration(4020) == "1:07"
    assert format_duration(2538) == "0:42:18"
    assert worked_text(420) == "7 min"
    assert hours_text(2880) == "0.8 h"
    assert hours_text(900) == "0.25 h"


@pytest.mark.parametrize(
    "worked, increment, billed",
    [(420, 360, 720), (360, 360, 360), (361, 360, 720), (1, 900, 900), (421, 0, 421), (421, 1, 421)],
)
def test_rounding_goes_up_to_the_increment(worked, increment, billed):
    assert round_up(worked, increment) == billed


@given(st.integers(1, 86_400), st.sampled_from([60, 360, 600, 900, 1800]))
def test_rounding_adds_less_than_an_increment(seconds, increment):
    billed = round_up(seconds, increment)
    assert billed % increment == 0
    assert seconds <= billed < seconds + increment


def test_charge_to_the_cent():
    from decimal import Decimal

    assert charge(Decimal("475.00"), 4320) == Decimal("570.00")
    assert charge(Decimal("30.00"), 720) == Decimal("6.00")
    assert charge(Decimal("333.33"), 360) == Decimal("33.33")
    assert charge(Decimal("333.35"), 360) == Decimal("33.34")  # 33.335 goes up
