"""How long a round has waited, and what is due to be reminded of or passed on. Weekends do not count."""

import datetime

from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from practice.models import Firm
from supervision.models import Approval, Policy
from supervision.queries.approvals import substitute_today

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
# What a member sees is decided by an app above this one.
VISIBILITY = "matters.queries.visibility_of"


def waited_hours(since: datetime.datetime, until: datetime.datetime) -> float:
    """Hours from `since` to `until` without those of Saturdays and Sundays, in the active time zone. Never negative."""
    start, end = timezone.localtime(since), timezone.localtime(until)
    total = max(until - since, datetime.timedelta())
    day = start.date()
    while day <= end.date():
        if day.weekday() >= 5:
            opens = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
            closes = timezone.make_aware(datetime.datetime.combine(day + DAY, datetime.time.min))
            total -= max(min(closes, until) - max(opens, since), datetime.timedelta())
        day += DAY
    return max(total / HOUR, 0.0)


def needs_reminder(approval: Approval, rules: Policy, now: datetime.datetime) -> bool:
    """Whether the decider of a waiting round should hear of it again: after the firm's hours, counted anew from each
    reminder; and once on each day from the due date on.
    """
    today = timezone.localtime(now).date()
    last = max(filter(None, (approval.assigned_at, approval.reminded_at)))
    if waited_hours(last, now) >= rules.remind_after_hours:
        return True
    reminded_on = timezone.localtime(approval.reminded_at).date() if approval.reminded_at else None
    return approval.due_on is not None and approval.due_on <= today and reminded_on != today


def needs_escalation(approval: Approval, rules: Policy, now: datetime.datetime) -> bool:
    """Whether a waiting round is passed on by the clock. Once: whoever it was passed on to is only reminded."""
    if approval.escalated_from_id is not None:
        return False
    return waited_hours(approval.assigned_at, now) >= rules.escalate_after_hours


def decider_today(approval: Approval) -> Member:
    """Who has a waiting round today: whom it was sent to, or who stands in for them while they are away."""
    return substitute_today(approval.assigned_to) or approval.assigned_to


def seen_by(member: Member, approvals: list[Approval]) -> list[Approval]:
    """Those of `approvals` whose matter the database would show to `member`, whoever is asking."""
    only, ids = import_string(VISIBILITY)(member, Firm.objects.get(pk=member.firm_id))
    return [a for a in approvals if a.matter_id is None or (a.matter_id in ids) is only]
