"""Money. `cents` is the only rounding, `split` the only sharing out; nothing here is ever a float."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db import models

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


class MoneyField(models.DecimalField):
    """An amount of up to 999,999,999,999.99 in the currency of the row it stands on."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


def cents(amount: Decimal | int | str) -> Decimal:
    """`amount` to the cent, half away from zero. Floats are refused with TypeError."""
    if isinstance(amount, float):
        raise TypeError("Money is never a float.")
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)


def split(amount: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Share `amount` by `weights`, to the cent, so that the shares add up to it exactly.

    Largest remainder: each share is rounded down and the missing cents go to the largest remainders, ties to the
    earlier share. Raises ValueError when no weight is positive or one is negative.
    """
    parts = [Decimal(weight) for weight in weights]
    total = sum(parts)
    if total <= 0 or any(part < 0 for part in parts):
        raise ValueError("Weights must be zero or more, and one must be positive.")
    pennies = int(cents(amount) * 100)
    sign = -1 if pennies < 0 else 1
    pennies = abs(pennies)
    exact = [pennies * part / total for part in parts]
    shares = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: (shares[i] - exact[i], i))
    for i in order[: pennies - sum(shares)]:
        shares[i] += 1
    return [sign * Decimal(share) / 100 for share in shares]
