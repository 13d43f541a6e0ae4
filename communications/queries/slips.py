"""Reads about message slips: how old, how late, how many wait."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from communications.models import Slip
from communications.queries.desk import theirs
from practice.clock import reading
from practice.nav import Badge

# How long a message may wait before it is late, when no window was agreed.
PATIENCE = {
    Slip.Urgency.URGENT: datetime.timedelta(minutes=30),
    Slip.Urgency.TODAY: datetime.timedelta(hours=4),
    Slip.Urgency.ROUTINE: datetime.timedelta(hours=24),
}


def due_of(
    urgency: str, taken_at: datetime.datetime, until: datetime.datetime | None = None
) -> datetime.datetime:
    """When a message is late: the end of the agreed window, else the time its urgency gives. Never on a weekend."""
    if until is not None:
        return until
    due = timezone.localtime(taken_at + PATIENCE[Slip.Urgency(urgency)])
    while due.weekday() >= 5:
        due += datetime.timedelta(days=1)
    return due


@dataclass(frozen=True)
class Age:
    """How old a message is: a tone for it, and words when somebody must act."""

    tone: str
    words: str


def age_of(slip: Slip, now: datetime.datetime | None = None) -> Age:
    """Amber when half of its time has gone, red when it is late; a message that wants no answer any more has no tone."""
    now = now or timezone.now()
    since = _span(now - slip.taken_at)
    if not slip.wants_answer:
        return Age("", since)
    if now >= slip.due_at:
        return Age("danger", since)
    opens = max(slip.taken_at, slip.call_from or slip.taken_at)
    if now - opens >= (slip.due_at - opens) / 2:
        return Age("warn", since)
    return Age("", since)


def _span(gone: datetime.timedelta) -> str:
    minutes = max(0, int(gone.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def late(now: datetime.datetime | None = None) -> Q:
    """The condition that a message is late."""
    return Q(due_at__lte=now or reading()) & Q(state__in=[Slip.State.NEW, Slip.State.READ])


def badge(member: Member) -> Badge:
    """For the sidebar: open messages of the member and of those they look after. Red when one is late."""
    rows = Slip.objects.unanswered().filter(theirs(member))
    return Badge(rows, hot=late(), since="taken_at")


def waiting_for(member: Member) -> QuerySet[Slip]:
    """Messages that still want an answer, of the member and of those they look after, the most pressing first."""
    rows = Slip.objects.unanswered().filter(theirs(member))
    return rows.select_related("for_member", "contact", "matter", "taken_by").order_by("due_at", "id")


def slip_or_none(member: Member, pk: int) -> Slip | None:
    """The message with all that its page shows, if the member may read it."""
    rows = Slip.objects.visible_to(member).select_related(
        "contact",
        "matter__client",
        "matter__responsible",
        "for_member__role",
        "taken_by",
        "read_by",
        "called_by",
        "closed_by",
    )
    return rows.filter(pk=pk).first()
