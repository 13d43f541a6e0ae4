"""The pages that show many tasks: My day, the list, the board, by matter, by attorney, and a matter's tab."""

import datetime

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Member
from accounts.permissions import Perm, requires
from matters.views.tools import matter_or_404
from practice.exceptions import DomainError
from practice.htmx import render_page
from work import services
from work.lists import TaskList
from work.models import LIVE, Task
from work.queries.tasks import (
    actual,
    attorneys_for,
    attorneys_of,
    awaiting,
    awake,
    by_attorney,
    by_matter,
    my_day,
    of_attorneys,
    open_handovers,
    team_of,
    with_marks,
)
from work.services.rules import may_create_on
from work.views.tools import asked_matter, tabs

task_list = TaskList.as_view()
SHOWN = 60
SCOPES = [("mine", "Mine"), ("team", "My team"), ("attorneys", "Attorneys I support"), ("all", "Everybody")]


@requires(Perm.MATTER_VIEW)
@require_GET
def task_day(request: HttpRequest) -> HttpResponse:
    """GET: My day: what the member does next, in the order of doing."""
    member, today = request.member, timezone.localdate()
    week = today - datetime.timedelta(days=today.weekday())
    given = Task.objects.visible_to(member).live().filter(delegated_by=member).exclude(assignee=member)
    context = {
        "buckets": my_day(member, today),
        "today": today,
        "awaiting": list(awaiting(member).select_related("assignee", "matter").order_by("submitted_at")[:8]),
        "given": list(
            given.filter(due_on__lte=today)
            .select_related("assignee", "matter")
            .order_by("due_on", "priority", "id")[:8]
        ),
        "handovers": open_handovers(member, today),
        "done_today": Task.objects.filter(done_by=member, done_at__gte=_midnight(today)).count(),
        "done_week": Task.objects.filter(done_by=member, done_at__gte=_midnight(week)).count(),
        "tabs": tabs(member, "day"),
        "may_create": may_create_on(member, None) or member.can(Perm.TASK_CREATE),
    }
    return render_page(request, "work/day.html", context)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _scoped(request: HttpRequest) -> tuple[str, Q, Member | None]:
    """The scope of ?scope=, its condition, and the person of ?who=."""
    member = request.member
    scope = request.GET.get("scope") or request.POST.get("scope") or "mine"
    who = request.GET.get("who") or request.POST.get("who") or ""
    if who.isdecimal() and len(who) < 19:
        person = Member.objects.filter(pk=int(who)).first()
        if person is not None:
            return "who", Q(assignee=person), person
    rules = {
        "mine": lambda: Q(assignee=member),
        "team": lambda: Q(assignee__in=team_of(member)) | Q(supervising=member),
        "attorneys": lambda: of_attorneys(attorneys_of(member)),
        "all": Q,
    }
    scope = scope if scope in rules else "mine"
    return scope, rules[scope](), None


def _scopes(request: HttpRequest, scope: str) -> list[dict]:
    """The choices of scope as ui/segmented.html takes them."""
    offered = SCOPES[:1] if request.member.sees_named_matters_only else SCOPES
    if request.member.role.template == "attorney":
        offered = [pair for pair in offered if pair[0] != "attorneys"]
    return [
        {"label": label, "url": f"{request.path}?scope={key}", "current": key == scope}
        for key, label in offered
    ]


@requires(Perm.MATTER_VIEW)
@require_GET
def task_board(request: HttpRequest) -> HttpResponse:
    """GET: tasks in columns by status. Cards are dragged, or moved with the arrow keys."""
    return board(request)


def board(request: HttpRequest, *, status: int = 200, problem: str = "") -> HttpResponse:
    """The board as the request asks for it; for htmx its inside alone."""
    scope, rule, person = _scoped(request)
    matter = asked_matter(request)
    today = timezone.localdate()
    rows = Task.objects.visible_to(request.member).filter(rule)
    if matter is not None:
        rows = rows.filter(matter=matter)
    since = timezone.now() - datetime.timedelta(days=7)
    live = list(
        with_marks(rows.filter(state__in=LIVE).filter(awake(today))).order_by(
            F("due_on").asc(nulls_last=True), "priority", "id"
        )[: SHOWN * 4]
    )
    done = list(with_marks(rows.filter(state="done", done_at__gte=since)).order_by("-done_at")[:20])
    columns = []
    for state in (Task.State.OPEN, Task.State.DOING, Task.State.REVIEW, Task.State.RETURNED):
        found = [task for task in live if task.state == state]
        columns.append(
            {"state": state.value, "label": state.label, "tasks": found[:SHOWN], "count": len(found)}
        )
    columns.append({"state": "done", "label": "Done, 7 days", "tasks": done, "count": len(done)})
    context = {
        "columns": columns,
        "scope": scope,
        "scopes": _scopes(request, scope),
        "person": person,
        "matter": matter,
        "problem": problem,
        "today": today,
        "tabs": tabs(request.member, "board"),
        "may_create": request.member.can(Perm.TASK_CREATE),
        "here": f"?scope={scope}{f'&who={person.pk}' if person else ''}{f'&matter={matter.pk}' if matter else ''}",
    }
    return render_page(request, "work/board.html", context, partial={"board": "board"}, status=status)


@requires(Perm.MATTER_VIEW)
@require_GET
def task_matters(request: HttpRequest) -> HttpResponse:
    """GET: live tasks under their matters."""
    scope, rule, person = _scoped(request)
    rows = Task.objects.visible_to(request.member).filter(rule).filter(awake(timezone.localdate()))
    context = {
        "piles": by_matter(rows),
        "scope": scope,
        "scopes": _scopes(request, scope),
        "person": person,
        "tabs": tabs(request.member, "matters"),
        "today": timezone.localdate(),
        "may_create": request.member.can(Perm.TASK_CREATE),
    }
    return render(request, "work/by_matter.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def task_attorneys(request: HttpRequest) -> HttpResponse:
    """GET: a column for each attorney the member works for: their own tasks and what they gave to others."""
    member = request.member
    everybody = list(
        Member.objects.active().filter(role__template="attorney").select_related("role").order_by("name")
    )
    wanted = {text for text in request.GET.getlist("a") if text.isdecimal()}
    chosen = [person for person in everybody if str(person.pk) in wanted] if wanted else attorneys_for(member)
    if member.sees_named_matters_only:
        chosen = []
    context = {
        "piles": by_attorney(member, chosen[:6]),
        "everybody": everybody,
        "chosen": {person.pk for person in chosen},
        "tabs": tabs(member, "attorneys"),
        "today": timezone.localdate(),
        "may_create": member.can(Perm.TASK_CREATE),
    }
    return render(request, "work/by_attorney.html", context)


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Tasks tab of a matter: what is open in its order, then what is done."""
    matter = matter_or_404(request, pk)
    rows = with_marks(Task.objects.visible_to(request.member).filter(matter=matter)).annotate(spent=actual())
    live = list(rows.live().order_by(F("due_on").asc(nulls_last=True), "priority", "id")[:200])
    over = list(rows.exclude(state__in=LIVE).select_related("done_by").order_by("-updated_at")[:50])
    tops = [task for task in live if task.parent_id is None]
    below: dict[int, list[Task]] = {}
    for task in live:
        if task.parent_id is not None:
            below.setdefault(task.parent_id, []).append(task)
    known = {task.pk for task in tops}
    tops += [task for task in live if task.parent_id is not None and task.parent_id not in known]
    context = {
        "matter": matter,
        "tab": "tasks",
        "live": [(task, below.get(task.pk, [])) for task in tops],
        "count": len(live),
        "done": over,
        "estimated": sum(task.estimate_seconds or 0 for task in live + over),
        "spent": sum(task.spent for task in live + over),
        "today": timezone.localdate(),
        "may_create": may_create_on(request.member, matter)
        and matter.state not in ("closed", "declined", "archived"),
    }
    return render(request, "work/matter_tasks.html", context)


def moved_on_board(request: HttpRequest, task: Task) -> HttpResponse:
    """What a drop on a column does; the board comes back, with the reason when it is refused."""
    try:
        services.set_state(
            task,
            by=request.member,
            to=request.POST.get("to", ""),
            outcome=request.POST.get("outcome"),
            reason=request.POST.get("reason", ""),
        )
    except DomainError as error:
        return board(request, problem=error.message)
    return board(request)
