"""What one member sees, and why: the other side of who_sees."""

from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from accounts.models import Member
from matters.models import GuestEngagement, Matter, MatterPermission, TeamMember, Wall
from matters.queries.access import reason, visibility_of
from matters.queries.guests import standings
from practice.models import Firm


def with_sight(matters: QuerySet[Matter], member: Member, firm: Firm) -> QuerySet[Matter]:
    """`matters`, each with `sees`: whether the database shows it to `member`."""
    only, ids = visibility_of(member, firm)
    shown = Q(pk__in=ids) if only else ~Q(pk__in=ids)
    return matters.annotate(sees=ExpressionWrapper(shown, output_field=BooleanField()))


def explain(matters: list[Matter], member: Member, firm: Firm) -> None:
    """Give each of `matters` its `why`: the reason, in words, that `member` sees it or not. Three queries, five for a guest."""
    ids = [matter.pk for matter in matters]
    walls = {
        w.matter_id: w
        for w in Wall.objects.filter(matter__in=ids, member=member, lifted_at=None).select_related(
            "created_by"
        )
    }
    places = {p.matter_id: p for p in TeamMember.objects.filter(matter__in=ids, member=member)}
    grants = {
        g.content_object_id: g
        for g in MatterPermission.objects.filter(
            content_object__in=ids, user_id=member.user_id, permission__codename="see_matter"
        )
    }
    engaged = GuestEngagement.objects.filter(member=member, matter__in=ids)
    guest = {
        row.matter_id: (sees, why)
        for row, sees, why in (standings(engaged, firm) if member.sees_named_matters_only else [])
    }
    for matter in matters:
        pk = matter.pk
        _sees, matter.why = reason(
            matter, firm, member, places.get(pk), grants.get(pk), walls.get(pk), guest.get(pk)
        )
        matter.wall = walls.get(matter.pk)


@dataclass(frozen=True)
class Sight:
    """How many of the matters that the viewer sees are shown to a member, and how many a wall or restriction hides."""

    shown: int
    hidden: int
    walled: int


def sight_of(member: Member, firm: Firm, matters: QuerySet[Matter]) -> Sight:
    """The counts over `matters`. Two queries beside those of visibility_of."""
    total = matters.count()
    shown = with_sight(matters, member, firm).filter(sees=True).count()
    walled = Wall.objects.filter(matter__in=matters.values("pk"), member=member, lifted_at=None).count()
    return Sight(shown, total - shown, walled)
