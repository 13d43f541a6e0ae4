"""Deadlines and what they are counted from; events, who comes, rooms and working hours; the closures of the firm."""

from calendar_app.models.attendees import Attendee
from calendar_app.models.closures import Closure
from calendar_app.models.deadlines import DateChange, Deadline, DeadlineQuerySet
from calendar_app.models.events import COURT_KINDS, Event, EventQuerySet
from calendar_app.models.hours import CalendarView, WorkingHours
from calendar_app.models.rooms import Room, RoomTime
from calendar_app.models.triggers import FurtherDate, Recalculation, TriggerEvent, TriggerQuerySet

__all__ = [
    "COURT_KINDS",
    "Attendee",
    "CalendarView",
    "Closure",
    "DateChange",
    "Deadline",
    "DeadlineQuerySet",
    "Event",
    "EventQuerySet",
    "FurtherDate",
    "Recalculation",
    "Room",
    "RoomTime",
    "TriggerEvent",
    "TriggerQuerySet",
    "WorkingHours",
]
