"""The states of a task: begun, sent in, accepted or returned, done, cancelled, opened again, put aside.

What needs review is done when an attorney accepts it: a decision (supervision, kind `task`), which PostgreSQL asks for.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from custom_fields.queries import missing
from practice import audit
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.models import Approval
from supervision.queries import newest
from work.models import FINISHED, LIVE, Blocker, Notice, Task
from work.services.assigning import asks_review, check_assignee, is_attorney
from work.services.notices import notify
from work.services.recurrence import make_next, untouched_next
from work.services.rules import clean_text, ensure_live, ensure_writes, locked, one_line

State = Task.State


def in_the_way(task: Task) -> list[str]:
    """Why the task cannot be done yet, a sentence each."""
    ahead = list(
        Task.objects.filter(pk__in=Blocker.objects.filter(task=task).values("on_id"), state__in=LIVE)[:4]
    )
    found = []
    if ahead:
        names = ", ".join(f"“{row.title}”" for row in ahead[:3]) + (" and more" if len(ahead) > 3 else "")
        found.append(f"It waits for {names}.")
    below = Task.objects.filter(parent=task, state__in=LIVE).count()
    if below:
        found.append(f"{below} sub-task{'' if below == 1 else 's'} {'is' if below == 1 else 'are'} open.")
    return found


def check_completable(task: Task) -> None:
    """Raise DomainError (or Refused) when the task cannot be finished: blocked, a field asked for is empty, or below the role
    its type names.
    """
    ensure_live(task)
    reasons = [*in_the_way(task), *missing(task, State.DONE.value)]
    reasons = reasons or missing(task, State.DONE)
    if reasons:
        raise DomainError(" ".join(reasons))
    if task.assignee is not None:
        check_assignee(task.assignee, matter=task.matter, kind=task.type)


@transaction.atomic
def start_task(task: Task, *, by: Member) -> Task:
    """Begin it. A task of nobody becomes the actor's."""
    task = locked(task)
    ensure_writes(by, task)
    if task.state == State.DOING:
        return task
    if task.state not in (State.OPEN, State.RETURNED):
        raise DomainError(f"This task is {task.get_state_display().lower()}.")
    new: dict[str, Any] = {"state": State.DOING, "snoozed_until": None}
    if task.assignee is None:
        check_assignee(by, matter=task.matter, kind=task.type)
        new |= {"assignee": by, "needs_review": asks_review(task.type, by, task.needs_review)}
    changes = audit.apply(task, **new)
    task.save(update_fields=[*new, "updated_at"])
    audit.record(by, "task.started", task, changes=changes)
    return task


@transaction.atomic
def stop_task(task: Task, *, by: Member) -> Task:
    """Put it back from "in progress" to "open"."""
    task = locked(task)
    ensure_writes(by, task)
    if task.state != State.DOING:
        raise DomainError(f"This task is {task.get_state_display().lower()}.")
    changes = audit.apply(task, state=State.OPEN)
    task.save(update_fields=["state", "updated_at"])
    audit.record(by, "task.changed", task, changes=changes)
    return task


@transaction.atomic
def complete_task(task: Task, *, by: Member, outcome: str | None = None, to: Member | None = None) -> Task:
    """Say that it is done. What needs review goes to an attorney (state "in review"); an attorney's own word accepts it.

    `outcome` is what was done, `to` whom it is sent to (the supervising attorney, unless given). Raises DomainError when
    something stands in the way, Refused when the role is below what the type names.
    """
    task = locked(task)
    ensure_writes(by, task)
    if task.state == State.REVIEW:
        return accept_work(task, by=by)
    if task.assignee is None and task.is_live:
        check_assignee(by, matter=task.matter, kind=task.type)
        task.assignee = by
        task.save(update_fields=["assignee", "updated_at"])
    check_completable(task)
    needs = asks_review(task.type, task.assignee, task.needs_review)
    if outcome is not None:
        task.outcome = clean_text(outcome)
    if needs != task.needs_review or outcome is not None:
        task.needs_review = needs
        task.save(update_fields=["needs_review", "outcome", "updated_at"])
    if not needs:
        return _finish(task, by=by)
    if to is None and decides_at_once(task, by):
        approvals.decide("task", task, by=by)
    else:
        approvals.submit("task", task, by=by, to=to or _reviewer(task, by), note=task.outcome)
    return locked(task)


def decides_at_once(task: Task, by: Member) -> bool:
    """Whether the actor's word accepts it: they may decide it, and nobody else was named to answer for it."""
    if not kind_of("task").may_decide(task, by):
        return False
    if task.assignee_id != by.pk:
        return True
    return is_attorney(by) and task.supervising_id in (None, by.pk)


def _reviewer(task: Task, by: Member) -> Member | None:
    """Who it is sent to: the supervising attorney, when they may decide it. None: the first who may."""
    person = task.supervising
    if person is not None and person.pk != by.pk:
        if person.pk in {m.pk for m in kind_of("task").deciders(task)}:
            return person
    return None


def send_in(task: Task, *, by: Member, outcome: str = "", to: Member | None = None) -> Task:
    """Send the finished work to an attorney, whoever the actor is. Sets that it needs review."""
    with transaction.atomic():
        task = locked(task)
        ensure_writes(by, task)
        check_completable(task)
        if not task.needs_review:
            task.needs_review = True
            task.save(update_fields=["needs_review", "updated_at"])
        task.outcome = clean_text(outcome) or task.outcome
        task.save(update_fields=["outcome", "updated_at"])
        approvals.submit("task", task, by=by, to=to or _reviewer(task, by), note=task.outcome)
        return locked(task)


@transaction.atomic
def accept_work(task: Task, *, by: Member, seen: str = "") -> Task:
    """An attorney (or whom one lent the power) accepts what was sent in: the task is done."""
    task = locked(task)
    if task.state != State.REVIEW:
        raise DomainError(f"This task is {task.get_state_display().lower()}, not in review.")
    if not kind_of("task").may_decide(task, by):
        raise refusal(by, Perm.TASK_ACCEPT_WORK, matter=task.matter)
    approvals.decide("task", task, by=by, seen=seen)
    return locked(task)


@transaction.atomic
def return_task(task: Task, *, by: Member, note: str) -> Task:
    """Give it back with a note that says what should change."""
    task = locked(task)
    waiting = newest("task", task)
    if waiting is None or not waiting.is_waiting:
        raise DomainError("This is not in review.")
    approvals.send_back(waiting, by=by, note=note)
    return locked(task)


@transaction.atomic
def withdraw_task(task: Task, *, by: Member) -> Task:
    """Take back what was sent in, to go on with it."""
    task = locked(task)
    waiting = newest("task", task)
    if waiting is None or not waiting.is_waiting:
        raise DomainError("This is not in review.")
    approvals.withdraw(waiting, by=by)
    return locked(task)


# What the decision does (approvals.Work)


def note_sent_in(task: Task, *, by: Member) -> None:
    """It waits for the decision now."""
    task.state, task.submitted_at, task.snoozed_until = State.REVIEW, timezone.now(), None
    task.needs_review = True
    task.save(update_fields=["state", "submitted_at", "snoozed_until", "needs_review", "updated_at"])
    audit.record(by, "task.sent_in", task, changes={"state": [None, State.REVIEW]})


def note_accepted(task: Task, approval: Approval, *, by: Member) -> None:
    """It is done. Called by the decision alone; raises DomainError without an approval of exactly this."""
    approvals.require("task", task)
    _finish(task, by=by, accepted=True)


def note_returned(task: Task, approval: Approval, *, by: Member) -> None:
    """It goes on: returned with a note, or taken back by who sent it."""
    returned = approval.state == Approval.State.RETURNED
    task.state = State.RETURNED if returned else State.DOING
    task.submitted_at = None
    task.save(update_fields=["state", "submitted_at", "updated_at"])
    if not returned:
        return
    audit.record(by, "task.returned", task, reason=approval.decision_note)
    if task.assignee is not None and task.assignee_id != approval.submitted_by_id:
        notify(task, task.assignee, Notice.Kind.RETURNED, by=by, text=approval.decision_note)


def _finish(task: Task, *, by: Member, accepted: bool = False) -> Task:
    doer = (task.assignee or by) if accepted else by
    changes = audit.apply(task, state=State.DONE)
    task.done_at, task.done_by, task.snoozed_until = timezone.now(), doer, None
    task.save(update_fields=["state", "done_at", "done_by", "snoozed_until", "updated_at"])
    audit.record(by, "task.accepted" if accepted else "task.done", task, changes=changes)
    make_next(task, by=by, today=timezone.localdate())
    _tell_of_end(task, by=by)
    return task


def _tell_of_end(task: Task, *, by: Member) -> None:
    """Whoever waits for it goes on; whoever gave or watches it is told."""
    still = Blocker.objects.filter(task=OuterRef("pk"), on__state__in=LIVE)
    freed = Task.objects.filter(blockers__on=task, state__in=LIVE).exclude(Exists(still))
    for other in freed.select_related("assignee"):
        audit.record(by, "task.unblocked", other, changes={"by": [None, task.title]})
        if other.assignee is not None:
            notify(other, other.assignee, Notice.Kind.UNBLOCKED, by=by, text=task.title)
    told = {row.member_id: row.member for row in task.watchers.select_related("member")}
    if task.delegated_by is not None and task.delegated_by.is_active:
        told.setdefault(task.delegated_by.pk, task.delegated_by)
    for member in told.values():
        notify(task, member, Notice.Kind.WATCHED, by=by)


@transaction.atomic
def cancel_task(task: Task, *, by: Member, reason: str = "") -> Task:
    """It need not be done. Its sub-tasks end with it; one that repeats goes on with the next."""
    task = locked(task)
    ensure_writes(by, task)
    ensure_live(task)
    reason = one_line(reason)
    if task.state == State.REVIEW:
        waiting = newest("task", task)
        if waiting is not None and waiting.is_waiting:
            if by.pk in (waiting.submitted_by_id, waiting.prepared_by_id):
                approvals.withdraw(waiting, by=by)
            else:
                approvals.send_back(waiting, by=by, note=reason or "Cancelled.")
            task = locked(task)
    for child in Task.objects.filter(parent=task, state__in=LIVE):
        cancel_task(child, by=by, reason=reason)
    changes = audit.apply(task, state=State.CANCELLED)
    task.snoozed_until = None
    task.save(update_fields=["state", "snoozed_until", "updated_at"])
    audit.record(by, "task.cancelled", task, changes=changes, reason=reason)
    make_next(task, by=by, today=timezone.localdate())
    _tell_of_end(task, by=by)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: Member) -> Task:
    """Open a task again that is over. An acceptance no longer stands; the next of its series goes when nobody touched it."""
    task = locked(task)
    ensure_writes(by, task)
    if task.state not in FINISHED:
        raise DomainError("This task is open.")
    coming = untouched_next(task) if task.recurrence else None
    if coming is not None:
        audit.record(by, "task.unmade", coming, reason=f"{task.title} was opened again.")
        coming.delete()
    changes = audit.apply(task, state=State.OPEN)
    task.done_at = task.done_by = None
    if task.needs_review:
        task.reopened += 1
    task.save(update_fields=["state", "done_at", "done_by", "reopened", "updated_at"])
    audit.record(by, "task.reopened", task, changes=changes)
    approvals.void_if_changed("task", task, by=by, reason="Opened again")
    return task


@transaction.atomic
def undo_complete(task: Task, *, by: Member) -> Task:
    """Take back "done": what was sent in is withdrawn, what is over is opened again."""
    task = locked(task)
    return withdraw_task(task, by=by) if task.state == State.REVIEW else reopen_task(task, by=by)


@transaction.atomic
def snooze_task(task: Task, *, by: Member, until: datetime.date, reason: str) -> Task:
    """Put it aside until a day, with a reason; it is out of "My day" until then. Its due date stays."""
    task = locked(task)
    ensure_writes(by, task)
    ensure_live(task)
    reason = one_line(reason)
    if until <= timezone.localdate():
        raise DomainError("Choose a day after today.", field="until")
    if not reason:
        raise DomainError("Say why it can wait.", field="reason")
    changes = audit.apply(task, snoozed_until=until, snooze_reason=reason)
    task.save(update_fields=["snoozed_until", "snooze_reason", "updated_at"])
    audit.record(by, "task.snoozed", task, changes=changes, reason=reason)
    return task


@transaction.atomic
def wake_task(task: Task, *, by: Member) -> Task:
    """Take it up again before its day."""
    task = locked(task)
    ensure_writes(by, task)
    changes = audit.apply(task, snoozed_until=None)
    if changes:
        task.save(update_fields=["snoozed_until", "updated_at"])
        audit.record(by, "task.woken", task, changes=changes)
    return task


def set_state(task: Task, *, by: Member, to: str, outcome: str | None = None, reason: str = "") -> Task:
    """Bring the task into the state `to`: what a board's column means. Raises DomainError where there is no such way."""
    task = Task.objects.select_related("matter", "type").get(pk=task.pk)
    if to == task.state:
        return task
    if to == State.OPEN:
        if task.state in FINISHED:
            return reopen_task(task, by=by)
        if task.state == State.REVIEW:
            return withdraw_task(task, by=by)
        return stop_task(task, by=by) if task.state == State.DOING else _put(task, by, State.OPEN)
    if to == State.DOING:
        if task.state in FINISHED:
            return start_task(reopen_task(task, by=by), by=by)
        return withdraw_task(task, by=by) if task.state == State.REVIEW else start_task(task, by=by)
    if to == State.REVIEW:
        return send_in(task, by=by, outcome=outcome or "")
    if to == State.RETURNED:
        return return_task(task, by=by, note=reason)
    if to == State.DONE:
        return complete_task(task, by=by, outcome=outcome)
    if to == State.CANCELLED:
        return cancel_task(task, by=by, reason=reason)
    raise DomainError("There is no such state.")


@transaction.atomic
def _put(task: Task, by: Member, to: str) -> Task:
    task = locked(task)
    ensure_writes(by, task)
    changes = audit.apply(task, state=to)
    task.save(update_fields=["state", "updated_at"])
    audit.record(by, "task.changed", task, changes=changes)
    return task
