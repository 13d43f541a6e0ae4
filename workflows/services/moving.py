"""When what dates were counted from moves: the new dates are shown and accepted by a person; and the dates that begin
when another task is done.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from calendar_app.queries import closed_days
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from work.models import Task
from work.services import change_task
from workflows.models import ListRun, ListRunItem
from workflows.models.lists import Anchor
from workflows.queries.dates import Anchors, Rule, anchors_of


@dataclass(frozen=True)
class Move:
    """One task whose date would change. `by_hand`: somebody gave it another date than the list did."""

    item: ListRunItem
    task: Task
    was: datetime.date | None
    to: datetime.date | None
    by_hand: bool


def moves_of(
    list_run: ListRun, *, applied_on: datetime.date | None = None, chosen_on: datetime.date | None = None
) -> tuple[list[Move], Anchors]:
    """What would change on the open tasks of an applied list now, and the anchors it was reckoned with. Three queries."""
    now = anchors_of(
        list_run.matter,
        applied_on=applied_on or list_run.applied_on,
        chosen_on=chosen_on or list_run.chosen_on,
    )
    before = Anchors.read(list_run.anchors)
    moved = {key for key in Anchor.values if now.days.get(key) != before.days.get(key)}
    if not moved or list_run.undone_at is not None:
        return [], now
    closed = closed_days()
    found = []
    for item in list_run.items.select_related("task__assignee").exclude(task=None):
        rule, task = Rule.read(item.rule), item.task
        if rule.anchor not in moved or task is None or not task.is_live:
            continue
        day = now.days.get(rule.anchor)
        to = rule.from_day(day, closed) if day else None
        if to != task.due_on and to is not None:
            found.append(Move(item, task, task.due_on, to, task.due_on != item.planned_on))
    return found, now


@transaction.atomic
def accept_moves(
    list_run: ListRun,
    *,
    by: Member,
    wanted: Collection[int],
    applied_on: datetime.date | None = None,
    chosen_on: datetime.date | None = None,
) -> int:
    """Give the tasks of the items `wanted` their new dates, all in one transaction; the others keep theirs.

    Returns how many moved. The present anchors count as seen, so that nothing is offered twice.
    """
    ensure(by, Perm.TASK_ASSIGN)
    list_run = ListRun.objects.select_for_update(of=("self",)).select_related("matter").get(pk=list_run.pk)
    if list_run.undone_at is not None:
        raise DomainError("This list was taken back.")
    moves, now = moves_of(list_run, applied_on=applied_on, chosen_on=chosen_on)
    done = []
    for move in moves:
        if move.item.pk in wanted:
            change_task(move.task, by=by, due_on=move.to, reason=f"“{list_run.list_name}”: its anchor moved")
            move.item.planned_on, move.item.settled_at = move.to, timezone.now()
            done.append(move.item)
    ListRunItem.objects.bulk_update(done, ["planned_on", "settled_at"])
    list_run.anchors = now.stored()
    list_run.applied_on = applied_on or list_run.applied_on
    list_run.chosen_on = chosen_on or list_run.chosen_on
    list_run.save(update_fields=["anchors", "applied_on", "chosen_on"])
    audit.record(by, "task_list.moved", list_run, changes={"tasks": [None, len(done)]})
    return len(done)


@transaction.atomic
def task_finished(task_id: int) -> int:
    """Give dates to what was counted from the completion of this task. Returns how many; a date somebody gave stays.

    Runs for the system, from the audit trail, in order; doing it twice changes nothing.
    """
    given = 0
    items = ListRunItem.objects.filter(task=task_id, run__undone_at=None).select_related("run", "task")
    for item in items:
        rows = list(item.run.items.select_related("task"))
        closed = closed_days()
        for other in rows:
            rule = Rule.read(other.rule)
            if rule.anchor != Anchor.ITEM or other.task is None or not _is_at(item.path, rule.after):
                continue
            before = [one for one in rows if _is_at(one.path, rule.after) and one.task is not None]
            if not before or any(one.task.is_live for one in before):
                continue
            days = [timezone.localtime(one.task.done_at).date() for one in before if one.task.done_at]
            if not days or not other.task.is_live or other.task.due_on is not None:
                continue
            due = rule.from_day(max(days), closed)
            changes = {"due_on": [None, due]}
            other.task.due_on = due
            other.task.save(update_fields=["due_on", "updated_at"])
            audit.record(None, "task.changed", other.task, changes=changes, reason=f"“{item.title}” is done")
            other.planned_on, other.settled_at = due, timezone.now()
            other.save(update_fields=["planned_on", "settled_at"])
            given += 1
    return given


def _is_at(path: str, place: str) -> bool:
    """Whether a path is this place, or within the nested list that stands there."""
    return path == place or path.startswith(f"{place}.")


@transaction.atomic
def to_tell(matter_id: int) -> list[tuple[ListRun, int]]:
    """The applied lists of a matter about whose moved dates nobody was told yet, with how many; they count as told now."""
    matter = Matter.objects.with_people().select_related("stage").get(pk=matter_id)
    found = []
    for list_run, count in waiting_moves(matter):
        now = anchors_of(matter, applied_on=list_run.applied_on, chosen_on=list_run.chosen_on).stored()
        if list_run.told != now:
            ListRun.objects.filter(pk=list_run.pk).update(told=now)
            found.append((list_run, count))
    return found


def waiting_moves(matter: Matter) -> list[tuple[ListRun, int]]:
    """The applied lists of a matter whose dates would move, with how many. A query a list that has open tasks."""
    runs = matter.list_runs.filter(undone_at=None, items__task__state__in=["open", "doing", "returned"])
    found = []
    for list_run in runs.distinct():
        list_run.matter = matter
        moves, _now = moves_of(list_run)
        if moves:
            found.append((list_run, len(moves)))
    return found
