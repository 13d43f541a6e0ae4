"""What reminders bring to Today."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from practice.dashboard import Card
from reminders.plan import Thing
from reminders.queries.inbox import escalated_to
from reminders.sources import standing

SHOWN = 6


def _over(thing: Thing, now: datetime) -> bool:
    """Whether it has been held; a deadline that has passed still wants somebody."""
    return thing.source == "event" and thing.is_over(now, ZoneInfo("UTC"))


def escalated(member: Member) -> Card | None:
    """Critical dates nobody has acknowledged, and court dates nobody has verified, that came to this member."""
    rows = escalated_to(member)
    if not rows:
        return None
    found = standing({(row.about_kind, row.about_id, row.occurrence) for row in rows})
    now = timezone.now()
    pairs = [(row, found.get((row.about_kind, row.about_id, row.occurrence))) for row in rows]
    pairs = [
        (row, thing) for row, thing in pairs if thing is not None and thing.pressing and not _over(thing, now)
    ]
    if not pairs:
        return None
    return Card(
        "escalated",
        "Passed on to you",
        "reminders/card_escalated.html",
        {"rows": pairs[:SHOWN]},
        count=str(len(pairs)),
        url=f"{reverse('reminder_list')}?escalated=yes&who=me",
        link="All",
    )
