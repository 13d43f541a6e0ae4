"""Writes of the calendar."""

from calendar_app.services.closures import add_closure, remove_closure
from calendar_app.services.deadlines import (
    change_deadline,
    check_verifiable,
    complete_deadline,
    create_deadline,
    dismiss_deadline,
    is_second,
    may_enter,
    may_enter_on,
    note_verified,
    undo_complete,
    verify_deadline,
)
from calendar_app.services.events import (
    cancel_event,
    change_event,
    create_event,
    move_event,
    note_response,
    respond,
    restore_event,
    verify_event,
)

__all__ = [
    "cancel_event",
    "change_event",
    "create_event",
    "move_event",
    "note_response",
    "respond",
    "restore_event",
    "verify_event",
    "add_closure",
    "change_deadline",
    "check_verifiable",
    "complete_deadline",
    "create_deadline",
    "dismiss_deadline",
    "is_second",
    "may_enter",
    "may_enter_on",
    "note_verified",
    "remove_closure",
    "undo_complete",
    "verify_deadline",
]
