"""Filters of the lists behind the delegation report."""

from django.urls import reverse_lazy

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import TimeEntry
from matters.models import Contact, Matter
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    ListFilterSet,
    MemberFilter,
    RelatedFilter,
    TextFilter,
    YesNoFilter,
)
from reports.queries.natures import DELEGABLE


def _attorneys(request):
    return Member.objects.filter(role__template="attorney").order_by("name")


class _OfAttorneys(ListFilterSet):
    date = DateFilter("date", label="Date")
    attorney = MemberFilter("member", label="Attorney", queryset=_attorneys, perm=Perm.REPORT_FIRM_FINANCIAL)
    matter = RelatedFilter(
        "matter",
        label="Matter",
        queryset=lambda request: Matter.objects.visible_to(request.member),
        search_url=reverse_lazy("matter_options"),
    )
    client = RelatedFilter(
        "matter__client",
        label="Client",
        queryset=lambda request: Contact.objects.visible_to(request.member),
        search_url=reverse_lazy("contact_options"),
    )
    text = TextFilter("narrative", label="Narrative")


class DelegableFilter(_OfAttorneys):
    """What the list of delegable time narrows by."""

    nature = ChoiceFilter(
        "nature", label="Nature", choices=[(nature.value, nature.label) for nature in DELEGABLE]
    )
    billable = YesNoFilter("billable", label="Billable")
    state = ChoiceFilter("state", label="State", choices=TimeEntry.State.choices)


class SuspectFilter(_OfAttorneys):
    """What the list of entries that look delegable narrows by."""

    billable = YesNoFilter("billable", label="Billable")
