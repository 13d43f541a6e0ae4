"""Filters of the list of all approvals; the API reads the same."""

from datetime import timedelta

from django.apps import apps
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.models import Member
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    DaysFilter,
    ListFilterSet,
    MemberFilter,
    RelatedFilter,
    YesNoFilter,
)
from supervision.kinds import KINDS, kind
from supervision.models import Approval


def _kinds(request):
    return sorted(((key, kind(key).label) for key in KINDS), key=lambda pair: pair[1])


def _people(request):
    return Member.objects.order_by("name")


def _matters(request):
    return apps.get_model("matters", "Matter").objects.visible_to(request.member)


class AgeFilter(DaysFilter):
    """Rounds that were sent at least so many days ago."""

    ops = {"": "over"}
    DAYS = (1, 3, 7, 30)

    def narrow(self, qs, picked):
        return qs.filter(submitted_at__lte=timezone.now() - timedelta(days=int(picked.value)))


class ApprovalFilter(ListFilterSet):
    type = ChoiceFilter("kind", label="Type", choices=_kinds)
    state = ChoiceFilter("state", label="State", choices=Approval.State.choices)
    sender = MemberFilter("submitted_by", label="From", queryset=_people)
    to = MemberFilter("assigned_to", label="With", queryset=_people)
    matter = RelatedFilter(
        "matter", label="Matter", queryset=_matters, search_url=reverse_lazy("matter_options")
    )
    age = AgeFilter(label="Waits")
    sent = DateFilter("submitted_at", label="Sent")
    decided = DateFilter("decided_at", label="Decided")
    urgent = YesNoFilter("urgent", label="Urgent")
