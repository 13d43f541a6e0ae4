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
from accounts.queries.qualifications import (
    EducationState,
    confirms_record,
    education_rule,
    education_state,
    education_states,
    former_shortfall,
    hours_text,
    paralegals_of,
    qualification_word,
    sees_record,
    unconfirmed_counts,
)

__all__ = [
    "EducationState",
    "audit_events",
    "confirms_record",
    "education_rule",
    "education_state",
    "education_states",
    "firms_of",
    "former_shortfall",
    "hours_text",
    "licence_fault",
    "licence_lock",
    "licence_state",
    "licence_strip",
    "licences_to_watch",
    "licensed_attorneys",
    "needs_renewal",
    "open_invitations",
    "paralegals_of",
    "people_with",
    "qualification_word",
    "roles_with_counts",
    "sees_record",
    "unconfirmed_counts",
]
