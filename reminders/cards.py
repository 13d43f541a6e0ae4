"""What reminders bring to Today."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from practice.dashboard import Card
from reminders.models import Delivery
from reminders.plan import Thing
from reminders.queries.inbox import escalated_to
from reminders.sources import standing

SHOWN = 6
# An address that was refused longer ago than this is no news.
RECENT = timedelta(days=14)


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


def refused(member: Member) -> Card | None:
    """For who runs the firm: people whose address the mail server refuses for good. One query, for nobody else one."""
    if not member.can(Perm.FIRM_SETTINGS):
        return None
    rows = (
        Delivery.objects.filter(is_final=True, tried_at__gte=timezone.now() - RECENT)
        .select_related("member", "contact")
        .order_by("-id")[:60]
    )
    people: dict[tuple, Delivery] = {}
    for row in rows:
        people.setdefault((row.member_id, row.contact_id), row)
    if not people:
        return None
    return Card(
        "refused",
        "Reminders that do not arrive",
        "reminders/card_refused.html",
        {"rows": list(people.values())[:SHOWN]},
        count=str(len(people)),
        url=f"{reverse('reminder_list')}?state=failed",
        link="All",
    )
