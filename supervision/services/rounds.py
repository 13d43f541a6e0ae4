"""Send something to be decided, send it to somebody else, take it back."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from practice import audit
from practice.exceptions import DomainError, Refused
from supervision.kinds import Kind, content_of, hash_of, kind
from supervision.models import Approval
from supervision.queries import newest, substitute_today
from supervision.services import checks
from supervision.services.mails import ask_mail


def new_round(
    of: Kind, obj, *, arguments: dict, after: Approval | None, maker: Member, sender: Member, note: str
) -> Approval:
    """The next round about `obj` as it is now, not saved, and with nobody to decide it yet."""
    content = content_of(of, obj, arguments)
    return Approval(
        kind=of.key,
        object_id=obj.pk,
        matter=of.matter_of(obj),
        round=after.round + 1 if after else 1,
        title=of.title(obj, arguments)[:200],
        arguments=arguments,
        content=content,
        content_hash=hash_of(content, arguments),
        prepared_by=maker,
        submitted_by=sender,
        note=note.strip(),
        reserved=of.is_reserved(obj),
    )


@transaction.atomic
def submit(
    key: str,
    obj,
    *,
    by: Member,
    to: Member | None = None,
    note: str = "",
    due_on: datetime.date | None = None,
    urgent: bool = False,
    arguments: dict | None = None,
) -> Approval:
    """Send `obj` to `to` (the first who may decide it, unless given) for a decision. Returns the new round.

    When that person is away today it goes to their substitute at once. `arguments` are plain values that the act will be
    called with. Raises DomainError (field `to` when nobody can decide it), or Refused when `by` may not prepare it.
    """
    of, arguments = kind(key), audit.plain(arguments or {})
    obj = checks.locked_object(of, obj.pk)
    checks.ensure_sees(of, obj, by)
    of.check_submit(obj, arguments, by)
    last = newest(key, obj)
    if last is not None and last.state == Approval.State.WAITING:
        raise DomainError(f"This waits for {last.assigned_to.name} already.")
    prepared_by = of.maker(obj, arguments) or by
    to = to or _first_decider(of, obj, by, prepared_by)
    checks.check_assignee(of, obj, to)
    instead = _instead_of(of, obj, to, {by.pk, prepared_by.pk})
    approval = new_round(of, obj, arguments=arguments, after=last, maker=prepared_by, sender=by, note=note)
    approval.amount = of.amount(obj, arguments)
    approval.assigned_to, approval.escalated_from = instead or to, to if instead else None
    approval.due_on, approval.urgent = due_on, urgent
    approval.save()
    sent = f"{instead.name}, in place of {to.name}" if instead else to.name
    audit.record(
        by,
        "approval.submitted",
        approval,
        changes={"kind": [None, of.label], "to": [None, sent]},
        reason=approval.note,
    )
    if instead is not None:
        ask_mail("in_place", approval, to=instead)
    elif urgent:
        ask_mail("urgent", approval, to=to)
    of.on_submit(obj, approval, by=by)
    return approval


def _instead_of(of: Kind, obj, to: Member, makers: set) -> Member | None:
    """Who decides at once because `to` is away today; None when `to` is here, or nobody who may stands in."""
    substitute = substitute_today(to)
    if substitute is None or substitute.pk in makers:
        return None
    return next((m for m in of.deciders(obj) if m.pk == substitute.pk), None)


def _first_decider(of: Kind, obj, by: Member, prepared_by: Member) -> Member:
    people = of.deciders(obj)
    others = [m for m in people if m.pk not in (by.pk, prepared_by.pk)]
    if others:
        return others[0]
    if people:
        return people[0]
    raise DomainError(
        "Nobody who sees this may decide it. An attorney with a current licence is needed.", field="to"
    )


@transaction.atomic
def reassign(
    approval: Approval, *, to: Member, by: Member | None, note: str = "", escalated: bool = False
) -> Approval:
    """Send a waiting round to somebody else who may decide it. Who decides, who sent it, or the system (escalation)."""
    locked, of, obj = checks.lock(approval)
    checks.ensure_waiting(locked)
    if by is not None and by.pk != locked.submitted_by_id:
        checks.ensure_may_decide(of, obj, by)
    if to.pk == locked.assigned_to_id:
        raise DomainError(f"This is with {to.name} already.", field="to")
    checks.check_assignee(of, obj, to)
    before = locked.assigned_to
    locked.escalated_from = before if escalated else None
    locked.assigned_to, locked.assigned_at, locked.reminded_at = to, timezone.now(), None
    locked.save()
    if escalated:
        ask_mail("escalated", locked, to=to)
        ask_mail("escalated_from", locked, to=before)
    elif locked.urgent:
        ask_mail("urgent", locked, to=to)
    audit.record(
        by,
        "approval.escalated" if escalated else "approval.reassigned",
        locked,
        changes={"to": [before.name, to.name]},
        reason=note.strip(),
    )
    of.on_reassign(obj, locked, by=by)
    return locked


@transaction.atomic
def withdraw(approval: Approval, *, by: Member) -> Approval:
    """Take back what one submitted, before it is decided."""
    locked, of, obj = checks.lock(approval)
    checks.ensure_waiting(locked)
    if by.pk not in (locked.submitted_by_id, locked.prepared_by_id):
        raise Refused(
            f"{locked.submitted_by.name} sent this and may take it back. You may return it with a note.",
            who=[locked.submitted_by.name],
        )
    locked.state = Approval.State.WITHDRAWN
    locked.save()
    audit.record(
        by,
        "approval.withdrawn",
        locked,
        changes={"state": [Approval.State.WAITING, Approval.State.WITHDRAWN]},
    )
    of.on_return(obj, locked, by=by)
    return locked


@transaction.atomic
def fall_away(key: str, obj, *, by: Member | None, reason: str) -> Approval | None:
    """What waits for a decision about `obj` has lost its reason: taken out of the inbox, with the reason on it.

    Who sent it and who was to decide hear of it by mail, but not `by`. For the services of the object, which have found that
    there is nothing to decide any more; `by` needs no power over the round, and is None when the product noticed. Returns
    the round, None when none waited.
    """
    last = newest(key, obj)
    if last is None or last.state != Approval.State.WAITING:
        return None
    locked, of, obj = checks.lock(last)
    checks.ensure_waiting(locked)
    locked.state, locked.void_reason = Approval.State.WITHDRAWN, reason[:200]
    locked.save()
    audit.record(
        by,
        "approval.fell_away",
        locked,
        changes={"state": [Approval.State.WAITING, Approval.State.WITHDRAWN]},
        reason=locked.void_reason,
    )
    people = {locked.submitted_by_id: locked.submitted_by, locked.assigned_to_id: locked.assigned_to}
    for pk, to in people.items():
        if by is None or pk != by.pk:
            ask_mail("fell_away", locked, to=to)
    of.on_return(obj, locked, by=by)
    return locked
