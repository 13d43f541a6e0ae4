"""The values of one record: edited in place, and the fields of a form that follow the chosen practice area."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from accounts.permissions import Perm, requires
from custom_fields.forms import CustomFieldsForm, Item
from custom_fields.hosts import HOSTS, Host, matter_of
from custom_fields.models import Field
from custom_fields.queries import schema_of, text_of
from custom_fields.services import FieldErrors, attach_file
from custom_fields.templatetags.custom_fields import panel_context
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to

# The practice areas, an app above this one.
AREAS = "matters.models.PracticeArea"
CONFLICT = 409


def _record(request: HttpRequest, host_key: str, pk: int) -> tuple[Host, Any]:
    host = HOSTS.get(host_key)
    if host is None or not request.member.can(Perm(host.view_perm)):
        raise Http404
    obj = host.visible_to(request.member).filter(pk=pk).first()
    if obj is None:
        raise Http404
    return host, obj


@requires()
@require_http_methods(["GET", "POST"])
def custom_value(request: HttpRequest, host: str, pk: int, field_pk: int) -> HttpResponse:
    """One value of a record. GET: the panel at rest; GET ?edit=1: its editor; POST saves, 409 when somebody was faster."""
    kind, obj = _record(request, host, pk)
    known = schema_of(obj)
    field = known.by_id.get(field_pk)
    if field is None or field.parent_id is not None or field.type == Field.Type.FORMULA:
        raise Http404
    if request.method == "GET" and not request.GET.get("edit"):
        return render(request, "custom_fields/_panel.html", panel_context(obj, request.member))
    kind.ensure(request.member, obj)
    form = CustomFieldsForm(
        request.POST if request.method == "POST" else None,
        host=host,
        member=request.member,
        obj=obj,
        only=field,
        matter=matter_of(obj),
        known=known,
    )
    now = _version(obj, field)
    context: dict[str, Any] = {"version": now}
    status = 200
    if request.method == "POST":
        if request.POST.get("version", now) != now and _differs(form, obj, field):
            context["conflict"] = _faster(request, obj, field)
            status = CONFLICT
        else:
            status = _save(request, obj, field, form, context)
            if not status:
                return _saved(request, obj, field)
    # Its own address may be opened without script; the panel of the record is where it is usually edited.
    context |= {
        "field": field,
        "form": form,
        "item": _item(form, field),
        "url": request.path,
        "back": obj.get_absolute_url(),
    }
    template = "custom_fields/_edit.html" if request.htmx else "custom_fields/value_form.html"
    response = render(request, template, context | {"obj": obj}, status=status)
    if request.method == "POST":
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = f"#cv-{field.pk}", "outerHTML"
    return response


def _save(request: HttpRequest, obj: Any, field: Field, form: CustomFieldsForm, context: dict) -> int:
    """0 when the value was written, else the status of the answer with the form."""
    upload = request.FILES.get("upload")
    try:
        if field.type == Field.Type.FILE and upload is not None:
            attach_file(obj, field, upload, by=request.member)
            return 0
        if not form.is_valid():
            return INVALID
        form.save(obj)
    except Refused:
        raise
    except FieldErrors as error:
        form.add_error(None, error.message)
        return INVALID
    except DomainError as error:
        context["upload_error"] = error.message
        return INVALID
    return 0


def _saved(request: HttpRequest, obj: Any, field: Field) -> HttpResponse:
    if not request.htmx:
        return redirect_to(request, obj, toast=f"{field.label} saved")
    return render(request, "custom_fields/_panel.html", panel_context(obj, request.member, saved=field.pk))


def _item(form: CustomFieldsForm, field: Field) -> Item:
    return next(
        (item for _, items in form.sections for item in items if item.field.pk == field.pk), Item(field)
    )


def _version(obj: Any, field: Field) -> str:
    custom = obj.custom or {}
    found = custom.get(field.id_text, (custom.get("kept") or {}).get(field.id_text))
    return json.dumps(found, sort_keys=True)


def _differs(form: CustomFieldsForm, obj: Any, field: Field) -> bool:
    """Whether what is sent is not what stands there now anyway."""
    return not form.is_valid() or json.dumps(form.would_be().get(field.id_text), sort_keys=True) != _version(
        obj, field
    )


def _faster(request: HttpRequest, obj: Any, field: Field) -> str:
    event = next((e for e in audit.history_of(obj, limit=20) if field.label in e.changes), None)
    who = event.actor_name if event else "Somebody"
    said = text_of(obj, field.key, request.member) or "nothing"
    return f"{who} changed this to {said}. Save again to keep yours."


def _area_of_matter(text: str, member: Any) -> int | None:
    """The practice area of the matter that a new task is on, as far as the member sees it."""
    if not (text.isdecimal() and len(text) < 19):
        return None
    return (
        HOSTS["matter"]
        .visible_to(member)
        .filter(pk=int(text))
        .values_list("practice_area_id", flat=True)
        .first()
    )


@requires()
@require_http_methods(["GET", "POST"])
def custom_inputs(request: HttpRequest, host: str) -> HttpResponse:
    """practice_area= or kind= with what was typed so far: the fields of a form for a new record of that area. Writes nothing."""
    kind = HOSTS.get(host)
    if kind is None:
        raise Http404
    typed = request.POST if request.method == "POST" else request.GET
    text = typed.get("practice_area", "")
    area = None
    if text.isdecimal() and len(text) < 19:
        area = import_string(AREAS).objects.filter(pk=int(text)).values_list("pk", flat=True).first()
    area = area if area is not None else _area_of_matter(typed.get("matter", ""), request.member)
    given = typed.get("kind") if host == "contact" else None
    form = CustomFieldsForm(typed, host=host, member=request.member, area=area, kind=given).unjudged()
    return render(request, "custom_fields/_form.html", {"custom": form.reloading()})
