"""Writes about approvals."""

from supervision.services.approvals import (
    approve,
    decide,
    reassign,
    require,
    send_back,
    submit,
    void_if_changed,
    why_not_approve,
    withdraw,
)
from supervision.services.batch import Failure, approve_many
from supervision.services.requests import ask, ask_for_delegation

__all__ = [
    "Failure",
    "approve",
    "approve_many",
    "ask",
    "ask_for_delegation",
    "decide",
    "reassign",
    "require",
    "send_back",
    "submit",
    "void_if_changed",
    "why_not_approve",
    "withdraw",
]
