"""Writes of timers: several per member, at most one running (constraint `timer_one_runs`).

Starting and resuming take the member's row as a mutex, so that two tabs that start at once leave one running.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import Timer
from billing.services.time import UNDO
from billing.services.time_rules import NARRATIVE, ensure_takes_work
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from practice.models import AuditEvent
from work.models import Task
from work.services import start_task

MOST = 20
KEPT = ("matter_id", "task_id", "narrative", "seconds", "created_at")


@transaction.atomic
def start_timer(
    *, by: Member, matter: Matter | None = None, narrative: str = "", task: Task | None = None
) -> Timer:
    """Start the stopwatch on `matter`. The one that runs is paused.

    A paused timer on the same matter with the same words goes on; one that runs there already is left alone. With a
    `task` it is that task's, whose title are the words unless others are given.
    """
    ensure(by, Perm.TIME_RECORD)
    if matter is not None:
        ensure_takes_work(matter)
    if task is not None:
        matter = matter or task.matter
        if matter is None or task.matter_id != matter.pk:
            raise DomainError("This task is of another matter.", field="task")
        narrative = narrative or task.title
    words = narrative.replace("\x00", "").strip()[:NARRATIVE]
    _alone(by)
    mine = list(Timer.objects.select_for_update(of=("self",)).filter(member=by))
    same = next(
        (
            t
            for t in mine
            if matter is not None
            and t.matter_id == matter.pk
            and (t.task_id == task.pk if task is not None else t.narrative == words)
        ),
        None,
    )
    if same is not None:
        return same if same.started_at else _run(same, by, mine)
    if len(mine) >= MOST:
        raise DomainError(f"You have {MOST} timers. Stop or discard one first.")
    if task is not None and task.state in ("open", "returned") and task.assignee_id == by.pk:
        start_task(task, by=by)
    return _run(Timer(member=by, matter=matter, narrative=words, task=task), by, mine)


@transaction.atomic
def resume_timer(timer: Timer, *, by: Member) -> Timer:
    """Let a paused timer go on. The one that runs is paused."""
    ensure(by, Perm.TIME_RECORD)
    _alone(by)
    mine = list(Timer.objects.select_for_update(of=("self",)).filter(member=by).select_related("matter"))
    timer = next((t for t in mine if t.pk == timer.pk), None) or _gone()
    if timer.started_at:
        return timer
    if timer.matter is not None:
        ensure_takes_work(timer.matter)
    return _run(timer, by, mine)


@transaction.atomic
def pause_timer(timer: Timer, *, by: Member) -> Timer:
    """Stop the clock and keep what it shows. A paused timer stays as it is."""
    ensure(by, Perm.TIME_RECORD)
    _alone(by)
    timer = Timer.objects.select_for_update(of=("self",)).filter(pk=timer.pk, member=by).first() or _gone()
    if timer.started_at:
        _pause(timer, by)
    return timer


@transaction.atomic
def discard_timer(timer: Timer, *, by: Member) -> AuditEvent:
    """Throw a timer away. The event returned holds what `restore_timer` needs."""
    ensure(by, Perm.TIME_RECORD)
    timer = Timer.objects.select_for_update(of=("self",)).filter(pk=timer.pk, member=by).first() or _gone()
    timer.seconds, timer.started_at = timer.elapsed(), None
    event = audit.record(
        by, "timer.discarded", timer, changes={name: [getattr(timer, name), None] for name in KEPT}
    )
    timer.delete()
    return event


@transaction.atomic
def restore_timer(event: AuditEvent, *, by: Member) -> Timer:
    """Bring back a timer that `by` discarded in the last ten minutes, paused. Doing it twice gives one
    timer.
    """
    if event.verb != "timer.discarded" or event.actor_id != by.pk or timezone.now() - event.at > UNDO:
        raise DomainError("This can no longer be undone.")
    found = Timer.objects.filter(pk=event.object_id, member=by).first()
    if found is not None:
        return found
    kept = {name: before for name, (before, _) in event.changes.items() if name in KEPT}
    timer = Timer(pk=event.object_id, member=by, **kept)
    timer.save(force_insert=True)
    audit.record(by, "timer.restored", timer)
    return timer


def _alone(by: Member) -> None:
    """Hold the member's row until the transaction ends, so that starts come one after the other."""
    Member.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=by.pk)


def _gone() -> Timer:
    raise DomainError("This timer no longer exists. It was stopped or discarded in another tab.")


def _pause(timer: Timer, by: Member) -> None:
    timer.seconds, timer.started_at = timer.elapsed(), None
    timer.save(update_fields=["seconds", "started_at"])
    audit.record(by, "timer.paused", timer, changes={"seconds": [None, timer.seconds]})


def _run(timer: Timer, by: Member, mine: list[Timer]) -> Timer:
    for other in mine:
        if other.started_at and other.pk != timer.pk:
            _pause(other, by)
    resumed = timer.pk is not None
    timer.started_at = timezone.now()
    try:
        with transaction.atomic():
            timer.save()
    except IntegrityError:
        # the rows of a matter from which the member was walled off are hidden, but the constraint sees them
        raise DomainError("Another timer of yours runs on a matter that you can no longer see.") from None
    audit.record(by, "timer.resumed" if resumed else "timer.started", timer)
    return timer


@transaction.atomic
def end_for_wall(matter: Matter, member: Member, *, by: Member) -> int:
    """Drop the timers of a member who is screened from the matter. Returns how many.

    A running one would be hidden from them and still keep every other timer from starting.
    """
    timers = list(Timer.objects.filter(matter=matter, member=member))
    for timer in timers:
        audit.record(by, "timer.ended_by_wall", timer, changes={"seconds": [timer.elapsed(), None]})
        timer.delete()
    return len(timers)
