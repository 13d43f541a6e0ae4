"""Legs, stays, who is on the spot, the checklist and the papers of a trip."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import redirect_to
from travel.forms import DocumentForm, ItemForm, LegForm, StayForm, TripContactForm
from travel.models import Leg, Stay, TripContact, TripDocument, TripItem
from travel.services import extras, parts
from travel.views.tools import form_page, part_or_404, trip_or_404


def _page(request: HttpRequest, trip, form, act, heading: str, verb: str, template: str) -> HttpResponse:
    return form_page(
        request, form, act, heading=heading, verb=verb, back=trip.get_absolute_url(), parent=trip.title,
        parent_url=trip.get_absolute_url(), template=template,
    )  # fmt: skip


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def leg_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a way is added; with another=1 the form for the next one follows."""
    trip = trip_or_404(request, pk)
    form = LegForm(request.POST or None, trip=trip, member=request.member)

    def act() -> HttpResponse:
        leg = parts.add_leg(trip, by=request.member, **form.values())
        goal = (
            reverse("leg_create", args=[trip.pk]) if request.POST.get("another") else trip.get_absolute_url()
        )
        return redirect_to(request, goal, toast=f"{leg.name} added")

    return _page(request, trip, form, act, "Add a leg", "Add leg", "travel/leg_form.html")


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def leg_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a way is changed; its event moves."""
    leg = part_or_404(request, Leg, pk, "matter")
    form = LegForm(request.POST or None, trip=leg.trip, member=request.member, leg=leg)

    def act() -> HttpResponse:
        changed = parts.change_leg(leg, by=request.member, **form.values())
        return redirect_to(request, leg.trip, toast=f"{changed.name} saved")

    return _page(request, leg.trip, form, act, "Edit leg", "Save leg", "travel/leg_form.html")


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def stay_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a hotel is added."""
    trip = trip_or_404(request, pk)
    form = StayForm(request.POST or None, trip=trip, member=request.member)

    def act() -> HttpResponse:
        stay = parts.add_stay(trip, by=request.member, **form.values())
        return redirect_to(request, trip, toast=f"{stay.hotel} added")

    return _page(request, trip, form, act, "Add a hotel", "Add hotel", "travel/stay_form.html")


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def stay_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a stay is changed."""
    stay = part_or_404(request, Stay, pk, "matter")
    form = StayForm(request.POST or None, trip=stay.trip, member=request.member, stay=stay)

    def act() -> HttpResponse:
        parts.change_stay(stay, by=request.member, **form.values())
        return redirect_to(request, stay.trip, toast="Hotel saved")

    return _page(request, stay.trip, form, act, "Edit hotel", "Save hotel", "travel/stay_form.html")


def _remove(request: HttpRequest, model, pk: int, name: str) -> HttpResponse:
    part = parts.remove_part(part_or_404(request, model, pk), by=request.member)
    undo = reverse(f"{name}_restore", args=[part.pk])
    return redirect_to(
        request, next_url(request, part.trip.get_absolute_url()), toast=f"{part} taken out", undo_url=undo
    )


def _restore(request: HttpRequest, model, pk: int) -> HttpResponse:
    part = parts.restore_part(part_or_404(request, model, pk), by=request.member)
    return redirect_to(request, next_url(request, part.trip.get_absolute_url()), toast=f"{part} is back")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def leg_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a way is taken out; the toast offers Undo."""
    return _remove(request, Leg, pk, "leg")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def leg_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a way is put back."""
    return _restore(request, Leg, pk)


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def stay_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a hotel is taken out; the toast offers Undo."""
    return _remove(request, Stay, pk, "stay")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def stay_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a hotel is put back."""
    return _restore(request, Stay, pk)


@requires(Perm.TRAVEL_MANAGE)
@require_http_methods(["GET", "POST"])
def trip_contact_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: somebody on the spot."""
    trip = trip_or_404(request, pk)
    form = TripContactForm(request.POST or None, member=request.member)

    def act() -> HttpResponse:
        row = extras.add_contact(trip, by=request.member, **form.cleaned_data)
        return redirect_to(request, trip, toast=f"{row.name} added")

    return _page(request, trip, form, act, "Somebody on the spot", "Add", "travel/form.html")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_contact_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take somebody off."""
    row = extras.remove_contact(part_or_404(request, TripContact, pk), by=request.member)
    undo = reverse("trip_contact_restore", args=[row.pk])
    return redirect_to(request, _goal(row, "people"), toast=f"{row.name} taken off", undo_url=undo)


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_contact_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put somebody back on the list."""
    row = extras.restore_contact(part_or_404(request, TripContact, pk), by=request.member)
    return redirect_to(request, next_url(request, _goal(row, "people")), toast=f"{row.name} is back")


def _goal(row, section: str) -> str:
    """The section of a trip's page that a part stands in."""
    return f"{row.trip.get_absolute_url()}#{section}"


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_item_create(request: HttpRequest, pk: int) -> HttpResponse:
    """POST text=, due_on=: a line for the checklist."""
    trip = trip_or_404(request, pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        raise DomainError(str(next(iter(form.errors.values()))[0]))
    extras.add_item(trip, by=request.member, **form.cleaned_data)
    return redirect_to(request, f"{trip.get_absolute_url()}#checklist")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_item_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """POST done=1 or nothing: tick a line off, or take the tick back."""
    item = part_or_404(request, TripItem, pk)
    extras.tick_item(item, by=request.member, done=bool(request.POST.get("done")))
    return redirect_to(request, f"{item.trip.get_absolute_url()}#checklist")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a line off the checklist; the toast offers Undo."""
    item = extras.remove_item(part_or_404(request, TripItem, pk), by=request.member)
    undo = reverse("trip_item_restore", args=[item.pk])
    return redirect_to(request, _goal(item, "checklist"), toast="Line taken off", undo_url=undo)


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_item_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put a line back on the checklist."""
    item = extras.restore_item(part_or_404(request, TripItem, pk), by=request.member)
    return redirect_to(request, next_url(request, _goal(item, "checklist")), toast="Line is back")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_document_take(request: HttpRequest, pk: int) -> HttpResponse:
    """POST document=: a paper of one of the trip's matters goes along."""
    trip = trip_or_404(request, pk)
    form = DocumentForm(request.POST, trip=trip, member=request.member)
    if not form.is_valid():
        raise DomainError("Choose a document of the trip’s matters.")
    row = extras.take_document(trip, form.cleaned_data["document"], by=request.member)
    return redirect_to(request, f"{trip.get_absolute_url()}#papers", toast=f"{row.document.name} goes along")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_document_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """POST file=: a file is kept with the leading matter's documents and goes along."""
    trip = trip_or_404(request, pk)
    file = request.FILES.get("file")
    asked = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    try:
        if file is None:
            raise DomainError("Choose a file.")
        if trip.matter is None:
            raise DomainError("A trip without a matter has no documents.")
        extras.upload_document(
            trip, trip.matter, content=file, filename=file.name or "file", by=request.member
        )
    except DomainError as error:
        if asked:
            return JsonResponse({"error": error.message}, status=422)
        raise
    if asked:
        return JsonResponse({"url": f"{trip.get_absolute_url()}#papers"})
    return redirect_to(request, f"{trip.get_absolute_url()}#papers", toast="File kept")


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_document_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a paper stays here."""
    row = extras.leave_document(
        part_or_404(request, TripDocument, pk, "document", "matter"), by=request.member
    )
    undo = reverse("trip_document_restore", args=[row.pk])
    return redirect_to(request, _goal(row, "papers"), toast="Taken off the list", undo_url=undo)


@requires(Perm.TRAVEL_MANAGE)
@require_POST
def trip_document_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a paper goes along after all."""
    row = extras.restore_document(
        part_or_404(request, TripDocument, pk, "document", "matter"), by=request.member
    )
    return redirect_to(
        request, next_url(request, _goal(row, "papers")), toast=f"{row.document.name} goes along"
    )
