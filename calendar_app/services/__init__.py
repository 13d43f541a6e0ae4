"""Writes of the calendar."""

from calendar_app.services.access import ensure_changes, ensure_keeps
from calendar_app.services.acts import acknowledge, extend_deadline, override_date, reassign
from calendar_app.services.calledoff import (
    arguments_for,
    call_off,
    carry_out_withdrawal,
    check_called_off,
    event_called_off,
    event_stands_again,
    propose_withdrawal,
    withdraw_dates,
)
from calendar_app.services.chains import Pick, create_chain, create_counted, create_trigger
from calendar_app.services.closures import add_closure, remove_closure
from calendar_app.services.deadlines import (
    KEEP,
    change_deadline,
    create_deadline,
    may_enter,
    may_enter_on,
)
from calendar_app.services.ending import complete_deadline, dismiss_deadline, undo_complete
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
from calendar_app.services.further import Further, give_date
from calendar_app.services.proposing import (
    carry_out_change,
    check_change,
    paper_of,
    propose_dismissal,
    propose_extension,
)
from calendar_app.services.triggers import (
    accept_all,
    accept_recalculation,
    event_moved,
    move_trigger,
    recheck,
    take_back,
)
from calendar_app.services.verifying import check_verifiable, is_second, note_verified, verify_deadline

__all__ = [
    "KEEP",
    "Further",
    "Pick",
    "accept_all",
    "accept_recalculation",
    "acknowledge",
    "add_closure",
    "arguments_for",
    "call_off",
    "cancel_event",
    "carry_out_change",
    "carry_out_withdrawal",
    "change_deadline",
    "change_event",
    "check_change",
    "check_called_off",
    "check_verifiable",
    "complete_deadline",
    "create_chain",
    "create_counted",
    "create_deadline",
    "create_event",
    "create_trigger",
    "dismiss_deadline",
    "ensure_changes",
    "ensure_keeps",
    "event_called_off",
    "event_moved",
    "event_stands_again",
    "extend_deadline",
    "give_date",
    "is_second",
    "may_enter",
    "may_enter_on",
    "move_event",
    "move_trigger",
    "note_response",
    "note_verified",
    "override_date",
    "paper_of",
    "propose_dismissal",
    "propose_extension",
    "propose_withdrawal",
    "reassign",
    "recheck",
    "remove_closure",
    "respond",
    "restore_event",
    "take_back",
    "undo_complete",
    "verify_deadline",
    "verify_event",
    "withdraw_dates",
]
