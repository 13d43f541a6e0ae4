"""Reads about approvals."""

from supervision.queries.approvals import (
    Difference,
    approved,
    compare,
    inbox_of,
    is_approved,
    newest,
    previous_round,
    standing_in_for,
)
from supervision.queries.policy import policy

__all__ = [
    "Difference",
    "approved",
    "compare",
    "inbox_of",
    "is_approved",
    "newest",
    "policy",
    "previous_round",
    "standing_in_for",
]
