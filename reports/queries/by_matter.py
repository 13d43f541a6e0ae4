"""An attorney's delegable hours by matter and kind of work, with whom each would suit and what is delegated already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone

from accounts.models import Delegation, Member
from accounts.permissions import Perm
from matters.models import Matter, MatterPermission
from reports.queries.capacity import Fit, Suggester
from reports.queries.insight import Pricing, attorney_time, sums
from reports.queries.natures import DELEGABLE, WORK
from reports.queries.periods import Period

SHOWN = 50


@dataclass
class Kind:
    """One kind of work on a matter."""

    nature: str
    seconds: int
    entries: int
    fit: Fit | None = None
    fits: list[Fit] = field(default_factory=list)
    delegation: Delegation | None = None
    saves: Decimal | None = None  # dollars; None when the viewer may not see rates

    @property
    def work(self) -> str:
        return WORK[self.nature]


@dataclass
class OnMatter:
    """A matter with what of the attorney's work on it others may do."""

    matter: Matter
    kinds: list[Kind] = field(default_factory=list)
    may_delegate: bool = False

    @property
    def seconds(self) -> int:
        return sum(kind.seconds for kind in self.kinds)


def work_of(delegations: Iterable[Delegation]) -> dict[tuple[int, str], Delegation]:
    """{(matter id, nature): the standing delegation that gives this kind of work}, read from their notes."""
    found: dict[tuple[int, str], Delegation] = {}
    for given in delegations:
        for nature, words in WORK.items():
            if given.matter_id and words.lower() in given.note.lower():
                found.setdefault((given.matter_id, nature), given)
    return found


def delegated_work(matter_ids: Iterable[int]) -> dict[tuple[int, str], Delegation]:
    """As `work_of`, of the delegations that stand today on these matters. One query."""
    standing = Delegation.objects.standing(timezone.localdate()).filter(matter__in=list(matter_ids))
    return work_of(standing.select_related("to").order_by("-id"))


def _works_on(member: Member, matters: Iterable[Matter]) -> set[int]:
    """Ids of those of the matters that the member is on (matters.queries.access.is_on), in one query for all."""
    rows = list(matters)
    named = MatterPermission.objects.filter(
        user_id=member.user_id, content_object__in=rows, permission__codename="see_matter"
    )
    on = set(named.values_list("content_object_id", flat=True))
    for matter in rows:
        team = {place.member_id for place in matter.team_members.all()}
        if member.pk in {matter.responsible_id, matter.supervising_id} | team:
            on.add(matter.pk)
    return on


def by_matter(
    viewer: Member, attorney: Member, period: Period, suggester: Suggester, *, pricing: Pricing | None = None
) -> tuple[list[OnMatter], int]:
    """The matters with most delegable time of the attorney first, up to fifty, and how many more there are.

    `pricing` adds what delegating saves; leave it out for viewers who may not see rates. Six queries.
    """
    rows = (
        attorney_time(viewer, only=attorney)
        .filter(nature__in=DELEGABLE, date__range=(period.start, period.end))
        .values("matter_id", "nature")
        .annotate(entries=Count("pk"), **sums())
    )
    of_matter: dict[int, list[Kind]] = {}
    for row in rows:
        kind = Kind(row["nature"], row["worked"], row["entries"])
        if pricing is not None:
            kind.saves = pricing.worth(attorney, row) - pricing.cost(row["nature"], row["worked"])
        of_matter.setdefault(row["matter_id"], []).append(kind)
    order = sorted(of_matter, key=lambda pk: (-sum(kind.seconds for kind in of_matter[pk]), pk))
    shown = order[:SHOWN]
    matters = {
        matter.pk: matter
        for matter in Matter.objects.visible_to(viewer)
        .filter(pk__in=shown)
        .select_related("client")
        .prefetch_related("team_members", "walls")
    }
    given = delegated_work(shown)
    on = _works_on(viewer, matters.values()) if viewer.can(Perm.SUPERVISION_DELEGATE) else set()
    found = []
    for pk in shown:
        if pk not in matters:
            continue
        group = OnMatter(matters[pk], sorted(of_matter[pk], key=lambda kind: -kind.seconds))
        group.may_delegate = pk in on
        for kind in group.kinds:
            kind.delegation = given.get((pk, kind.nature))
            kind.fits = suggester.fits(matters[pk], kind.nature)
            kind.fit = kind.fits[0] if kind.fits else None
        found.append(group)
    return found, len(order) - len(shown)
