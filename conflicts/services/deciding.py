"""What an attorney decides about a check: cleared, waiver required, conflicted. And opening it again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from conflicts.models import Check, Clearance, Hit, HitLine
from conflicts.queries import engine
from conflicts.queries.frozen import content_of, digest
from documents.models import Document
from matters.models import Matter
from matters.services import states
from practice import audit
from practice.exceptions import DomainError, Proposal, Refused
from practice.jobs import enqueue_after_commit
from practice.scope import firm_scope
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest

State = Check.State
OUTCOMES = (State.CLEARED, State.WAIVER, State.CONFLICTED)


def arguments_of(to: str, note: str, consent: Document | None) -> dict:
    """What the approval is called with."""
    return {"to": to, "note": " ".join(note.split()), "consent": consent.pk if consent else None}


def is_own(check: Check, member: Member) -> bool:
    """Whether a hit concerns the member: a declared interest, or the member's own name."""
    with firm_scope(check.firm_id):
        return HitLine.objects.filter(hit__check_ref=check, member=member).exists()


def consent_of(arguments: dict) -> Document | None:
    """The document that holds the informed consent, as far as the scope shows it."""
    pk = arguments.get("consent")
    return Document.objects.kept().filter(pk=pk).first() if pk else None


def check_decision(check: Check, arguments: dict) -> None:
    """Raise DomainError when the check cannot be decided this way."""
    to = arguments.get("to", "")
    if to not in OUTCOMES:
        raise DomainError("Choose how the check ends.", field="to")
    if check.state == State.RUNNING:
        raise DomainError("The check is still running.")
    if check.state == to:
        raise DomainError(f"The check is {check.get_state_display().lower()} already.")
    if check.state in (State.CLEARED, State.CONFLICTED):
        raise DomainError("This check is decided. Open it again first.")
    with firm_scope(check.firm_id):
        values = list(Hit.objects.filter(check_ref=check).values_list("disposition", flat=True))
    left = values.count("")
    if left:
        some = "One hit is not judged yet." if left == 1 else f"{left} hits are not judged yet."
        raise DomainError(some)
    if to == State.CLEARED:
        _check_clear(values, arguments)
    elif not arguments.get("note"):
        raise DomainError("Say what stands in the way.", field="note")
    if to == State.WAIVER and "waiver" not in values:
        raise DomainError("No hit was judged to need a waiver.", field="to")
    if to == State.CONFLICTED and "conflict" not in values:
        raise DomainError("No hit was judged to be a conflict.", field="to")


def _check_clear(values: list[str], arguments: dict) -> None:
    if "conflict" in values:
        raise DomainError("A hit was judged to be a conflict. Such a check is not cleared.", field="to")
    if "waiver" in values and consent_of(arguments) is None:
        raise DomainError(
            "A hit needs a waiver. Name the document with the clients’ informed consent (Model Rule 1.7(b)(4)).",
            field="consent",
        )


@transaction.atomic
def decide_check(
    check: Check, *, by: Member, to: str, note: str = "", consent: Document | None = None
) -> Check:
    """An attorney decides the check. Raises Refused for others, with what they may send instead.

    What waits with another end goes back to whoever proposed it.
    """
    arguments = arguments_of(to, note, consent)
    ensure(by, Perm.CONFLICT_CLEAR, proposal=Proposal("conflict", check.pk, arguments))
    if is_own(check, by):
        raise Refused("A hit concerns you. Another attorney has to decide this check.")
    check_decision(check, arguments)
    waiting = newest("conflict", check)
    if waiting is not None and waiting.is_waiting and waiting.arguments != arguments:
        # Who proposed another end hears of it; the attorney need not return it first.
        said = f"Decided otherwise: {State(to).label.lower()}. {arguments['note']}".strip()
        approvals.send_back(waiting, by=by, note=said)
    approvals.decide("conflict", check, by=by, arguments=arguments)
    check.refresh_from_db()
    return check


@transaction.atomic
def propose_decision(
    check: Check,
    *,
    by: Member,
    to: str,
    note: str = "",
    consent: Document | None = None,
    attorney: Member | None = None,
) -> Approval:
    """Send the judged check to an attorney for the decision."""
    return approvals.submit(
        "conflict",
        check,
        by=by,
        to=attorney,
        note=" ".join(note.split()),
        arguments=arguments_of(to, note, consent),
    )


def carry_out(check: Check, approval: Approval, *, by: Member) -> None:
    """What the approval of a decision does: the state, and the frozen record. Called by the decision alone."""
    approvals.require("conflict", check)
    arguments = approval.arguments
    consent = consent_of(arguments)
    content = content_of(check)
    with firm_scope(check.firm_id):
        content["searched"] = engine.counted()
    content |= {"to": arguments["to"], "run_at": check.run_at.isoformat() if check.run_at else None}
    before = check.state
    check.state, check.decided_by, check.decided_at = arguments["to"], by, timezone.now()
    check.decision_note, check.consent = arguments.get("note", ""), consent
    check.searched = {**check.searched, **content["searched"]}
    check.save(update_fields=["state", "decided_by", "decided_at", "decision_note", "consent", "searched"])
    clearance = Clearance.objects.create(
        check_ref=check, matter_id=check.matter_id, round=check.round, outcome=check.state, note=check.decision_note,
        consent=consent, by=by, at=check.decided_at, content=audit.plain(content), content_hash=digest(audit.plain(content)),
        approval=approval,
    )  # fmt: skip
    audit.record(
        by,
        f"conflict.{check.state}",
        check,
        changes={"state": [State(before).label, check.get_state_display()]},
        reason=check.decision_note,
    )
    enqueue_after_commit("conflicts.tasks.make_report", clearance_id=clearance.pk)
    if check.state == State.CLEARED and check.matter_id is not None:
        matter = Matter.objects.filter(pk=check.matter_id, state=Matter.State.CHECKING).first()
        if matter is not None:
            states.await_acceptance(matter, by=by)


@transaction.atomic
def reopen_check(check: Check, *, by: Member, reason: str) -> Check:
    """Open a decided check again, with a reason. Its hits can then be judged anew; the record of the decision stays."""
    ensure(by, Perm.CONFLICT_CLEAR)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Give a reason. It stays with the check.", field="reason")
    check = Check.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if not check.is_decided:
        raise DomainError("This check is open already.")
    before = check.state
    check.state, check.round = State.IN_REVIEW, check.round + 1
    check.reopened_at, check.reopened_why = timezone.now(), reason[:300]
    check.save(update_fields=["state", "round", "reopened_at", "reopened_why"])
    approvals.void_if_changed("conflict", check, by=by, reason=f"Opened again: {reason}"[:200])
    audit.record(
        by,
        "conflict.reopened",
        check,
        changes={"state": [State(before).label, check.get_state_display()]},
        reason=reason,
    )
    return check
