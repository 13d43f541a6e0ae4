"""Practice areas and their stages."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from matters.forms import AreaForm
from matters.models import PracticeArea
from matters.services import save_area
from matters.views.tools import put_error
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to


@requires(Perm.FIRM_SETTINGS)
@require_GET
def practice_area_list(request: HttpRequest) -> HttpResponse:
    """GET: the firm's practice areas."""
    working = Q(matters__state__in=["open", "pending", "on_hold"])
    areas = PracticeArea.objects.annotate(working=Count("matters", filter=working)).order_by(
        "position", "name"
    )
    return render(request, "matters/area_list.html", {"areas": areas})


def _save(request: HttpRequest, area: PracticeArea | None) -> HttpResponse:
    initial = (
        {"name": area.name, "stages": "\n".join(area.stages), "is_active": area.is_active} if area else {}
    )
    form = AreaForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_area(area, by=request.member, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "practice_area_list", toast=f"{saved.name} saved")
    events = audit.history_of(area) if area else []
    status = INVALID if form.errors else 200
    return render(
        request, "matters/area_form.html", {"form": form, "area": area, "events": events}, status=status
    )


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def practice_area_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new practice area."""
    return _save(request, None)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def practice_area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a practice area."""
    area = PracticeArea.objects.filter(pk=pk).first()
    if area is None:
        raise Http404
    return _save(request, area)
