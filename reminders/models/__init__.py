"""Ladders of reminders, each reminder with what became of it, and how each person wants to be told."""

from reminders.models.clients import ClientChoice
from reminders.models.ladders import Ladder, OwnRungs, PersonalRungs, ReminderRules
from reminders.models.people import Digest, Preferences
from reminders.models.sent import TO_ACKNOWLEDGE, Delivery, Reminder

__all__ = [
    "TO_ACKNOWLEDGE",
    "ClientChoice",
    "Delivery",
    "Digest",
    "Ladder",
    "OwnRungs",
    "PersonalRungs",
    "Preferences",
    "Reminder",
    "ReminderRules",
]
