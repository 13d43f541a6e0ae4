"""Practice areas and their stages."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from matters.forms import AreaForm
from matters.models import Matter, PracticeArea
from matters.services import save_area
from matters.views.tools import put_error
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to


@requires(Perm.FIRM_SETTINGS)
@require_GET
def practice_area_list(request: HttpRequest) -> HttpResponse:
    """GET: the firm's practice areas."""
    working = Q(matters__state__in=[*Matter.WORKED_ON, *Matter.BEFORE])
    areas = (
        PracticeArea.objects.annotate(working=Count("matters", filter=working))
        .order_by("position", "name")
        .prefetch_related("stages")
    )
    return render(request, "matters/area_list.html", {"areas": areas})


FACTS = ("name", "is_active", "retention_years", "asks_limitation")


def _save(request: HttpRequest, area: PracticeArea | None) -> HttpResponse:
    initial = {}
    if area:
        initial = {name: getattr(area, name) for name in FACTS}
        initial["closing_points"] = "\n".join(area.closing_points)
    form = AreaForm(request.POST or None, area=area, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_area(area, by=request.member, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "practice_area_list", toast=f"{saved.name} saved")
    context = {"form": form, "area": area, "events": audit.history_of(area) if area else []}
    status = INVALID if form.errors else 200
    return render(request, "matters/area_form.html", context, status=status)


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
