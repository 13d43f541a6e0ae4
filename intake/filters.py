"""Filters of the lists of leads."""

from django.db.models import Q
from django.utils import timezone

from intake.models import Lead, LeadSource
from matters.models import PracticeArea
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    ListFilterSet,
    MemberFilter,
    MoneyFilter,
    YesNoFilter,
)


def _sources(request):
    return list(LeadSource.objects.values_list("pk", "name"))


def _areas(request):
    return list(PracticeArea.objects.values_list("pk", "name"))


class LateFilter(YesNoFilter):
    """?late=yes: new leads that should have been answered by now."""

    def narrow(self, qs, picked):
        late = Q(answered_at=None, state="new", answer_due_at__lt=timezone.now())
        return qs.filter(late) if picked.value else qs.exclude(late)


class ActionDueFilter(YesNoFilter):
    """?due=yes: open leads whose next action is due today or late."""

    def narrow(self, qs, picked):
        due = Q(next_action_on__lte=timezone.localdate()) & ~Q(state__in=Lead.OVER)
        return qs.filter(due) if picked.value else qs.exclude(due)


class LeadFilter(ListFilterSet):
    """What the list and the board of leads are narrowed by."""

    state = ChoiceFilter("state", label="Status", choices=Lead.State.choices)
    open = YesNoFilter("state", label="Open", condition=~Q(state__in=Lead.OVER))
    source = ChoiceFilter("source", label="Source", choices=_sources)
    owner = MemberFilter("owner", label="Owner")
    attorney = MemberFilter("attorney", label="Attorney")
    practice = ChoiceFilter("practice_area", label="Practice area", choices=_areas)
    late = LateFilter("answered_at", label="Answer overdue")
    due = ActionDueFilter("next_action_on", label="Next action due")
    urgency = ChoiceFilter("urgency", label="Urgency", choices=Lead.Urgency.choices)
    channel = ChoiceFilter("channel", label="Came by", choices=Lead.Channel.choices)
    received = DateFilter("received_at", label="Received")
    limitation = DateFilter("limitation_on", label="Limitation date")
    talk = DateFilter("consultation_at", label="Consultation")
    value = MoneyFilter("value", label="Value")
