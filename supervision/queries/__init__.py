"""Reads about approvals."""

from supervision.queries.approvals import (
    Difference,
    absences_covered_by,
    approved,
    compare,
    inbox_of,
    is_approved,
    newest,
    newest_approved,
    previous_round,
    standing_in_for,
    substitute_today,
)
from supervision.queries.policy import policy

__all__ = [
    "Difference",
    "absences_covered_by",
    "approved",
    "compare",
    "inbox_of",
    "is_approved",
    "newest",
    "newest_approved",
    "policy",
    "previous_round",
    "standing_in_for",
    "substitute_today",
]
