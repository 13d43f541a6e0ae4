"""Originals held for clients."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.views.tools import next_url
from office.forms import OriginalForm, ReturnForm
from office.lists import OriginalList
from office.models import Original
from office.services import originals as services
from office.views.tools import fetched, form_page, matter_of
from practice import audit
from practice.htmx import redirect_to

original_list = OriginalList.as_view()


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def original_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter= fixes the matter), POST: an original is taken in."""
    matter = matter_of(request)
    form = OriginalForm(request.POST or None, member=request.member, matter=matter)
    back = next_url(
        request, reverse("matter_paper", args=[matter.pk]) if matter else reverse("original_list")
    )

    def act() -> HttpResponse:
        data = dict(form.cleaned_data)
        original = services.receive_original(data.pop("matter", matter), by=request.member, **data)
        return redirect_to(request, back, toast=f"{original.title} taken in")

    return form_page(
        request, form, act, heading="Take in an original", verb="Take in", back=back, parent="Originals",
        parent_url=reverse("original_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_GET
def original_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one original, and its history."""
    original = fetched(request, Original, pk, "matter", "file", "received_by", "returned_by")
    return render(
        request, "office/original_detail.html", {"original": original, "events": audit.history_of(original)}
    )


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def original_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: correct what is written."""
    original = fetched(request, Original, pk, "matter", "file")
    names = ("kind", "title", "received_on", "received_from", "place", "note")
    initial = {name: getattr(original, name) for name in names} | {"file": original.file_id}
    form = OriginalForm(request.POST or None, member=request.member, matter=original.matter, initial=initial)

    def act() -> HttpResponse:
        services.change_original(original, by=request.member, **form.cleaned_data)
        return redirect_to(request, original, toast="Original saved")

    return form_page(
        request, form, act, heading="Edit original", verb="Save", back=original.get_absolute_url(), parent="Originals",
        parent_url=reverse("original_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_http_methods(["GET", "POST"])
def original_return(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: it goes back; the toast offers Undo."""
    original = fetched(request, Original, pk, "matter")
    form = ReturnForm(request.POST or None, initial={"returned_to": original.received_from})

    def act() -> HttpResponse:
        services.return_original(original, by=request.member, **form.cleaned_data)
        undo = reverse("original_undo", args=[original.pk])
        goal = next_url(request, original.get_absolute_url())
        return redirect_to(request, goal, toast=f"{original.title} returned", undo_url=undo)

    return form_page(
        request, form, act, heading=f"Return {original.title}", verb="Return", back=original.get_absolute_url(),
        parent="Originals", parent_url=reverse("original_list"),
    )  # fmt: skip


@requires(Perm.OFFICE_KEEP)
@require_POST
def original_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: it is here after all."""
    original = services.undo_return(fetched(request, Original, pk), by=request.member)
    return redirect_to(
        request, next_url(request, original.get_absolute_url()), toast=f"{original.title} is held"
    )
