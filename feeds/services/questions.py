"""What a program may not do by itself becomes a question to a person."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline, Event
from calendar_app.services import change_deadline, dismiss_deadline
from feeds.models import AppPassword, ChangeQuestion
from feeds.services import plans
from practice import audit
from practice.exceptions import DomainError, Refused

# What a program may write on a protected event: nothing of it moves.
HARMLESS = {"note"}


def is_protected(event: Event, plan: plans.Plan) -> bool:
    """Whether only a person does this: it touches a date of a court, or what a trip, a booking or a deposition put there.

    One date of a series may be a court's though the series is not.
    """
    if _stays(event):
        return True
    dates = {
        one.recurrence_id.astimezone(datetime.UTC).isoformat()
        for one in event.exceptions.all()
        if _stays(one) and one.recurrence_id
    }
    return bool(dates) and any(step["at"] is None or _utc(step["at"]) in dates for step in plan)


def _stays(event: Event) -> bool:
    return not event.is_cancelled and (event.is_court or bool(event.about_kind))


def _utc(at: str) -> str:
    return datetime.datetime.fromisoformat(at).astimezone(datetime.UTC).isoformat()


def is_harmless(plan: plans.Plan) -> bool:
    """Whether a plan leaves a protected event what it is."""
    return all(step["act"] == "change" and set(step["values"]) <= HARMLESS for step in plan)


def _kind(plan: plans.Plan) -> str:
    if any(step["act"] in ("cancel", "dismiss") for step in plan):
        return ChangeQuestion.Kind.DELETED
    times = {"starts_at", "ends_at", "starts_on", "ends_on", "rrule", "due_on"}
    if any(step["act"] in ("skip", "restore") or times & set(step["values"]) for step in plan):
        return ChangeQuestion.Kind.MOVED
    return ChangeQuestion.Kind.CHANGED


@transaction.atomic
def raise_question(
    thing: Event | Deadline, plan: plans.Plan, *, by: Member, device: AppPassword, conflict: bool = False
) -> ChangeQuestion:
    """Ask whether a plan is to be carried out. Asked again while it is open, the newest wish stands."""
    event = thing if isinstance(thing, Event) else None
    deadline = thing if isinstance(thing, Deadline) else None
    kind = ChangeQuestion.Kind.CONFLICT if conflict else _kind(plan)
    said = plans.said(thing, plan) if isinstance(thing, Event) else _said_of(thing, plan)
    owner = thing.organizer if isinstance(thing, Event) else thing.owner
    values: dict[str, Any] = {
        "matter": thing.matter,
        "label": str(thing)[:200] if event is not None else thing.title[:200],
        "owner": owner,
        "raised_by": by,
        "device": device,
        "said": said,
        "plan": plan,
    }
    question = (
        ChangeQuestion.objects.select_for_update(of=("self",))
        .open()
        .filter(event=event, deadline=deadline, kind=kind)
        .first()
    )
    if question is not None:
        if question.plan == plan:
            return question
        for name, value in values.items():
            setattr(question, name, value)
        question.created_at = timezone.now()
        question.save()
    else:
        question = ChangeQuestion.objects.create(event=event, deadline=deadline, kind=kind, **values)
    changes = {} if event is not None and event.is_private else {row[0]: row[1:] for row in said[:20]}
    audit.record(by, "change_question.raised", question, changes=changes, reason=f"Sent by {device.name}.")
    return question


def _said_of(deadline: Deadline, plan: plans.Plan) -> list[list[str]]:
    due = f"{deadline.due_on:%a, %b} {deadline.due_on.day}, {deadline.due_on.year}"
    rows = []
    for step in plan:
        if step["act"] == "dismiss":
            rows.append(["Due", due, "Taken off the calendar"])
        else:
            day = datetime.date.fromisoformat(step["values"]["due_on"])
            rows.append(["Due", due, f"{day:%a, %b} {day.day}, {day.year}"])
    return rows


def _locked(question: ChangeQuestion, by: Member) -> ChangeQuestion:
    rows = ChangeQuestion.objects.visible_to(by).select_for_update(of=("self",))
    found = rows.select_related("event__organizer", "event__matter", "deadline", "owner").filter(
        pk=question.pk
    )
    row = found.first()
    if row is None:
        raise Refused("This question is answered by whose calendar it is about, or who keeps it.")
    if row.state != ChangeQuestion.State.OPEN:
        raise DomainError(f"This question was answered already: {row.get_state_display().lower()}.")
    return row


def _close(question: ChangeQuestion, state: str, *, by: Member, note: str) -> ChangeQuestion:
    question.state, question.decided_by, question.decided_at = state, by, timezone.now()
    question.note = note
    question.save(update_fields=["state", "decided_by", "decided_at", "note"])
    audit.record(by, f"change_question.{state}", question, reason=note)
    return question


def overtaken(question: ChangeQuestion) -> str:
    """Why what the program wanted is no longer to be had, in words; "" while the date stands as the program knew it."""
    event, deadline = question.event, question.deadline
    if event is not None:
        if event.is_cancelled:
            return "It was called off meanwhile."
        now = plans.said(event, question.plan)
    else:
        assert deadline is not None  # a question is of an event or of a deadline, says the table
        if deadline.done_at is not None:
            return "It was done or dismissed meanwhile."
        now = _said_of(deadline, question.plan)
    # What it says of the state then and now: a change made here since is not undone by an older wish.
    then = {what: before for what, before, _ in question.said}
    if any(then.get(what, before) != before for what, before, _ in now):
        return "It was changed here meanwhile."
    return ""


@transaction.atomic
def accept(question: ChangeQuestion, *, by: Member, reason: str = "") -> ChangeQuestion:
    """Carry out what the program wanted, through the ordinary act: who may not move the date is refused here as there.

    A verified court date or a court's deadline needs an attorney and the reason.
    """
    question = _locked(question, by)
    reason = " ".join(reason.split())[:500]
    if meanwhile := overtaken(question):
        return _close(question, ChangeQuestion.State.OVERTAKEN, by=by, note=meanwhile)
    if question.event is not None:
        plans.carry_out(question.event, question.plan, by=by, reason=reason)
    else:
        deadline = question.deadline
        assert deadline is not None  # a question is of an event or of a deadline, says the table
        for step in question.plan:
            if step["act"] == "dismiss":
                dismiss_deadline(deadline, by=by, reason=reason)
            else:
                day = datetime.date.fromisoformat(step["values"]["due_on"])
                change_deadline(deadline, by=by, due_on=day, reason=reason)
    return _close(question, ChangeQuestion.State.ACCEPTED, by=by, note=reason)


@transaction.atomic
def keep(question: ChangeQuestion, *, by: Member, note: str = "") -> ChangeQuestion:
    """Leave the date as it is. The programs have read the true one again already."""
    question = _locked(question, by)
    return _close(question, ChangeQuestion.State.KEPT, by=by, note=" ".join(note.split())[:500])
