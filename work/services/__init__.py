"""Writes about tasks."""

from work.services.assigning import assign_task, check_assignee
from work.services.handovers import hand_over, take_back
from work.services.parts import (
    add_blocker,
    add_item,
    add_note,
    remove_blocker,
    remove_item,
    tick_item,
    unwatch,
    watch,
)
from work.services.states import (
    accept_work,
    cancel_task,
    complete_task,
    reopen_task,
    return_task,
    send_in,
    set_state,
    snooze_task,
    start_task,
    undo_complete,
    wake_task,
    withdraw_task,
)
from work.services.tasks import change_task, create_task, move_task
from work.services.types import add_defaults, change_type, create_type

__all__ = [
    "accept_work",
    "add_blocker",
    "add_defaults",
    "add_item",
    "add_note",
    "assign_task",
    "cancel_task",
    "change_task",
    "change_type",
    "check_assignee",
    "complete_task",
    "create_task",
    "create_type",
    "hand_over",
    "move_task",
    "remove_blocker",
    "remove_item",
    "reopen_task",
    "return_task",
    "send_in",
    "set_state",
    "snooze_task",
    "start_task",
    "take_back",
    "tick_item",
    "undo_complete",
    "unwatch",
    "wake_task",
    "watch",
    "withdraw_task",
]
