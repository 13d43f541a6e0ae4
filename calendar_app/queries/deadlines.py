"""Reads about deadlines."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Member, Support
from calendar_app.models import Deadline
from matters.models import Matter, TeamMember
from practice.nav import Badge


def next_dates(matter: Matter, limit: int = 4) -> list[Deadline]:
    """The next open deadlines of a matter, overdue ones first."""
    return list(Deadline.objects.open().filter(matter=matter).order_by("due_on", "id")[:limit])


def next_of(matter_ids: list[int]) -> dict[int, Deadline]:
    """{matter id: its earliest open deadline}. One query."""
    rows = (
        Deadline.objects.open()
        .filter(matter__in=matter_ids)
        .order_by("matter_id", "due_on", "id")
        .distinct("matter_id")
    )
    return {row.matter_id: row for row in rows}


def of_interest(member: Member) -> Q:
    """Deadlines a member answers for: their own, those of attorneys they support, and those of matters they are on.

    One supports the supervisor of the seat, and the attorneys whose desk one keeps.
    """
    owners = [member.pk, *([member.supervisor_id] if member.supervisor_id else [])]
    kept = Support.objects.filter(member=member).values("attorney")
    places = TeamMember.objects.filter(matter=OuterRef("matter"), member=member)
    return (
        Q(owner__in=owners)
        | Q(owner__in=kept)
        | Q(matter__responsible__in=owners)
        | Q(matter__responsible__in=kept)
        | Q(matter__supervising=member)
        | Q(Exists(places))
    )


def upcoming(member: Member, *, days: int = 14) -> QuerySet[Deadline]:
    """Open deadlines the member answers for, up to `days` ahead, overdue ones included."""
    until = timezone.localdate() + timedelta(days=days)
    found = Deadline.objects.open().filter(due_on__lte=until).filter(of_interest(member))
    return found.select_related("matter", "owner").order_by("due_on", "id")


def urgent(member: Member) -> Badge:
    """For the sidebar: the member's open deadlines due by tomorrow or late. Red when there is one."""
    until = timezone.localdate() + timedelta(days=1)
    return Badge(Deadline.objects.open().filter(due_on__lte=until).filter(of_interest(member)), hot=True)


@dataclass(frozen=True)
class Urgency:
    """How near a deadline is: a tone for its date, and words for its tag when someone must act."""

    tone: str
    words: str


def urgency(deadline: Deadline, today: date | None = None) -> Urgency:
    """Late and tomorrow are red, the next three days amber; a finished one has none."""
    if deadline.done_at is not None:
        return Urgency("", "")
    days = (deadline.due_on - (today or timezone.localdate())).days
    if days < 0:
        return Urgency("danger", "1 day late" if days == -1 else f"{-days} days late")
    if days < 2:
        return Urgency("danger", "Today" if days == 0 else "Tomorrow")
    if days < 4:
        return Urgency("warn", f"In {days} days")
    return Urgency("", "")
