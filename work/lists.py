"""The task list: every view of the firm's tasks that is a list."""

from django import forms
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from custom_fields.lists import CustomColumns
from practice.fields import DayField
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View
from work.filters import TaskFilter
from work.models import Task
from work.queries.tasks import actual, is_blocked
from work.services.rules import may_create_on, may_write


class ReassignForm(forms.Form):
    """Whom the chosen tasks go to."""

    wants_member = True

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        people = {str(m.pk): m for m in Member.objects.active().select_related("role").order_by("name")}
        self.fields["to"] = forms.TypedChoiceField(
            choices=[("", ""), *((pk, m.name) for pk, m in people.items())],
            coerce=lambda value: people[str(value)],
            label="To",
        )


class SnoozeForm(forms.Form):
    """Until when the chosen tasks are put aside. The dialog asks for the reason itself."""

    until = DayField(label="Until", widget=forms.DateInput)


class MoveForm(forms.Form):
    """Another due date. The dialog asks for the reason itself."""

    due_on = DayField(label="Due", widget=forms.DateInput)


class PriorityForm(forms.Form):
    """A priority."""

    priority = forms.TypedChoiceField(choices=Task.Priority.choices, coerce=int, label="Priority", initial=2)


STATES = {
    "open": "ring",
    "doing": "accent",
    "review": "tag warn",
    "returned": "tag danger",
    "done": "ok",
    "cancelled": "",
}


class TaskList(CustomColumns, ListPage):
    """Tasks by whose they are, when they fall due and how they stand."""

    name = "tasks"
    title, noun, plural = "Tasks", "task", "tasks"
    model, filterset, perm = Task, TaskFilter, Perm.MATTER_VIEW
    columns = (
        Column(
            "done",
            "",
            template="work/cell_done.html",
            exports=[],
            css="c-act c-done",
            always=True,
            phone="",
            value="state",
        ),
        Column(
            "title",
            "Task",
            template="work/cell_title.html",
            always=True,
            sort="title",
            css="c-main",
            phone="main",
            select=("matter",),
            exports=[
                ("Task", "title"),
                ("Matter number", lambda t: t.matter.number if t.matter else ""),
                ("Matter", lambda t: t.matter.name if t.matter else ""),
                ("What exactly", "note"),
            ],
        ),
        Column(
            "assignee",
            "Assignee",
            value=lambda t: t.assignee.name if t.assignee else "",
            sort="assignee__name",
            select=("assignee",),
            template="work/cell_assignee.html",
        ),
        Column(
            "delegated",
            "Delegated by",
            value=lambda t: t.delegated_by.name if t.delegated_by else "",
            sort="delegated_by__name",
            select=("delegated_by",),
            css="c-opt",
        ),
        Column(
            "due",
            "Due",
            kind="date",
            value="due_on",
            sort="due_on",
            template="work/cell_due.html",
            phone="date",
            exports=[("Due", "due_on"), ("First due", "original_due_on")],
        ),
        Column(
            "priority",
            "Priority",
            value="get_priority_display",
            sort="priority",
            template="work/cell_priority.html",
            css="c-prio",
        ),
        Column("state", "Status", kind="state", sort="state", states=STATES),
        Column(
            "type",
            "Type",
            value=lambda t: t.type.name if t.type else "",
            sort="type__position",
            select=("type",),
            css="c-opt",
        ),
        Column(
            "blocked",
            "Blocked",
            kind="bool",
            value="blocked",
            annotate=lambda request: {"blocked": is_blocked()},
            template="work/cell_blocked.html",
            css="c-opt",
            default=False,
        ),
        Column(
            "estimate",
            "Estimate",
            kind="hours",
            value="estimate_seconds",
            sort="estimate_seconds",
            total=True,
            default=False,
        ),
        Column(
            "actual",
            "Actual",
            kind="hours",
            value="actual",
            annotate=lambda request: {"actual": actual()},
            template="work/cell_actual.html",
            exports=[("Estimate, s", "estimate_seconds"), ("Actual, s", "actual")],
            css="c-opt",
        ),
        Column(
            "supervising",
            "Supervising",
            value=lambda t: t.supervising.name if t.supervising else "",
            sort="supervising__name",
            select=("supervising",),
            default=False,
        ),
        Column(
            "snoozed",
            "Snoozed until",
            kind="date",
            value="snoozed_until",
            sort="snoozed_until",
            default=False,
        ),
        Column("finished", "Done on", kind="date", value="done_at", sort="done_at", default=False),
        Column("created", "Added", kind="date", value="created_at", sort="created_at", default=False),
    )
    default_sort = ("due", "priority")
    search = ("title", "matter__name", "matter__number", "assignee__name")
    default_views = (
        View("Mine", "whose=mine&open=yes&asleep=no"),
        View("My team", "whose=team&open=yes"),
        View("Attorneys I support", "whose=attorneys&open=yes"),
        View("Given by me", "whose=given&open=yes"),
        View("Awaiting review", "state=review"),
        View("Overdue", "bucket=late"),
        View("Needs somebody", "somebody=yes"),
        View("Everything open", "open=yes"),
        View("Done", "open=no&sort=-finished"),
    )
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "complete",
            "Complete",
            handler="work.services.complete_task",
            icon="circle-check",
            undo="undone",
            done="{count} {noun} completed or sent in",
        ),
        BulkAction(
            "undone",
            "Open again",
            handler="work.services.undo_complete",
            hidden=True,
            done="{count} {noun} open again",
        ),
        BulkAction(
            "assign",
            "Reassign",
            Perm.TASK_ASSIGN,
            handler="work.services.assign_task",
            form=ReassignForm,
            icon="user-share",
            done="{count} {noun} reassigned",
        ),
        BulkAction(
            "snooze",
            "Snooze",
            handler="work.services.snooze_task",
            form=SnoozeForm,
            reason=True,
            icon="zzz",
            undo="wake",
            done="{count} {noun} put aside",
        ),
        BulkAction(
            "wake",
            "Take up again",
            handler="work.services.wake_task",
            hidden=True,
            done="{count} {noun} taken up",
        ),
        BulkAction(
            "move",
            "Due date",
            handler="work.services.move_task",
            form=MoveForm,
            reason=True,
            icon="calendar-time",
            done="{count} {noun} moved",
        ),
        BulkAction(
            "priority",
            "Priority",
            handler="work.services.change_task",
            form=PriorityForm,
            icon="flag",
            done="{count} {noun} changed",
        ),
        BulkAction(
            "submit",
            "Send in for review",
            handler="work.services.send_in",
            icon="send",
            done="{count} {noun} sent in",
        ),
        BulkAction(
            "cancel",
            "Cancel",
            handler="work.services.cancel_task",
            reason=True,
            icon="x",
            danger=True,
            undo="undone",
            done="{count} {noun} cancelled",
        ),
    )
    actions = (Action("New task", "task_create", perm=Perm.TASK_CREATE, key="N"),)
    export_name = "tasks"
    template = "work/task_list.html"
    before_template = "work/quick_in_list.html"
    peek_template = "work/task_peek.html"
    empty = Empty(
        "checkbox",
        "No tasks yet",
        "What is to be done, by whom, and until when.",
        "Add a task",
        "task_create",
    )

    def loaded(self, qs):
        return super().loaded(qs).select_related("matter", "assignee", "type").annotate(blocked=is_blocked())

    def row_class(self, obj):
        """Late tasks are seen at a glance."""
        return "late" if obj.due_on is not None and obj.is_live and obj.due_on < self.today else ""

    @property
    def today(self):
        """The firm's day, worked out once a page."""
        if not hasattr(self, "_today"):
            self._today = timezone.localdate()
        return self._today

    def peek_context(self, request, obj):
        obj = (
            Task.objects.visible_to(request.member)
            .select_related("matter", "type", "assignee", "delegated_by", "supervising")
            .get(pk=obj.pk)
        )
        return {
            "task": obj,
            "may_write": may_write(request.member, obj),
            "checklist": list(obj.checklist.all()),
            "notes": list(obj.notes.select_related("author").order_by("-id")[:5]),
        }

    def extra_context(self, request):
        return {"task_tab": "list", "may_create": may_create_on(request.member, None)}
