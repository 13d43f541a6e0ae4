"""Reads about absences: who is away, and who decides meanwhile."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Absence, Member
from accounts.permissions import Perm


@dataclass(frozen=True)
class Away:
    """One member who is away: until which day, and who decides for them (None: nobody is named)."""

    until: datetime.date
    substitute: Member | None

    def __str__(self):
        """Away until Dec 4, Priya Tollett decides."""
        said = f"away until {self.until:%b} {self.until.day}"
        return f"{said}, {self.substitute.name} decides" if self.substitute else said


def substitute_of(absence: Absence) -> Member | None:
    """Who decides during the absence: whom it names, else the standing substitute; None when they left the firm."""
    found = absence.substitute or absence.member.substitute
    return found if found is not None and found.is_active else None


def absences_on(on: datetime.date) -> QuerySet[Absence]:
    """The absences that include the date `on`, with the people in them."""
    rows = Absence.objects.filter(starts_on__lte=on, ends_on__gte=on)
    return rows.select_related("member", "substitute", "member__substitute")


def away(on: datetime.date | None = None) -> dict[int, Away]:
    """Who is away on the date `on` (today), by the member's id. One query."""
    found = absences_on(on or timezone.localdate())
    return {row.member_id: Away(row.ends_on, substitute_of(row)) for row in found}


def visible_absences(member: Member) -> QuerySet[Absence]:
    """The absences the member may read: their own and those they stand in for; all for who manages people."""
    rows = Absence.objects.select_related("member", "substitute", "member__substitute", "created_by")
    if member.can(Perm.USER_MANAGE):
        return rows
    return rows.filter(
        Q(member=member) | Q(substitute=member) | Q(substitute=None, member__substitute=member)
    )
