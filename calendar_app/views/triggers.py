"""What dates are counted from: its page, its moves, and the diff in which they are accepted."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Level, Perm, requires
from calendar_app import services
from calendar_app.forms import FurtherForm, MoveForm
from calendar_app.forms.acts import at_of
from calendar_app.models import DateChange, Deadline, Recalculation, TriggerEvent
from calendar_app.queries.rules import rule_sets, undated_of
from calendar_app.queries.triggers import facts_of, facts_then, further_of, why_of
from calendar_app.services.deadlines import ensure_enters
from calendar_app.views.calledoff import called_off_dates
from calendar_app.views.diff import diff_of, picked, said_of
from calendar_app.views.tools import recalculation_or_404, trigger_or_404
from matters.queries.access import may
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


@requires(Perm.MATTER_VIEW)
@require_GET
def trigger_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what happened when, the dates counted from it, and each time it moved."""
    trigger = trigger_or_404(request, pk)
    member, matter = request.member, trigger.matter
    facts = facts_of(trigger)
    rows = Deadline.objects.filter(trigger=trigger).select_related("owner", "done_by", "matter")
    pack = rule_sets().get(trigger.jurisdiction)
    moves = trigger.recalculations.select_related("opened_by", "settled_by").order_by("-opened_at", "-id")
    enters = services.may_enter_on(member, matter)
    context = {
        "trigger": trigger,
        "document": _document_of(trigger, member),
        "facts": facts,
        "pack": pack,
        "further": further_of(trigger, pack),
        "needed_by": [row.trigger for row in trigger.needed_by.select_related("trigger").order_by("id")],
        "deadlines": list(rows.order_by("due_on", "id")),
        "moves": list(moves),
        "undated": undated_of(facts),
        "may_enter": enters,
        "may_add": enters and matter.is_billable and pack is not None and bool(trigger.kind),
        "events": audit.history_of(trigger) if may(member, Perm.AUDIT_VIEW, matter) else None,
    }
    return render(request, "calendar_app/trigger_detail.html", context)


def _document_of(trigger: TriggerEvent, member: Member):
    """The paper that says it, if the member may read it."""
    paper = trigger.document
    if paper is None or not type(paper).objects.visible_to(member).filter(pk=paper.pk).exists():
        return None
    return paper


def _initial_of(trigger: TriggerEvent) -> dict:
    found = {"on": trigger.happened_on, "service": trigger.service_method, "state": trigger.state}
    if trigger.happened_at:
        found["time"] = timezone.localtime(trigger.happened_at).time()
    return found | {f"q-{key}": value for key, value in trigger.choices.items()}


@requires()
@require_http_methods(["GET", "POST"])
def trigger_move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: it is on another day, or was served otherwise; the new dates then wait to be accepted."""
    trigger = trigger_or_404(request, pk)
    ensure_enters(request.member, trigger.matter)
    form = MoveForm(request.POST or None, trigger=trigger, initial=_initial_of(trigger))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        at = at_of(data["on"], data.get("time"), timezone.get_current_timezone())
        try:
            waiting = services.move_trigger(
                trigger,
                by=request.member,
                on=data["on"],
                at=at,
                service=data.get("service", trigger.service_method),
                state=data.get("state", trigger.state),
                choices=form.choices if any(n.startswith("q-") for n in form.fields) else None,
                reason=data["reason"],
            )
        except DomainError as error:
            put_error(form, error)
        else:
            if waiting is None or waiting.settled_at is not None:
                return redirect_to(request, trigger, toast=f"{trigger.label}: no date changes")
            return redirect_to(request, waiting)
    context = {"trigger": trigger, "form": form}
    status = INVALID if form.errors else 200
    return render(request, "calendar_app/trigger_move.html", context, status=status)


@requires()
@require_http_methods(["GET", "POST"])
def trigger_date(request: HttpRequest, pk: int, needed: str) -> HttpResponse:
    """GET the form, POST: when the second event is that a rule counts from as well; docketed dates wait to be accepted."""
    trigger = trigger_or_404(request, pk)
    ensure_enters(request.member, trigger.matter)
    wanted = {one.key: one for one in further_of(trigger, rule_sets().get(trigger.jurisdiction))}
    if needed not in wanted:
        raise Http404
    want = wanted[needed]
    form = FurtherForm(
        request.POST if request.method == "POST" else None,
        trigger=trigger,
        key=needed,
        title=want.title,
        time=want.time,
        member=request.member,
    )
    if request.method == "POST" and form.is_valid():
        try:
            (given,) = form.further.told()
            waiting = services.give_date(trigger, given, by=request.member)
        except DomainError as error:
            put_error(form, error)
        else:
            if waiting is None or waiting.settled_at is not None:
                return redirect_to(request, trigger, toast=f"{want.title}: no date changes")
            return redirect_to(request, waiting)
    context = {"trigger": trigger, "form": form, "want": want}
    status = INVALID if form.errors else 200
    return render(request, "calendar_app/trigger_date.html", context, status=status)


@requires()
@require_POST
def trigger_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: count the dates by the rules and court days known today; what differs waits to be accepted."""
    trigger = trigger_or_404(request, pk)
    waiting = services.recheck(trigger, by=request.member)
    if waiting is None:
        return redirect_to(request, trigger, toast="Each date is as the rules give it today")
    return redirect_to(request, waiting)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def recalculation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: old date, new date, how far and why, line by line. POST moves the ticked ones."""
    waiting = recalculation_or_404(request, pk)
    if waiting.cause == Recalculation.Cause.OFF:
        return called_off_dates(request, waiting)
    trigger, member = waiting.trigger, request.member
    error = ""
    if request.method == "POST":
        ids = picked(request.POST.getlist("move"))
        try:
            with transaction.atomic():
                seen = request.POST.getlist("seen")
                moved = services.accept_recalculation(waiting, by=member, deadlines=ids, seen=seen)
        except DomainError as problem:
            if not may(member, Perm.DEADLINE_ENTER, trigger.matter):
                raise
            error = problem.message
            waiting = recalculation_or_404(request, pk)
            if waiting.cause == Recalculation.Cause.OFF:
                return redirect_to(request, waiting, toast=error)
        else:
            goal = next_url(request, trigger.get_absolute_url())
            return redirect_to(request, goal, toast=said_of(len(moved)))
    prepares = member.powers.level(Perm.DEADLINE_ENTER) is Level.PREPARE
    diff = diff_of(waiting, member)
    context = {
        **diff,
        "before": facts_of(trigger),
        "after": facts_then(waiting),
        "why": why_of(waiting),
        "changes": DateChange.objects.filter(recalculation=waiting).select_related("deadline", "made_by"),
        "may_take_back": diff["may_accept"] or (prepares and waiting.opened_by_id == member.pk),
        "error": error,
    }
    status = INVALID if error else 200
    return render(request, "calendar_app/recalculation.html", context, status=status)


@requires()
@require_POST
def recalculation_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the event did not move after all."""
    waiting = services.take_back(recalculation_or_404(request, pk), by=request.member)
    kept = waiting.cause_is_ours or waiting.cause == Recalculation.Cause.OFF
    said = "All dates are kept" if kept else f"{waiting.trigger.label} stays as it was"
    return redirect_to(request, waiting.trigger, toast=said)
