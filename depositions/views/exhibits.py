"""Exhibits."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from depositions.forms import ExhibitForm
from depositions.models import DepositionExhibit
from depositions.services import exhibits
from depositions.services.common import ensure_exhibits
from depositions.views.tools import deposition_or_404, exhibit_or_404, form_of
from matters.views.tools import next_url
from practice.htmx import redirect_to


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def exhibit_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: an exhibit is added; with another=1 the form for the next one follows."""
    depo = deposition_or_404(request, pk)
    ensure_exhibits(request.member, depo.matter)
    form = ExhibitForm(request.POST or None, depo=depo, member=request.member)

    def act() -> HttpResponse:
        exhibit = exhibits.add_exhibit(depo, by=request.member, **form.cleaned_data)
        goal = (
            reverse("exhibit_create", args=[depo.pk])
            if request.POST.get("another")
            else f"{depo.get_absolute_url()}#exhibits"
        )
        return redirect_to(request, goal, toast=f"Exhibit {exhibit.number} added")

    return form_of(request, form, act, heading="Add an exhibit", verb="Add exhibit", depo=depo, another=True)


@requires(Perm.MATTER_VIEW)
@require_POST
def exhibit_step(request: HttpRequest, pk: int) -> HttpResponse:
    """POST step=marked|offered or nothing: what became of an exhibit on the record."""
    exhibit = exhibits.mark_exhibit(
        exhibit_or_404(request, pk), by=request.member, step=request.POST.get("step", "")
    )
    return redirect_to(request, f"{exhibit.deposition.get_absolute_url()}#exhibits")


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def exhibit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: what is written of an exhibit is changed."""
    exhibit = exhibit_or_404(request, pk)
    depo = deposition_or_404(request, exhibit.deposition_id)
    ensure_exhibits(request.member, depo.matter)
    names = ("description", "number", "bates_from", "bates_to")
    initial = {name: getattr(exhibit, name) for name in names} | {"document": exhibit.document_id}
    form = ExhibitForm(request.POST or None, depo=depo, member=request.member, initial=initial)

    def act() -> HttpResponse:
        exhibits.change_exhibit(exhibit, by=request.member, **form.cleaned_data)
        return redirect_to(request, _goal(exhibit), toast=f"Exhibit {exhibit.number} saved")

    return form_of(
        request, form, act, heading=f"Edit exhibit {exhibit.number}", verb="Save exhibit", depo=depo
    )


@requires(Perm.MATTER_VIEW)
@require_POST
def exhibit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: an exhibit that was not marked is taken out; the toast offers Undo."""
    exhibit = exhibits.remove_exhibit(exhibit_or_404(request, pk), by=request.member)
    undo = reverse("exhibit_restore", args=[exhibit.pk])
    return redirect_to(request, _goal(exhibit), toast=f"Exhibit {exhibit.number} taken out", undo_url=undo)


@requires(Perm.MATTER_VIEW)
@require_POST
def exhibit_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: an exhibit is put back."""
    exhibit = exhibits.restore_exhibit(exhibit_or_404(request, pk), by=request.member)
    return redirect_to(request, next_url(request, _goal(exhibit)), toast=f"Exhibit {exhibit.number} is back")


def _goal(exhibit: DepositionExhibit) -> str:
    """The exhibits on the page of their deposition."""
    return f"{exhibit.deposition.get_absolute_url()}#exhibits"
