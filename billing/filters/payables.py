"""Filters of the list of what is owed to freelancers."""

from billing.models import Payable
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter


class PayableFilter(ListFilterSet):
    """Filters of payables."""

    state = ChoiceFilter("state", label="Status", choices=Payable.State.choices)
    member = MemberFilter("member", label="Freelancer")
    week = DateFilter("sheet__week_start", label="Week")
    paid = DateFilter("paid_on", label="Paid")
