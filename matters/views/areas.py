"""Practice areas and their stages."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.forms import AreaForm
from matters.forms.stages import StageForm
from matters.models import Matter, PracticeArea, Stage
from matters.services import (
    restore_stage,
    retire_stage,
    save_area,
    save_stage,
    shift_stage,
)
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


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
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "practice_area_list", toast=f"{saved.name} saved")
    at_work = Count("matters", filter=Q(matters__state__in=Matter.WORKED_ON))
    known = list(area.stages.annotate(working=at_work)) if area else []
    for stage in known:
        stage.asks = len(stage.needs_fields) + len(stage.needs_roles) + len(stage.needs_documents)
    context = {
        "form": form,
        "area": area,
        "stages": [stage for stage in known if stage.is_active],
        "retired": [stage for stage in known if not stage.is_active],
        "events": audit.history_of(area) if area else [],
    }
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


def _stage(pk: int) -> Stage:
    stage = Stage.objects.select_related("practice_area").filter(pk=pk).first()
    if stage is None:
        raise Http404
    return stage


def _save_stage(request: HttpRequest, area: PracticeArea, stage: Stage | None) -> HttpResponse:
    names = ("name", "days_expected", "expects_deadline", "needs_fields", "needs_roles", "needs_documents")
    initial = {name: getattr(stage, name) for name in names} if stage else {}
    form = StageForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_stage(stage, area=area, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            where = reverse("practice_area_edit", args=[area.pk])
            return redirect_to(request, where, toast=f"{saved.name} saved")
    context = {"form": form, "area": area, "stage": stage}
    return render(request, "matters/stage_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def practice_stage_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a new stage at the end of the area's way."""
    area = PracticeArea.objects.filter(pk=pk).first()
    if area is None:
        raise Http404
    return _save_stage(request, area, None)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def stage_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: rename a stage or change what it asks for."""
    stage = _stage(pk)
    return _save_stage(request, stage.practice_area, stage)


@requires(Perm.FIRM_SETTINGS)
@require_POST
def stage_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """POST up=1 or 0: one place earlier or later."""
    stage = _stage(pk)
    shift_stage(stage, by=request.member, up=request.POST.get("up") == "1")
    where = reverse("practice_area_edit", args=[stage.practice_area_id])
    return redirect_to(request, where, toast=f"{stage.name} moved")


@requires(Perm.FIRM_SETTINGS)
@require_POST
def stage_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a stage out of use. The toast brings it back."""
    stage = retire_stage(_stage(pk), by=request.member)
    where = reverse("practice_area_edit", args=[stage.practice_area_id])
    undo = reverse("stage_restore", args=[pk])
    return redirect_to(request, where, toast=f"{stage.name} taken out", undo_url=undo)


@requires(Perm.FIRM_SETTINGS)
@require_POST
def stage_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring a stage back into use."""
    stage = restore_stage(_stage(pk), by=request.member)
    where = reverse("practice_area_edit", args=[stage.practice_area_id])
    return redirect_to(request, where, toast=f"{stage.name} is in use again")
