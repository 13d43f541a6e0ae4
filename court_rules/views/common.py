"""What the pages of packs share."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from court_rules import bench
from court_rules.forms import BenchForm
from court_rules.models import FirmPack, FirmPackVersion
from court_rules.packs import Pack, shipped
from court_rules.queries import closures_of
from court_rules.text import Problem
from practice import audit
from practice.models import AuditEvent
from practice.phrases import phrases, sentence_of


def pack_or_404(pk: int) -> FirmPack:
    """The firm's pack of that id."""
    found = FirmPack.objects.select_related("created_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def version_or_404(pk: int) -> FirmPackVersion:
    """The version of that id, with its pack."""
    rows = FirmPackVersion.objects.select_related("pack", "author", "changed_by", "in_force_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def case_of(request: HttpRequest, pack: Pack, *, rule: str = "") -> dict[str, Any]:
    """The bench's context: its form from the request, and what the pack says of the case."""
    data = request.POST if request.method == "POST" else request.GET
    form = BenchForm(data, pack=pack, today=timezone.localdate())
    form.is_valid()
    case = form.cleaned_data
    wanted = rule or case.get("rule") or next((one.key for one in pack.rules.values() if one.trigger), "")
    typed = {key: data.get(f"d-{key}", "") for key in pack.triggers}
    day = case.get("day")
    found = bench.Found(wanted)
    if day and wanted:
        closed = {**closures_of(pack.calendar), **dict.fromkeys(case.get("days", ()), "Closed day")}
        found = bench.derive(
            pack, wanted, day, at=case.get("at"), service=case.get("service", ""), state=case.get("states") or case.get("state", ""),
            closed=closed, dates=form.further, choices=form.answers, ever=pack.key not in shipped(), typed=typed,
        )  # fmt: skip
    return {
        "bench": form,
        "found": found,
        "on": data.get("on", ""),
        "case": case,
        "federal": pack.calendar == "us.federal",
    }


def quoted(problems: Sequence[Problem], source: str) -> list[tuple[Problem, str]]:
    """Each problem of a text with the line it is on, "" where it names none."""
    lines = source.splitlines()
    return [
        (one, lines[one.line - 1].strip()[:120] if 0 < one.line <= len(lines) else "") for one in problems
    ]


def table_csv(name: str, rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """Rows as a CSV file, disarmed against formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow(["'" + str(v) if str(v)[:1] in "=+-@\t\r" else v for v in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def told(obj: Model) -> list[AuditEvent]:
    """The history of a pack or closure, newest first, each act in the words of its phrase (`sentence`)."""
    events = audit.history_of(obj)
    book = phrases()
    for event in events:
        event.sentence = sentence_of(event, book)
    return events
