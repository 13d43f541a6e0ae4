"""The list of bookings."""

from accounts.permissions import Perm
from booking.filters import BookingFilter
from booking.models import Booking
from booking.queries.access import may_handle
from practice.lists import BulkAction, Column, Empty, ListPage, View

STATES = {
    "to_confirm": "tag warn",
    "confirmed": "accent",
    "held": "ok",
    "no_show": "warn",
    "declined": "",
    "cancelled": "",
}


def _handles(member, booking) -> bool | str:
    return may_handle(member, booking) or f"{booking.host.name} keeps this calendar."


def _waits(member, booking) -> bool | str:
    if booking.state != Booking.State.TO_CONFIRM:
        return "It does not wait to be confirmed."
    return _handles(member, booking)


class BookingList(ListPage):
    """All bookings the member answers for: who, when, with whom, how they stand."""

    name = "bookings"
    title, noun, plural = "Booking", "booking", "bookings"
    model, filterset, perm = Booking, BookingFilter, Perm.CALENDAR_OWN
    template = "booking/booking_list.html"
    columns = (
        Column(
            "name",
            "Visitor",
            kind="two",
            second=lambda b: " · ".join(part for part in (b.phone, b.email) if part),
            href=True,
            always=True,
            sort="name",
            phone="main",
            exports=[("Name", "name"), ("Phone", "phone"), ("E-mail", "email")],
        ),
        Column(
            "starts",
            "When",
            value="starts_at",
            template="booking/cell_when.html",
            sort="starts_at",
            descending=False,
            phone="date",
            exports=[("Starts", "starts_at"), ("Ends", "ends_at"), ("Minutes", "minutes")],
        ),
        Column("state", "Status", kind="state", sort="state", states=STATES),
        Column(
            "screen",
            "Names",
            value="screen",
            template="booking/cell_screen.html",
            sort="screen",
            exports=[("Names", "get_screen_display")],
        ),
        Column("host", "With", value=lambda b: b.host.name, sort="host__name", select=("host",)),
        Column(
            "page",
            "Page",
            value=lambda b: b.page.name,
            sort="page__name",
            select=("page", "page__owner"),
            phone="num",
        ),
        Column("place", "How", value="get_place_display", sort="place"),
        Column(
            "lead",
            "Lead",
            value=lambda b: b.lead.get_state_display() if b.lead_id else "",
            template="booking/cell_lead.html",
            select=("lead",),
        ),
        Column("made", "Booked", kind="ago", value="created_at", sort="created_at", default=False),
        Column("topic", "About", value="topic", default=False),
    )
    default_sort = "starts"
    search = ("name", "email", "phone", "topic")
    default_views = [
        View("Ahead", "ahead=yes"),
        View("To confirm", "state=to_confirm"),
        View("Mine", "host=me&ahead=yes"),
        View("All", "sort=-starts"),
    ]
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "confirm",
            "Confirm",
            Perm.CALENDAR_OWN,
            "booking.services.changes.confirm_booking",
            allowed=_waits,
            done="{count} {noun} confirmed",
            icon="check",
        ),
        BulkAction(
            "decline",
            "Decline",
            Perm.CALENDAR_OWN,
            "booking.services.changes.decline_booking",
            confirm="The visitors are told that it cannot be, and not why.",
            reason=True,
            allowed=_waits,
            undo="restore",
            done="{count} {noun} declined",
            icon="x",
        ),
        BulkAction(
            "cancel",
            "Cancel",
            Perm.CALENDAR_OWN,
            "booking.services.changes.cancel_booking",
            confirm="The visitors are told, and the times are free again.",
            reason=True,
            allowed=_handles,
            undo="restore",
            done="{count} {noun} cancelled",
            icon="calendar-off",
            danger=True,
        ),
        BulkAction(
            "restore",
            "Put back",
            Perm.CALENDAR_OWN,
            "booking.services.changes.restore_booking",
            hidden=True,
            done="{count} {noun} put back",
        ),
    )
    export_name = "bookings"
    empty = Empty(
        "calendar-plus",
        "No bookings yet",
        "What people book on your pages stands here.",
        "Booking pages",
        "booking_pages",
    )
