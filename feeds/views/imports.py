"""Import of a calendar file: uploaded, looked at, carried out, taken back."""

import datetime
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from calendar_app.queries.access import kept_by
from feeds.forms.imports import LineFields, MatterForm, UploadForm
from feeds.models import CalendarImport, ImportLine
from feeds.services import imports as services
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def ics_import_list(request: HttpRequest) -> HttpResponse:
    """GET: the form and earlier imports. POST file=, owner=: read a file; nothing is written to the calendar yet."""
    member = request.member
    owners = sorted(
        Member.objects.active().filter(pk__in=kept_by(member)),
        key=lambda one: (one.pk != member.pk, one.name),
    )
    form = UploadForm(request.POST or None, request.FILES or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > services.MAX_BYTES:
                raise DomainError(
                    "A calendar file has at most 5 MB. Export a shorter stretch of time.", field="file"
                )
            parent = services.look_at(
                file.read(), by=member, owner=form.cleaned_data["owner"], file_name=file.name
            )
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, parent)
    rows = CalendarImport.objects.visible_to(member).select_related("owner", "created_by")[:20]
    context = {"form": form, "imports": rows}
    return render(request, "feeds/imports.html", context, status=INVALID if form.errors else 200)


def _import(request: HttpRequest, pk: int) -> CalendarImport:
    rows = CalendarImport.objects.visible_to(request.member).select_related("owner", "created_by", "job")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest,
    parent: CalendarImport,
    form: MatterForm,
    status: int = 200,
    fields: LineFields | None = None,
) -> HttpResponse:
    lines = list(parent.lines.select_related("matter", "event", "room"))
    preview = parent.state == CalendarImport.State.PREVIEW
    if preview and fields is None:
        fields = LineFields(lines, member=request.member)
    for line in lines:
        line.when = _when(line)
        line.can = line.finding in (ImportLine.Finding.NEW, ImportLine.Finding.CHANGED)
        if preview and fields is not None and line.pk in fields.given:
            line.given, line.matter_field = fields.given[line.pk], fields.draw(line)
            line.error = fields.errors.get(line.pk, "")
    if preview:
        # What cannot be read is told before a long list, and not after it.
        lines.sort(key=lambda line: line.finding != ImportLine.Finding.UNREADABLE)
    counts = {key: sum(1 for line in lines if line.finding == key) for key in ImportLine.Finding.values}
    context = {
        "parent": parent,
        "lines": lines,
        "counts": counts,
        "form": form,
        "calendars": sorted({line.calendar for line in lines if line.calendar}),
        "preview": preview,
        "choosable": counts[ImportLine.Finding.NEW] + counts[ImportLine.Finding.CHANGED],
        "all_chosen": all(line.chosen for line in lines if line.can),
        "rooms": fields.rooms if fields is not None else [],
        "running": parent.state == CalendarImport.State.RUNNING,
        "can_undo": parent.state == CalendarImport.State.DONE
        and any(line.outcome in ("Added", "Changed") for line in lines),
    }
    return render(request, "feeds/import.html", context, status=status)


def _when(line: ImportLine) -> str:
    """When an event of a file is, in its own clock."""
    if not line.data:
        return ""
    starts = datetime.datetime.fromisoformat(line.data["starts"])
    text = f"{starts:%a, %b} {starts.day}, {starts.year}"
    if not line.data["all_day"]:
        text += f", {starts.hour % 12 or 12}:{starts:%M %p}"
    return text


@requires(Perm.CALENDAR_OWN)
@require_GET
def ics_import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what was found in the file, or what became of it. ?part=progress: how far it is, alone."""
    if request.GET.get("part") == "progress":
        parent = _import(request, pk)
        response = render(request, "feeds/_import_progress.html", {"parent": parent})
        if parent.state != CalendarImport.State.RUNNING:
            response.headers["HX-Refresh"] = "true"
        return response
    return _page(request, _import(request, pk), MatterForm(member=request.member))


@requires(Perm.CALENDAR_OWN)
@require_POST
def ics_import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """POST line= (several), matter_<line>=, room_<line>=, private_<line>=, matter= (of the rest): take the chosen lines over."""
    parent = _import(request, pk)
    form = MatterForm(request.POST, member=request.member)
    chosen = {int(text) for text in request.POST.getlist("line") if text.isdecimal() and len(text) < 19}
    lines = list(parent.lines.select_related("matter", "room"))
    fields = LineFields(lines, member=request.member, data=request.POST)
    wrong = chosen & set(fields.errors)
    if not form.is_valid() or wrong:
        for line in lines:
            if line.pk in wrong:
                form.add_error(None, f"Line {line.at_line}, {line.title}: {fields.errors[line.pk]}")
        return _page(request, parent, form, INVALID, fields)
    rest = form.cleaned_data["matter"]
    given = {key: replace(wish, matter=wish.matter or rest) for key, wish in fields.given.items()}
    try:
        parent = services.carry_out(parent, by=request.member, chosen=chosen, given=given)
    except DomainError as error:
        put_error(form, error)
        return _page(request, parent, form, INVALID, fields)
    if parent.state == CalendarImport.State.RUNNING:
        return redirect_to(request, parent)
    undo = reverse("ics_import_undo", args=[parent.pk])
    return redirect_to(request, parent, toast="Imported", undo_url=undo)


@requires(Perm.CALENDAR_OWN)
@require_POST
def ics_import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take an import back."""
    parent, stay = services.take_back(_import(request, pk), by=request.member)
    said = f"Taken back, but for {stay} that changed since" if stay else "Import taken back"
    return redirect_to(request, parent, toast=said)
