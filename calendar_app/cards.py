"""What the calendar brings to the home page."""

from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.queries import zone_of
from calendar_app.models import Deadline
from calendar_app.queries import of_interest, upcoming
from calendar_app.queries.days import day_of
from calendar_app.queries.triggers import waiting_of
from practice.dashboard import Card

AHEAD = 14
SHOWN = 8


def deadlines(member: Member) -> Card:
    """Open deadlines of the next fourteen days, overdue ones first: the member's and of attorneys they support."""
    rows = list(upcoming(member, days=AHEAD)[: SHOWN + 1])
    shown = {row.pk for row in rows[:SHOWN]}
    # A critical date is acknowledged when it is docketed, not when it is near.
    own = Deadline.objects.unacknowledged().filter(owner=member).select_related("matter", "owner")
    unseen = [row for row in own.order_by("due_on", "id")[: SHOWN + 1] if row.pk not in shown][:SHOWN]
    more = len(rows) > SHOWN
    count = f"{SHOWN if more else len(rows)}{'+' if more else ''} in the next {AHEAD} days" if rows else ""
    return Card(
        "deadlines",
        "Deadlines",
        "calendar_app/card_deadlines.html",
        {"deadlines": rows[:SHOWN], "more": more, "unseen": unseen, "waiting": list(waiting_of(member)[:4])},
        count=count,
        url=reverse("deadline_list"),
        link="Open deadlines",
    )


def agenda(member: Member) -> Card:
    """Today in the rail: the member's events of the day, what falls due today, and what was finished today."""
    zone = ZoneInfo(zone_of(member))
    today = timezone.localdate(timezone=zone)
    rows = Deadline.objects.filter(of_interest(member)).filter(Q(due_on=today) | Q(done_at__date=today))
    found = list(rows.select_related("matter").order_by("done_at", "id")[:8])
    with timezone.override(zone):
        events = day_of(member, [member.pk], today)
    return Card(
        "agenda",
        "Agenda",
        "calendar_app/card_agenda.html",
        {"deadlines": found, "today": today, "events": events},
        rail=True,
        url=reverse("calendar"),
        link="Open calendar",
    )
