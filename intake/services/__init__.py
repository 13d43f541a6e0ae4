"""Writes of intake."""

from intake.services.checks import run_check
from intake.services.conversion import caption_of, convert_lead, prepare_matter, sign_lead
from intake.services.decisions import accept_lead, decline_lead, submit_lead
from intake.services.leads import (
    add_file,
    add_note,
    add_party,
    answer_lead,
    assign_lead,
    create_lead,
    lose_lead,
    move_lead,
    remove_party,
    reopen_lead,
    set_next_action,
    update_lead,
)
from intake.services.letters import (
    delete_letter,
    draft_letter,
    mark_sent,
    save_letter,
    sign_off_letter,
    submit_letter,
)
from intake.services.sources import firm_defaults
from intake.services.talks import book_consultation, cancel_consultation

__all__ = [
    "accept_lead",
    "add_file",
    "add_note",
    "add_party",
    "answer_lead",
    "assign_lead",
    "book_consultation",
    "cancel_consultation",
    "caption_of",
    "convert_lead",
    "create_lead",
    "decline_lead",
    "delete_letter",
    "draft_letter",
    "firm_defaults",
    "lose_lead",
    "mark_sent",
    "move_lead",
    "prepare_matter",
    "remove_party",
    "reopen_lead",
    "run_check",
    "save_letter",
    "set_next_action",
    "sign_lead",
    "sign_off_letter",
    "submit_lead",
    "submit_letter",
    "update_lead",
]
