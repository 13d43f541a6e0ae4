"""Writes about approvals."""

from supervision.services.approvals import (
    approve,
    decide,
    reassign,
    require,
    send_back,
    submit,
    void_if_changed,
    withdraw,
)

__all__ = [
    "approve",
    "decide",
    "reassign",
    "require",
    "send_back",
    "submit",
    "void_if_changed",
    "withdraw",
]
