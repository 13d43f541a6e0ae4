"""The list of court closures."""

from accounts.permissions import Perm
from court_rules.filters import ClosureFilter
from court_rules.models import CourtClosure
from court_rules.queries import court_calendars
from practice.lists import Action, Column, Empty, ListPage, View


class ClosureList(ListPage):
    """Days on which courts are closed by order."""

    name = "court_closures"
    title, noun, plural = "Court closures", "closure", "closures"
    model, filterset, perm = CourtClosure, ClosureFilter, Perm.MATTER_VIEW
    template = "court_rules/closures.html"
    columns = (
        Column(
            "name", "Closure", kind="two", second=lambda c: c.court or court_calendars().get(c.jurisdiction, c.jurisdiction),
            always=True, sort="name", phone="main",
            exports=[("Closure", "name"), ("Courts", "jurisdiction"), ("Court", "court")],
        ),
        Column("from", "First day", kind="date", value="starts_on", sort="starts_on", phone="date"),
        Column("to", "Last day", kind="date", value="ends_on", sort="ends_on", phone=""),
        Column("source", "Order", value="source", phone=""),
        Column("by", "Entered by", value="created_by.name", select=("created_by",), sort="created_by__name", default=False),
        Column(
            "state", "Status", template="court_rules/cell_closure.html", value="confirmed_at", select=("confirmed_by",), phone="num",
            exports=[
                ("Confirmed by", lambda c: c.confirmed_by.name if c.confirmed_by else ""), ("Confirmed", "confirmed_at"),
                ("Taken back", "removed_at"),
            ],
        ),
    )  # fmt: skip
    default_sort = "-from"
    search = ("name", "court", "source")
    default_views = [
        View("Standing", "standing=standing"),
        View("Waiting", "standing=waiting"),
        View("Taken back", "standing=removed"),
        View("All", ""),
    ]
    actions = [Action("New closure", "court_closure_create", Perm.SETTINGS_RULE_PACKS, key="N", prepare=True)]
    export_name = "court closures"
    empty = Empty(
        "building-bank",
        "No court closures",
        "A day on which a court is closed by order lengthens its periods. Enter the order, and each deadline counts with it.",
        "Enter a closure",
        "court_closure_create",
    )

    def queryset(self, request):
        return CourtClosure.objects.all()

    def row_url(self, obj):
        return obj.get_absolute_url()
