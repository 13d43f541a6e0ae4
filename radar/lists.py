"""The radar: matters that nobody looks at, each with why."""

from accounts.permissions import Perm
from matters.columns import NAME
from matters.models import Matter
from practice.lists import BulkAction, Column, Empty, ListPage, View
from radar.filters import RadarFilter
from radar.forms import SnoozeForm
from radar.queries import SIGNALS, flagged, on_matters
from radar.services import snooze


def signs(matter: Matter) -> list:
    """The signals that show on a row of `flagged`, the most dangerous first."""
    return [find for key, find in SIGNALS.items() if getattr(matter, f"signal_{key}")]


class RadarList(ListPage):
    """Matters with a signal."""

    name = "radar"
    title, noun, plural = "Radar", "matter", "matters"
    model, filterset, perm = Matter, RadarFilter, Perm.MATTER_VIEW
    columns = (
        NAME,
        Column(
            "signs",
            "What to look at",
            value=signs,
            template="radar/cell_signs.html",
            always=True,
            css="c-signs",
            phone="date",
            exports=[("What to look at", lambda m: "; ".join(find.label for find in signs(m)))],
        ),
        Column(
            "responsible",
            "Responsible",
            value="responsible.name",
            sort="responsible__name",
            select=("responsible",),
        ),
        Column(
            "limitation",
            "Limitation",
            kind="date",
            value=lambda m: m.limitation_on if m.limitation_open else None,
            sort="limitation_on",
        ),
        Column("opened", "Opened", kind="date", value="opened_on", sort="opened_on", default=False),
        Column("state", "Status", kind="state", sort="state", default=False),
    )
    default_sort = ("danger", "limitation_on", "pk")
    default_views = [
        View("Mine", "team=me"),
        View("The firm’s", ""),
        *(View(find.label, f"signal={key}") for key, find in SIGNALS.items()),
    ]
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "snooze",
            "Put aside…",
            Perm.MATTER_VIEW,
            snooze,
            form=SnoozeForm,
            icon="zzz",
            done="{count} {noun} put aside",
        ),
    )
    export_name = "radar"
    template = "radar/list.html"
    empty = Empty(
        "radar-2",
        "Nothing forgotten",
        "Matters without a next step, without a date they need, or with a client who waits would stand here.",
    )

    def queryset(self, request):
        return flagged(on_matters(Matter.objects.visible_to(request.member)))

    def row_label(self, obj):
        return f"{obj.number} {obj.name}"


radar_list = RadarList.as_view()
