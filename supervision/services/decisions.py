"""Approve and return.

An approval is bound to the content that was read. The act runs inside the transaction of the decision, after the approval
is written, and PostgreSQL refuses the step without it (supervision.constraints.NeedsApproval).
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from practice import audit
from practice.exceptions import DomainError, Refused, Stale
from supervision.kinds import Kind, content_of, hash_of, kind
from supervision.models import Approval
from supervision.queries import compare, newest, standing_in_for
from supervision.services import checks
from supervision.services.mails import ask_mail
from supervision.services.rounds import new_round


def why_not_approve(approval: Approval, obj, *, by: Member) -> str:
    """Why `by` does not approve this waiting round, in words; "" when they may. For pages, before the act is tried."""
    of = kind(approval.kind)
    try:
        checks.ensure_may_decide(of, obj, by)
        checks.basis_of(of, approval, by)
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
    locked, of, obj = checks.lock(approval)
    checks.ensure_waiting(locked)
    checks.ensure_may_decide(of, obj, by)
    basis = checks.basis_of(of, locked, by)
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
    approval.reserved = approval.reserved or basis != Approval.Basis.SECOND_PERSON
    values = {
        "state": Approval.State.APPROVED,
        "decided_by": by,
        "decided_at": timezone.now(),
        "basis": basis,
    }
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
    obj = checks.locked_object(of, obj.pk)
    checks.ensure_may_decide(of, obj, by)
    last = newest(key, obj)
    if last is not None and last.state == Approval.State.WAITING:
        if arguments and arguments != last.arguments:
            raise DomainError(
                f"{last.submitted_by.name} proposed this with other particulars. Return that first, or approve it."
            )
        # Whoever decides on the object's own page has it before their eyes as it is now.
        return approve(last, by=by, seen=seen or hash_of(content_of(of, obj, last.arguments), last.arguments))
    maker = of.maker(obj, arguments) or by
    approval = new_round(of, obj, arguments=arguments, after=last, maker=maker, sender=maker, note=note)
    if seen and seen != approval.content_hash:
        raise Stale("This changed after you opened it, so it was not approved. Read it again.")
    approval.assigned_to = by
    basis = checks.basis_of(of, approval, by)
    return _settle(
        approval, of, obj, by=by, basis=basis, content=approval.content, digest=approval.content_hash
    )


@transaction.atomic
def send_back(approval: Approval, *, note: str, by: Member) -> Approval:
    """Return it to whoever sent it, with a note that says what should change."""
    locked, of, obj = checks.lock(approval)
    checks.ensure_waiting(locked)
    checks.ensure_may_decide(of, obj, by)
    note = note.strip()
    if not note:
        raise DomainError("Say what should change.", field="note")
    locked.state, locked.decided_by, locked.decided_at = Approval.State.RETURNED, by, timezone.now()
    locked.decision_note = note
    locked.save()
    audit.record(
        by,
        "approval.returned",
        locked,
        changes={"state": [Approval.State.WAITING, Approval.State.RETURNED]},
        reason=note,
    )
    ask_mail("returned", locked, to=locked.submitted_by)
    of.on_return(obj, locked, by=by)
    return locked
