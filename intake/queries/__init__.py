"""Reads of intake."""

from intake.queries.clock import Hours, business_seconds, due_at, hours
from intake.queries.leads import lead_badge, lead_or_404, same_people
from intake.queries.tokens import entered, token_of

__all__ = [
    "Hours",
    "business_seconds",
    "due_at",
    "entered",
    "hours",
    "lead_badge",
    "lead_or_404",
    "same_people",
    "token_of",
]
