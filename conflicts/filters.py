"""Filters of the list of checks."""

from accounts.filters import people
from conflicts.models import Check
from matters.filters import of_matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter


class CheckFilter(ListFilterSet):
    state = ChoiceFilter("state", label="State", choices=Check.State.choices)
    about = ChoiceFilter("about_kind", label="For", choices=Check.About.choices)
    run_by = MemberFilter("run_by", label="Run by", queryset=people)
    decided_by = MemberFilter("decided_by", label="Decided by", queryset=people)
    run = DateFilter("run_at__date", label="Run")
    decided = DateFilter("decided_at__date", label="Decided")
    matter = of_matter()
