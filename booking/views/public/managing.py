"""One booking by its own link: seen, moved, cancelled, taken along as a calendar file."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from booking.emails import ics, place_words
from booking.models import Booking, BookingLink, BookingPage
from booking.queries.availability import times_of
from booking.queries.tokens import link_token, page_token
from booking.services.changes import cancel_booking, change_until, may_change, move_booking
from booking.services.seats import TAKEN, Taken, hosts_for
from booking.views.pick import Choice, picker, stamp
from booking.views.public.doors import CONFLICT, booking_view, busy, consume, line_of, see_other, shut
from booking.views.public.forms import about
from intake.models import Lead
from practice.exceptions import DomainError
from practice.htmx import INVALID


def _again(booking: Booking) -> str:
    """Where whoever cancelled books another time: by the link they were sent while its lead is open, else on the page. Or nothing."""
    if booking.page.state != BookingPage.State.ON:
        return ""
    links = BookingLink.objects.filter(booking=booking, revoked_at=None, lead__in=Lead.objects.open())
    link = links.first()
    return reverse("booking_public", args=[link_token(link) if link else page_token(booking.page)])


def _manage(
    request: HttpRequest, booking: Booking, token: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    page = booking.page
    context = {
        "booking": booking,
        "page": page,
        "firm": page.firm,
        "token": token,
        "place_words": place_words(booking),
        "asked": booking.told_at is None,
        "ended": booking.state in (Booking.State.CANCELLED, Booking.State.DECLINED),
        "over": booking.ends_at <= timezone.now(),
        "may_change": may_change(booking),
        "until": change_until(booking),
        "zone_words": booking.starts_at.astimezone(ZoneInfo(booking.zone)).strftime("%Z"),
        "again": _again(booking),
        "error": error,
        "messages": (),
    }
    shut()
    return render(request, "booking/public_manage.html", context, status=status)


@booking_view
@require_GET
def booking_manage(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET: the visitor's own booking."""
    return _manage(request, booking, token)


@booking_view
@require_http_methods(["GET", "POST"])
def booking_move(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET the free times, with `at` the question; POST at=: move it there."""
    if not may_change(booking):
        return _manage(
            request, booking, token, error="It is too late to change it here. Call us.", status=INVALID
        )
    page = booking.page
    choice = Choice(request, page, booking=booking)
    if request.method == "POST":
        if not consume(request, "change"):
            return busy(request, page.firm)
        try:
            if choice.at is None:
                raise Taken("Choose a time.")
            zone = choice.zone if choice.zone_given else ""
            move_booking(booking, start=choice.at, by=None, zone=zone)
            return see_other(reverse("booking_manage", args=[token]))
        except DomainError as error:
            return _move_page(request, booking, choice, token, error=error.message, status=CONFLICT)
    return _move_page(request, booking, choice, token)


def _move_page(
    request: HttpRequest, booking: Booking, choice: Choice, token: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    page = booking.page
    hosts = hosts_for(page, booking.lead)
    only = booking.host_id if page.mode == BookingPage.Mode.CHOOSE else None
    times = times_of(page, booking.minutes, host=only, hosts=hosts, without=booking)
    times.pop(booking.starts_at, None)
    chosen = choice.at if choice.at in times and not error else None
    context = about(page, choice, []) | {
        "booking": booking,
        "token": token,
        "pick": picker(choice, times),
        "chosen": chosen,
        "chosen_stamp": stamp(chosen) if chosen else "",
        "gone": choice.at is not None and chosen is None,
        "error": error.replace("; what you typed is kept", "") if error == TAKEN else error,
        "back": choice.address(at=None),
    }
    shut()
    with timezone.override(ZoneInfo(choice.zone)):
        return render(request, "booking/public_move.html", context, status=status)


@booking_view
@require_http_methods(["GET", "POST"])
def booking_cancel(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET the question, POST: call it off."""
    if request.method == "GET":
        if not may_change(booking):
            return _manage(request, booking, token)
        context = {
            "booking": booking,
            "page": booking.page,
            "firm": booking.firm,
            "token": token,
            "messages": (),
        }
        shut()
        return render(request, "booking/public_cancel.html", context)
    if not consume(request, "change"):
        return busy(request, booking.firm)
    try:
        cancel_booking(booking, by=None, reason=line_of(request.POST.get("reason", ""), 300))
    except DomainError as error:
        return _manage(request, booking, token, error=error.message, status=INVALID)
    return see_other(reverse("booking_manage", args=[token]))


@booking_view
@require_GET
def booking_file(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET: the calendar file of the booking."""
    response = HttpResponse(ics(booking), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response
