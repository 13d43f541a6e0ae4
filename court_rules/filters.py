"""Filters of court rules."""

from django.db.models import Q

from court_rules.queries import court_calendars
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet

STATES = {
    "standing": Q(confirmed_at__isnull=False, removed_at=None),
    "waiting": Q(confirmed_at=None, removed_at=None),
    "removed": Q(removed_at__isnull=False),
}


class StateFilter(ChoiceFilter):
    """Closures that count, those that wait for an attorney, those that were taken back."""

    def narrow(self, qs, picked):
        wanted = Q()
        for value in picked.value:
            wanted |= STATES[value]
        return qs.exclude(wanted) if picked.op == "not" else qs.filter(wanted)


class ClosureFilter(ListFilterSet):
    jurisdiction = ChoiceFilter("jurisdiction", label="Courts", choices=list(court_calendars().items()))
    standing = StateFilter(
        "confirmed_at",
        label="Status",
        choices=[("standing", "Confirmed"), ("waiting", "Waits for an attorney"), ("removed", "Taken back")],
    )
    starts = DateFilter("starts_on", label="First day")
