"""The one-line entry, and the matters that pickers of time offer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Perm, requires
from billing.durations import hours_text
from billing.models import TimeEntry
from billing.queries.quick import read_line
from billing.queries.time import (
    bill_of,
    matters_for_time,
    recent_matter_ids,
    sees_amounts,
)
from billing.services import time as services
from billing.views.back import next_of
from billing.views.time_sheet import sheet
from matters.models import Matter
from matters.queries.find import find_matters, matters_by_use
from practice.exceptions import DomainError
from practice.htmx import INVALID, Option, redirect_to, render_options


@requires(Perm.TIME_RECORD)
@require_POST
def time_quick_echo(request: HttpRequest) -> HttpResponse:
    """What a typed line means so far."""
    return render(request, "billing/time_quick_echo.html", _line(request))


def _line(request: HttpRequest) -> dict:
    line = read_line(request.POST.get("line", ""), request.member)
    bill, money = None, False
    if line.seconds and line.matter and line.date:
        bill = bill_of(request.member, line.matter, line.date, line.seconds, firm=request.firm)
        entry = TimeEntry(member=request.member, matter=line.matter)
        money = sees_amounts(request.member, entry)
    return {
        "line": line,
        "bill": bill,
        "money": money,
        "hours": hours_text(bill.billed_seconds)
        if bill
        else (hours_text(line.seconds) if line.seconds else ""),
        "is_today": line.date == timezone.localdate(),
    }


@requires(Perm.TIME_RECORD)
@require_POST
def time_quick(request: HttpRequest) -> HttpResponse:
    """Record a typed line, or say what is missing and keep it."""
    found = _line(request)
    line = found["line"]
    problem = line.problems[0] if line.problems else ""
    if line.is_whole:
        try:
            entry = services.record_time(
                line.matter,
                by=request.member,
                date=line.date,
                seconds=line.seconds,
                narrative=line.narrative,
                task_code=line.task_code,
                activity_code=line.activity_code,
            )
        except DomainError as error:
            problem = error.message
        else:
            return redirect_to(
                request,
                next_of(request, "time_list"),
                toast=f"{hours_text(entry.billed_seconds)} on {entry.matter.name} recorded",
                undo_url=reverse("time_delete", args=[entry.pk]),
            )
    if getattr(request, "htmx", None):
        return render(request, "billing/time_quick_echo.html", found | {"problem": problem}, status=INVALID)
    response = sheet(request, "week", typed=line.text, quick=found | {"problem": problem})
    response.status_code = INVALID
    return response


@requires(Perm.TIME_RECORD)
@require_GET
def time_matters(request: HttpRequest) -> HttpResponse:
    """GET ?q=: matters on which time may be recorded; the ones the member last worked on first."""
    text = request.GET.get("q", "").strip()[:100]
    rows = find_matters(matters_for_time(request.member), text)
    recent = recent_matter_ids(request.member)
    by_pk = {matter.pk: matter for matter in rows.filter(pk__in=recent)}
    found: list[Matter] = [by_pk[pk] for pk in recent if pk in by_pk]
    if len(found) < 12:
        others = matters_by_use(rows.exclude(pk__in=by_pk), request.member)
        found += list(others[: 12 - len(found)])
    return render_options(request, [Option(m.pk, f"{m.number} {m.name}", m.client.name) for m in found])
