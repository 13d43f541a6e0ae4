"""Who arranges a trip, and who sees all of it."""

from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.models import Member, Support
from accounts.permissions import Level, Perm
from matters.models import Matter
from matters.queries.access import may
from travel.models import Trip, TripMatter


def may_arrange(member: Member, matter: Matter | None) -> bool:
    """Whether the member arranges travel for this matter, or for the firm itself when there is none; guests by delegation."""
    if matter is not None:
        return may(member, Perm.TRAVEL_MANAGE, matter)
    return member.powers.level(Perm.TRAVEL_MANAGE) is Level.YES


def shares_of(trip: Trip) -> list[TripMatter]:
    """The trip's matters that are shown to the member in scope, the leading one first. One query."""
    rows = list(trip.matters.select_related("matter__client", "matter__responsible", "rule"))
    return sorted(rows, key=lambda row: (row.matter_id != trip.matter_id, row.pk))


def is_whole(shares: list[TripMatter]) -> bool:
    """Whether these are all matters of a trip: what is hidden by a wall is missing from the hundred percent."""
    return not shares or sum((row.share for row in shares), Decimal(0)) == 100


def supported(member: Member) -> list[int]:
    """Ids of the people whose travel the member sees to: their supervisor and the desks they keep. One query."""
    kept = list(Support.objects.filter(member=member).values_list("attorney", flat=True))
    return [*kept, *([member.supervisor_id] if member.supervisor_id else [])]


def mine(member: Member) -> QuerySet[Trip]:
    """Trips on which the member travels."""
    return Trip.objects.visible_to(member).filter(travellers__member=member)


def of_interest(member: Member) -> Q:
    """Trips the member travels on, arranges, or sees to for somebody they support."""
    return (
        Q(travellers__member=member)
        | Q(arranged_by=member)
        | Q(travellers__member__in=supported(member) or [0])
    )
