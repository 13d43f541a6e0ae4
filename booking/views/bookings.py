"""The firm's side: bookings, one booking, and what is done about it."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from accounts.sudo import sudo_exports
from booking.emails import manage_url
from booking.forms import DeclineForm, LinkForm, MoveForm
from booking.lists import BookingList
from booking.models import Booking, BookingLink, BookingPage
from booking.queries.access import may_handle, pages_to_send
from booking.queries.availability import hosts_of, times_of
from booking.queries.tokens import link_token
from booking.services import changes as services
from booking.services.links import revoke_link, send_link
from booking.services.seats import Taken
from booking.views.pages import tabs
from calendar_app.models import Event
from calendar_app.queries.collisions import Asked, Warning, mark_of, not_ticked, warnings
from intake.queries import lead_or_404
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from practice.phrases import told
from practice.scope import firm_scope

NEAREST = 12


class Bookings(BookingList):
    """The list, with the parts of booking above it."""

    def extra_context(self, request):
        """The tabs."""
        return {"tabs": tabs("bookings", request)}


booking_list = sudo_exports(Bookings.as_view())


def _found(request: HttpRequest, pk: int) -> Booking:
    rows = Booking.objects.visible_to(request.member).select_related(
        "page__firm", "page__owner__role", "host__role", "host__user", "lead", "matter", "event", "check_ref",
        "submission__form",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


@requires(Perm.CALENDAR_OWN)
@require_GET
def booking_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one booking, with its lead, its check and what can be done."""
    return render(request, "booking/booking_detail.html", _context(request, _found(request, pk)))


def _context(request: HttpRequest, booking: Booking) -> dict:
    return {
        "booking": booking,
        "tabs": tabs("bookings", request),
        "handles": may_handle(request.member, booking),
        "sees_lead": booking.lead_id is not None and request.member.can(Perm.LEAD_SCREEN),
        "sees_check": booking.check_ref is not None and request.member.can(Perm.CONFLICT_RUN),
        "parties": list(booking.lead.parties.all()) if booking.lead_id else [],
        "holds": [hold.member for hold in booking.holds.select_related("member")],
        "begun": booking.starts_at <= timezone.now(),
        "manage": manage_url(booking),
        "events": told(audit.history_of(booking)),
    }


def _done(request: HttpRequest, booking: Booking, act, toast: str, *, undo: str = "") -> HttpResponse:
    """Do one act and go back. A rule that stands in the way is said in a toast; a refusal goes to its page."""
    try:
        act()
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, booking, toast=error.message)
    return redirect_to(request, next_url(request, booking.get_absolute_url()), toast=toast, undo_url=undo)


@requires(Perm.CALENDAR_OWN)
@require_POST
def booking_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: say yes."""
    booking = _found(request, pk)
    return _done(
        request,
        booking,
        lambda: services.confirm_booking(booking, by=request.member),
        f"{booking.name} confirmed",
    )


def _ask(
    request: HttpRequest, booking: Booking, act, *, verb: str, title: str, text: str, done: str
) -> HttpResponse:
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        undo = reverse("booking_restore", args=[booking.pk])
        return _done(
            request,
            booking,
            lambda: act(booking, by=request.member, reason=form.cleaned_data["reason"]),
            done,
            undo=undo,
        )
    context = {"booking": booking, "form": form, "verb": verb, "title": title, "text": text}
    return render(request, "booking/booking_ask.html", context, status=INVALID if form.errors else 200)


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def booking_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the question, POST: decline what waits to be confirmed."""
    booking = _found(request, pk)
    return _ask(
        request, booking, services.decline_booking, verb="Decline", title=f"Decline {booking.name}",
        text="The visitor is told that this appointment cannot take place, and not why.", done=f"{booking.name} declined",
    )  # fmt: skip


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def booking_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the question, POST: call it off."""
    booking = _found(request, pk)
    return _ask(
        request, booking, services.cancel_booking, verb="Cancel the booking", title=f"Cancel {booking.name}",
        text="The visitor is told, and the time is free again.", done=f"{booking.name} cancelled",
    )  # fmt: skip


@requires(Perm.CALENDAR_OWN)
@require_POST
def booking_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take back that it was cancelled or declined."""
    booking = _found(request, pk)
    return _done(
        request,
        booking,
        lambda: services.restore_booking(booking, by=request.member),
        f"{booking.name} put back",
    )


@requires(Perm.CALENDAR_OWN)
@require_POST
def booking_close(request: HttpRequest, pk: int) -> HttpResponse:
    """POST came=1 or 0: whether the visitor came."""
    booking = _found(request, pk)
    came = request.POST.get("came") == "1"
    toast = f"Met {booking.name}" if came else f"{booking.name} did not come"
    return _done(
        request, booking, lambda: services.close_booking(booking, by=request.member, came=came), toast
    )


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def booking_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the free times and a form for any other, POST: move the booking."""
    booking = _found(request, pk)
    with firm_scope(request.firm):
        times = times_of(booking.page, booking.minutes, without=booking)
    hosts = hosts_of(booking.page)
    names = {member.pk: member.name for member in hosts}
    near = sorted(sorted(times, key=lambda start: abs(start - booking.starts_at))[:NEAREST])
    offered = [
        {"start": start, "hosts": [names[pk] for pk in times[start] if pk in names]}
        for start in near
        if start != booking.starts_at
    ]
    form = MoveForm(request.POST or None, booking=booking, hosts=hosts)
    against: list[Warning] = []
    if request.method == "POST" and form.is_valid():
        host = form.cleaned_data.get("host")
        against = not_ticked(warnings(request.member, _asked(booking, form, hosts)), request.POST)
    if request.method == "POST" and form.is_valid() and not against:
        try:
            services.move_booking(
                booking,
                start=form.moment(),
                by=request.member,
                host=int(host) if host else None,
                reason=form.cleaned_data["reason"],
            )
            return redirect_to(request, booking, toast=f"{booking.name} moved. The visitor is told.")
        except Taken:
            form.add_error("time", "This host is booked then.")
        except DomainError as error:
            put_error(form, error)
    context = {
        "booking": booking,
        "form": form,
        "offered": offered,
        "against": against,
        "seen": mark_of(against),
    }
    status = INVALID if form.errors or against else 200
    return render(request, "booking/booking_shift.html", context, status=status)


def _asked(booking: Booking, form: MoveForm, hosts: list[Member]) -> Asked:
    """The time that the form wants, with everybody who would sit there, as the warnings of the calendar take it."""
    people = {member.pk: member for member in [*hosts, booking.host]}
    chosen = int(form.cleaned_data.get("host") or booking.host_id)
    seated = {hold.member_id for hold in booking.holds.all()} | {chosen} if _all_sit(booking) else {chosen}
    start = form.moment()
    return Asked(
        [member for pk, member in people.items() if pk in seated],
        start,
        start + datetime.timedelta(minutes=booking.minutes),
        timezone.get_current_timezone_name(),
        Event.Kind.CONSULTATION,
        event=booking.event,
    )


def _all_sit(booking: Booking) -> bool:
    return booking.page.mode == BookingPage.Mode.ALL


# From a lead


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def lead_booking_link(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the choice of pages, POST: send the lead a link (or make one to copy)."""
    lead = lead_or_404(request.member, pk)
    form = LinkForm(request.POST or None, pages=pages_to_send(request.member))
    if request.method == "POST" and form.is_valid():
        mail = request.POST.get("how") != "copy"
        try:
            send_link(lead, form.cleaned_data["page"], by=request.member, mail=mail)
            if mail:
                return redirect_to(request, lead, toast=f"Booking link sent to {lead.email}")
            return redirect_to(request, "lead_booking_link", lead.pk, toast="Link made. Copy it from here.")
        except DomainError as error:
            put_error(form, error)
    links = list(BookingLink.objects.filter(lead=lead).select_related("page", "created_by", "booking"))
    for link in links:
        if link.revoked_at is None and link.booking_id is None:
            link.address = request.build_absolute_uri(reverse("booking_public", args=[link_token(link)]))
    context = {"lead": lead, "form": form, "links": links, "any": form.fields["page"].queryset.exists()}
    return render(request, "booking/lead_link.html", context, status=INVALID if form.errors else 200)


@requires(Perm.LEAD_SCREEN)
@require_POST
def booking_link_end(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: end a link that was not used."""
    link = get_object_or_404(BookingLink.objects.select_related("lead"), pk=pk)
    lead = lead_or_404(request.member, link.lead_id)
    revoke_link(link, by=request.member)
    return redirect_to(request, "lead_booking_link", lead.pk, toast="Link ended")
