"""From what happens to runs: the audit trail is read in the order of its seals, each event once, and days are looked at.

Every act of the product writes an event in its own transaction, and the seal numbers them without a gap as they commit. The
reader keeps in one row how far it has read, and moves it in the same transaction as it writes the runs: nothing is passed
over and nothing taken twice, wherever it is cut off. Acts themselves pay nothing for automations.
"""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from practice import audit
from practice.jobs import enqueue_after_commit
from practice.models import AuditEvent, AuditSeal
from practice.phrases import phrases, sentence_of
from workflows.models import Automation, Follow, ListRun, Run, RunEvent
from workflows.queries.occasions import Occasion, occasions
from workflows.queries.triggers import TRIGGERS
from workflows.services.automations import switch_off
from workflows.services.place import begin

CARRY_OUT, FINISHED = "workflows.tasks.carry_out", "workflows.tasks.task_finished"
MOVED = "workflows.tasks.tell_moved"
BATCH = 500
# Runs caused by runs: the fourth in a row is the last. A rule that runs this often about one record in an hour is a loop that
# goes round outside (a webhook that writes back).
DEEPEST, FUSE, FUSE_TIME = 4, 20, datetime.timedelta(hours=1)
# Acts that may move what applied lists count from.
ANCHOR_VERBS = ("matter.changed", "matter.limitation", "matter.open", "matter.staged", "matter.staged_back")
DONE_VERBS = ("task.done", "task.accepted", "task.cancelled")


def _follow() -> Follow:
    """The firm's place in its trail, locked: one reader at a time."""
    begin()
    return Follow.objects.select_for_update().get()


@transaction.atomic
def follow() -> int:
    """Read on in the trail of the firm in scope, at most BATCH events. Returns how many were read."""
    place = _follow()
    automations = [a for a in Automation.objects.on().order_by("id") if not _is_timed(a)]
    if not automations and not ListRun.objects.filter(undone_at=None).exists():
        head = audit.head()[0]
        if head != place.seq:
            Follow.objects.filter(pk=place.pk).update(seq=head, at=timezone.now())
        return 0
    seals = list(
        AuditSeal.objects.filter(seq__gt=place.seq).order_by("seq").values_list("seq", "event_id")[:BATCH]
    )
    if not seals:
        return 0
    events = AuditEvent.objects.in_bulk([event_id for _, event_id in seals])
    caused = {
        row.event_id: row.run
        for row in RunEvent.objects.filter(event__in=events).select_related("run__automation")
    }
    by_verb: dict[str, list[Automation]] = {}
    for automation in automations:
        trigger = TRIGGERS.get(automation.trigger)
        for verb in trigger.verbs if trigger else ():
            by_verb.setdefault(verb, []).append(automation)
    for seq, event_id in seals:
        event = events.get(event_id)
        if event is None:
            continue
        for automation in by_verb.get(event.verb, ()):
            if seq > automation.since_seq and TRIGGERS[automation.trigger].answers(
                event, automation.settings
            ):
                take_up(automation, event, parent=caused.get(event.pk))
        if event.verb in DONE_VERBS and event.object_type == "work.task":
            enqueue_after_commit(FINISHED, task_id=event.object_id)
        if event.verb in ANCHOR_VERBS and event.object_type == "matters.matter":
            enqueue_after_commit(MOVED, matter_id=event.object_id)
    Follow.objects.filter(pk=place.pk).update(seq=seals[-1][0], at=timezone.now())
    return len(seals)


def _is_timed(automation: Automation) -> bool:
    """Whether it waits for days instead of events."""
    trigger = TRIGGERS.get(automation.trigger)
    return trigger is None or trigger.timed


def _ancestors(run: Run) -> list[int]:
    """Ids of the automations whose runs led to this one, this one's first."""
    found: list[int] = []
    step: Run | None = run
    while step is not None:
        found.append(step.automation_id)
        step = step.parent
    return found


def take_up(automation: Automation, event: AuditEvent, *, parent: Run | None = None) -> Run | None:
    """The run of an automation for an event: written once, whoever asks and however often. None when there is none to do.

    What an automation caused, itself or through others, does not set it off again.
    """
    reason, depth = "", 0
    if parent is not None:
        if automation.pk in _ancestors(parent):
            return None
        depth = parent.depth + 1
        if depth >= DEEPEST:
            reason = (
                f"Automations set each other off {DEEPEST} deep: “{parent.automation.name}” caused this. "
                "It was not run. Look at whether they go round."
            )
    return _write(
        automation,
        cause=f"event:{event.pk}",
        event=event,
        occasion=f"{event.actor_name} {sentence_of(event, phrases())}"[:300],
        object_type=event.object_type,
        object_id=event.object_id,
        object_label=event.object_label,
        matter_id=event.matter_id,
        parent=parent,
        depth=depth,
        reason=reason,
    )


def take_up_day(automation: Automation, occasion: Occasion) -> Run | None:
    """The run of an automation for a day that a record has reached, once an occasion."""
    return _write(
        automation,
        cause=f"day:{occasion.key}"[:120],
        event=None,
        occasion=occasion.said,
        object_type=occasion.object_type,
        object_id=occasion.object_id,
        object_label=occasion.label,
        matter_id=occasion.matter_id,
        parent=None,
        depth=0,
        reason="",
    )


def _write(automation: Automation, *, reason: str, **values) -> Run | None:
    state, finished = Run.State.WAITING, None
    if not reason and _burnt(automation, values["object_type"], values["object_id"]):
        text = f"It ran {FUSE} times within an hour about “{values['object_label']}”. That looks like a loop."
        switch_off(automation, by=None, reason=text)
        automation.is_on = False
        reason = f"{text} It was switched off."
    if reason:
        state, finished = Run.State.SKIPPED, timezone.now()
    cause = values.pop("cause")
    run, new = Run.objects.get_or_create(
        automation=automation,
        cause=cause,
        defaults={
            **values,
            "version": automation.version,
            "state": state,
            "reason": reason,
            "finished_at": finished,
            "member": automation.runs_as,
        },
    )
    if new and state == Run.State.WAITING:
        enqueue_after_commit(CARRY_OUT, run_id=run.pk)
    return run


def _burnt(automation: Automation, object_type: str, object_id: int) -> bool:
    since = timezone.now() - FUSE_TIME
    rows = Run.objects.filter(
        automation=automation, object_type=object_type, object_id=object_id, created_at__gt=since
    )
    return rows.exclude(state=Run.State.SKIPPED)[:FUSE].count() >= FUSE


def look_at_day(automation: Automation, today: datetime.date) -> int:
    """Take up the occasions that have come for one timed automation. Returns how many are new."""
    waiting: Iterable[Occasion] = list(occasions(automation, today))
    keys = {f"day:{occasion.key}"[:120]: occasion for occasion in waiting}
    known = set(Run.objects.filter(automation=automation, cause__in=keys).values_list("cause", flat=True))
    for cause, occasion in keys.items():
        if cause not in known:
            take_up_day(automation, occasion)
    return len(keys) - len(known & set(keys))
