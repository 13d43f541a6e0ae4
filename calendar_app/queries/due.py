"""Deadlines and limitation dates as days on which something is due (practice.due)."""

import datetime
from collections.abc import Collection

from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Member
from calendar_app.models import Deadline
from matters.models import Matter
from practice.due import Due

COURT_WEIGHT, INTERNAL_WEIGHT = 2.0, 1.0


def deadlines(member: Member, start: datetime.date, end: datetime.date, people: Collection[int]) -> list[Due]:
    """Deadlines of the matters `member` sees that these people answer for, done ones too."""
    rows = (
        Deadline.objects.visible_to(member)
        .filter(Q(owner__in=people) | Q(matter__responsible__in=people))
        .filter(due_on__range=(start, end), dismissal="")
        .exclude(kind=Deadline.Kind.STATUTE, due_on=F("matter__limitation_on"))
        .order_by("due_on", "id")
        .values_list(
            "pk", "due_on", "title", "kind", "owner_id", "matter__name", "done_at", "matter__responsible_id"
        )
    )
    found = []
    for pk, day, title, kind, owner, matter, done, responsible in rows:
        internal = kind == Deadline.Kind.INTERNAL
        found.append(
            Due(
                f"deadline-{pk}",
                day,
                title,
                "internal" if internal else "court",
                reverse("deadline_detail", args=[pk]),
                owner if owner in people else responsible,
                matter,
                done is not None,
                0 if done else INTERNAL_WEIGHT if internal else COURT_WEIGHT,
                f"d{pk}",
            )
        )
    return found


def limitations(
    member: Member, start: datetime.date, end: datetime.date, people: Collection[int]
) -> list[Due]:
    """The limitation dates of matters these people are responsible for that nothing has satisfied."""
    rows = (
        Matter.objects.visible_to(member)
        .filter(responsible__in=people, limitation_on__range=(start, end))
        .exclude(state__in=[*Matter.ENDED, "declined"])
        .order_by("limitation_on", "id")
        .values_list("pk", "limitation_on", "name", "responsible_id", "limitation_satisfied_on")
    )
    return [
        Due(
            f"limitation-{pk}",
            day,
            "Limitation date",
            "limitation",
            reverse("matter_detail", args=[pk]),
            owner,
            name,
            satisfied is not None,
            0 if satisfied else COURT_WEIGHT,
        )
        for pk, day, name, owner, satisfied in rows
    ]
