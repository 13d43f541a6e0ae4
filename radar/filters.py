"""Filters of the radar."""

from accounts.models import Member
from matters.filters import TeamFilter
from matters.models import Matter, PracticeArea
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter
from radar.queries import SIGNALS, on_matters


def _people(request):
    return Member.objects.active().order_by("name")


def _areas(request):
    return [(str(area.pk), area.name) for area in PracticeArea.objects.all()]


class SignalFilter(ChoiceFilter):
    """Matters with any of the signals."""

    ops = {"": "is"}

    def narrow(self, qs, picked):
        return on_matters(qs, picked.value)


class RadarFilter(ListFilterSet):
    signal = SignalFilter("pk", label="Signal", choices=[(key, find.label) for key, find in SIGNALS.items()])
    team = TeamFilter("responsible", label="Works on it", queryset=_people)
    responsible = MemberFilter("responsible", label="Responsible", queryset=_people)
    area = ChoiceFilter("practice_area", label="Practice area", choices=_areas)
    state = ChoiceFilter("state", label="Status", choices=Matter.State.choices)
    opened = DateFilter("opened_on", label="Opened")
