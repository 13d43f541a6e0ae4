"""Reads about matters and contacts."""

from django.db.models import Q

from accounts.models import Member
from matters.models import Matter, MatterPermission, Wall
from practice.models import Firm


def visibility_of(member: Member, firm: Firm) -> tuple[bool, set[int]]:
    """What the database shows this member: (only_named, ids of matters), as practice.scope reads it.

    Guests, and all staff where the firm says so, see the matters they are on or were granted. Others see all but the
    restricted ones they are not on. A wall takes away in either case.
    """
    walled = set(Wall.objects.filter(member=member, lifted_at=None).values_list("matter_id", flat=True))
    if member.sees_named_matters_only or not firm.all_matters_visible:
        return True, _own(member) - walled
    restricted = set(Matter.objects.filter(restricted=True).values_list("id", flat=True))
    if restricted:
        restricted -= _own(member)
    return False, restricted | walled


def _own(member: Member) -> set[int]:
    """Ids of matters the member is on, or was granted by name."""
    on = Matter.objects.filter(
        Q(responsible=member) | Q(supervising=member) | Q(team_members__member=member)
    ).values_list("id", flat=True)
    granted = MatterPermission.objects.filter(
        user_id=member.user_id, permission__codename="see_matter"
    ).values_list("content_object_id", flat=True)
    return set(on) | set(granted)
