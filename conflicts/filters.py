"""Filters of the list of checks."""

from accounts.models import Member
from conflicts.models import Check
from matters.models import Matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, RelatedFilter


def _people(request):
    return Member.objects.active().order_by("name")


class CheckFilter(ListFilterSet):
    state = ChoiceFilter("state", label="State", choices=Check.State.choices)
    about = ChoiceFilter("about_kind", label="For", choices=Check.About.choices)
    run_by = MemberFilter("run_by", label="Run by", queryset=_people)
    decided_by = MemberFilter("decided_by", label="Decided by", queryset=_people)
    run = DateFilter("run_at__date", label="Run")
    decided = DateFilter("decided_at__date", label="Decided")
    matter = RelatedFilter(
        "matter",
        label="Matter",
        queryset=lambda r: Matter.objects.visible_to(r.member),
        search_url="matter_options",
    )
