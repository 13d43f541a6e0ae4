"""Money to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.money import cents, split


@pytest.mark.parametrize(
    "given_amount, expected",
    [
        ("1.005", "1.01"),
        ("1.004", "1.00"),
        ("-1.005", "-1.01"),
        ("2.675", "2.68"),
        ("0", "0.00"),
        ("1e2", "100.00"),
    ],
)
def test_half_a_cent_goes_up(given_amount, expected):
    assert str(cents(given_amount)) == expected


def test_floats_are_refused():
    with pytest.raises(TypeError):
        cents(1.1)


@pytest.mark.parametrize(
    "amount, weights, expected",
    [
        ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("0.02", [1, 1, 1], ["0.01", "0.01", "0.00"]),
        ("-100.00", [1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
        ("10.00", [0, 3, 1], ["0", "7.5", "2.5"]),
    ],
)
def test_shares_by_largest_remainder(amount, weights, expected):
    assert split(Decimal(amount), weights) == [Decimal(share) for share in expected]


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any),
)
def test_shares_add_up_and_are_within_a_cent_of_exact(amount, weights):
    shares = split(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - amount * weight / sum(weights)) < Decimal("0.01")


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 3]])
def test_weights_that_cannot_share_are_refused(weights):
    with pytest.raises(ValueError):
        split(Decimal(1), weights)
