"""Filters of court rules."""

from court_rules.queries import court_calendars
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, YesNoFilter


class StandingFilter(YesNoFilter):
    """Closures that count."""

    def narrow(self, qs, picked):
        return qs.exclude(confirmed_at=None) if picked.value else qs.filter(confirmed_at=None)


class ClosureFilter(ListFilterSet):
    jurisdiction = ChoiceFilter("jurisdiction", label="Courts", choices=list(court_calendars().items()))
    standing = StandingFilter("confirmed_at", label="Confirmed")
    starts = DateFilter("starts_on", label="First day")
