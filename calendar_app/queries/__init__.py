"""Reads of the calendar."""

from calendar_app.queries.busy import Busy, busy_times
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
from calendar_app.queries.events import Occurrence, occurrences, of_matter

__all__ = [
    "Busy",
    "Occurrence",
    "busy_times",
    "occurrences",
    "of_matter",
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
