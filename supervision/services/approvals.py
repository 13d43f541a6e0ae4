"""Submit, approve, return, reassign, withdraw; and the two questions a guarded act asks: decide, require.

An approval is bound to the content that was read. The act runs inside the transaction of the decision, after the approval
is written, and PostgreSQL refuses the step without it (supervision.constraints.NeedsApproval).
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.queries import licensed_attorneys
from practice import audit
from practice.exceptions import DomainError, Refused, Stale
from supervision.kinds import Kind, content_of, hash_of, kind
from supervision.models import Approval
from supervision.queries import compare, newest, policy, standing_in_for, substitute_today
from supervision.services.mails import ask_mail

State, Basis = Approval.State, Approval.Basis
# Who sees a matter is decided by an app above this one.
CAN_SEE = "matters.queries.access.can_see"


def _object(of: Kind, object_id: int):
    obj = of.get(object_id, lock=True)
    if obj is None:
        raise DomainError(f"This {of.label.lower()} no longer exists, or you cannot see it.")
    return obj


def _lock(approval: Approval) -> tuple[Approval, Kind, object]:
    """The approval as it is now, with its object locked first: every act takes the two in this order."""
    of = kind(approval.kind)
    obj = _object(of, approval.object_id)
    locked = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("submitted_by", "prepared_by", "assigned_to", "decided_by", "matter")
        .get(pk=approval.pk)
    )
    return locked, of, obj


def _ensure_waiting(approval: Approval) -> None:
    if approval.state == State.WAITING:
        return
    who = approval.decided_by.name if approval.decided_by else ""
    said = {
        State.APPROVED: f"{who} approved this already.",
        State.RETURNED: f"{who} returned this already.",
        State.WITHDRAWN: "This was withdrawn.",
        State.VOID: "This was edited after it was approved. Submit it again.",
    }
    raise DomainError(said[State(approval.state)])


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
    obj = _object(of, obj.pk)
    _ensure_sees(of, obj, by)
    of.check_submit(obj, arguments, by)
    last = newest(key, obj)
    if last is not None and last.state == State.WAITING:
        raise DomainError(f"This waits for {last.assigned_to.name} already.")
    prepared_by = of.maker(obj, arguments) or by
    to = to or _first_decider(of, obj, by, prepared_by)
    _check_assignee(of, obj, to)
    instead = _instead_of(of, obj, to, {by.pk, prepared_by.pk})
    content = content_of(of, obj, arguments)
    matter = of.matter_of(obj)
    approval = Approval.objects.create(
        kind=key,
        object_id=obj.pk,
        matter=matter,
        round=last.round + 1 if last else 1,
        title=of.title(obj, arguments)[:200],
        amount=of.amount(obj, arguments),
        arguments=arguments,
        content=content,
        content_hash=hash_of(content, arguments),
        prepared_by=prepared_by,
        submitted_by=by,
        note=note.strip(),
        assigned_to=instead or to,
        escalated_from=to if instead else None,
        due_on=due_on,
        urgent=urgent,
        reserved=of.is_reserved(obj),
    )
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


def _check_assignee(of: Kind, obj, to: Member) -> None:
    if to.pk not in {m.pk for m in of.deciders(obj)}:
        raise DomainError(
            f"{to.name} cannot decide this. Choose somebody who may: {of.power(obj).label.lower()}.",
            field="to",
        )


def _basis(of: Kind, approval: Approval, by: Member) -> str:
    """On what ground `by` may decide what somebody prepared. Raises Refused when maker would be checker."""
    makers = {approval.prepared_by_id, approval.submitted_by_id}
    if by.pk not in makers:
        return Basis.SECOND_PERSON
    if not by.is_licensed:
        raise Refused(
            "Somebody else decides what you prepared yourself.", who=_names(of, approval, without=makers)
        )
    if all(m.pk == by.pk for m in licensed_attorneys()):
        return Basis.SOLE_ATTORNEY
    strict = of.wants_second_person() or of.key in policy().second_person
    submitted_to_another = approval.pk is not None and approval.assigned_to_id not in makers
    if strict or submitted_to_another:
        who = _names(of, approval, without=makers)
        ask = f" Ask {' or '.join(who)}." if who else ""
        raise Refused(f"You prepared this yourself, so another person decides it.{ask}", who=who)
    return Basis.OWN_WORK


def _names(of: Kind, approval: Approval, *, without: set) -> list[str]:
    obj = of.get(approval.object_id)
    return [m.name for m in of.deciders(obj) if m.pk not in without][:5] if obj is not None else []


def _ensure_sees(of: Kind, obj, by: Member) -> None:
    """A request's scope hides what a wall hides; a job, a command and a shell act for somebody in the system's own."""
    matter = of.matter_of(obj)
    if matter is not None and not import_string(CAN_SEE)(by, matter):
        raise Refused(f"{by.name} has no access to this {of.label.lower()}.")


def _ensure_may_decide(of: Kind, obj, by: Member) -> None:
    _ensure_sees(of, obj, by)
    if not of.may_decide(obj, by):
        raise by.refusal(of.power(obj))


def why_not_approve(approval: Approval, obj, *, by: Member) -> str:
    """Why `by` does not approve this waiting round, in words; "" when they may. For pages, before the act is tried."""
    of = kind(approval.kind)
    try:
        _ensure_may_decide(of, obj, by)
        _basis(of, approval, by)
    except Refused as refused:
        return refused.message
    return ""


@transaction.atomic
def approve(approval: Approval, *, by: Member, seen: str = "") -> Approval:
    """Approve what was submitted, and carry out the act it stands for.

    `seen` is the content_hash of the page that was read: when the object is another by now the approval does not happen
    (Stale, saying what changed). Without it the content submitted is taken as read. Raises Refused when `by` lacks the
    power or prepared it themselves.
    """
    locked, of, obj = _lock(approval)
    _ensure_waiting(locked)
    _ensure_may_decide(of, obj, by)
    basis = _basis(of, locked, by)
    content = content_of(of, obj, locked.arguments)
    now = hash_of(content, locked.arguments)
    if now != (seen or locked.content_hash):
        said = "; ".join(
            f"{d.what}: {d.before or 'nothing'} → {d.after or 'nothing'}"
            for d in compare(locked.content, content)[:5]
        )
        raise Stale(
            f"This changed after {'you opened it' if seen else 'it was submitted'}, so it was not approved."
            f"{f' {said}.' if said else ''} Read it again."
        )
    return _settle(locked, of, obj, by=by, basis=basis, content=content, digest=now)


def _settle(
    approval: Approval, of: Kind, obj, *, by: Member, basis: str, content: dict, digest: str
) -> Approval:
    approval.content, approval.content_hash = content, digest
    approval.amount = of.amount(obj, approval.arguments)
    approval.reserved = approval.reserved or basis != Basis.SECOND_PERSON
    values = {"state": State.APPROVED, "decided_by": by, "decided_at": timezone.now(), "basis": basis}
    changes = audit.apply(approval, **values)
    changes.pop("decided_at")
    approval.save()
    audit.record(
        by,
        "approval.approved",
        approval,
        changes={**changes, "basis": [None, approval.get_basis_display()], "sha256": [None, digest]},
        reason=_stands_in(approval, by),
    )
    of.on_approve(obj, approval, by=by)
    return approval


def _stands_in(approval: Approval, by: Member) -> str:
    if by.pk == approval.assigned_to_id:
        return ""
    if approval.assigned_to_id in standing_in_for(by):
        return f"In place of {approval.assigned_to.name}, who is away."
    return f"Sent to {approval.assigned_to.name}."


@transaction.atomic
def decide(
    key: str, obj, *, by: Member, arguments: dict | None = None, seen: str = "", note: str = ""
) -> Approval:
    """The attorney's own decision, from the act's own page, job or command: the act runs with its approval, or not at all.

    What waits is approved as `approve` does it. Otherwise a round is written and decided at once: for somebody else's work
    that was never submitted, or the attorney's own (recorded as such), unless the kind or the firm wants a second person.
    """
    of, arguments = kind(key), audit.plain(arguments or {})
    obj = _object(of, obj.pk)
    _ensure_may_decide(of, obj, by)
    last = newest(key, obj)
    if last is not None and last.state == State.WAITING:
        if arguments and arguments != last.arguments:
            raise DomainError(
                f"{last.submitted_by.name} proposed this with other particulars. Return that first, or approve it."
            )
        # Whoever decides on the object's own page has it before their eyes as it is now.
        return approve(last, by=by, seen=seen or hash_of(content_of(of, obj, last.arguments), last.arguments))
    content = content_of(of, obj, arguments)
    digest = hash_of(content, arguments)
    if seen and seen != digest:
        raise Stale("This changed after you opened it, so it was not approved. Read it again.")
    maker = of.maker(obj, arguments) or by
    approval = Approval(
        kind=key,
        object_id=obj.pk,
        matter=of.matter_of(obj),
        round=last.round + 1 if last else 1,
        title=of.title(obj, arguments)[:200],
        arguments=arguments,
        content=content,
        content_hash=digest,
        prepared_by=maker,
        submitted_by=maker,
        note=note.strip(),
        assigned_to=by,
        reserved=of.is_reserved(obj),
    )
    basis = _basis(of, approval, by)
    return _settle(approval, of, obj, by=by, basis=basis, content=content, digest=digest)


@transaction.atomic
def send_back(approval: Approval, *, note: str, by: Member) -> Approval:
    """Return it to whoever sent it, with a note that says what should change."""
    locked, of, obj = _lock(approval)
    _ensure_waiting(locked)
    _ensure_may_decide(of, obj, by)
    note = note.strip()
    if not note:
        raise DomainError("Say what should change.", field="note")
    locked.state, locked.decided_by, locked.decided_at = State.RETURNED, by, timezone.now()
    locked.decision_note = note
    locked.save()
    audit.record(
        by, "approval.returned", locked, changes={"state": [State.WAITING, State.RETURNED]}, reason=note
    )
    ask_mail("returned", locked, to=locked.submitted_by)
    of.on_return(obj, locked, by=by)
    return locked


@transaction.atomic
def reassign(
    approval: Approval, *, to: Member, by: Member | None, note: str = "", escalated: bool = False
) -> Approval:
    """Send a waiting round to somebody else who may decide it. Who decides, who sent it, or the system (escalation)."""
    locked, of, obj = _lock(approval)
    _ensure_waiting(locked)
    if by is not None and by.pk != locked.submitted_by_id:
        _ensure_may_decide(of, obj, by)
    if to.pk == locked.assigned_to_id:
        raise DomainError(f"This is with {to.name} already.", field="to")
    _check_assignee(of, obj, to)
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
    locked, of, obj = _lock(approval)
    _ensure_waiting(locked)
    if by.pk not in (locked.submitted_by_id, locked.prepared_by_id):
        raise Refused(
            f"{locked.submitted_by.name} sent this and may take it back. You may return it with a note.",
            who=[locked.submitted_by.name],
        )
    locked.state = State.WITHDRAWN
    locked.save()
    audit.record(by, "approval.withdrawn", locked, changes={"state": [State.WAITING, State.WITHDRAWN]})
    of.on_return(obj, locked, by=by)
    return locked


def require(key: str, obj, *, arguments: dict | None = None) -> Approval:
    """The approval that stands for exactly this content. Raises DomainError without one. Each guarded act asks it."""
    of = kind(key)
    found = Approval.objects.of(key, obj.pk).filter(state=State.APPROVED).first()
    wanted = audit.plain(arguments) if arguments is not None else found.arguments if found else {}
    if found is not None and found.arguments == wanted:
        if found.content_hash == hash_of(content_of(of, obj, wanted), wanted):
            return found
        raise DomainError(f"This {of.label.lower()} was edited after its approval. Submit it again.")
    raise DomainError(f"This {of.label.lower()} has no approval yet. Submit it to an attorney first.")


@transaction.atomic
def void_if_changed(key: str, obj, *, by: Member | None, reason: str = "") -> Approval | None:
    """Make the standing approval of `obj` void when the object is no longer what was approved. Returns it, or None.

    Services call it after each edit of something that may stand approved.
    """
    of = kind(key)
    found = (
        Approval.objects.select_for_update(of=("self",))
        .filter(kind=key, object_id=obj.pk, state=State.APPROVED)
        .order_by("-round")
        .first()
    )
    if found is None:
        return None
    content = content_of(of, obj, found.arguments)
    if found.content_hash == hash_of(content, found.arguments):
        return None
    changed = ", ".join(d.what for d in compare(found.content, content)[:5])
    found.state, found.voided_at = State.VOID, timezone.now()
    found.void_reason = (reason or f"Edited after approval: {changed}")[:200]
    found.save(update_fields=["state", "voided_at", "void_reason"])
    audit.record(
        by,
        "approval.voided",
        found,
        changes={"state": [State.APPROVED, State.VOID]},
        reason=found.void_reason,
    )
    of.on_void(obj, found, by=by)
    return found
