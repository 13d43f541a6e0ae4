"""Writes about matters, contacts, and who may see what."""

from matters.services.access import (
    acknowledge_wall,
    grant_access,
    lift_wall,
    put_up_wall,
    set_restricted,
    withdraw_access,
)
from matters.services.areas import (
    firm_defaults,
    restore_stage,
    retire_stage,
    save_area,
    save_stage,
    shift_stage,
)
from matters.services.contacts import create_contact, delete_contact, update_contact
from matters.services.fees import approve_fee, decline_fee, propose_fee, set_fee
from matters.services.guests import (
    answer_self_check,
    clear_self_check,
    end_engagement,
    engage_guest,
    sign_undertaking,
)
from matters.services.limitation import reopen_limitation, satisfy_limitation, set_limitation
from matters.services.matters import create_matter, edit_matter, set_field, tag_matter
from matters.services.merges import merge_contacts, undo_merge
from matters.services.parties import add_party, edit_party, remove_party
from matters.services.relations import add_relation, remove_relation
from matters.services.represented import allow_direct, withdraw_direct
from matters.services.stages import set_stage
from matters.services.states import (
    accept_matter,
    archive_matter,
    await_acceptance,
    back_to_pending,
    begin_check,
    close_matter,
    decline_matter,
    hold_matter,
    mark_point,
    open_signed,
    propose_closing,
    reopen_matter,
    resume_matter,
    set_retention,
    start_closing,
    stop_closing,
    unarchive_matter,
)
from matters.services.team import add_to_team, assign_attorneys, pin, remove_from_team, visit
from matters.services.templates import save_template

__all__ = [
    "tag_matter",
    "save_template",
    "add_party",
    "archive_matter",
    "await_acceptance",
    "back_to_pending",
    "begin_check",
    "edit_party",
    "mark_point",
    "remove_party",
    "reopen_limitation",
    "restore_stage",
    "retire_stage",
    "satisfy_limitation",
    "save_stage",
    "set_limitation",
    "set_retention",
    "shift_stage",
    "start_closing",
    "stop_closing",
    "unarchive_matter",
    "sign_undertaking",
    "engage_guest",
    "end_engagement",
    "clear_self_check",
    "answer_self_check",
    "accept_matter",
    "add_relation",
    "allow_direct",
    "remove_relation",
    "withdraw_direct",
    "merge_contacts",
    "undo_merge",
    "acknowledge_wall",
    "add_to_team",
    "approve_fee",
    "assign_attorneys",
    "close_matter",
    "create_contact",
    "create_matter",
    "decline_fee",
    "decline_matter",
    "delete_contact",
    "edit_matter",
    "firm_defaults",
    "grant_access",
    "hold_matter",
    "open_signed",
    "lift_wall",
    "pin",
    "propose_closing",
    "propose_fee",
    "put_up_wall",
    "remove_from_team",
    "reopen_matter",
    "resume_matter",
    "save_area",
    "set_fee",
    "set_field",
    "set_restricted",
    "set_stage",
    "update_contact",
    "visit",
    "withdraw_access",
]
