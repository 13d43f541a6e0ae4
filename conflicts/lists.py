"""The list of conflict checks."""

from accounts.permissions import Perm
from conflicts.filters import CheckFilter
from conflicts.models import Check
from practice.lists import Action, Column, Empty, ListPage, View

STATES = {
    "running": "ring",
    "in_review": "warn",
    "cleared": "ok",
    "waiver": "tag warn",
    "conflicted": "tag danger",
}


class CheckList(ListPage):
    """Conflict checks, newest first."""

    name = "conflicts"
    title, noun, plural = "Conflicts", "check", "checks"
    model, filterset, perm = Check, CheckFilter, Perm.CONFLICT_RUN
    columns = (
        Column(
            "label",
            "Check",
            kind="two",
            second=lambda c: f"{c.number} · {c.get_about_kind_display()}",
            href=True,
            always=True,
            sort="label",
            phone="main",
            exports=[("Number", "number"), ("For", "label"), ("Kind", "get_about_kind_display")],
        ),
        Column("state", "State", kind="state", sort="state", states=STATES, phone="num"),
        Column("run", "Run", kind="date", value="run_at", sort="run_at", phone="date"),
        Column("run_by", "Run by", value="run_by.name", sort="run_by__name", select=("run_by",)),
        Column("decided", "Decided", kind="date", value="decided_at", sort="decided_at"),
        Column(
            "decided_by",
            "Decided by",
            value="decided_by.name",
            sort="decided_by__name",
            select=("decided_by",),
        ),
        Column(
            "reopened", "Opened again", kind="date", value="reopened_at", sort="reopened_at", default=False
        ),
        Column("matter", "Matter", value="matter.number", select=("matter",), default=False),
    )
    default_sort = "-run"
    search = ("label", "number", "subjects__name")
    default_views = (
        View("Open", "state=running,in_review,waiver"),
        View("Cleared", "state=cleared"),
        View("Conflicted", "state=conflicted"),
        View("Run by me", "run_by=me"),
        View("All", ""),
    )
    lands_on_first_view = True
    actions = (
        Action("Look up a name", "conflict_quick", perm=Perm.CONFLICT_RUN, icon="search", primary=False),
        Action("New check", "conflict_create", perm=Perm.CONFLICT_RUN, key="N"),
    )
    export_name = "conflict-checks"
    empty = Empty(
        "arrows-split-2",
        "No conflict checks yet",
        "A check compares names with every contact, party, lead, note and document of the firm.",
        "New check",
        "conflict_create",
    )

    def queryset(self, request):
        return super().queryset(request).distinct() if request.GET.get("q") else super().queryset(request)
