"""An appointment is called off from which dates are counted: an attorney withdraws them, or they keep the day they have."""

import datetime
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import Event, FurtherDate, Recalculation, TriggerEvent
from calendar_app.queries.triggers import Line, lines_of
from calendar_app.services.deadlines import ensure_enters
from calendar_app.services.ending import dismiss_deadline
from calendar_app.services.triggers import check_seen, end_proposal, lock_waiting, move_line, settle
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.models import Approval

OFF = Recalculation.Cause.OFF


def event_called_off(
    event: Event,
    *,
    by: Member | None,
    reason: str = "",
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> list[Recalculation]:
    """The dates counted from an appointment wait for a word: withdrawn, or kept with the day they were counted from.

    Called by the services of events when they call one off, before exceptions of a series are gone; `first` and `last` are
    the days of a series that are called off. Whoever may call it off need not enter dates: nothing changes by it.
    """
    triggers = TriggerEvent.objects.filter(Q(event=event) | Q(event__parent=event))
    if first is not None:
        triggers = triggers.filter(happened_on__gte=first)
    if last is not None:
        triggers = triggers.filter(happened_on__lte=last)
    title = "The appointment" if event.is_private else event.title
    said = f"{title} was called off in the calendar" + (
        f": {reason}" if reason and not event.is_private else ""
    )
    found = [
        call_off(trigger, by=by, reason=said, noticed=True) for trigger in triggers.select_related("matter")
    ]
    return [waiting for waiting in found if waiting is not None]


@transaction.atomic
def call_off(
    trigger: TriggerEvent, *, by: Member | None, reason: str, noticed: bool = False
) -> Recalculation | None:
    """What dates are counted from does not take place. None when no open date hangs on it.

    Nothing changes by this: an attorney withdraws what is ticked (`withdraw_dates`), others propose it. A move that waited
    is overtaken.
    """
    trigger = TriggerEvent.objects.select_for_update(of=("self",)).select_related("matter").get(pk=trigger.pk)
    if by is not None and not noticed:
        ensure_enters(by, trigger.matter)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise DomainError("Say why it does not take place: the order or notice.", field="reason")
    waiting = trigger.recalculations.filter(settled_at=None).first()  # type: ignore[attr-defined]
    if waiting is None:
        waiting = Recalculation(matter=trigger.matter, trigger=trigger)
    values = {
        "cause": OFF,
        "reason": reason,
        "happened_on": trigger.happened_on,
        "happened_at": trigger.happened_at,
        "service_method": trigger.service_method,
        "state": trigger.state,
        "choices": trigger.choices,
        "opened_by": by,
        "opened_at": timezone.now(),
    }
    for name, value in values.items():
        setattr(waiting, name, value)
    if not any(line.is_open for line in lines_of(waiting)):
        if waiting.pk is not None:
            waiting.save()
            settle(waiting, by=by, accepted=0)
        return None
    waiting.save()
    audit.record(by, "trigger.called_off", trigger, reason=reason)
    return waiting


def event_stands_again(event: Event, *, by: Member | None, first: datetime.date | None = None) -> None:
    """What was called off takes place after all: what still waits for a word about its dates is over."""
    rows = Recalculation.objects.filter(cause=OFF, settled_at=None)
    rows = rows.filter(Q(trigger__event=event) | Q(trigger__event__parent=event))
    if first is not None:
        rows = rows.filter(happened_on=first)
    for waiting in rows.select_related("trigger__matter"):
        end_proposal(waiting, by=by, note="It takes place after all.", noticed=True)
        waiting.taken_back, waiting.settled_at = True, timezone.now()
        waiting.settled_by = by or waiting.opened_by or waiting.trigger.created_by
        waiting.save(update_fields=["taken_back", "settled_by", "settled_at"])
        audit.record(by, "trigger.kept", waiting.trigger)


def arguments_for(waiting: Recalculation, deadlines: Iterable[int]) -> dict[str, list[int]]:
    """The ticked dates as a decision keeps them: those withdrawn, and those of other events that move without this one.

    Raises DomainError for one that is done or gone.
    """
    lines = {line.deadline.pk: line for line in lines_of(waiting)}
    picked = set(deadlines)
    if not picked:
        raise DomainError("Tick the dates to withdraw, or keep all of them.")
    if any(pk not in lines or not _may_settle(lines[pk], waiting) for pk in picked):
        raise DomainError("One of the dates is done or gone. Look at the list again.")
    own = {pk for pk in picked if lines[pk].deadline.trigger_id == waiting.trigger_id}
    return {"withdraw": sorted(own), "move": sorted(picked - own)}


def _may_settle(line: Line, waiting: Recalculation) -> bool:
    return line.is_open and (line.deadline.trigger_id == waiting.trigger_id or line.may_move)


@transaction.atomic
def withdraw_dates(
    waiting: Recalculation, *, by: Member, deadlines: Collection[int], seen: Collection[str] = ()
) -> Recalculation:
    """An attorney takes the ticked dates off the calendar; the others keep their day (Model Rule 5.3).

    `seen` as in `accept_recalculation`.
    """
    waiting = lock_waiting(waiting)
    check_seen(waiting, lines_of(waiting), seen)
    check_called_off(waiting)
    ensure_on(by, Perm.DEADLINE_DISMISS, waiting.matter)
    approvals.decide("withdrawal", waiting, by=by, arguments=arguments_for(waiting, deadlines))
    return lock_waiting(waiting)


@transaction.atomic
def propose_withdrawal(
    waiting: Recalculation, *, by: Member, deadlines: Collection[int], seen: Collection[str] = ()
) -> Approval:
    """Ask an attorney of the matter to withdraw the ticked dates. `seen` as in `accept_recalculation`."""
    waiting = lock_waiting(waiting)
    check_seen(waiting, lines_of(waiting), seen)
    check_called_off(waiting)
    ensure_enters(by, waiting.matter)
    return approvals.submit("withdrawal", waiting, by=by, arguments=arguments_for(waiting, deadlines))


def check_called_off(waiting: Recalculation) -> None:
    """Raise DomainError when there is nothing to withdraw any more."""
    if waiting.settled_at is not None:
        raise DomainError("This is settled already.")
    if waiting.cause != OFF:
        raise DomainError("The event moved and was not called off. Look at the list again.")


def carry_out_withdrawal(waiting: Recalculation, approval: Approval, *, by: Member) -> None:
    """What the decision does. Called by the decision alone."""
    approvals.require("withdrawal", waiting, arguments=approval.arguments)
    waiting = lock_waiting(waiting)
    check_called_off(waiting)
    trigger = waiting.trigger
    lines = {line.deadline.pk: line for line in lines_of(waiting)}
    withdraw, move = approval.arguments.get("withdraw", []), approval.arguments.get("move", [])
    if any(pk not in lines or not _may_settle(lines[pk], waiting) for pk in [*withdraw, *move]):
        raise DomainError("One of the dates is done or gone. Look at the list again.")
    for pk in withdraw:
        dismiss_deadline(lines[pk].deadline, by=by, reason=waiting.reason)
    for pk in move:
        line = lines[pk]
        FurtherDate.objects.filter(trigger=line.deadline.trigger_id, other=trigger).delete()
        move_line(line, waiting, by=by)
    kept = sum(line.is_open for line in lines.values()) - len(withdraw) - len(move)
    settle(waiting, by=by, accepted=len(withdraw) + len(move))
    changes = {"withdrawn": [None, len(withdraw)], "kept": [None, kept]}
    audit.record(by, "trigger.withdrawn", trigger, changes=changes, reason=waiting.reason)
