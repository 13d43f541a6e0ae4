"""Writes about conflict checks and declared interests."""

from conflicts.services.checks import (
    add_name,
    drop_name,
    follow_lead,
    rerun,
    start_check,
)
from conflicts.services.deciding import decide_check, propose_decision, reopen_check
from conflicts.services.interests import (
    confirm_interests,
    declare_interest,
    end_interest,
    restore_interest,
)
from conflicts.services.judging import judge
from conflicts.services.policy import change_policy
from conflicts.services.reports import report_for

__all__ = [
    "add_name",
    "change_policy",
    "confirm_interests",
    "decide_check",
    "declare_interest",
    "drop_name",
    "end_interest",
    "follow_lead",
    "judge",
    "propose_decision",
    "reopen_check",
    "report_for",
    "rerun",
    "restore_interest",
    "start_check",
]
