"""Applying task lists to matters, and taking that back."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from practice.models import AuditEvent
from work.models import Task
from work.queries.roles import suits
from work.services import add_blocker, cancel_task, create_task
from workflows.models import ListRun, ListRunItem, Run, TaskList
from workflows.queries.dates import anchors_of
from workflows.queries.plans import Planned, plan
from workflows.services.place import begin


@transaction.atomic
def apply_list(
    task_list: TaskList,
    matter: Matter,
    *,
    by: Member,
    applied_on: datetime.date | None = None,
    chosen_on: datetime.date | None = None,
    leave_out: Collection[str] = (),
    run: Run | None = None,
) -> ListRun:
    """Make the tasks of a list on a matter, in one transaction. `leave_out` are paths of items that are not wanted.

    A person whom a task's type is above does not get it: it is made without one, and its note says why.
    """
    ensure(by, Perm.TASK_ASSIGN)
    task_list = TaskList.objects.select_for_update(of=("self",)).get(pk=task_list.pk)
    if task_list.archived_at is not None:
        raise DomainError(f"“{task_list.name}” is archived.", field="task_list")
    if task_list.practice_area_id not in (None, matter.practice_area_id):
        raise DomainError(
            f"“{task_list.name}” is for {task_list.practice_area}; this matter is {matter.practice_area}.",
            field="task_list",
        )
    if matter.state in Matter.ENDED or matter.state == Matter.State.DECLINED:
        raise DomainError(f"{matter.number} is {matter.get_state_display().lower()}.")
    applied_on = applied_on or timezone.localdate()
    anchors = anchors_of(matter, applied_on=applied_on, chosen_on=chosen_on)
    wanted = [planned for planned in plan(task_list, matter, anchors) if planned.path not in leave_out]
    if not wanted:
        raise DomainError("There is nothing to make: choose at least one task.")
    begin()
    list_run = ListRun.objects.create(
        matter=matter,
        task_list=task_list,
        list_name=task_list.name,
        list_version=task_list.version,
        applied_on=applied_on,
        chosen_on=chosen_on,
        anchors=anchors.stored(),
        applied_by=by,
        by_automation=run,
    )
    made = {planned.path: _make(list_run, planned, by) for planned in wanted}
    for planned in wanted:
        for path in planned.blocked_by:
            if path in made:
                add_blocker(made[planned.path], on=made[path], by=by)
    ListRunItem.objects.bulk_create(
        ListRunItem(
            matter=matter,
            run=list_run,
            path=planned.path,
            title=planned.title,
            rule=planned.rule.stored(),
            planned_on=planned.due_on,
            task=made[planned.path],
            settled_at=timezone.now(),
        )
        for planned in wanted
    )
    audit.record(by, "task_list.applied", list_run, changes={"tasks": [None, len(wanted)]})
    return list_run


def _make(list_run: ListRun, planned: Planned, by: Member) -> Task:
    item, assignee = planned.item, planned.assignee
    notes = [item.note] if item.note else []
    notes += planned.notes
    if assignee is not None and item.type is not None and not suits(assignee, item.type, by.firm):
        lowest = item.type.get_lowest_display().lower()
        notes.append(f"Not given to {assignee.name}: “{item.type}” takes {lowest}.")
        assignee = None
    return create_task(
        by=by,
        matter=list_run.matter,
        title=planned.title,
        note="\n".join(notes),
        assignee=assignee,
        unassigned=assignee is None,
        due_on=planned.due_on,
        type=item.type,
        priority=item.priority,
        estimate_seconds=item.estimate_seconds,
        checklist=item.checklist,
        about_kind="list_run",
        about_id=list_run.pk,
    )


def apply_to_one(matter: Matter, *, by: Member, task_list: TaskList, **days) -> ListRun:
    """`apply_list` the other way round: what lists of matters call for each row."""
    return apply_list(task_list, matter, by=by, **days)


@dataclass(frozen=True)
class Undone:
    """What undo did: the titles of the tasks it removed, and of those it left, with why."""

    removed: list[str]
    kept: list[tuple[str, str]]

    @property
    def said(self) -> str:
        """In one sentence."""
        gone = f"{len(self.removed)} task{'' if len(self.removed) == 1 else 's'} removed"
        return f"{gone}, {len(self.kept)} kept" if self.kept else gone


def touched(items: list[ListRunItem]) -> dict[int, str]:
    """{task id: who did what with it} of tasks that somebody has worked with since the list made or dated them. One query.

    The audit trail knows: whatever anybody did with a task is an event of it.
    """
    since = {item.task_id: item.settled_at for item in items if item.task_id}
    found: dict[int, str] = {}
    events = AuditEvent.objects.filter(object_type="work.task", object_id__in=since).order_by("id")
    for event in events:
        if event.at > since[event.object_id]:
            did = event.verb.partition(".")[2].replace("_", " ")
            found[event.object_id] = f"{event.actor_name} {did} it"
    return found


@transaction.atomic
def undo_list(list_run: ListRun, *, by: Member) -> Undone:
    """Take back an applied list: tasks that nobody has touched are cancelled, the others stay, and it says which."""
    ensure(by, Perm.TASK_ASSIGN)
    list_run = ListRun.objects.select_for_update(of=("self",)).select_related("matter").get(pk=list_run.pk)
    if list_run.undone_at is not None:
        raise DomainError("This was undone already.")
    items = list(list_run.items.select_related("task").filter(state=ListRunItem.State.MADE))
    worked_on = touched(items)
    removed, kept = [], []
    # From the last to the first: what waits for another goes before it.
    for item in reversed(items):
        why = worked_on.get(item.task_id or 0, "")
        if item.task is None or not item.task.is_live:
            why = why or "It is over"
        if item.task is not None and not why:
            try:
                with transaction.atomic():
                    cancel_task(item.task, by=by, reason=f"“{list_run.list_name}” was taken back")
            except DomainError as error:
                why = error.message
        item.state = ListRunItem.State.KEPT if why else ListRunItem.State.REMOVED
        if why:
            kept.append((item.title, why))
        else:
            removed.append(item.title)
    ListRunItem.objects.bulk_update(items, ["state"])
    list_run.undone_by, list_run.undone_at = by, timezone.now()
    list_run.save(update_fields=["undone_by", "undone_at"])
    audit.record(
        by,
        "task_list.undone",
        list_run,
        changes={"removed": [None, len(removed)], "kept": [None, len(kept)]},
    )
    return Undone(list(reversed(removed)), list(reversed(kept)))
