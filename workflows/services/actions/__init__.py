"""What automations can do. Each action says itself in words, carries itself out by a member, and takes itself back."""

from workflows.services.actions.base import Action, Choice, Done, Input, Kept, Working
from workflows.services.actions.book import BOOK, action_of, check_actions, say_action

__all__ = [
    "BOOK",
    "Action",
    "Choice",
    "Done",
    "Input",
    "Kept",
    "Working",
    "action_of",
    "check_actions",
    "say_action",
]
