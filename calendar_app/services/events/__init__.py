"""Writes about events: entered, changed, moved, called off, answered.

A change of a series says how far it reaches: one instance ("this"), it and what follows ("following"), or all ("all").
"""

from calendar_app.services.events.attendance import TELL_GUESTS, note_response, respond
from calendar_app.services.events.cancelling import cancel_event, restore_event
from calendar_app.services.events.changing import change_event, move_event
from calendar_app.services.events.checks import default_zone
from calendar_app.services.events.making import create_event
from calendar_app.services.events.many import NewEvent, create_events
from calendar_app.services.events.scopes import ALL, FOLLOWING, SCOPES, THIS
from calendar_app.services.events.verifying import verify_event

__all__ = [
    "ALL",
    "FOLLOWING",
    "NewEvent",
    "SCOPES",
    "TELL_GUESTS",
    "THIS",
    "cancel_event",
    "change_event",
    "create_event",
    "create_events",
    "default_zone",
    "move_event",
    "note_response",
    "respond",
    "restore_event",
    "verify_event",
]
