"""A trigger moves, or the rules or court days behind it: its dates are counted again and wait to be accepted one by one."""

import datetime
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Level, Perm
from calendar_app.models import DateChange, Deadline, Event, Recalculation, TriggerEvent
from calendar_app.queries.rules import Facts
from calendar_app.queries.triggers import Line, facts_of, facts_then, lines_of, seal_of, stale_cause, when_of
from calendar_app.services.deadlines import ensure_enters, locked, note_change, save_as_set, set_anew
from matters.queries.access import ensure_on, may
from practice import audit
from practice.exceptions import DomainError, Refused, Stale
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.queries import newest

Cause = Recalculation.Cause


def _locked(trigger: TriggerEvent) -> TriggerEvent:
    rows = TriggerEvent.objects.select_for_update(of=("self",))
    return rows.select_related("matter__responsible", "matter__supervising").get(pk=trigger.pk)


def lock_trigger_of(waiting_id: int) -> None:
    """Lock the trigger of a recalculation, before the recalculation itself is."""
    rows = TriggerEvent.objects.select_for_update(of=("self",)).order_by("pk")
    list(rows.filter(pk__in=Recalculation.objects.filter(pk=waiting_id).values("trigger")).values_list("pk"))


def lock_waiting(waiting: Recalculation) -> Recalculation:
    """The row as it is now, locked until the transaction ends: after its trigger, the order in which a move takes the two."""
    lock_trigger_of(waiting.pk)
    rows = Recalculation.objects.select_for_update(of=("self",))
    return rows.select_related(
        "matter__responsible", "matter__supervising", "trigger__matter__responsible", "settled_by"
    ).get(pk=waiting.pk)


def end_proposal(waiting: Recalculation, *, by: Member | None, note: str, noticed: bool = False) -> None:
    """What waits for an attorney about the dates of a called off event is over: returned, or taken back by who sent it.

    Raises Refused for others, but where the event itself stands again (`noticed`): then there is nothing to decide for
    anybody, and who sent it and who was to decide are told.
    """
    last = newest("withdrawal", waiting)
    if last is None or not last.is_waiting:
        return
    if noticed:
        approvals.fall_away("withdrawal", waiting, by=by, reason=note)
    elif by is not None and kind_of("withdrawal").may_decide(waiting, by):
        approvals.send_back(last, by=by, note=note)
    elif by is not None and by.pk in (last.submitted_by_id, last.prepared_by_id):
        approvals.withdraw(last, by=by)
    else:
        who = last.assigned_to.name
        raise Refused(f"{last.submitted_by.name} proposed to withdraw dates: {who} decides.", who=[who])


@transaction.atomic
def move_trigger(
    trigger: TriggerEvent,
    *,
    by: Member | None,
    on: datetime.date | None = None,
    at: datetime.datetime | None = None,
    service: str | None = None,
    state: str | None = None,
    choices: dict[str, str] | None = None,
    reason: str = "",
    cause: str = "",
    noticed: bool = False,
) -> Recalculation | None:
    """The event is on another day, or its service was another: the new dates are counted and wait to be accepted.

    Nothing moves by this: `accept_recalculation` moves what is ticked. With dates waiting already, the newest word stands.
    None when nothing is other than it was. `by` is None when the product itself noticed. `noticed`: it follows from something
    that `by` had the power to do, such as moving the appointment.
    """
    trigger = _locked(trigger)
    if by is not None and not noticed:
        ensure_enters(by, trigger.matter)
    now = facts_of(trigger)
    wanted = Facts(
        pack=now.pack,
        kind=now.kind,
        on=(timezone.localdate(at) if at else None) or on or now.on,
        at=at if (at or on) else now.at,
        service=now.service if service is None else service,
        state=now.state if state is None else state,
        choices=now.choices if choices is None else choices,
        court=now.court,
        dates=now.dates,
    )
    waiting = trigger.recalculations.filter(settled_at=None).first()
    if wanted == now and cause not in (Cause.RULES, Cause.CLOSURE, Cause.FURTHER):
        if waiting is not None and by is not None and not waiting.cause_is_ours:
            return take_back(waiting, by=by, noticed=noticed)
        return None
    if waiting is not None and facts_then(waiting) == wanted:
        return waiting
    found = cause or (Cause.SERVICE if (wanted.on, wanted.at) == (now.on, now.at) else Cause.MOVED)
    values = {
        "cause": found,
        "reason": " ".join(reason.split())[:500],
        "happened_on": wanted.on,
        "happened_at": wanted.at,
        "service_method": wanted.service,
        "state": wanted.state,
        "choices": wanted.choices,
        "opened_by": by,
        "opened_at": timezone.now(),
    }
    if waiting is None:
        waiting = Recalculation(matter=trigger.matter, trigger=trigger)
    for name, value in values.items():
        setattr(waiting, name, value)
    waiting.save()
    changes: dict[str, list] = {"on": [now.at or now.on, wanted.at or wanted.on]}
    if wanted.service != now.service:
        changes["service"] = [now.service_label, wanted.service_label]
    audit.record(by, "trigger.moved", trigger, changes=changes, reason=waiting.reason)
    if not any(line.is_open for line in lines_of(waiting)):
        settle(waiting, by=by, accepted=0)
    return waiting


def settle(waiting: Recalculation, *, by: Member | None, accepted: int) -> None:
    """The trigger takes its new facts. Called under its lock by the writes of this package.

    Only when nobody has to look at a date does nobody settle it but who moved it.
    """
    trigger = waiting.trigger
    trigger.happened_on, trigger.happened_at = waiting.happened_on, waiting.happened_at
    trigger.service_method, trigger.state = waiting.service_method, waiting.state
    trigger.choices = waiting.choices
    trigger.save(update_fields=["happened_on", "happened_at", "service_method", "state", "choices"])
    waiting.settled_by = by or waiting.opened_by or trigger.created_by
    waiting.settled_at, waiting.accepted = timezone.now(), accepted
    waiting.save(update_fields=["settled_by", "settled_at", "accepted"])


def check_seen(waiting: Recalculation, lines: list[Line], seen: Collection[str]) -> None:
    """Raise Stale when the diff is another than the one that was read. `seen`: the seals of the page; none: not asked."""
    if seen and seal_of(waiting, lines) not in seen:
        raise Stale("The dates changed after you opened this. Look at them again: nothing was done.")


@transaction.atomic
def accept_recalculation(
    waiting: Recalculation, *, by: Member, deadlines: Collection[int], seen: Collection[str] = ()
) -> list[Deadline]:
    """Move the ticked dates to what the rules give now; the others stay, and are not asked about again for the same day.

    Moved dates are unverified, with their first date and each step kept. Done ones never move. Who only prepares dates may
    not accept; a verified, extended or overridden date moves only with an attorney (Model Rule 5.3), and while one is left
    that `by` may not decide on, the rest waits on for an attorney. `seen` are the seals
    (queries.seal_of) of the page that was read; Stale when it says something else by now.
    """
    moved, held = _accept(waiting, by=by, deadlines=deadlines, seen=seen)
    if held and not moved:
        raise _for_an_attorney(waiting)
    return moved


def _for_an_attorney(waiting: Recalculation) -> DomainError:
    who = waiting.matter.responsible.name
    return DomainError(f"An attorney decides on these dates: {who} is asked. Nothing was moved.")


def _accept(
    waiting: Recalculation, *, by: Member, deadlines: Collection[int], seen: Collection[str] = ()
) -> tuple[list[Deadline], int]:
    """Move the ticked dates. Returns them, and how many of the others only an attorney may decide on.

    With such dates left the recalculation stays open: whoever may not move a date does not settle that it stays either.
    """
    waiting = lock_waiting(waiting)
    if waiting.settled_at is not None:
        who = waiting.settled_by.name if waiting.settled_by else "the product"
        raise DomainError(f"This is settled already, by {who}.")
    rows = lines_of(waiting)
    check_seen(waiting, rows, seen)
    if waiting.cause == Cause.OFF:
        raise DomainError("The event was called off. Say which dates are withdrawn and which are kept.")
    trigger = _locked(waiting.trigger)
    waiting.trigger = trigger
    ensure_on(by, Perm.DEADLINE_ENTER, trigger.matter)
    lines = {line.deadline.pk: line for line in rows}
    strange = set(deadlines) - {pk for pk, line in lines.items() if line.may_move}
    if strange:
        raise DomainError("One of the dates is done or gone. Look at the list again.")
    left = [line for pk, line in lines.items() if pk not in deadlines and line.is_open]
    held = 0
    if not may(by, Perm.DEADLINE_DISMISS, trigger.matter):
        held = sum(bool(line.wants_attorney) for line in left)
    moved = [move_line(line, waiting, by=by) for pk, line in lines.items() if pk in deadlines]
    if not held:
        for line in left:
            if line.new is not None:
                Deadline.objects.filter(pk=line.deadline.pk).update(declined_on=line.new.due_on)
        settle(waiting, by=by, accepted=len(moved))
    if moved or not held:
        audit.record(
            by, "trigger.recalculated", trigger,
            changes={"moved": [None, len(moved)], "kept": [None, len(left)]}, reason=waiting.reason,
        )  # fmt: skip
    return moved, held


def accept_all(
    waiting: Iterable[Recalculation], *, by: Member, deadlines: Collection[int], seen: Collection[str] = ()
) -> int:
    """Accept what an event that moved changed in several chains, all of them or none: of each the ticked dates move.

    Returns how many moved. Raises as `accept_recalculation` does; what was read is compared before any date moves, since one
    date may be in several.
    """
    waiting = [lock_waiting(one) for one in waiting]
    for one in waiting:
        check_seen(one, lines_of(one), seen)
    moved = left = 0
    for one in waiting:
        own = {line.deadline.pk for line in lines_of(one)}
        went, held = _accept(one, by=by, deadlines=own & set(deadlines))
        moved, left = moved + len(went), left + held
    if left and not moved:
        raise _for_an_attorney(waiting[0])
    return moved


def move_line(line: Line, waiting: Recalculation, *, by: Member) -> Deadline:
    deadline = locked(line.deadline)
    if line.wants_attorney and not may(by, Perm.DEADLINE_DISMISS, deadline.matter):
        who = [deadline.matter.responsible.name]
        raise Refused(f"{deadline.title} is {line.wants_attorney}: an attorney moves it.", who=who)
    new = line.new
    if new is None or new.due_on is None:
        raise DomainError(f"{deadline.title}: the rule gives no date now.")
    before = deadline.due_on, deadline.due_at
    values = new.columns(line.facts) | {
        "due_on": new.due_on,
        "override": "",
        "extended_from": None,
        "declined_on": None,
    }
    changes = audit.apply(deadline, **values)
    deadline.acknowledged_by = deadline.acknowledged_at = None
    save_as_set(deadline, by=by, fields=values)
    reason = line.why
    if "due_on" in changes or "due_at" in changes:
        note_change(
            deadline, *before, how=DateChange.How.RECALCULATED, reason=reason, by=by, recalculation=waiting
        )
    said = {name: changes[name] for name in ("due_on", "due_at") if name in changes}
    audit.record(by, "deadline.recalculated", deadline, changes=said, reason=reason)
    set_anew(deadline, by=by)
    return deadline


@transaction.atomic
def take_back(waiting: Recalculation, *, by: Member, noticed: bool = False) -> Recalculation:
    """The event did not move after all: nothing is counted anew."""
    waiting = lock_waiting(waiting)
    if waiting.settled_at is not None:
        raise DomainError("This is settled already.")
    if not noticed:
        ensure_enters(by, waiting.trigger.matter)
        if by.powers.level(Perm.DEADLINE_ENTER) is Level.PREPARE and waiting.opened_by_id != by.pk:
            raise Refused("Who reported the move, or a paralegal or attorney of the matter, takes it back.")
        if waiting.cause_is_ours and not may(by, Perm.DEADLINE_DISMISS, waiting.matter):
            # To keep a date against the rule is an attorney's to decide, as moving it is.
            if any(line.is_open and line.wants_attorney for line in lines_of(waiting)):
                who = [waiting.matter.responsible.name]
                raise Refused(f"An attorney decides on these dates. Ask {who[0]}.", who=who)
    end_proposal(waiting, by=by, note="The dates are kept.", noticed=noticed)
    waiting.taken_back, waiting.settled_by, waiting.settled_at = True, by, timezone.now()
    waiting.save(update_fields=["taken_back", "settled_by", "settled_at"])
    for line in lines_of(waiting):
        if waiting.cause_is_ours and line.is_open and line.new is not None:
            Deadline.objects.filter(pk=line.deadline.pk).update(declined_on=line.new.due_on)
    audit.record(by, "trigger.kept", waiting.trigger)
    return waiting


def event_moved(event: Event, *, by: Member | None, reason: str = "") -> list[Recalculation]:
    """An appointment has another time: the dates counted from it are counted again, and wait to be accepted.

    Called by the services of events after they moved one. The trigger takes the day of the event's own zone. Whoever may
    move the appointment need not be one who enters dates: nothing moves by it.
    """
    found = []
    for trigger in TriggerEvent.objects.filter(event=event).select_related("matter"):
        on, at = when_of(event)
        title = "The appointment" if event.is_private else event.title
        why = "" if event.is_private else reason
        said = f"{title} moved in the calendar" + (f": {why}" if why else "")
        moved = move_trigger(
            trigger,
            by=by,
            on=on,
            at=at if trigger.happened_at is not None else None,
            reason=said,
            noticed=True,
        )
        if moved is not None:
            found.append(moved)
    return found


@transaction.atomic
def recheck(trigger: TriggerEvent, *, by: Member | None = None) -> Recalculation | None:
    """Count the trigger's dates by the rules and court days of today; what differs waits to be accepted."""
    if by is not None:
        ensure_enters(by, trigger.matter)
    cause, reason = stale_cause(trigger)
    if not cause or trigger.recalculations.filter(settled_at=None).exists():
        return trigger.recalculations.filter(settled_at=None).first()
    return move_trigger(trigger, by=by, reason=reason, cause=cause)
