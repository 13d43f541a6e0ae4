"""Writes about tasks: making one, changing it, moving its date."""

import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from matters.models import Contact, Matter
from matters.queries.access import can_see, may
from practice import audit
from practice.exceptions import DomainError
from practice.rrules import clean_rule
from supervision import services as approvals
from supervision.queries import newest
from work.models import ChecklistItem, Notice, Task, TaskType, Watcher
from work.services.assigning import asks_review, check_assignee, is_attorney, supervisor_for
from work.services.notices import notify
from work.services.rules import (
    check_matter,
    clean_text,
    clean_title,
    ensure_assigns,
    ensure_creates,
    ensure_live,
    ensure_writes,
    locked,
    one_line,
    supervises,
)

LONGEST = 3600 * 10_000
# What a task may have come from: its kind → (model, URL name). Models of apps above this one are named, not imported.
ABOUT: dict[str, tuple[str, str]] = {
    "slip": ("communications.Slip", "slip_detail"),
    "call": ("communications.Call", "call_detail"),
    "lead": ("intake.Lead", "lead_detail"),
    "document": ("documents.Document", "document_detail"),
}


@transaction.atomic
def create_task(
    *,
    by: Member,
    title: str,
    matter: Matter | None = None,
    type: TaskType | None = None,
    assignee: Member | None = None,
    unassigned: bool = False,
    due_on: datetime.date | None = None,
    priority: int = Task.Priority.NORMAL,
    note: str = "",
    delegated_by: Member | None = None,
    supervising: Member | None = None,
    needs_review: bool = False,
    contact: Contact | None = None,
    parent: Task | None = None,
    private: bool = False,
    client_visible: bool = False,
    estimate_seconds: int | None = None,
    recurrence: str = "",
    checklist: tuple[str, ...] | list[str] = (),
    watchers: tuple[Member, ...] | list[Member] = (),
    about_kind: str = "",
    about_id: int | None = None,
    custom: dict | None = None,
    **more: Any,
) -> Task:
    """A new task, the actor's own unless an `assignee` is given (or `unassigned`).

    Whoever gives it to another is its `delegated_by`; the `supervising` attorney follows from that and from the matter.
    Below the lowest role of its `type` it is refused with the reason and who can. `more` are further fields of the model
    that apps above add (the list it came from). Raises DomainError naming the field, or Refused.
    """
    if parent is not None:
        parent = locked(parent)
        ensure_writes(by, parent)
        ensure_live(parent)
        matter = parent.matter
        if parent.parent_id is not None:
            raise DomainError("A sub-task has no sub-tasks of its own.", field="parent")
    ensure_creates(by, matter)
    check_matter(matter)
    title = clean_title(title)
    doer = None if unassigned else assignee or by
    if doer is not None and doer.pk != by.pk:
        ensure_assigns(by, matter)
    if doer is not None:
        check_assignee(doer, matter=matter, kind=type)
        if delegated_by is None and doer.pk != by.pk:
            delegated_by = by
    check_estimate(estimate_seconds)
    rule = clean_rule(recurrence)
    if rule and due_on is None:
        raise DomainError("A task that repeats needs a first date.", field="due_on")
    if supervising is None:
        supervising = supervisor_for(doer, matter, delegated_by)
    else:
        check_supervising(supervising, matter)
    check_client_visible(client_visible, private, matter)
    estimate = estimate_seconds
    if estimate is None and type is not None:
        estimate = type.estimate_seconds
    task = Task.objects.create(
        title=title,
        note=clean_text(note),
        matter=matter,
        type=type,
        assignee=doer,
        contact=contact,
        delegated_by=delegated_by,
        supervising=supervising,
        parent=parent,
        due_on=due_on,
        original_due_on=due_on,
        priority=priority,
        needs_review=asks_review(type, doer, needs_review),
        private=private,
        client_visible=client_visible,
        estimate_seconds=estimate,
        recurrence=rule,
        series_start=due_on if rule else None,
        about_kind=about_kind,
        about_id=about_id,
        custom=custom or {},
        created_by=by,
        **more,
    )
    said = {"assignee": [None, doer.name if doer else None], "due_on": [None, due_on]}
    audit.record(by, "task.created", task, changes=said)
    lines = [one_line(text) for text in checklist]
    ChecklistItem.objects.bulk_create(
        ChecklistItem(task=task, matter=matter, text=text, position=position)
        for position, text in enumerate([line for line in lines if line], start=1)
    )
    Watcher.objects.bulk_create(
        Watcher(task=task, matter=matter, member=member)
        for member in {m.pk: m for m in watchers}.values()
        if matter is None or can_see(member, matter)
    )
    if doer is not None:
        notify(task, doer, Notice.Kind.ASSIGNED, by=by)
    return task


def check_estimate(seconds: int | None) -> None:
    """Raise DomainError (field estimate_seconds) for an estimate that is none."""
    if seconds is not None and not 0 < seconds <= LONGEST:
        raise DomainError("Type a time such as 1.5 or 45m.", field="estimate_seconds")


def check_supervising(person: Member, matter: Matter | None) -> None:
    """Raise DomainError (field supervising) for somebody who cannot answer for the work."""
    if not supervises(person):
        raise DomainError(
            f"{person.name} is no attorney with a current licence, so cannot answer for it (Model Rule 5.3).",
            field="supervising",
        )
    if matter is not None and not can_see(person, matter):
        raise DomainError(f"{person.name} has no access to {matter.number}.", field="supervising")


def check_client_visible(client_visible: bool, private: bool, matter: Matter | None) -> None:
    """Raise DomainError where a client could not be shown it."""
    if not client_visible:
        return
    if matter is None:
        raise DomainError("Only a task of a matter can be shown to a client.", field="client_visible")
    if private:
        raise DomainError("A private task is not shown to a client.", field="client_visible")


def may_accept(member: Member, task: Task) -> bool:
    """Whether the member holds the power to accept finished work, on the task's matter."""
    if task.matter is None:
        return member.can(Perm.TASK_ACCEPT_WORK)
    return may(member, Perm.TASK_ACCEPT_WORK, task.matter)


@transaction.atomic
def change_task(task: Task, *, by: Member, reason: str = "", **new: Any) -> Task:
    """Change fields of a task that is not over: title, note, matter, type, contact, delegated_by, supervising, due_on,
    priority, needs_review, private, client_visible, estimate_seconds, recurrence.

    A later date (or none) asks for a `reason`, kept in the history; the first date stays. Who does it is changed by
    `assign_task`. Raises DomainError naming the field, or Refused.
    """
    task = locked(task)
    ensure_writes(by, task)
    ensure_live(task)
    reason = one_line(reason)
    if "title" in new:
        new["title"] = clean_title(new["title"])
    if "note" in new:
        new["note"] = clean_text(new["note"])
    if "matter" in new:
        _check_move(task, new["matter"], by)
    if "type" in new and new["type"] != task.type and task.assignee is not None and new["type"] is not None:
        check_assignee(task.assignee, matter=task.matter, kind=new["type"], field="type")
    if new.get("supervising") is not None and new["supervising"].pk != task.supervising_id:
        check_supervising(new["supervising"], new.get("matter", task.matter))
    if "estimate_seconds" in new:
        check_estimate(new["estimate_seconds"])
    if "recurrence" in new:
        _check_rule(task, new)
    private = new.get("private", task.private)
    check_client_visible(
        new.get("client_visible", task.client_visible), private, new.get("matter", task.matter)
    )
    if "needs_review" in new or "type" in new:
        new["needs_review"] = _review(task, by, new)
    moved = "due_on" in new and new["due_on"] != task.due_on
    later = moved and task.due_on is not None and (new["due_on"] is None or new["due_on"] > task.due_on)
    if later and not reason:
        raise DomainError("Say why it is due later.", field="reason")
    if moved and new["due_on"] is None and (new.get("recurrence", task.recurrence)):
        raise DomainError("A task that repeats needs a date.", field="due_on")
    changes = audit.apply(task, **new)
    if not changes:
        return task
    if moved and task.original_due_on is None:
        task.original_due_on = task.due_on
    task.save()
    audit.record(by, "task.moved" if moved else "task.changed", task, changes=changes, reason=reason)
    if "matter" in changes:
        task = locked(task)
    approvals.void_if_changed("task", task, by=by)
    return task


def move_task(task: Task, *, by: Member, due_on: datetime.date | None, reason: str = "") -> Task:
    """Another due date; a later one asks for a reason. For bulk acts."""
    return change_task(task, by=by, due_on=due_on, reason=reason)


def _check_move(task: Task, matter: Matter | None, by: Member) -> None:
    if (matter.pk if matter else None) == task.matter_id:
        return
    if task.parent_id is not None:
        raise DomainError("A sub-task is on the matter of its task.", field="matter")
    if newest("task", task) is not None:
        raise DomainError(
            "It was sent in for review on this matter. Make a new task instead.", field="matter"
        )
    ensure_creates(by, matter)
    check_matter(matter)
    if task.assignee is not None:
        check_assignee(task.assignee, matter=matter, kind=task.type, field="matter")
    if task.subtasks.exists():
        raise DomainError("It has sub-tasks, which stay on this matter.", field="matter")


def _check_rule(task: Task, new: dict) -> None:
    new["recurrence"] = clean_rule(new["recurrence"])
    if not new["recurrence"]:
        return
    due = new.get("due_on", task.due_on)
    if due is None:
        raise DomainError("A task that repeats needs a date.", field="due_on")
    if new["recurrence"] != task.recurrence:
        new["series_start"] = due


def _review(task: Task, by: Member, new: dict) -> bool:
    """Whether it needs review after the change. Only who may accept work does without one that is asked for."""
    wanted = new.get("needs_review", task.needs_review)
    kind = new.get("type", task.type)
    if asks_review(kind, task.assignee, False):
        if "needs_review" in new and not wanted:
            raise DomainError(f"“{kind.name}” is accepted by an attorney.", field="needs_review")
        return True
    if task.needs_review and not wanted:
        own = task.assignee_id == by.pk and not is_attorney(by)
        if own or not may_accept(by, task):
            raise refusal(
                by,
                Perm.TASK_ACCEPT_WORK,
                matter=task.matter,
                act="leave out the review of this task",
                field="needs_review",
            )
    return wanted


def about(task: Task, member: Member) -> tuple[str, str] | None:
    """(address, words) of what the task came from, when it is known here and the member may see it."""
    if task.about_kind not in ABOUT or not task.about_id:
        return None
    label, url_name = ABOUT[task.about_kind]
    try:
        rows = apps.get_model(label).objects.all()
        url = reverse(url_name, args=[task.about_id])
    except (LookupError, NoReverseMatch):  # an app that this installation lacks
        return None
    rows = rows.visible_to(member) if hasattr(rows, "visible_to") else rows
    found = rows.filter(pk=task.about_id).first()
    return (url, str(found)) if found is not None else None
