"""Reads of depositions: a matter's, one's own, those that lack something."""

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member, Support
from depositions.models import Deposition
from matters.models import Matter, TeamMember

JOINED = (
    "matter", "witness", "taken_by", "taking_counsel", "defended_by", "defending_counsel", "prepared_by", "room", "reporter",
    "videographer", "interpreter", "notice__document", "subpoena", "transcript", "errata", "due_deadline", "review_deadline",
    "notice_deadline", "objection_deadline",
)  # fmt: skip


def of_matter(matter: Matter, member: Member) -> list[Deposition]:
    """A matter's depositions, the next first, those past after them. One query."""
    rows = list(Deposition.objects.visible_to(member).filter(matter=matter).select_related(*JOINED))
    ahead = [row for row in rows if row.is_ahead]
    return [
        *ahead,
        *sorted((r for r in rows if not r.is_ahead), key=lambda r: str(r.starts_at or ""), reverse=True),
    ]


def of_interest(member: Member) -> Q:
    """Depositions the member takes, defends or prepares, of the attorneys whose desk they keep, and of their matters."""
    people = [member.pk, *Support.objects.filter(member=member).values_list("attorney", flat=True)]
    return (
        Q(taken_by__in=people)
        | Q(defended_by__in=people)
        | Q(prepared_by=member)
        | Q(matter__responsible__in=people)
        | Q(matter__in=TeamMember.objects.filter(member=member).values("matter"))
    )


def asking(member: Member, *, days: int = 14) -> QuerySet[Deposition]:
    """Those ahead within `days`, and those taken whose transcript is open: where something may be missing now."""
    until = timezone.now() + datetime.timedelta(days=days)
    return (
        Deposition.objects.visible_to(member)
        .filter(of_interest(member))
        .filter(
            Q(state__in=("planned", "noticed", "confirmed"), starts_at__lte=until)
            | Q(state__in=("taken", "transcript_in"))
        )
        .select_related(*JOINED)
        .order_by("starts_at", "id")
    )
