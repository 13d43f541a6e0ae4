"""Conflict checks, what they found, how each hit was judged, and what people of the firm declared."""

from conflicts.models.checks import Check, CheckQuerySet, Clearance, Report, Subject
from conflicts.models.hits import Disposition, Hit, HitLine
from conflicts.models.interests import Interest, InterestYear
from conflicts.models.policy import ConflictPolicy, Fresh

__all__ = [
    "Check",
    "CheckQuerySet",
    "Clearance",
    "ConflictPolicy",
    "Disposition",
    "Fresh",
    "Hit",
    "HitLine",
    "Interest",
    "InterestYear",
    "Report",
    "Subject",
]
