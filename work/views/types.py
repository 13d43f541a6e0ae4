"""The firm's types of tasks."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.sudo import sudo
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from work import services
from work.forms import TypeForm
from work.models import LIVE, TaskType


@requires(Perm.FIRM_SETTINGS)
@require_GET
def task_type_list(request: HttpRequest) -> HttpResponse:
    """GET: the types, with the lowest role that may do each."""
    live = Count("tasks", filter=Q(tasks__state__in=LIVE))
    rows = list(TaskType.objects.annotate(live=live).order_by("-is_active", "position", "name"))
    return render(request, "work/type_list.html", {"types": rows})


@requires(Perm.FIRM_SETTINGS)
@require_POST
def task_type_usual(request: HttpRequest) -> HttpResponse:
    """POST: the usual types, for a firm that has none."""
    services.add_defaults(request.member)
    return redirect_to(request, "task_type_list", toast="The usual types are there")


def _save(request: HttpRequest, kind: TaskType | None) -> HttpResponse:
    names = ("name", "nature", "lowest", "reviewed", "estimate_seconds", "is_active")
    initial = {name: getattr(kind, name) for name in names} if kind else {}
    form = TypeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if kind is None:
                saved = services.create_type(by=request.member, **form.cleaned_data)
            else:
                saved = services.change_type(kind, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "task_type_list", toast=f"{saved.name} saved")
    context = {"form": form, "kind": kind, "events": audit.history_of(kind) if kind else []}
    return render(request, "work/type_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_http_methods(["GET", "POST"])
def task_type_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new type."""
    return _save(request, None)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_http_methods(["GET", "POST"])
def task_type_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a type."""
    return _save(request, get_object_or_404(TaskType, pk=pk))
