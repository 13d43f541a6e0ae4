"""One task: its page, its fields edited where they stand, a new one, and the one-line task."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from accounts.queries import away
from custom_fields.forms import CustomFieldsForm
from matters.models import Contact
from matters.queries.access import may, seers_of
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, Option, put_error, redirect_to, render_options, render_page
from practice.models import AuditEvent
from practice.rrules import in_words
from supervision.kinds import kind
from supervision.queries import newest
from work import services
from work.forms import TaskForm
from work.models import LIVE, Task
from work.queries.quick import read_line
from work.queries.roles import people, suits
from work.queries.tasks import actual
from work.services.rules import may_write
from work.services.states import decides_at_once
from work.services.tasks import about
from work.views.tools import asked_matter, task_or_404

# Fields that are edited where they stand: name → (label, icon).
FIELDS = {
    "title": "What is to be done",
    "note": "Details",
    "assignee": "Assignee",
    "delegated_by": "Delegated by",
    "supervising": "Supervising attorney",
    "due_on": "Due",
    "priority": "Priority",
    "type": "Type",
    "matter": "Matter",
    "contact": "Waits for",
    "estimate_seconds": "Estimate",
    "recurrence": "Repeats",
    "needs_review": "Review",
    "private": "Private",
    "client_visible": "Client",
}
# Time on a task is recorded by an app above this one.
ENTRIES = "billing.queries.task_time.entries_of"
TIMER = "billing.queries.task_time.timer_on"


def parts_of(request: HttpRequest, task: Task) -> dict:
    """What hangs on the task, as its page shows it."""
    member = request.member
    blockers = list(task.blockers.select_related("on"))
    watchers = list(task.watchers.select_related("member"))
    return {
        "checklist": list(task.checklist.select_related("done_by")),
        "notes": list(task.notes.select_related("author").order_by("id")),
        "blockers": blockers,
        "blocking": list(Task.objects.visible_to(member).filter(blockers__on=task)),
        "watchers": watchers,
        "watching": any(row.member_id == member.pk for row in watchers),
        "candidates": _candidates(task, member, blockers),
        "others": _watchable(task, watchers),
    }


def _candidates(task: Task, member: Member, blockers: list) -> list[Task]:
    """Live tasks it may wait for: those of its matter; of the office, those of its assignee."""
    rows = Task.objects.visible_to(member).live().filter(matter=task.matter).exclude(pk=task.pk)
    rows = rows.exclude(pk__in=[row.on_id for row in blockers])
    if task.matter_id is None:
        rows = rows.filter(assignee=task.assignee)
    return list(rows.order_by("due_on", "id")[:50])


def _watchable(task: Task, watchers: list) -> list[Member]:
    """People who may be let watch it: those who see it and do not yet."""
    gone = {row.member_id for row in watchers}
    if task.matter is not None:
        seers = seers_of(task.matter)
        return [m for m in people() if m.pk in seers and m.pk not in gone]
    return [m for m in people() if not m.sees_named_matters_only and m.pk not in gone]


def _menu(task: Task) -> list[dict]:
    """Further acts on a live task."""
    found: list[dict] = [{"label": "Snooze", "icon": "zzz", "url": reverse("task_snooze", args=[task.pk])}]
    if task.is_asleep:
        wake = reverse("task_wake", args=[task.pk])
        found = [{"label": "Take up again", "icon": "bell", "url": wake, "post": True}]
    if not task.needs_review and task.state != Task.State.REVIEW:
        found.append(
            {"label": "Send in for review", "icon": "send", "url": reverse("task_submit", args=[task.pk])}
        )
    found.append({"divider": True})
    cancel = reverse("task_cancel", args=[task.pk])
    found.append({"label": "Cancel task", "icon": "x", "url": cancel, "danger": True})
    return found


@requires(Perm.MATTER_VIEW)
@require_GET
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one task, whole."""
    task = task_or_404(request, pk)
    member = request.member
    writes = may_write(member, task)
    waiting = newest("task", task)
    if waiting is not None and not waiting.is_waiting and waiting.state != "returned":
        waiting = None
    decides = task.state == Task.State.REVIEW and kind("task").may_decide(task, member)
    spent = Task.objects.filter(pk=task.pk).annotate(spent=actual()).values_list("spent", flat=True).get()
    sees_history = (
        member.can(Perm.AUDIT_VIEW) if task.matter is None else may(member, Perm.AUDIT_VIEW, task.matter)
    )
    fit = task.assignee is None or not task.is_live or suits(task.assignee, task.type, request.firm)
    gone = away()
    context = {
        "task": task,
        "may_write": writes and task.is_live,
        "may_reopen": writes and not task.is_live,
        "decides": decides and (waiting is None or member.pk not in (waiting.prepared_by_id,)),
        "approval": waiting,
        "sends_in": task.needs_review and not decides_at_once(task, member),
        "spent": spent,
        "entries": import_string(ENTRIES)(task, member),
        "timer": import_string(TIMER)(task, member),
        "subtasks": list(
            Task.objects.visible_to(member).filter(parent=task).select_related("assignee").order_by("id")
        ),
        "repeats": in_words(task.recurrence),
        "about": about(task, member),
        "unfit": "" if fit else f"{task.assignee.name} may not do “{task.type.name}” any more",
        "assignee_away": gone.get(task.assignee_id or 0),
        "events": audit.history_of(task, limit=60) if sees_history or writes else None,
        "dates": _dates(task),
        "today": timezone.localdate(),
        "menu": _menu(task),
        **parts_of(request, task),
    }
    return render_page(request, "work/detail.html", context)


def _dates(task: Task) -> list:
    """How the due date moved: the events of it, oldest first, with the reasons."""

    rows = AuditEvent.objects.filter(object_type="work.task", object_id=task.pk, verb="task.moved")
    return list(rows.order_by("id")[:20])


def _value(task: Task, name: str):
    return getattr(task, name)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def task_field(request: HttpRequest, pk: int, task_field: str) -> HttpResponse:
    """GET: a field at rest, with ?edit=1 its editor. POST: changes it; 422 with the reason when that is refused."""
    name = task_field
    if name not in FIELDS:
        raise Http404
    task = task_or_404(request, pk)
    writes = may_write(request.member, task) and task.is_live
    context = {"task": task, "name": name, "label": FIELDS[name], "may_write": writes}
    initial = {name: _value(task, name)}
    if request.method == "GET":
        if request.GET.get("edit") and writes:
            context["form"] = TaskForm(member=request.member, task=task, only=name, initial=initial)
        return _field(request, context)
    form = TaskForm(request.POST, member=request.member, task=task, only=name, initial=initial)
    if form.is_valid():
        value = form.cleaned_data[name]
        try:
            if name == "assignee":
                services.assign_task(task, to=value, by=request.member)
            else:
                services.change_task(
                    task, by=request.member, reason=form.cleaned_data.get("reason", ""), **{name: value}
                )
        except DomainError as error:
            put_error(form, error)
        else:
            context["task"] = task_or_404(request, pk)
            context["saved"] = True
            if not request.htmx:
                return redirect_to(request, task)
            return _field(request, context)
    context["form"] = form
    return _field(request, context, status=INVALID)


def _field(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    task = context["task"]
    context |= {"repeats": in_words(task.recurrence), "today": timezone.localdate()}
    template = "work/_field.html" if request.htmx else "work/field_page.html"
    return render(request, template, context, status=status)


@requires(Perm.TASK_CREATE)
@require_http_methods(["GET", "POST"])
def task_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?matter=, ?name=, ?assignee=, ?due=, ?contact=, ?from=slip:12 fill it), POST: a new task."""
    member = request.member
    matter = asked_matter(request)
    kind_, _, number = (request.POST.get("from") or request.GET.get("from") or "").partition(":")
    source = (kind_[:20], int(number)) if number.isdecimal() and len(number) < 19 else ("", None)
    form = TaskForm(
        request.POST or None, member=member, matter=matter, initial=_filled(request, member, matter)
    )
    area = getattr(form["matter"].value(), "practice_area_id", None) or (
        matter.practice_area_id if matter else None
    )
    sent = request.POST if request.method == "POST" else None
    if sent and form.is_valid() and form.cleaned_data.get("matter"):
        area = form.cleaned_data["matter"].practice_area_id
    custom = CustomFieldsForm(sent, host="task", member=member, area=area).reloading()
    if request.method == "POST" and all([form.is_valid(), custom.is_valid()]):
        data = dict(form.cleaned_data)
        assignee = data.pop("assignee")
        try:
            with transaction.atomic():
                task = services.create_task(
                    by=member,
                    assignee=assignee,
                    unassigned=assignee is None,
                    about_kind=source[0],
                    about_id=source[1],
                    **data,
                )
                custom.save(task, new=True)
        except DomainError as error:
            put_error(form, error)
        else:
            undo = reverse("task_cancel", args=[task.pk])
            if "again" in request.POST:
                keep = f"?matter={task.matter_id}" if task.matter_id else ""
                return redirect_to(
                    request, f"{reverse('task_create')}{keep}", toast=f"{task.title} added", undo_url=undo
                )
            return redirect_to(
                request, next_url(request, task.get_absolute_url()), toast=f"{task.title} added"
            )
    context = {
        "form": form,
        "matter": matter,
        "next": next_url(request, ""),
        "source": f"{source[0]}:{source[1]}" if source[1] else "",
        "custom": custom,
    }
    status = INVALID if form.errors or custom.errors else 200
    return render(request, "work/create.html", context, status=status)


def _filled(request: HttpRequest, member: Member, matter) -> dict:
    found = {
        "title": request.GET.get("name", "")[:200],
        "assignee": member,
        "note": request.GET.get("note", "")[:2000],
    }
    if matter is not None:
        found["matter"] = matter
    text = request.GET.get("assignee", "")
    if text.isdecimal() and len(text) < 19:
        found["assignee"] = Member.objects.active().filter(pk=int(text)).first() or member
    text = request.GET.get("contact", "")
    if text.isdecimal() and len(text) < 19:
        found["contact"] = Contact.objects.visible_to(member).filter(pk=int(text)).first()
    if request.GET.get("due"):
        found["due_on"] = request.GET["due"][:20]
    return found


def _line(request: HttpRequest):
    return read_line(request.POST.get("line", ""), request.member, matter=asked_matter(request))


@requires(Perm.TASK_CREATE)
@require_POST
def task_quick_echo(request: HttpRequest) -> HttpResponse:
    """POST: what a typed line means so far."""
    line = _line(request)
    return render(request, "work/_echo.html", {"line": line, "repeats": in_words(line.recurrence)})


@requires(Perm.TASK_CREATE)
@require_POST
def task_quick(request: HttpRequest) -> HttpResponse:
    """POST: a task from a typed line, or what is missing."""
    line = _line(request)
    problem = line.problems[0] if line.problems else "" if line.title else "Say what is to be done."
    if not problem:
        try:
            task = services.create_task(
                by=request.member,
                title=line.title,
                matter=line.matter,
                type=line.type,
                assignee=line.assignee,
                due_on=line.due_on,
                priority=line.priority,
                estimate_seconds=line.estimate,
                recurrence=line.recurrence,
            )
        except DomainError as error:
            problem = error.message
        else:
            who = "" if task.assignee_id == request.member.pk else f" for {task.assignee.name}"
            return redirect_to(
                request,
                next_url(request, reverse("task_day")),
                toast=f"{task.title} added{who}",
                undo_url=reverse("task_drop", args=[task.pk]),
            )
    context = {"line": line, "problem": problem, "repeats": in_words(line.recurrence)}
    if request.htmx:
        return render(request, "work/_echo.html", context, status=INVALID)
    return render(request, "work/quick_page.html", context | {"next": next_url(request, "")}, status=INVALID)


@requires(Perm.MATTER_VIEW)
@require_POST
def task_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: undo of a task just added: it is cancelled."""
    task = services.cancel_task(task_or_404(request, pk), by=request.member, reason="Added by mistake.")
    return redirect_to(request, next_url(request, reverse("task_day")), toast=f"{task.title}: taken back")


@requires(Perm.MATTER_VIEW)
@require_GET
def task_options(request: HttpRequest) -> HttpResponse:
    """GET ?q=: live tasks the task ?for= may wait for: those of its matter."""
    text = request.GET.get("for", "")
    if not (text.isdecimal() and len(text) < 19):
        raise Http404
    task = task_or_404(request, int(text))
    rows = (
        Task.objects.visible_to(request.member).filter(matter=task.matter, state__in=LIVE).exclude(pk=task.pk)
    )
    for word in request.GET.get("q", "").split()[:6]:
        rows = rows.filter(title__icontains=word[:100])
    found = rows.select_related("assignee").order_by("due_on", "id")[:12]
    return render_options(
        request, [Option(t.pk, t.title, t.assignee.name if t.assignee else "Nobody") for t in found]
    )
