"""Reads about matters, contacts, and who may see what."""

from matters.queries.access import ensure_on, is_on, may, visibility_of
from matters.queries.find import find_contacts, find_matters, pinned, recent_matters

__all__ = [
    "ensure_on",
    "find_contacts",
    "find_matters",
    "is_on",
    "may",
    "pinned",
    "recent_matters",
    "visibility_of",
]
