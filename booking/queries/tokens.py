"""Addresses that need no sign-in: of a page, of a page sent to one lead, of one booking, of one person asked in a poll.

All are made and read by intake.queries.tokens; the sort of address is part of what is signed, so that one is never read as
another.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from booking.models import Booking, BookingLink, BookingPage, PollGuest
from intake.queries.tokens import make, parts_of
from practice.scope import firm_scope

PAGE, LINK, BOOKING, POLL = "booking.page", "booking.link", "booking.booking", "booking.poll"


def page_token(page: BookingPage) -> str:
    """The page's token. A new key of the page makes it worthless."""
    return make(PAGE, page.firm_id, page.pk, page.key)


def link_token(link: BookingLink) -> str:
    """The token by which one lead books."""
    return make(LINK, link.firm_id, link.pk, link.key)


def booking_token(booking: Booking) -> str:
    """The token by which the visitor sees, moves and cancels one booking."""
    return make(BOOKING, booking.firm_id, booking.pk, booking.key)


def guest_token(guest: PollGuest) -> str:
    """The token by which one person answers one poll."""
    return make(POLL, guest.firm_id, guest.pk, guest.key)


def _read(token: str, salt: str) -> tuple[int, int, str] | None:
    parts = parts_of(token, salt)
    if parts is None:
        return None
    firm, pk, key = parts
    return int(firm), int(pk), key


@contextmanager
def entered_page(token: str) -> Iterator[tuple[BookingPage, BookingLink | None] | None]:
    """The firm's scope with a page on the web, and the link when the address is one lead's; None for anything else.

    It is the system's own scope, because free times are worked out past walls: a view narrows it before it renders
    (practice.scope.narrow).
    """
    found, salt = _read(token, PAGE), PAGE
    if found is None:
        found, salt = _read(token, LINK), LINK
    if found is None:
        yield None
        return
    firm, pk, key = found
    with firm_scope(firm):
        link = None
        pages = BookingPage.objects.on_the_web().filter(firm__is_active=True)
        pages = pages.select_related("firm", "practice_area", "source", "form", "owner")
        if salt == LINK:
            links = BookingLink.objects.select_related("lead__matter", "booking__page", "booking__host")
            link = links.filter(pk=pk, key=key, revoked_at=None).first()
            page = pages.filter(pk=link.page_id).first() if link is not None else None
        else:
            page = pages.filter(pk=pk, key=key).first()
        yield (page, link) if page is not None else None


@contextmanager
def entered_booking(token: str) -> Iterator[Booking | None]:
    """The firm's scope with one booking; None for any other token. The system's own scope, as `entered_page`."""
    found = _read(token, BOOKING)
    if found is None:
        yield None
        return
    firm, pk, key = found
    with firm_scope(firm):
        rows = Booking.objects.select_related("page__firm", "host", "lead__matter", "event", "firm")
        yield rows.filter(pk=pk, key=key, firm__is_active=True).first()


@contextmanager
def entered_poll(token: str) -> Iterator[PollGuest | None]:
    """The firm's scope with one person of one poll; None for any other token."""
    found = _read(token, POLL)
    if found is None:
        yield None
        return
    firm, pk, key = found
    with firm_scope(firm):
        rows = PollGuest.objects.select_related("poll__organizer", "firm", "member")
        yield rows.filter(pk=pk, key=key, removed_at=None, firm__is_active=True).first()
