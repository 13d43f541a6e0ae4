"""A list as a file: every row that matches, with the columns shown. Made whole, recorded, then sent."""

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string

from practice import exports
from practice.exceptions import Refused
from practice.htmx import INVALID, redirect_to

#: an export of more rows than this is made by a job, or refused
EXPORT_CAP = {"csv": 100_000, "xlsx": 25_000}


def export(page, fmt: str, qs: QuerySet | None = None) -> HttpResponseBase:
    """The file of the whole filtered list, or of `qs`. Refused while a filter could not be applied."""
    if fmt not in EXPORT_CAP or not page.export_name:
        raise Http404
    page.ensure(page.export_perm)
    if page.request.member.sees_named_matters_only:
        raise Refused("Guests do not take lists out of the firm. Ask the attorney who engaged you.")
    state = page.state
    if qs is None:
        if state.unsafe:
            state.notes.append(
                "Nothing was exported, because a filter could not be applied. Correct it first."
            )
            return page.show(status=INVALID)
        qs = page.matching
    cap = EXPORT_CAP[fmt]
    if qs.order_by()[: cap + 1].count() > cap:
        return _too_long(page, fmt, cap)
    fields = [
        exports.Field(heading, kind, value)
        for column in state.shown
        for heading, kind, value in column.export_columns()
    ]
    rows = page.loaded(qs).order_by(*[key.expression for key in page.order]).iterator(chunk_size=2000)
    if fmt == "csv":
        file, count = exports.write_csv(fields, rows)
    else:
        file, count = exports.write_xlsx(fields, rows, title=page.title)
    page.on_export(page.request, fmt, count, [column.name for column in state.shown])
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{page.export_name}-{timezone.localdate().isoformat()}.{fmt}",
        content_type=exports.CSV_TYPE if fmt == "csv" else exports.XLSX_TYPE,
    )


def _too_long(page, fmt: str, cap: int) -> HttpResponse:
    if page.export_job is not None:
        make = import_string(page.export_job) if isinstance(page.export_job, str) else page.export_job
        job = make(query=page.state.query, fmt=fmt, by=page.request.member)
        return redirect_to(page.request, page.job_url(job))
    hint = f" A CSV file takes {EXPORT_CAP['csv']:,}." if fmt == "xlsx" else ""
    page.state.notes.append(
        f"This list has more than {cap:,} rows, the most one {fmt.upper()} file takes. Filter it first.{hint}"
    )
    return page.show(status=INVALID)
