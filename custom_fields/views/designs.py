"""Settings, Custom fields: sets and their fields, order, preview, retiring."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.sudo import sudo
from custom_fields import formulas, services
from custom_fields.forms import CustomFieldsForm, FieldForm, SetForm
from custom_fields.hosts import HOSTS
from custom_fields.models import Field, FieldSet
from custom_fields.queries import Schema, schema
from custom_fields.queries.sets import overview, set_with_fields
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


def _set_or_404(pk: int) -> FieldSet:
    found = FieldSet.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _field_or_404(pk: int) -> Field:
    found = Field.objects.select_related("field_set", "parent").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(Perm.FIRM_SETTINGS)
@require_GET
def field_set_list(request: HttpRequest) -> HttpResponse:
    """GET: the sets of each kind of record, with how many fields and records."""
    return render(
        request, "custom_fields/set_list.html", {"hosts": overview(retired=bool(request.GET.get("retired")))}
    )


def _save_set(request: HttpRequest, field_set: FieldSet | None) -> HttpResponse:
    initial: dict[str, Any] = {"host": request.GET.get("host", "matter")}
    if field_set is not None:
        initial = {
            "name": field_set.name,
            "note": field_set.note,
            "everywhere": "yes" if field_set.everywhere else "no",
            "areas": list(field_set.practice_areas.values_list("pk", flat=True)),
            "kinds_": field_set.kinds,
        }
    form = SetForm(request.POST or None, field_set=field_set, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_set(field_set, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, saved, toast=f"{saved.name} saved")
    context = {"form": form, "set": field_set, "events": audit.history_of(field_set) if field_set else []}
    return render(request, "custom_fields/set_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_http_methods(["GET", "POST"])
def field_set_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?host= fills it), POST: a new set."""
    return _save_set(request, None)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_http_methods(["GET", "POST"])
def field_set_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a set."""
    return _save_set(request, _set_or_404(pk))


@requires(Perm.FIRM_SETTINGS)
@require_GET
def field_set_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the fields of a set in order. ?retired=1 shows those out of use too."""
    field_set = _set_or_404(pk)
    rows, hidden = set_with_fields(field_set, retired=bool(request.GET.get("retired")))
    context = {
        "set": field_set,
        "host": HOSTS[field_set.host],
        "rows": rows,
        "hidden": hidden,
        "areas": list(field_set.practice_areas.values_list("name", flat=True)),
        "retired": bool(request.GET.get("retired")),
    }
    return render(request, "custom_fields/set_detail.html", context)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def field_set_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a set out of use; with back= put it back."""
    back = bool(request.POST.get("back"))
    saved = services.retire_set(_set_or_404(pk), by=request.member, back=back)
    return redirect_to(
        request, "field_set_list", toast=f"{saved.name} {'is in use again' if back else 'retired'}"
    )


@requires(Perm.FIRM_SETTINGS)
@require_POST
def field_order(request: HttpRequest, pk: int) -> HttpResponse:
    """POST order=3,1,2 (with parent= for the columns of a group), or move=3&by=-1: the order of the fields of a set."""
    field_set = _set_or_404(pk)
    ids, parent = _ids(request.POST.get("order", "")), None
    if request.POST.get("parent", "").isdecimal():
        parent = Field.objects.filter(pk=int(request.POST["parent"][:18]), field_set=field_set).first()
    move = request.POST.get("move", "")
    if move.isdecimal() and len(move) < 19:
        rows = Field.objects.filter(field_set=field_set)
        moved = rows.filter(pk=int(move)).first()
        if moved is None:
            raise Http404
        parent = moved.parent
        ids = list(rows.filter(parent=parent, retired_at=None).values_list("pk", flat=True))
        if moved.pk in ids:
            at = ids.index(moved.pk)
            to = max(0, min(len(ids) - 1, at + (-1 if request.POST.get("by") == "-1" else 1)))
            ids.insert(to, ids.pop(at))
    services.order_fields(field_set, ids, by=request.member, parent=parent)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect_to(request, field_set)


@requires(Perm.FIRM_SETTINGS)
@require_POST
def field_set_order(request: HttpRequest, host: str) -> HttpResponse:
    """POST order=3,1,2: the order of the sets of a kind of record."""
    if host not in HOSTS:
        raise Http404
    services.order_sets(host, _ids(request.POST.get("order", "")), by=request.member)
    return HttpResponse(status=204) if request.htmx else redirect_to(request, "field_set_list")


def _ids(text: str) -> list[int]:
    return [int(part) for part in text.split(",")[:500] if part.isdecimal() and len(part) < 19]


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def field_set_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the set as a form, with its conditions at work. POST: what would be kept, formulas worked out. Writes nothing."""
    field_set = _set_or_404(pk)
    whole = schema(field_set.host)
    known = Schema(field_set.host, [row for row in whole.rows if row.field_set_id == field_set.pk])
    form = CustomFieldsForm(request.POST or None, host=field_set.host, member=request.member, known=known)
    found: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        found = form.said()
    context = {"set": field_set, "custom": form, "found": found, "host": HOSTS[field_set.host]}
    status = INVALID if request.method == "POST" and form.errors else 200
    return render(request, "custom_fields/set_preview.html", context, status=status)


def _save_field(
    request: HttpRequest, field_set: FieldSet, field: Field | None, parent: Field | None
) -> HttpResponse:
    known = schema(field_set.host)
    form = FieldForm(request.POST or None, field_set=field_set, parent=parent, field=field, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_field(
                field, by=request.member, field_set=field_set, parent=parent, **form.values()
            )
        except DomainError as error:
            put_error(form, error)
        else:
            if field is None and saved.type == Field.Type.GROUP:
                url = f"{reverse('field_create', args=[field_set.pk])}?parent={saved.pk}"
                return redirect_to(request, url, toast=f"{saved.label} saved. Add its columns")
            if request.POST.get("more"):
                more = f"?parent={parent.pk}" if parent else ""
                url = reverse("field_create", args=[field_set.pk]) + more
                return redirect_to(request, url, toast=f"{saved.label} saved")
            return redirect_to(request, field_set, toast=f"{saved.label} saved")
    context = {
        "form": form,
        "set": field_set,
        "field": field,
        "parent": parent,
        "host": HOSTS[field_set.host],
        "fixed": services.why_type_stays(field) if field else "",
        "used": services.records_with(field) if field else 0,
        "functions": formulas.HELP,
        "events": audit.history_of(field) if field else [],
    }
    return render(request, "custom_fields/field_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_http_methods(["GET", "POST"])
def field_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form (?parent= makes it a column of a group), POST: a new field of a set."""
    field_set = _set_or_404(pk)
    text = request.GET.get("parent", "")
    parent = None
    if text:
        rows = Field.objects.filter(field_set=field_set, type=Field.Type.GROUP)
        parent = rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
        if parent is None:
            raise Http404
    return _save_field(request, field_set, None, parent)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_http_methods(["GET", "POST"])
def field_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a field."""
    field = _field_or_404(pk)
    return _save_field(request, field.field_set, field, field.parent)


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def field_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a field out of use; with back= put it back. Its values stay."""
    back = bool(request.POST.get("back"))
    saved = services.retire_field(_field_or_404(pk), by=request.member, back=back)
    said = "is in use again" if back else "retired. Its values stay in the records"
    return redirect_to(request, saved.field_set, toast=f"{saved.label} {said}")


@requires(Perm.FIRM_SETTINGS)
@sudo
@require_POST
def field_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: delete a field that no record has a value of."""
    field = _field_or_404(pk)
    services.delete_field(field, by=request.member)
    return redirect_to(request, field.field_set, toast=f"{field.label} deleted")
