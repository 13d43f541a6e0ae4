"""Filters of depositions."""

import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.filters import people
from depositions.models import Deposition
from depositions.queries.depositions import of_interest
from matters.filters import of_matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, YesNoFilter


class MineFilter(YesNoFilter):
    """Those the reader takes, defends, prepares or supports."""

    def narrow(self, qs, picked):
        mine = of_interest(self.request.member)
        return qs.filter(mine) if picked.value else qs.exclude(mine)


class SoonFilter(YesNoFilter):
    """Ahead, within two weeks."""

    def narrow(self, qs, picked):
        until = timezone.now() + datetime.timedelta(days=14)
        soon = Q(state__in=("planned", "noticed", "confirmed"), starts_at__lte=until)
        return qs.filter(soon) if picked.value else qs.exclude(soon)


class DepositionFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=Deposition.State.choices)
    mine = MineFilter("pk", label="Concerns me")
    soon = SoonFilter("pk", label="Within two weeks")
    side = ChoiceFilter("noticed_by", label="Noticing side", choices=Deposition.Side.choices)
    taken = MemberFilter("taken_by", label="Taken by", queryset=people)
    defended = MemberFilter("defended_by", label="Defended by", queryset=people)
    prepared = MemberFilter("prepared_by", label="Prepared by", queryset=people)
    matter = of_matter()
    day = DateFilter("starts_at", label="Day")
    due = DateFilter("transcript_due_on", label="Transcript due")
