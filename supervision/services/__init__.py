"""Writes about approvals."""

from supervision.services.batch import Failure, approve_many
from supervision.services.decisions import approve, decide, send_back, why_not_approve
from supervision.services.requests import ask, ask_for_delegation
from supervision.services.rounds import fall_away, reassign, submit, withdraw
from supervision.services.standing import require, void_if_changed

__all__ = [
    "Failure",
    "approve",
    "approve_many",
    "ask",
    "ask_for_delegation",
    "decide",
    "fall_away",
    "reassign",
    "require",
    "send_back",
    "submit",
    "void_if_changed",
    "why_not_approve",
    "withdraw",
]
