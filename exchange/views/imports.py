"""Imports: upload, columns, check, progress and result."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm
from accounts.sudo import sudo
from exchange import fields
from exchange.forms import ColumnsForm, TimekeepersForm, UploadForm
from exchange.models import ImportRun
from exchange.queries.directory import People
from exchange.queries.runs import recent_runs, runs_of
from exchange.services import error_files, runs
from exchange.services.ledes_lines import read_ledes
from exchange.views.report import report_of
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to, render_page

Kind, State = ImportRun.Kind, ImportRun.State


@requires(Perm.DATA_IMPORT)
@sudo(keep=False)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The upload form and the imports so far. POST: take the file in and go on to its columns."""
    chosen = request.GET.get("kind", "")
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        member=request.member,
        initial={"kind": chosen if chosen in Kind.values else Kind.CONTACTS},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = runs.upload(
                by=request.member,
                kind=form.cleaned_data["kind"],
                filename=file.name,
                content=file.read(),
                matter=form.cleaned_data["matter"],
            )
        except DomainError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            return redirect_to(request, "import_map", run.pk)
    context = {
        "form": form,
        "runs": recent_runs(),
        "templates": [(kind, Kind(kind).label) for kind in fields.FIELDS],
    }
    return render_page(
        request, "exchange/import_list.html", context, status=INVALID if form.is_bound else 200
    )


def _mine(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(runs_of(request.member), pk=pk)


@requires(Perm.DATA_IMPORT)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the check found, then the progress, then the result."""
    run = _mine(request, pk)
    if run.state == State.UPLOADED:
        return redirect_to(request, "import_map", run.pk)
    report = report_of(run)
    context = {
        "run": run,
        "report": report,
        "events": audit.history_of(run),
        "alone": runs.starts_alone(run, request.member, good_only=bool(report.problem_count)),
    }
    return render_page(request, "exchange/import_detail.html", context, partial="work")


@requires(Perm.DATA_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which field, with the first rows; for LEDES, who the timekeepers are. POST: check the file."""
    run = _mine(request, pk)
    if run.state not in (State.UPLOADED, State.CHECKED):
        return redirect_to(request, "import_detail", run.pk)
    return _people(request, run) if run.kind == Kind.LEDES else _columns(request, run)


def _columns(request: HttpRequest, run: ImportRun) -> HttpResponse:
    table = runs.table_of(run)
    if request.method == "POST":
        form = ColumnsForm(request.POST, run=run, table=table, member=request.member)
        if form.is_valid():
            try:
                runs.check(run, by=request.member, mapping=form.chosen(), options=form.options())
            except DomainError as problem:
                form.add_error(None, problem.message)
            else:
                return redirect_to(request, "import_detail", run.pk)
    elif any(name.startswith("f_") for name in request.GET):
        form = ColumnsForm(request.GET, run=run, table=table, member=request.member)
    else:
        form = ColumnsForm(run=run, table=table, member=request.member)
    chosen = form.chosen()
    labels = {name: spec.label for name, spec in fields.by_name(run.kind).items()}
    context = {
        "run": run,
        "form": form,
        "table": table,
        "heads": [(heading, labels.get(chosen.get(heading, ""), "")) for heading in table.headings],
        "first": table.first(),
        "unmapped": form.unmapped(),
        "may_rate": request.member.can(Perm.FEE_SET),
        "may_open": request.member.can(Perm.MATTER_ACCEPT),
    }
    bad = request.method == "POST"
    return render_page(
        request,
        "exchange/import_map.html",
        context,
        partial={"preview": "preview"},
        status=INVALID if bad else 200,
    )


def _people(request: HttpRequest, run: ImportRun) -> HttpResponse:
    read, people = read_ledes(runs.content_of(run)), People.load()
    form = TimekeepersForm(
        request.POST if request.method == "POST" else None,
        run=run,
        read=read,
        people=people,
        guessed=runs.guessed_timekeepers(run, people),
    )
    if request.method == "POST" and form.is_valid():
        try:
            runs.check(run, by=request.member, options=form.options())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return redirect_to(request, "import_detail", run.pk)
    context = {"run": run, "form": form, "read": read, "first": read.lines[:5]}
    return render_page(
        request, "exchange/import_people.html", context, status=INVALID if form.is_bound else 200
    )


@requires(Perm.DATA_IMPORT)
@sudo
@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a checked import, or ask a second person to; with `good_only` the rows that have no problem."""
    run = _mine(request, pk)
    good_only = request.POST.get("good_only") == "1"
    if runs.starts_alone(run, request.member, good_only=good_only):
        runs.start(run, by=request.member, good_only=good_only)
        return redirect_to(request, "import_detail", run.pk)
    sent = runs.send_for_approval(run, by=request.member, good_only=good_only)
    return redirect_to(request, "import_detail", run.pk, toast=f"Sent to {sent.assigned_to.name}")


@requires(Perm.DATA_IMPORT)
@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an import that has not begun."""
    runs.cancel(_mine(request, pk), by=request.member)
    return redirect_to(request, "import_list", toast="Import cancelled. Nothing was imported.")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Perm.DATA_IMPORT)
@require_GET
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows with problems as a CSV file, each with what is wrong."""
    run = _mine(request, pk)
    if run.state == State.UPLOADED:
        raise Http404
    return _file(error_files.error_file(run, request.member), f"problems-{run.pk}.csv")


@requires(Perm.DATA_IMPORT)
@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with our headings and one example row."""
    if kind not in fields.FIELDS:
        raise Http404
    return _file(fields.template(kind), f"{kind}.csv")
