"""Filters of the list of reminders."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from matters.filters import of_matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, YesNoFilter
from reminders.ladders import PARTS, Kind
from reminders.models import Reminder


class OpenFilter(YesNoFilter):
    """Told, about something that still stands, neither seen nor put off."""

    def narrow(self, qs, picked):
        asleep = Q(snoozed_until__gt=timezone.now())
        waiting = Q(in_product=True, seen_at=None, closed_at=None) & ~Q(state=Reminder.State.SKIPPED)
        return qs.filter(waiting & ~asleep) if picked.value else qs.exclude(waiting & ~asleep)


class EscalatedFilter(YesNoFilter):
    """Sent to the supervising attorney or the backup because nobody acknowledged or verified."""

    def narrow(self, qs, picked):
        return qs.filter(rung__startswith="e") if picked.value else qs.exclude(rung__startswith="e")


class AcknowledgedFilter(YesNoFilter):
    """Acknowledged by whoever it was told to, or not yet."""

    def narrow(self, qs, picked):
        return qs.filter(acknowledged_at__isnull=not picked.value)


class ReminderFilter(ListFilterSet):
    open = OpenFilter("pk", label="To see")
    who = MemberFilter("member", label="Who", queryset=lambda r: Member.objects.active().order_by("name"))
    state = ChoiceFilter("state", label="Mail", choices=Reminder.State.choices)
    kind = ChoiceFilter("kind", label="Type", choices=Kind.choices)
    why = ChoiceFilter("part", label="Why", choices=list(PARTS.items()))
    late = YesNoFilter("late", label="Late")
    escalated = EscalatedFilter("pk", label="Escalated")
    critical = YesNoFilter("critical", label="Critical")
    acknowledged = AcknowledgedFilter("pk", label="Acknowledged")
    matter = of_matter()
    told = DateFilter("created_at", label="Told")
    falls = DateFilter("occurs_at", label="Falls on")
