"""Runs of automations: the log, one run with its steps, trying again, undo; calls of web addresses."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Perm, requires
from practice.htmx import redirect_to
from workflows.lists import RunList
from workflows.models import Delivery, Run
from workflows.services import outgoing, running
from workflows.services.actions import BOOK

automationrun_list = RunList.as_view()


def _run_or_404(request: HttpRequest, pk: int) -> Run:
    rows = Run.objects.visible_to(request.member).select_related(
        "automation", "member", "matter", "event", "parent__automation", "undone_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(Perm.AUTOMATION_MANAGE)
@require_GET
def automationrun_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what set a run off, its conditions with their values, and each step."""
    run = _run_or_404(request, pk)
    steps = [(step, BOOK[step.kind].icon if step.kind in BOOK else "bolt") for step in run.steps.all()]
    context = {
        "run": run,
        "steps": steps,
        "deliveries": run.deliveries.all(),
        "children": run.children.select_related("automation"),
        "can_undo": run.state == Run.State.DONE and any(step.state == "done" for step, _ in steps),
    }
    return render(request, "workflows/run_detail.html", context)


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def automationrun_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: try a failed run again."""
    run = running.retry_run(_run_or_404(request, pk), by=request.member)
    return redirect_to(request, run, toast="It is tried again")


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def automationrun_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a run back; says what stayed."""
    run = _run_or_404(request, pk)
    taken = running.undo_run(run, by=request.member)
    return redirect_to(request, run, toast=taken.said)


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def automationrun_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a failure was dealt with; it leaves the badge."""
    run = _run_or_404(request, pk)
    running.look_at(run, by=request.member)
    return redirect_to(request, run, toast="Noted")


@requires(Perm.AUTOMATION_MANAGE)
@require_POST
def webhookcall_again(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: call a web address again that was given up."""
    delivery = Delivery.objects.visible_to(request.member).select_related("run").filter(pk=pk).first()
    if delivery is None:
        raise Http404
    outgoing.send_again(delivery, by=request.member)
    return redirect_to(request, delivery.run, toast="It is called again")
