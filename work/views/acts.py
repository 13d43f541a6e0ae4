"""Acts on one task: each a POST that goes back to where it came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from matters.views.tools import next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, confirm_page, put_error, redirect_to, wants_part
from work import services
from work.forms import SnoozeForm
from work.models import Blocker, ChecklistItem, Task
from work.services.rules import may_write
from work.views.pages import moved_on_board
from work.views.tools import task_or_404


def _back(request: HttpRequest, task: Task) -> str:
    return next_url(request, task.get_absolute_url())


@requires(Perm.MATTER_VIEW)
@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: it is done, or sent in for review; the toast offers Undo."""
    task = task_or_404(request, pk)
    was = task.state
    done = services.complete_task(task, by=request.member, outcome=request.POST.get("outcome"))
    if done.state == Task.State.REVIEW:
        said = f"{done.title}: sent in for review"
    elif was == Task.State.REVIEW:
        return redirect_to(request, _back(request, done), toast=f"{done.title}: accepted")
    else:
        said = f"{done.title}: done"
    return redirect_to(
        request, _back(request, done), toast=said, undo_url=reverse("task_undo", args=[done.pk])
    )


@requires(Perm.MATTER_VIEW)
@require_POST
def task_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take back "done" or "cancelled"; what was sent in is withdrawn."""
    task = services.undo_complete(task_or_404(request, pk), by=request.member)
    return redirect_to(request, _back(request, task), toast=f"{task.title} is open again")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_start(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: begin it."""
    task = services.start_task(task_or_404(request, pk), by=request.member)
    return redirect_to(request, _back(request, task), toast=f"{task.title}: in progress")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_state(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `to`: another column of the board."""
    task = task_or_404(request, pk)
    if wants_part(request):
        return moved_on_board(request, task)
    done = services.set_state(
        task,
        by=request.member,
        to=request.POST.get("to", ""),
        outcome=request.POST.get("outcome"),
        reason=request.POST.get("reason", ""),
    )
    return redirect_to(
        request, _back(request, done), toast=f"{done.title}: {done.get_state_display().lower()}"
    )


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def task_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks what was done and who accepts it, POST: sends it in for review."""
    from supervision.kinds import kind

    task = task_or_404(request, pk)
    people = kind("task").deciders(task)
    chosen = request.POST.get("to", "")
    context = {"task": task, "people": people, "next": next_url(request, "")}
    if request.method == "GET":
        return render(request, "work/submit.html", context)
    to = next((m for m in people if str(m.pk) == chosen), None)
    try:
        services.send_in(task, by=request.member, outcome=request.POST.get("outcome", ""), to=to)
    except Refused:
        raise
    except DomainError as error:
        context |= {"error": error.message, "outcome": request.POST.get("outcome", "")}
        return render(request, "work/submit.html", context, status=INVALID)
    return redirect_to(
        request,
        _back(request, task),
        toast=f"{task.title}: sent in for review",
        undo_url=reverse("task_undo", args=[task.pk]),
    )


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def task_return(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks what should change, POST: gives the work back with that note."""
    task = task_or_404(request, pk)
    context = {
        "title": f"Return {task.title}?",
        "heading": task.matter.number if task.matter else "Task",
        "text": f"It goes back to {task.assignee.name if task.assignee else 'who sent it'} with your note.",
        "verb": "Return",
        "reason": "What should change",
        "action": request.path,
        "back": task.get_absolute_url(),
    }

    def act() -> HttpResponse:
        services.return_task(task, by=request.member, note=request.POST.get("reason", ""))
        return redirect_to(request, _back(request, task), toast=f"{task.title}: returned")

    return confirm_page(request, act, context)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def task_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST: it need not be done."""
    task = task_or_404(request, pk)
    text = "It leaves everybody’s lists and is kept with its history."
    if task.recurrence:
        text += " The next one of its series comes as planned."
    context = {
        "title": f"Cancel {task.title}?",
        "heading": task.matter.number if task.matter else "Task",
        "text": text,
        "verb": "Cancel task",
        "keep": "Keep it",
        "danger": True,
        "reason": "Why it need not be done",
        "action": request.path,
        "back": task.get_absolute_url(),
    }
    if request.method == "GET":
        return render(request, "confirm.html", context)
    services.cancel_task(task, by=request.member, reason=request.POST.get("reason", ""))
    return redirect_to(
        request,
        _back(request, task),
        toast=f"{task.title}: cancelled",
        undo_url=reverse("task_undo", args=[task.pk]),
    )


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def task_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks until when and why, POST: puts it aside."""
    task = task_or_404(request, pk)
    form = SnoozeForm(request.POST or None, initial={"until": None, "reason": ""})
    if request.method == "POST" and form.is_valid():
        try:
            services.snooze_task(task, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(
                request,
                _back(request, task),
                toast=f"{task.title}: put aside",
                undo_url=reverse("task_wake", args=[task.pk]),
            )
    context = {"task": task, "form": form, "next": next_url(request, "")}
    return render(request, "work/snooze.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_VIEW)
@require_POST
def task_wake(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take it up again before its day."""
    task = services.wake_task(task_or_404(request, pk), by=request.member)
    return redirect_to(request, _back(request, task), toast=f"{task.title} is back")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_watch(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: watch it (`member`: let somebody watch it), or no longer with `off`."""
    task = task_or_404(request, pk)
    text = request.POST.get("member", "")
    person = request.member
    if text.isdecimal() and len(text) < 19:
        person = get_object_or_404(Member.objects.active().select_related("role"), pk=int(text))
    act = services.unwatch if request.POST.get("off") else services.watch
    act(task, by=request.member, member=person)
    return _part(request, task, "watchers")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_item_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `text`: a new line of the checklist."""
    task = task_or_404(request, pk)
    services.add_item(task, by=request.member, text=request.POST.get("text", ""))
    return _part(request, task, "checklist")


def _item(request: HttpRequest, pk: int) -> ChecklistItem:
    tasks = Task.objects.visible_to(request.member).order_by().values("pk")
    return get_object_or_404(ChecklistItem.objects.select_related("task__matter"), pk=pk, task__in=tasks)


@requires(Perm.MATTER_VIEW)
@require_POST
def task_item_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `done` (1 or empty): tick a line or take the tick back. One click."""
    item = _item(request, pk)
    services.tick_item(item, by=request.member, done=bool(request.POST.get("done")))
    return _part(request, item.task, "checklist")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a line off the checklist."""
    item = _item(request, pk)
    services.remove_item(item, by=request.member)
    return _part(request, item.task, "checklist")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_note(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `text`: say something; people named with @ are told."""
    task = task_or_404(request, pk)
    services.add_note(task, by=request.member, text=request.POST.get("text", ""))
    return _part(request, task, "notes")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_block(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `on`: the task waits for that one."""
    task = task_or_404(request, pk)
    text = request.POST.get("on", "")
    on = None
    if text.isdecimal() and len(text) < 19:
        on = Task.objects.visible_to(request.member).filter(pk=int(text)).first()
    if on is None:
        raise DomainError("Choose a task from the list.", field="on")
    services.add_blocker(task, by=request.member, on=on)
    return _part(request, task, "blockers")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_blocker_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: it no longer waits for that one."""
    tasks = Task.objects.visible_to(request.member).order_by().values("pk")
    blocker = get_object_or_404(Blocker.objects.select_related("task__matter", "on"), pk=pk, task__in=tasks)
    task = blocker.task
    services.remove_blocker(blocker, by=request.member)
    return _part(request, task, "blockers")


@requires(Perm.MATTER_VIEW)
@require_POST
def task_sub(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `title`: a sub-task of the same assignee."""
    task = task_or_404(request, pk)
    services.create_task(
        by=request.member,
        title=request.POST.get("title", ""),
        parent=task,
        assignee=task.assignee or request.member,
        due_on=task.due_on,
        private=task.private,
    )
    return redirect_to(request, task.get_absolute_url())


def _part(request: HttpRequest, task: Task, name: str) -> HttpResponse:
    """The part of the task's page that changed; without htmx the page."""
    if not wants_part(request):
        return redirect_to(request, _back(request, task))
    from work.views.detail import parts_of

    context = {"task": task, "may_write": may_write(request.member, task), **parts_of(request, task)}
    return render(request, f"work/_{name}.html", context)
