"""Time on the home page: what one has recorded today, and what of one's time is not billed yet."""

import datetime

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing.durations import hours_text
from billing.models import TimeEntry
from billing.queries.time import BILLED_ROLES, monday_of, sees_own_rate
from practice.dashboard import Card

STALE_DAYS = 30


def today(member: Member) -> Card | None:
    """Recorded today, against the member's daily target, and this week so far. One query.

    The target is of billable time for people whose time is billed, and of all time for the others.
    """
    if not member.can(Perm.TIME_RECORD):
        return None
    day = timezone.localdate()
    found = TimeEntry.objects.filter(member=member, date__range=(monday_of(day), day)).aggregate(
        done=Sum("billed_seconds", filter=Q(date=day, billable=True), default=0),
        other=Sum("seconds", filter=Q(date=day, billable=False), default=0),
        week=Sum("billed_seconds", filter=Q(billable=True), default=0),
        other_week=Sum("seconds", filter=Q(billable=False), default=0),
    )
    target = member.daily_target_seconds
    bills = member.role.template in BILLED_ROLES
    recorded = found["done"] if target and bills else found["done"] + found["other"]
    if target and not bills:
        found |= {"week": found["week"] + found["other_week"], "other": 0}
    return Card(
        "timer",
        "Recorded today",
        "billing/time_card_today.html",
        {**found, "target": target, "recorded": recorded, "week_target": target * 5, "bills": bills},
        rail=True,
        url=reverse("time_list"),
        link="Time",
    )


def unbilled(member: Member) -> Card | None:
    """The member's own billable time that stands on no bill, and how old the oldest is. One query."""
    if not member.can(Perm.TIME_RECORD):
        return None
    mine = TimeEntry.objects.filter(member=member, state=TimeEntry.State.OPEN, billable=True)
    old = timezone.localdate() - datetime.timedelta(days=STALE_DAYS)
    found = mine.aggregate(
        count=Count("pk"),
        seconds=Sum("billed_seconds", default=0),
        amount=Sum("amount", default=0),
        held=Count("pk", filter=Q(on_hold=True)),
        old=Count("pk", filter=Q(date__lt=old, on_hold=False)),
        unrated=Count("pk", filter=Q(rate=0)),
    )
    if not found["count"]:
        return None
    sees_money = sees_own_rate(member)
    person = "" if member.sees_named_matters_only else f"&person={member.pk}"
    return Card(
        "unbilled",
        "Your unbilled time",
        "billing/time_card_unbilled.html",
        {**found, "sees_money": sees_money, "old_days": STALE_DAYS},
        rail=True,
        count=hours_text(found["seconds"]),
        url=f"{reverse('time_entries')}?state=open&billable=yes{person}",
        link="Show",
    )
