"""Deadlines, what they are counted from, and the closures of the firm."""

from calendar_app.models.closures import Closure
from calendar_app.models.deadlines import DateChange, Deadline, DeadlineQuerySet
from calendar_app.models.triggers import Recalculation, TriggerEvent, TriggerQuerySet

__all__ = [
    "Closure",
    "DateChange",
    "Deadline",
    "DeadlineQuerySet",
    "Recalculation",
    "TriggerEvent",
    "TriggerQuerySet",
]
