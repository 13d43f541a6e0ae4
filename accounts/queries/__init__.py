"""Reads about people and powers."""

from accounts.queries.licences import (
    licence_fault,
    licence_lock,
    licence_state,
    licence_strip,
    licences_to_watch,
    licensed_attorneys,
    needs_renewal,
)
from accounts.queries.people import audit_events, firms_of, open_invitations, people_with, roles_with_counts

__all__ = [
    "audit_events",
    "firms_of",
    "licence_fault",
    "licence_lock",
    "licence_state",
    "licence_strip",
    "licences_to_watch",
    "licensed_attorneys",
    "needs_renewal",
    "open_invitations",
    "people_with",
    "roles_with_counts",
]
