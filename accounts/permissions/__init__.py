"""Powers of roles: the matrix, the levels a firm may choose, what a member may do, and what they are called."""

from accounts.permissions.levels import allowed_levels, is_locked, lock_reason
from accounts.permissions.matrix import (
    FIRM_POWERS,
    GROUPS,
    LABELS,
    LEVEL_WORDS,
    LOCKED,
    READING,
    RESERVED,
    ROLES,
    SINCE,
    TEMPLATES,
    Level,
    Perm,
    granted,
    version,
)
from accounts.permissions.powers import Powers
from accounts.permissions.words import act_of, either
from practice.access import requires

__all__ = [
    "FIRM_POWERS",
    "GROUPS",
    "LABELS",
    "LEVEL_WORDS",
    "LOCKED",
    "READING",
    "RESERVED",
    "ROLES",
    "SINCE",
    "TEMPLATES",
    "Level",
    "Perm",
    "Powers",
    "act_of",
    "allowed_levels",
    "either",
    "granted",
    "is_locked",
    "lock_reason",
    "requires",
    "version",
]
