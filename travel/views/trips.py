"""Trips: the list, a trip's page, its card, its PDF and its calendar file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from billing.queries.expenses import may_enter
from matters.models import Matter
from matters.views.tools import matter_or_404, next_url
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from practice.phrases import told
from travel.forms import CancelForm, DocumentForm, ItemForm, SharesForm, TripForm
from travel.ics import ics_of
from travel.lists import trip_list
from travel.models import Trip
from travel.pdf import itinerary_pdf
from travel.queries.access import may_arrange, supported
from travel.queries.charges import entries_of, expenses_of, rule_of, rules_for, rules_in_use, totals_of
from travel.queries.trips import Plan, plan_of, trips_of_matter
from travel.services import trips as services
from travel.views.tools import form_page, trip_or_404

__all__ = ["trip_list"]

# What is done by hand. Under way and done a trip becomes by the clock.
NEXT = {"planned": ("booked", "Mark as booked")}


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def trip_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= leads), POST: a trip is planned."""
    text = request.GET.get("matter", "")
    lead = (
        Matter.objects.visible_to(request.member).filter(pk=int(text)).first()
        if text.isdecimal() and len(text) < 19
        else None
    )
    start: dict = {"travellers": supported(request.member)[:1] or [request.member.pk]}
    day = request.GET.get("day", "")
    if day:
        start |= {"starts_on": day, "ends_on": day}
    form = TripForm(request.POST or None, member=request.member, initial=start)
    matters = SharesForm(request.POST or None, member=request.member, initial={"matter1": lead})
    if request.method == "POST" and form.is_valid() & matters.is_valid():
        try:
            trip = services.create_trip(by=request.member, shares=matters.shares(), **form.cleaned_data)
            return redirect_to(request, trip, toast="Trip planned")
        except DomainError as error:
            put_error(form if error.field in form.fields else matters, _on_matters(error))
    status = INVALID if form.errors or matters.errors else 200
    context = {"form": form, "matters": matters, "back": next_url(request, reverse("trip_list"))}
    return render(request, "travel/trip_form.html", context, status=status)


def _on_matters(error: DomainError) -> DomainError:
    """Name the first row of the form of matters for an error about a matter or a share."""
    if error.field in ("matter", "share"):
        error.field = f"{error.field}1"
    return error


@requires(Perm.MATTER_VIEW)
@require_GET
def trip_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the plan, its faults, costs, papers, and what can be done next."""
    trip = trip_or_404(request, pk)
    member = request.member
    plan = plan_of(trip, member)
    costs = list(trip.costs.kept().select_related("paid_by", "matter", "receipt"))
    manages = may_arrange(member, trip.matter)
    changes = manages and trip.is_open
    book = rules_in_use()
    rows = [
        {"row": row, "rule": rule_of(row, book), "allowed": rules_for(row.matter, book)}
        for row in plan.shares
    ]
    # An expense is its payer's: that of another is made by who records for others.
    own = all(cost.paid_by_id == member.pk for cost in costs if cost.actual and not cost.expensed_at)
    context = {
        "trip": trip,
        "plan": plan,
        "costs": costs,
        "totals": totals_of(costs),
        "expenses": expenses_of(trip, member),
        "entries": entries_of(trip, member),
        "rules": rows,
        "manages": manages,
        "changes": changes,
        "may_charge": manages
        and plan.is_whole
        and bool(plan.shares)
        and all(may_enter(member, r.matter) for r in plan.shares)
        and (own or member.can(Perm.TIME_RECORD_FOR_OTHERS)),
        "others_charge": manages and plan.is_whole and bool(plan.shares) and not own,
        "may_time": manages and plan.is_whole and bool(plan.shares) and member.can(Perm.TIME_RECORD),
        "arrived": any(leg.arrives_at <= timezone.now() for leg in plan.legs),
        "travels": member in plan.travellers,
        "for_all": member.can(Perm.TIME_RECORD_FOR_OTHERS) or plan.travellers == [member],
        "next": NEXT.get(trip.state) if manages else None,
        "item_form": ItemForm(),
        "document_form": DocumentForm(trip=trip, member=member) if changes and plan.shares else None,
        "events": told(audit.history_of(trip, limit=60)),
    }
    return render(request, "travel/trip_detail.html", context)


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def trip_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change what is written of a trip and who travels."""
    trip = trip_or_404(request, pk)
    names = ("destination", "starts_on", "ends_on", "purpose", "title", "buffer_hours", "note")
    initial = {name: getattr(trip, name) for name in names} | {
        "travellers": list(trip.travellers.values_list("member_id", flat=True)),
        "arranged_by": trip.arranged_by_id,
    }
    form = TripForm(request.POST or None, member=request.member, new=False, initial=initial)

    def act() -> HttpResponse:
        services.change_trip(trip, by=request.member, **form.cleaned_data)
        return redirect_to(request, trip, toast="Trip saved")

    return form_page(
        request, form, act, heading="Edit trip", verb="Save trip", back=trip.get_absolute_url(), parent=trip.title,
        parent_url=trip.get_absolute_url(),
    )  # fmt: skip


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def trip_matters(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: for which matters the trip is, and in which shares."""
    trip = trip_or_404(request, pk)
    form = SharesForm(request.POST or None, member=request.member, trip=trip)

    def act() -> HttpResponse:
        try:
            services.set_matters(trip, by=request.member, shares=form.shares())
        except DomainError as error:
            raise _on_matters(error) from None
        return redirect_to(request, trip, toast="Matters saved")

    return form_page(
        request, form, act, heading="Matters of the trip", verb="Save matters", back=trip.get_absolute_url(),
        parent=trip.title, parent_url=trip.get_absolute_url(), template="travel/shares_form.html",
    )  # fmt: skip


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_move(request: HttpRequest, pk: int) -> HttpResponse:
    """POST to=booked|planned|settled, or done of a settled one; the toast offers Undo where it can go back."""
    trip = trip_or_404(request, pk)
    before, to = trip.state, request.POST.get("to") or request.GET.get("back", "")
    if to == Trip.State.SETTLED:
        trip = services.settle_trip(trip, by=request.member)
        return redirect_to(request, next_url(request, trip.get_absolute_url()), toast="Trip settled")
    trip = services.move_trip(trip, by=request.member, to=to)
    undo = ""
    if {before, trip.state} == {Trip.State.PLANNED, Trip.State.BOOKED}:
        undo = f"{reverse('trip_move', args=[trip.pk])}?back={before}"
    return redirect_to(
        request,
        next_url(request, trip.get_absolute_url()),
        toast=f"Trip {trip.get_state_display().lower()}",
        undo_url=undo,
    )


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def trip_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST reason=: the trip is cancelled; the toast offers Undo."""
    trip = trip_or_404(request, pk)
    form = CancelForm(request.POST or None)

    def act() -> HttpResponse:
        services.cancel_trip(trip, by=request.member, reason=form.cleaned_data["reason"])
        undo = reverse("trip_resume", args=[trip.pk])
        return redirect_to(request, trip, toast="Trip cancelled", undo_url=undo)

    return form_page(
        request, form, act, heading=f"Cancel {trip.title}?", verb="Cancel trip", back=trip.get_absolute_url(),
        parent=trip.title, parent_url=trip.get_absolute_url(),
    )  # fmt: skip


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the cancellation is taken back."""
    trip = services.undo_cancel(trip_or_404(request, pk), by=request.member)
    return redirect_to(request, next_url(request, trip.get_absolute_url()), toast="Trip is on again")


def _plan(request: HttpRequest, pk: int) -> Plan:
    return plan_of(trip_or_404(request, pk), request.member)


@requires(Perm.MATTER_VIEW)
@require_GET
def trip_card(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the trip on a phone: what is next, numbers to tap, addresses to open in a map."""
    return render(request, "travel/card.html", {"plan": _plan(request, pk)})


@requires(Perm.MATTER_VIEW)
@require_GET
def trip_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the itinerary as a PDF file."""
    plan = _plan(request, pk)
    response = HttpResponse(itinerary_pdf(plan, request.firm), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_name(plan)}.pdf"'
    return response


@requires(Perm.MATTER_VIEW)
@require_GET
def trip_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the trip as a calendar file."""
    plan = _plan(request, pk)
    response = HttpResponse(ics_of(plan), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(plan)}.ics"'
    return response


def _name(plan: Plan) -> str:
    return f"trip-{slugify(plan.trip.title) or plan.trip.pk}"


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_travel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Travel tab of a matter."""
    matter = matter_or_404(request, pk)
    context = {
        "matter": matter, "tab": "travel", "trips": trips_of_matter(matter, request.member),
        "manages": may_arrange(request.member, matter),
    }  # fmt: skip
    return render(request, "travel/matter_travel.html", context)
