"""Task lists: the list of them, one with its items, and the forms."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from workflows.forms import ItemForm, ListForm
from workflows.lists import TaskListList
from workflows.models import TaskList, TaskListItem
from workflows.queries.dates import when_in_words
from workflows.services import task_lists as services

tasklist_list = TaskListList.as_view()


def list_or_404(request: HttpRequest, pk: int) -> TaskList:
    """The task list."""
    rows = TaskList.objects.visible_to(request.member).select_related("practice_area", "created_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _item_or_404(request: HttpRequest, pk: int) -> TaskListItem:
    found = TaskListItem.objects.select_related("task_list", "after", "type").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _who(item: TaskListItem) -> str:
    """For whom an item is, in words."""
    if item.assign == TaskListItem.Assign.PART:
        return f"{item.part} on the team"
    if item.assign == TaskListItem.Assign.ROLE and item.role:
        return f"First {item.role.name.lower()} on the team"
    if item.assign == TaskListItem.Assign.PERSON and item.member:
        return item.member.name
    return item.get_assign_display()


@requires(Perm.TASK_ASSIGN)
@require_GET
def tasklist_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a task list with its items and where it was applied."""
    task_list = list_or_404(request, pk)
    items = task_list.items.select_related("type", "role", "member", "nested", "after", "blocked_by")
    context = {
        "task_list": task_list,
        "items": [(item, when_in_words(item), _who(item)) for item in items.order_by("position", "id")],
        "runs": task_list.runs.select_related("matter", "applied_by", "by_automation")[:20],
        "events": audit.history_of(task_list, limit=50),
        "used_in": TaskList.objects.in_use().filter(items__nested=task_list).distinct(),
    }
    return render(request, "workflows/tasklist_detail.html", context)


def _save(request: HttpRequest, task_list: TaskList | None) -> HttpResponse:
    names = ("name", "practice_area", "description")
    initial = {name: getattr(task_list, name) for name in names} if task_list else {}
    form = ListForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if task_list is None:
                saved = services.create_list(by=request.member, **form.cleaned_data)
            else:
                saved = services.change_list(task_list, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, saved, toast=f"{saved.name} saved")
    context = {"form": form, "task_list": task_list}
    return render(request, "workflows/tasklist_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.TASK_ASSIGN)
@require_http_methods(["GET", "POST"])
def tasklist_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new task list."""
    return _save(request, None)


@requires(Perm.TASK_ASSIGN)
@require_http_methods(["GET", "POST"])
def tasklist_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a list's name, area and description."""
    return _save(request, list_or_404(request, pk))


@requires(Perm.TASK_ASSIGN)
@require_POST
def tasklist_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a copy with all items."""
    copy = services.copy_list(list_or_404(request, pk), by=request.member)
    return redirect_to(request, copy, toast=f"{copy.name} made")


@requires(Perm.TASK_ASSIGN)
@require_POST
def tasklist_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take it out of use; the toast offers Undo."""
    task_list = services.archive_list(list_or_404(request, pk), by=request.member)
    undo = reverse("tasklist_restore", args=[task_list.pk])
    return redirect_to(request, "tasklist_list", toast=f"{task_list.name} archived", undo_url=undo)


@requires(Perm.TASK_ASSIGN)
@require_POST
def tasklist_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring it back."""
    task_list = services.restore_list(list_or_404(request, pk), by=request.member)
    return redirect_to(request, task_list, toast=f"{task_list.name} is in use again")


def _save_item(request: HttpRequest, task_list: TaskList, item: TaskListItem | None) -> HttpResponse:
    initial = ItemForm.initial_of(item) if item else {}
    form = ItemForm(request.POST or None, task_list=task_list, item=item, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_item(task_list, item, by=request.member, **form.values())
        except Refused:
            raise
        except DomainError as error:
            error.field = {"offset": "days"}.get(error.field or "", error.field)
            put_error(form, error)
        else:
            more = request.POST.get("more") and item is None
            goal = reverse("tasklist_item_create", args=[task_list.pk]) if more else task_list
            return redirect_to(request, goal, toast=f"“{saved.title}” saved")
    context = {"form": form, "task_list": task_list, "item": item}
    return render(request, "workflows/tasklist_item.html", context, status=INVALID if form.errors else 200)


@requires(Perm.TASK_ASSIGN)
@require_http_methods(["GET", "POST"])
def tasklist_item_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: a further item; with `more` the form comes again."""
    return _save_item(request, list_or_404(request, pk), None)


@requires(Perm.TASK_ASSIGN)
@require_http_methods(["GET", "POST"])
def tasklistitem_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change an item."""
    item = _item_or_404(request, pk)
    return _save_item(request, item.task_list, item)


@requires(Perm.TASK_ASSIGN)
@require_POST
def tasklistitem_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take an item out."""
    item = _item_or_404(request, pk)
    services.delete_item(item, by=request.member)
    return redirect_to(request, item.task_list, toast=f"“{item.title}” taken out")


@requires(Perm.TASK_ASSIGN)
@require_POST
def tasklistitem_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `to`=up or down: move an item one place."""
    item = _item_or_404(request, pk)
    services.shift_item(item, by=request.member, up=request.POST.get("to") == "up")
    return redirect_to(request, item.task_list)
