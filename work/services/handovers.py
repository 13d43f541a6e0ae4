"""Giving a member's tasks to others in bulk, for an absence or for good, and taking them back."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Absence, Member
from matters.queries.access import visibility_of
from practice import audit
from practice.exceptions import DomainError
from work.models import HandedTask, Handover, Notice, Task
from work.queries.roles import suits, why_not
from work.services.assigning import assign_task
from work.services.notices import notify
from work.services.rules import ensure_assigns, one_line


@dataclass(frozen=True)
class Plan:
    """One task of a hand-over, whom it would go to, and why it cannot ("" when it can)."""

    task: Task
    to: Member | None
    why: str


def tasks_to_hand(member: Member, *, by: Member, until: datetime.date | None = None) -> QuerySet[Task]:
    """The member's live tasks that `by` sees; with `until` those due by then, or without a date, or late."""
    rows = Task.objects.visible_to(by).live().filter(assignee=member)
    if until is not None:
        rows = rows.filter(Q(due_on__lte=until) | Q(due_on=None))
    return rows.select_related("matter", "type", "assignee", "firm").order_by("due_on", "priority", "id")


def plan(
    tasks: list[Task], to: Member | None, *, chosen: dict[int, Member | None] | None = None
) -> list[Plan]:
    """Who would get each task: `chosen` for it, else `to`; and why not. A few queries for each person, none for each task."""
    chosen = chosen or {}
    sight: dict[int, tuple[bool, set[int]]] = {}
    reasons: dict[tuple, str] = {}
    found = []
    for task in tasks:
        person = chosen.get(task.pk, to) if task.pk in chosen else to
        found.append(Plan(task, person, _why(task, person, sight, reasons)))
    return found


def _why(task: Task, person: Member | None, sight: dict, reasons: dict) -> str:
    if person is None:
        return ""
    if task.state == Task.State.REVIEW:
        return "In review."
    if not person.is_active:
        return f"{person.name} has left the firm."
    if task.matter_id is None:
        if person.sees_named_matters_only:
            return f"{person.name} works on matters they are engaged on."
    else:
        if person.pk not in sight:
            sight[person.pk] = visibility_of(person, person.firm)
        only, ids = sight[person.pk]
        if (task.matter_id in ids) is not only:
            return f"{person.name} has no access to {task.matter.number}."
    if task.type is not None and not suits(person, task.type, person.firm):
        key = (person.pk, task.type_id, task.matter_id)
        if key not in reasons:
            reasons[key] = why_not(person, task.type, task.matter, person.firm)[0]
        return reasons[key]
    return ""


@transaction.atomic
def hand_over(
    member: Member,
    *,
    by: Member,
    choices: dict[Task, Member],
    absence: Absence | None = None,
    until: datetime.date | None = None,
    reason: str = "",
) -> tuple[Handover, list[Plan]]:
    """Give each task to the person chosen for it. Returns the hand-over, and those that were refused with the reasons.

    With `until` (the last day away) the tasks can be taken back afterwards. One notice goes to each person.
    """
    if by.pk != member.pk:
        ensure_assigns(by, None)
    if not choices:
        raise DomainError("Choose at least one task and who gets it.")
    reason = one_line(reason) or (f"{member.name} is away" if until else "")
    handover = Handover.objects.create(
        member=member, absence=absence, until=until, reason=reason, created_by=by
    )
    refused, done = [], []
    for task, to in choices.items():
        if task.assignee_id != member.pk:
            refused.append(Plan(task, to, f"It is no longer {member.name}’s."))
            continue
        try:
            with transaction.atomic():
                assign_task(task, to=to, by=by, reason=reason, quiet=True)
                done.append(HandedTask.objects.create(handover=handover, task=task, to=to))
        except DomainError as error:
            refused.append(Plan(task, to, error.message))
    if not done:
        raise DomainError(f"Nothing was handed over. {refused[0].why}")
    for row in done:
        notify(row.task, row.to, Notice.Kind.ASSIGNED, by=by, text=reason)
    audit.record(
        by,
        "tasks.handed_over",
        member,
        changes={"tasks": [None, len(done)], "until": [None, until]},
        reason=reason,
    )
    return handover, refused


@transaction.atomic
def take_back(handover: Handover, *, by: Member) -> tuple[list[Task], list[Plan]]:
    """Give back what the substitutes still have and have not finished. Returns (given back, left where they are, with why)."""
    handover = Handover.objects.select_for_update(of=("self",)).select_related("member").get(pk=handover.pk)
    if handover.taken_back_at is not None:
        raise DomainError("These tasks were taken back already.")
    if by.pk != handover.member_id:
        ensure_assigns(by, None)
    back, left = [], []
    for row in handover.handed.select_related("task__assignee", "to"):
        task = row.task
        if not task.is_live:
            left.append(Plan(task, row.to, f"{task.get_state_display()}."))
            continue
        if task.assignee_id != row.to_id:
            left.append(
                Plan(task, row.to, f"{task.assignee.name if task.assignee else 'Nobody'} has it by now.")
            )
            continue
        try:
            with transaction.atomic():
                assign_task(task, to=handover.member, by=by, reason="Taken back", quiet=True)
        except DomainError as error:
            left.append(Plan(task, row.to, error.message))
            continue
        row.back_at = timezone.now()
        row.save(update_fields=["back_at"])
        back.append(task)
    handover.taken_back_at, handover.taken_back_by = timezone.now(), by
    handover.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record(by, "tasks.taken_back", handover.member, changes={"tasks": [None, len(back)]})
    return back, left
