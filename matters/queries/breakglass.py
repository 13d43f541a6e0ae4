"""Reads about emergency access."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import BreakGlass, Member
from practice.scope import firm_scope


@dataclass(frozen=True)
class OwnAccess:
    """One of a member's own accesses, as they may know it: the number they typed, when, and whether it was reviewed."""

    number: str
    reason: str
    started_at: datetime
    until: datetime
    is_open: bool
    reviewed: bool


def own_accesses(member: Member, *, limit: int = 20) -> list[OwnAccess]:
    """The member's own accesses, newest first. In the system's scope: the matters are closed to them again."""
    with firm_scope(member.firm_id):
        rows = BreakGlass.objects.filter(member=member).select_related("matter")[:limit]
        return [
            OwnAccess(
                row.matter.number,
                row.reason,
                row.started_at,
                row.ended_at or row.until,
                row.is_open,
                row.reviewed_at is not None,
            )
            for row in rows
        ]


def visible_accesses(member: Member, *, limit: int = 100) -> list[BreakGlass]:
    """Accesses to matters that the member sees (the database hides the others), without the member's own."""
    found = BreakGlass.objects.exclude(member=member).select_related("matter", "member", "reviewed_by")
    return list(found[:limit])
