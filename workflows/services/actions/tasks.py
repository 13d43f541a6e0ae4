"""Actions about tasks, dates and time."""

from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Perm
from billing.models import TimeEntry
from billing.services.time import delete_time, hold_time, record_time
from calendar_app.models import Deadline
from calendar_app.services import create_deadline, dismiss_deadline
from practice.exceptions import DomainError
from practice.models import AuditEvent
from work.models import Task, TaskType
from work.services import cancel_task, create_task
from workflows.models import ListRun, TaskList
from workflows.services.actions.base import (
    DAYS,
    UNIT,
    Action,
    Done,
    Input,
    Kept,
    check_text,
    day_from,
    fill,
    person,
    url_of,
)
from workflows.services.applying import apply_list, undo_list


def untouched(object_type: str, pk: int, *verbs: str) -> str:
    """ "" when nobody did anything with the record but what `verbs` say, else who did what. One query."""
    found = AuditEvent.objects.filter(object_type=object_type, object_id=pk).exclude(verb__in=verbs)
    event = found.order_by("-id").first()
    return f"{event.actor_name} {event.verb.partition('.')[2].replace('_', ' ')} it since." if event else ""


class ApplyList(Action):
    kind, label, icon = "apply_list", "Apply a task list", "list-check"
    perm = Perm.TASK_ASSIGN
    inputs = (
        Input("task_list", "List", "choice", lambda: [
            (str(pk), name) for pk, name in TaskList.objects.in_use().values_list("pk", "name")]),
    )  # fmt: skip
    undoing = "Tasks that nobody has touched are removed."

    def say(self, data):
        return f"apply the list {self.label_of(data, 'task_list')}"

    def do(self, data, work):
        task_list = TaskList.objects.filter(pk=data["task_list"]).first()
        if task_list is None:
            raise DomainError("The task list is gone. Edit the automation and choose another.")
        done = apply_list(task_list, self.matter(work), by=work.by, run=work.run)
        count = done.items.count()
        return Done(
            f"Applied “{task_list.name}”: {count} task{'' if count == 1 else 's'}",
            url_of(done),
            {"list_run": done.pk},
        )

    def undo(self, back, *, by):
        list_run = ListRun.objects.filter(pk=back["list_run"], undone_at=None).first()
        if list_run is None:
            return
        result = undo_list(list_run, by=by)
        if result.kept:
            raise Kept(f"{result.said}: " + "; ".join(f"“{title}” ({why})" for title, why in result.kept[:5]))


class CreateTask(Action):
    kind, label, icon = "create_task", "Create a task", "checkbox"
    perm, needs_matter = Perm.TASK_CREATE, False
    inputs = (
        Input("title", "What is to be done", hint="Names in braces: {client}, {matter}, {record}, {today}."),
        Input("who", "For", "people", initial="responsible"),
        DAYS,
        UNIT,
        Input("type", "Type", "choice", lambda: [("", "No type"), *(
            (str(pk), name) for pk, name in TaskType.objects.filter(is_active=True).values_list("pk", "name"))],
            required=False),
        Input("priority", "Priority", "choice", lambda: [
            (str(value), label) for value, label in Task.Priority.choices], initial="2"),
        Input("note", "Note", "long", required=False, longest=2000),
    )  # fmt: skip
    undoing = "The task is cancelled, when nobody has touched it."

    def say(self, data):
        due = f", due in {data['days']} {data.get('unit', 'calendar')} days" if data.get("days") else ""
        return f"create the task “{data.get('title', '')}” for {self.label_of(data, 'who')}{due}"

    def check(self, data, where):
        check_text(data["title"], f"{where}-title")
        check_text(data.get("note", ""), f"{where}-note")

    def do(self, data, work):
        who, why = person(data["who"], work)
        kind = TaskType.objects.filter(pk=data["type"]).first() if data.get("type") else None
        note = fill(data.get("note", ""), work.ctx)
        task = create_task(
            by=work.by,
            title=fill(data["title"], work.ctx)[:200],
            matter=work.ctx.matter,
            assignee=who,
            unassigned=who is None,
            due_on=day_from(data),
            type=kind,
            priority=int(data.get("priority") or 2),
            note=f"{note}\n{why}".strip() if why else note,
            about_kind=work.ctx.subject if work.ctx.subject in ("lead", "slip", "document") else "",
            about_id=work.ctx.obj.pk if work.ctx.subject in ("lead", "slip", "document") else None,
        )
        for_whom = f"for {who.name}" if who else f"for nobody yet ({why})"
        return Done(f"Created the task “{task.title}” {for_whom}", url_of(task), {"task": task.pk})

    def undo(self, back, *, by):
        task = Task.objects.filter(pk=back["task"]).first()
        if task is None or task.state == Task.State.CANCELLED:
            return
        why = untouched("work.task", task.pk, "task.created")
        if why or not task.is_live:
            raise Kept(f"“{task.title}” stays: {why or 'it is over.'}")
        cancel_task(task, by=by, reason="The automation was undone")


class AddDeadline(Action):
    kind, label, icon = "add_deadline", "Add an internal date", "calendar-plus"
    perm = Perm.DEADLINE_ENTER
    inputs = (
        Input("title", "What is due"),
        Input("days", "Days from then", "days"),
        UNIT,
        Input("who", "Answers for it", "people", initial="responsible"),
    )
    undoing = "The date is taken off the calendar."

    def say(self, data):
        return (
            f"add the internal date “{data.get('title', '')}” in {data.get('days') or 0} "
            f"{data.get('unit', 'calendar')} days"
        )

    def check(self, data, where):
        check_text(data["title"], f"{where}-title")

    def do(self, data, work):
        who, why = person(data["who"], work)
        deadline = create_deadline(
            self.matter(work),
            by=work.by,
            title=fill(data["title"], work.ctx)[:200],
            due_on=day_from(data),
            kind=Deadline.Kind.INTERNAL,
            owner=who,
            note=why,
        )
        day = f"{deadline.due_on:%b} {deadline.due_on.day}"
        return Done(
            f"Added “{deadline.title}” on {day} for {deadline.owner.name}",
            url_of(deadline),
            {"deadline": deadline.pk},
        )

    def undo(self, back, *, by):
        deadline = Deadline.objects.filter(pk=back["deadline"]).first()
        if deadline is None or deadline.done_at is not None:
            return
        why = untouched("calendar_app.deadline", deadline.pk, "deadline.created")
        if why:
            raise Kept(f"“{deadline.title}” stays: {why}")
        dismiss_deadline(deadline, by=by, reason="The automation was undone")


class DraftTime(Action):
    kind, label, icon = "draft_time", "Draft a time entry", "clock-plus"
    perm = Perm.TIME_RECORD
    inputs = (
        Input("who", "Of", "people", initial="own"),
        Input("hours", "Hours", "hours", initial="0.2"),
        Input("narrative", "Narrative", "long", longest=1000),
    )
    undoing = "The entry is deleted while it is unbilled and unchanged."

    def say(self, data):
        return f"draft {data.get('hours', '')} h of time of {self.label_of(data, 'who')}"

    def check(self, data, where):
        check_text(data["narrative"], f"{where}-narrative")

    def do(self, data, work):
        who, why = person(data["who"], work)
        if who is None:
            raise DomainError(f"Nobody to record it for. {why}".strip())
        entry = record_time(
            self.matter(work),
            by=work.by,
            member=who,
            date=timezone.localdate(),
            seconds=round(float(data["hours"]) * 3600),
            narrative=fill(data["narrative"], work.ctx),
            source=TimeEntry.Source.MANUAL,
        )
        hold_time(entry, by=work.by)
        return Done(
            f"Drafted {data['hours']} h of {who.name}, on hold until they look at it",
            reverse("time_detail", args=[entry.pk]),
            {"entry": entry.pk},
        )

    def undo(self, back, *, by):
        entry = TimeEntry.objects.filter(pk=back["entry"]).first()
        if entry is None:
            return
        why = untouched("billing.timeentry", entry.pk, "time.recorded", "time.held")
        if why:
            raise Kept(f"The time entry stays: {why}")
        delete_time(entry, by=by)
