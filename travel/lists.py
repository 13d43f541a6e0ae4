"""The list of trips."""

from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.permissions import Perm
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View
from travel.filters import TripFilter
from travel.models import Leg, Stay, Trip, TripCost

STATES = {
    "planned": "ring", "booked": "accent", "under_way": "accent", "done": "warn", "settled": "ok", "cancelled": "",
}  # fmt: skip


def _expected(request) -> dict:
    """Paid where it is known, thought where it is not; of the costs the reader sees."""
    money = DecimalField(max_digits=14, decimal_places=2)
    rows = (
        TripCost.objects.kept()
        .filter(trip=OuterRef("pk"))
        .order_by()
        .values("trip")
        .annotate(total=Sum(Coalesce("actual", "estimate", Decimal(0), output_field=money)))
        .values("total")
    )
    return {"expected": Subquery(rows, output_field=money)}


class TripList(ListPage):
    """Who travels where and when."""

    name = "trips"
    title, noun, plural = "Travel", "trip", "trips"
    model, filterset, perm = Trip, TripFilter, Perm.MATTER_VIEW
    columns = (
        Column(
            "trip", "Trip", kind="two", value="title", second=lambda t: t.purpose or t.destination, href=True,
            always=True, sort="title", phone="main",
            exports=[("Trip", "title"), ("Where to", "destination"), ("Purpose", "purpose")],
        ),
        Column("starts", "First day", kind="date", value="starts_on", sort="starts_on", phone="num"),
        Column("ends", "Last day", kind="date", value="ends_on", sort="ends_on", phone=""),
        Column(
            "travellers", "Who travels", kind="avatars", value="people", prefetch=("people",), phone="",
            exports=[("Who travels", lambda t: ", ".join(m.name for m in t.people.all()))],
        ),
        Column(
            "matter", "Matter", kind="two", value=lambda t: t.matter.name if t.matter else "The firm",
            second=lambda t: t.matter.number if t.matter else "", sort="matter__name", select=("matter",), phone="",
        ),
        Column("state", "Status", kind="state", sort="state", phone="date", states=STATES),
        Column(
            "cost", "Cost", kind="money", sort="expected", annotate=_expected, value="expected", total=True,
            phone="",
        ),
        Column("arranged", "Arranged by", value="arranged_by.name", sort="arranged_by__name", select=("arranged_by",), default=False),
        Column("planned", "Planned", kind="date", value="created_at", sort="created_at", default=False),
    )  # fmt: skip
    default_sort = "-starts_on"
    default_views = (
        View("Coming", "state=planned,booked,under_way&sort=starts"),
        View("Mine", "traveller=me"),
        View("Those I support", "support=yes&sort=starts"),
        View("This week", "week=yes&sort=starts"),
        View("To settle", "state=done"),
        View("All", ""),
    )
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "book",
            "Mark as booked",
            Perm.TRAVEL_MANAGE,
            "travel.services.trips.book_trip",
            icon="ticket",
            undo="plan",
            done="{count} {noun} booked",
        ),
        BulkAction(
            "plan",
            "Take back to planned",
            Perm.TRAVEL_MANAGE,
            "travel.services.trips.unbook_trip",
            hidden=True,
            done="{count} {noun} planned again",
        ),
        BulkAction(
            "charge",
            "Make expenses",
            Perm.EXPENSE_ENTER,
            "travel.services.costs.make_expenses",
            icon="receipt",
            confirm="What was paid on them becomes expenses of their matters, once. This cannot be taken back here.",
            done="Costs of {count} {noun} charged",
        ),
        BulkAction(
            "settle",
            "Settle",
            Perm.TRAVEL_MANAGE,
            "travel.services.trips.settle_trip",
            icon="check",
            undo="reopen",
            done="{count} {noun} settled",
        ),
        BulkAction(
            "reopen",
            "Open again",
            Perm.TRAVEL_MANAGE,
            "travel.services.trips.reopen_trip",
            hidden=True,
            done="{count} {noun} open again",
        ),
        BulkAction(
            "cancel",
            "Cancel",
            Perm.TRAVEL_MANAGE,
            "travel.services.trips.cancel_trip",
            icon="x",
            danger=True,
            reason=True,
            confirm="Their times leave the calendar. What was paid can still be charged.",
            undo="resume",
            done="{count} {noun} cancelled",
        ),
        BulkAction(
            "resume",
            "Take the cancellation back",
            Perm.TRAVEL_MANAGE,
            "travel.services.trips.undo_cancel",
            hidden=True,
            done="{count} {noun} on again",
        ),
    )
    actions = (
        Action("Rules of travel time", "travel_rules", icon="receipt", primary=False),
        Action("Plan a trip", "trip_create", perm=Perm.TRAVEL_MANAGE, key="N"),
    )
    export_name = "trips"
    empty = Empty(
        "plane", "No trips", "Flights, hotels and hearings of a trip in one place, on the calendar and on a card for the phone.",
        "Plan a trip", "trip_create",
    )  # fmt: skip

    def search(self, qs, text):
        """By title, place, purpose, matter, or the confirmation number of a leg or stay."""
        legs = Leg.objects.kept().filter(confirmation__iexact=text).order_by().values("trip")
        stays = Stay.objects.kept().filter(confirmation__iexact=text).order_by().values("trip")
        found = Q(pk__in=legs) | Q(pk__in=stays)
        for name in ("title", "destination", "purpose", "matter__name", "matter__number"):
            found |= Q(**{f"{name}__icontains": text})
        return qs.filter(found)


trip_list = TripList.as_view()
