"""Who may do what with booking pages and bookings."""

from django.db.models import Q, QuerySet

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from booking.models import Booking, BookingPage
from calendar_app.services.access import ensure_keeps, may_keep
from practice.exceptions import Refused


def may_edit(member: Member, page: BookingPage) -> bool:
    """Whether the member may change the page: their own, one of whose calendar they keep, or the firm's with its settings."""
    if page.owner is None:
        return member.can(Perm.FIRM_SETTINGS)
    return may_keep(member, page.owner)


def ensure_edits(by: Member, page: BookingPage) -> None:
    """Raise Refused unless `by` may change the page."""
    if page.owner is None:
        ensure(by, Perm.FIRM_SETTINGS)
    else:
        ensure_keeps(by, page.owner)


def may_handle(member: Member, booking: Booking) -> bool:
    """Whether the member may confirm, move and cancel the booking: who keeps the host's calendar, or works on leads."""
    return member.can(Perm.LEAD_SCREEN) or may_keep(member, booking.host)


def ensure_handles(by: Member, booking: Booking) -> None:
    """Raise Refused unless `by` may confirm, move and cancel the booking."""
    if not may_handle(by, booking):
        raise Refused(
            f"{booking.host.name}, whoever keeps that calendar, and those who work on leads change this booking.",
            who=[booking.host.name],
            perm=Perm.LEAD_SCREEN,
        )


def pages_to_send(member: Member) -> QuerySet[BookingPage]:
    """Pages whose link a lead can be sent: those on the web."""
    return BookingPage.objects.visible_to(member).filter(state=BookingPage.State.ON)


def receiving(member: Member) -> Q:
    """Bookings that the member answers for: their own, and those on pages of theirs."""
    return Q(host=member) | Q(page__owner=member)
