"""How a stranger comes in: the signed address, the limits, the scope narrowed to no matter before anything is rendered."""

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from booking.queries.tokens import entered_booking, entered_page
from intake.views.public import closed, sealed
from practice.access import public
from practice.scope import narrow

# `mail`: what one address of one firm may be sent for, so that nobody fills a stranger's mailbox by booking in their name.
LIMITS = {
    "page": "120/m/ip",
    "send": "20/h/ip",
    "book": "200/h/key",
    "mail": "12/d/key",
    "change": "30/h/ip",
}
CONFLICT = 409


def busy(request: HttpRequest, firm) -> HttpResponse:
    """Too much was asked for; try later."""
    return render(request, "intake/public_busy.html", {"firm": firm}, status=429)


def consume(request: HttpRequest, action: str, **more) -> bool:
    """Count one of `action`. False when it was one too many."""
    return bool(
        ratelimit.consume(request, app="booking", action=action, config=LIMITS, limit_get=True, **more)
    )


def shut() -> None:
    """From here on no row of any matter is in sight."""
    narrow(only_named=True, matters=[])


def as_stranger(request: HttpRequest) -> None:
    """A member who happens to be signed in sees what a stranger sees."""
    request.member = request.firm = None
    request.memberships = []


def page_view(view: Callable) -> Callable:
    """A page of a booking page: `view(request, page, link, token)` runs in the firm's own scope, with no member."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        as_stranger(request)
        with entered_page(token) as found:
            if found is None:
                return closed(request)
            page, link = found
            if not consume(request, "page"):
                return busy(request, page.firm)
            with timezone.override(ZoneInfo(page.firm.time_zone)):
                return sealed(view(request, page, link, token), page.frames)

    # Inside another site's page a browser sends no cookie of ours: the signed page stands for it.
    opened.csrf_exempt = True  # type: ignore[attr-defined]
    return opened


def booking_view(view: Callable) -> Callable:
    """A page of one booking: `view(request, booking, token)`. Whoever has its address may move and cancel it."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        as_stranger(request)
        with entered_booking(token) as booking:
            if booking is None:
                return closed(request)
            if not consume(request, "page"):
                return busy(request, booking.firm)
            with timezone.override(ZoneInfo(booking.zone)):
                return sealed(view(request, booking, token), booking.page.frames)

    opened.csrf_exempt = True  # type: ignore[attr-defined]
    return opened


def see_other(url: str) -> HttpResponse:
    """Sent on by GET."""
    response = redirect(url)
    response.status_code = 303
    return response


def line_of(text: str, most: int) -> str:
    """One line of text, cut at `most` characters."""
    return " ".join(text.replace("\x00", "").split())[:most]
