"""The equipment register."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.views.tools import next_url
from office.forms import EquipmentForm, LendForm
from office.lists import EquipmentList
from office.models import Equipment
from office.queries.equipment import warranty_of
from office.services import equipment as services
from office.views.tools import fetched, form_page
from practice import audit
from practice.htmx import redirect_to

equipment_list = EquipmentList.as_view()


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def equipment_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a piece is registered."""
    form = EquipmentForm(request.POST or None)

    def act() -> HttpResponse:
        item = services.add_equipment(by=request.member, **form.cleaned_data)
        return redirect_to(request, item, toast=f"{item.code} registered")

    return form_page(
        request, form, act, heading="Register a piece", verb="Register piece", back=reverse("equipment_list"),
        parent="Equipment", parent_url=reverse("equipment_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_GET
def equipment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a piece, who has had it, its history."""
    item = fetched(request, Equipment, pk, "holder")
    context = {
        "item": item,
        "warranty": warranty_of(item),
        "loans": list(item.loans.select_related("member", "lent_by", "returned_by")[:60]),
        "events": audit.history_of(item),
    }
    return render(request, "office/equipment_detail.html", context)


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def equipment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change what is written of a piece."""
    item = fetched(request, Equipment, pk)
    form = EquipmentForm(
        request.POST or None, new=False, initial={name: getattr(item, name) for name in services.FIELDS}
    )

    def act() -> HttpResponse:
        services.change_equipment(item, by=request.member, **form.cleaned_data)
        return redirect_to(request, item, toast="Piece saved")

    return form_page(
        request, form, act, heading="Edit piece", verb="Save piece", back=item.get_absolute_url(), parent="Equipment",
        parent_url=reverse("equipment_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def equipment_lend(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the piece goes to somebody. A POST with mine=1 takes it oneself."""
    item = fetched(request, Equipment, pk, "holder")
    if request.method == "POST" and request.POST.get("mine"):
        item = services.lend(item, by=request.member)
        return redirect_to(request, next_url(request, item.get_absolute_url()), toast=f"{item.code} is yours")
    form = LendForm(request.POST or None)

    def act() -> HttpResponse:
        found = services.lend(item, by=request.member, **form.cleaned_data)
        return redirect_to(request, found, toast=f"{found.code} is with {found.holder.name}")

    return form_page(
        request, form, act, heading=f"Give {item.name}", verb="Give", back=item.get_absolute_url(), parent="Equipment",
        parent_url=reverse("equipment_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_POST
def equipment_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the piece is back in the office."""
    item = services.take_back(fetched(request, Equipment, pk), by=request.member)
    return redirect_to(request, next_url(request, item.get_absolute_url()), toast=f"{item.code} is back")


@requires(Perm.OFFICE_KEEP)
@require_POST
def equipment_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """POST state=repair|retired: the piece goes to repair, or is retired; the toast offers Undo."""
    item = fetched(request, Equipment, pk)
    item = services.set_aside(item, by=request.member, state=request.POST.get("state", ""))
    undo = reverse("equipment_back", args=[item.pk])
    return redirect_to(request, item, toast=f"{item.code}: {item.get_state_display().lower()}", undo_url=undo)
