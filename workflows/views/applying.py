"""A matter's workflows: applying a task list with a preview of its dates, the applied lists, moved dates, undo."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters.views.tools import matter_or_404
from practice import audit
from practice.exceptions import DomainError
from practice.fields import DayField
from practice.htmx import INVALID, put_error, redirect_to
from workflows.forms import ApplyForm
from workflows.models import ListRun, ListRunItem
from workflows.queries.dates import anchors_of
from workflows.queries.plans import Planned, plan
from workflows.services import applying, moving


def listrun_or_404(request: HttpRequest, pk: int) -> ListRun:
    """The applied list, if the member may see its matter."""
    rows = ListRun.objects.visible_to(request.member).select_related(
        "matter__client", "matter__practice_area", "matter__responsible", "matter__supervising", "matter__stage",
        "task_list", "applied_by", "undone_by", "by_automation__automation",
    )  # fmt: skip
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_workflows(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Workflows tab of a matter: applied lists, and what automations did on it."""
    matter = matter_or_404(request, pk)
    runs = list(matter.list_runs.select_related("applied_by").prefetch_related("items__task")[:30])
    for list_run in runs:
        tasks = [item.task for item in list_run.items.all() if item.task is not None]
        list_run.total = len(tasks)
        list_run.finished = sum(not task.is_live for task in tasks)
    context = {
        "matter": matter,
        "tab": "workflows",
        "list_runs": runs,
        "moved": moving.waiting_moves(matter),
        "automation_runs": matter.automation_runs.select_related("automation")[:30],
        "may_apply": request.member.can(Perm.TASK_ASSIGN) and not matter.has_ended,
    }
    return render(request, "workflows/matter_workflows.html", context)


def _rows(found: list[Planned]) -> list[dict[str, Any]]:
    titles = {planned.path: planned.title for planned in found}
    return [
        {
            "planned": planned,
            "waits": [titles[path] for path in planned.blocked_by if path in titles],
        }
        for planned in found
    ]


@requires(Perm.TASK_ASSIGN)
@require_http_methods(["GET", "POST"])
def matter_apply_list(request: HttpRequest, pk: int) -> HttpResponse:
    """GET ?task_list=&applied_on=&chosen_on= previews the tasks with dates and people; POST with the ticked `path`s makes them."""
    matter = matter_or_404(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    form = ApplyForm(
        asked if "task_list" in asked else None, matter=matter, initial={"applied_on": timezone.localdate()}
    )
    rows: list[dict[str, Any]] = []
    ticked: set[str] | None = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        days = {"applied_on": data["applied_on"] or timezone.localdate(), "chosen_on": data["chosen_on"]}
        try:
            rows = _rows(plan(data["task_list"], matter, anchors_of(matter, **days)))
            if request.method == "POST" and "apply" in request.POST:
                ticked = set(request.POST.getlist("path"))
                leave = {row["planned"].path for row in rows} - ticked
                done = applying.apply_list(
                    data["task_list"], matter, by=request.member, leave_out=leave, **days
                )
                count = done.items.count()
                return redirect_to(
                    request, done, toast=f"{count} task{'' if count == 1 else 's'} made",
                    undo_url=reverse("listrun_undo", args=[done.pk]),
                )  # fmt: skip
        except DomainError as error:
            put_error(form, error)
    for row in rows:
        row["ticked"] = ticked is None or row["planned"].path in ticked
    context = {"matter": matter, "tab": "workflows", "form": form, "rows": rows}
    return render(request, "workflows/apply_list.html", context, status=INVALID if form.errors else 200)


def _days(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """Other anchor days that the page was asked to count from, and what is wrong with them."""
    days: dict[str, Any] = {}
    for name in ("applied_on", "chosen_on"):
        text = (request.POST.get(name) or request.GET.get(name) or "").strip()
        if text:
            try:
                days[name] = DayField().clean(text)
            except Exception as error:  # a form's error: its words are for the page
                return {}, " ".join(getattr(error, "messages", [str(error)]))
    return days, ""


@requires(Perm.MATTER_VIEW)
@require_GET
def listrun_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: an applied list: its tasks, and the dates that would move. ?applied_on=&chosen_on= count from other days."""
    list_run = listrun_or_404(request, pk)
    days, fault = _days(request)
    moves, _now = moving.moves_of(list_run, **days)
    context = {
        "list_run": list_run,
        "matter": list_run.matter,
        "tab": "workflows",
        "items": list_run.items.select_related("task__assignee"),
        "moves": moves,
        "days": days,
        "fault": fault,
        "uses_chosen": any(i.rule.get("anchor") == "chosen" for i in list_run.items.all()),
        "may_change": request.member.can(Perm.TASK_ASSIGN),
        "kept": [i for i in list_run.items.all() if i.state == ListRunItem.State.KEPT],
        "events": audit.history_of(list_run),
    }
    return render(request, "workflows/listrun_detail.html", context)


@requires(Perm.TASK_ASSIGN)
@require_POST
def listrun_move(request: HttpRequest, pk: int) -> HttpResponse:
    """POST the ids of `item`s: give them the new dates; the others keep theirs."""
    list_run = listrun_or_404(request, pk)
    days, fault = _days(request)
    if fault:
        raise DomainError(fault)
    wanted = {int(text) for text in request.POST.getlist("item") if text.isdecimal()}
    count = moving.accept_moves(list_run, by=request.member, wanted=wanted, **days)
    return redirect_to(request, list_run, toast=f"{count} date{'' if count == 1 else 's'} moved")


@requires(Perm.TASK_ASSIGN)
@require_POST
def listrun_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take an applied list back; says what stayed."""
    list_run = listrun_or_404(request, pk)
    result = applying.undo_list(list_run, by=request.member)
    return redirect_to(request, list_run, toast=result.said)
