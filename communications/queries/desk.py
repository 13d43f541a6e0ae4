"""Whose messages a member looks after: their own, those of attorneys they support, and of those they stand in for."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Absence, Member, Support
from accounts.permissions import Level, Perm
from accounts.queries import away


def stood_in_for(member: Member) -> QuerySet:
    """Ids of the members who are away today and named `member` as substitute. A subquery."""
    today = timezone.localdate()
    absent = Absence.objects.filter(starts_on__lte=today, ends_on__gte=today).filter(
        Q(substitute=member) | Q(substitute=None, member__substitute=member)
    )
    return absent.order_by().values("member_id")


def supported_by(member: Member) -> QuerySet:
    """Ids of the attorneys whose desk `member` keeps. A subquery."""
    return Support.objects.filter(member=member).order_by().values("attorney_id")


def theirs(member: Member, field: str = "for_member") -> Q:
    """The condition that `field` is somebody whose messages `member` looks after."""
    return (
        Q(**{field: member})
        | Q(**{f"{field}__in": supported_by(member)})
        | Q(**{f"{field}__in": stood_in_for(member)})
    )


def answers_for(member: Member, other_id: int) -> bool:
    """Whether `member` looks after the messages of the member `other_id`."""
    if member.pk == other_id:
        return True
    return (
        Member.objects.filter(pk=other_id)
        .filter(Q(pk__in=supported_by(member)) | Q(pk__in=stood_in_for(member)))
        .exists()
    )


def stands_in_for(member: Member, other_id: int) -> bool:
    """Whether `member` is the member `other_id`, or their substitute today."""
    return (
        member.pk == other_id
        or Member.objects.filter(pk=other_id).filter(pk__in=stood_in_for(member)).exists()
    )


def colleagues(*, guests: bool = True) -> QuerySet[Member]:
    """Those a call, a visitor or a memo may be for: the active members, by name."""
    rows = Member.objects.active().select_related("role", "user").order_by("name")
    return rows if guests else rows.exclude(role__template="freelancer")


def told_beside(member: Member) -> list[Member]:
    """Who besides `member` is told of what comes for them: their substitute while they are away. One or two queries."""
    found = away().get(member.pk)
    return [found.substitute] if found and found.substitute else []


def keeps_desk(member: Member) -> bool:
    """Whether the member holds the front desk outright, and not only where somebody lends it."""
    return member.powers.level(Perm.MESSAGE_SLIP) is Level.YES
