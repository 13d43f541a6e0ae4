"""Filters of the radar."""

from django.db.models import Exists, OuterRef, Q

from accounts.filters import people
from calendar_app.models import Deadline
from matters.filters import TeamFilter
from matters.models import Matter, PracticeArea
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter
from radar.queries import SIGNALS, on_matters


def _areas(request):
    return [(str(area.pk), area.name) for area in PracticeArea.objects.all()]


class SignalFilter(ChoiceFilter):
    """Matters with any of the signals."""

    ops = {"": "is"}

    def narrow(self, qs, picked):
        return on_matters(qs, picked.value)


class LooksAfterFilter(TeamFilter):
    """Matters that a member works on, or on which they stand in for somebody on a date."""

    def lookup(self, values):
        ids = [self._me().pk if value == "me" else int(value) for value in values]
        backs = Deadline.objects.open().filter(matter=OuterRef("pk"), backup__in=ids)
        return super().lookup(values) | Q(Exists(backs))


class RadarFilter(ListFilterSet):
    signal = SignalFilter("pk", label="Signal", choices=[(key, find.label) for key, find in SIGNALS.items()])
    team = LooksAfterFilter("responsible", label="Works on it", queryset=people)
    responsible = MemberFilter("responsible", label="Responsible", queryset=people)
    area = ChoiceFilter("practice_area", label="Practice area", choices=_areas)
    state = ChoiceFilter("state", label="Status", choices=Matter.State.choices)
    opened = DateFilter("opened_on", label="Opened")
