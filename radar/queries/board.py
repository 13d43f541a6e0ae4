"""Which matters the radar shows, and why each."""

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import Deadline
from matters.models import Matter, TeamMember
from practice.nav import Badge
from radar.models import RadarRules, Snooze
from radar.queries.signals import SIGNALS


def rules() -> RadarRules:
    """The firm's own, or the defaults, unsaved."""
    return RadarRules.objects.first() or RadarRules()


def _condition(key: str) -> Q:
    """The condition that the signal shows on a matter today: it holds, and nobody put it aside."""
    find = SIGNALS[key]
    aside = Snooze.objects.filter(
        matter=OuterRef("pk"), signal=key, ended_at=None, until__gt=timezone.localdate()
    )
    return Q(state__in=find.states) & find.when() & ~Q(Exists(aside))


def on_matters(rows: QuerySet[Matter], keys: Iterable[str] = ()) -> QuerySet[Matter]:
    """`rows` with at least one of the signals `keys` (any)."""
    found = Q()
    for key in keys or SIGNALS:
        found |= _condition(key)
    return rows.filter(found)


def flagged(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """`rows` with a boolean `signal_<key>` for each signal, and `danger`: the place of the first in SIGNALS, 0 the worst."""
    places = [When(_condition(key), then=Value(place)) for place, key in enumerate(SIGNALS)]
    return rows.annotate(
        danger=Case(*places, default=Value(len(SIGNALS)), output_field=IntegerField()),
        **{
            f"signal_{key}": Case(
                When(_condition(key), then=Value(True)), default=Value(False), output_field=BooleanField()
            )
            for key in SIGNALS
        },
    )


def mine(member: Member) -> QuerySet[Matter]:
    """The matters the member answers for, works on, or backs somebody up on, that are not over."""
    states = (*Matter.BEFORE, *Matter.WORKED_ON)
    own = (
        Matter.objects.filter(responsible=member)
        .order_by()
        .values("pk")
        .union(
            Matter.objects.filter(supervising=member).order_by().values("pk"),
            TeamMember.objects.filter(member=member).order_by().values("matter_id"),
            Deadline.objects.open().filter(backup=member).order_by().values("matter_id"),
        )
    )
    return Matter.objects.visible_to(member).filter(pk__in=own, state__in=states)


def badge(member: Member) -> Badge | None:
    """The member's own matters that want a look. None for those without matters of their own in the product's sense."""
    if member.sees_named_matters_only or not member.can(Perm.MATTER_VIEW):
        return None
    hot = Q()
    for find in SIGNALS.values():
        if find.hot:
            hot |= _condition(find.key)
    return Badge(on_matters(mine(member)), hot=hot)
