"""Filters of the lists of time and expenses."""

from django.db.models import Q
from django.urls import reverse_lazy

from accounts.models import Member
from accounts.permissions import TEMPLATES
from billing.models import Expense, TimeEntry
from billing.utbms import ACTIVITIES, EXPENSES, TASKS
from matters.models import Contact, Matter
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    ListFilterSet,
    MemberFilter,
    MoneyFilter,
    RelatedFilter,
    TextFilter,
    YesNoFilter,
)


def _people(request):
    return Member.objects.order_by("name")


def _matters(request):
    return Matter.objects.visible_to(request.member)


def _clients(request):
    return Contact.objects.visible_to(request.member)


NOT_GUEST = "not.guest"


class TimeFilter(ListFilterSet):
    """What a list of time entries narrows by."""

    date = DateFilter("date", label="Date")
    person = MemberFilter("member", label="Person", queryset=_people, perm=NOT_GUEST)
    matter = RelatedFilter(
        "matter", label="Matter", queryset=_matters, search_url=reverse_lazy("matter_options")
    )
    client = RelatedFilter(
        "matter__client", label="Client", queryset=_clients, search_url=reverse_lazy("contact_options")
    )
    state = ChoiceFilter("state", label="State", choices=TimeEntry.State.choices)
    billable = YesNoFilter("billable", label="Billable")
    hold = YesNoFilter("on_hold", label="On hold")
    free = YesNoFilter("no_charge", label="No charge")
    nature = ChoiceFilter("nature", label="Nature", choices=TimeEntry.Nature.choices)
    role = ChoiceFilter(
        "member__role__template", label="Role", choices=list(TEMPLATES.items()), perm=NOT_GUEST
    )
    task = ChoiceFilter("task_code", label="Task", choices=[(c, str(found)) for c, found in TASKS.items()])
    activity = ChoiceFilter(
        "activity_code", label="Activity", choices=[(c, str(found)) for c, found in ACTIVITIES.items()]
    )
    uncoded = YesNoFilter(label="Code missing", condition=Q(task_code="") | Q(activity_code=""))
    unrated = YesNoFilter(label="No rate", condition=Q(rate=0, billable=True), perm=NOT_GUEST)
    source = ChoiceFilter("source", label="Source", choices=TimeEntry.Source.choices)
    entered = MemberFilter("entered_by", label="Entered by", queryset=_people, perm=NOT_GUEST)
    text = TextFilter("narrative", label="Narrative")


class ExpenseFilter(ListFilterSet):
    """What a list of expenses narrows by."""

    date = DateFilter("date", label="Date")
    person = MemberFilter("member", label="Person", queryset=_people, perm=NOT_GUEST)
    matter = RelatedFilter(
        "matter", label="Matter", queryset=_matters, search_url=reverse_lazy("matter_options")
    )
    client = RelatedFilter(
        "matter__client", label="Client", queryset=_clients, search_url=reverse_lazy("contact_options")
    )
    state = ChoiceFilter("state", label="State", choices=Expense.State.choices)
    category = ChoiceFilter(
        "expense_code", label="Category", choices=[(c, found.name) for c, found in EXPENSES.items()]
    )
    kind = ChoiceFilter("kind", label="Paid", choices=Expense.Kind.choices)
    billable = YesNoFilter("billable", label="Billable")
    hold = YesNoFilter("on_hold", label="On hold")
    receipt = YesNoFilter(label="Receipt", condition=Q(receipt__isnull=False))
    amount = MoneyFilter("amount", label="Amount")
    vendor = TextFilter("vendor", label="Vendor")
