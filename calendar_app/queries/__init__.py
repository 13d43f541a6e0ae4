"""Reads of the calendar."""

from calendar_app.queries.closures import closed_days, closures, holidays_ahead
from calendar_app.queries.deadlines import (
    Urgency,
    next_dates,
    next_of,
    of_interest,
    upcoming,
    urgency,
    urgent,
)

__all__ = [
    "Urgency",
    "closed_days",
    "closures",
    "holidays_ahead",
    "next_dates",
    "next_of",
    "of_interest",
    "upcoming",
    "urgency",
    "urgent",
]
