"""A date is met, or need not be met: it leaves the calendar, and may come back."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import Deadline
from calendar_app.services.deadlines import check_paper, ensure_enters, locked
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.queries import newest

if TYPE_CHECKING:
    from documents.models import Document


@transaction.atomic
def dismiss_deadline(deadline: Deadline, *, by: Member, reason: str) -> Deadline:
    """An attorney takes a deadline off the calendar that need not be met, with a reason (Model Rule 5.3)."""
    deadline = locked(deadline)
    ensure_on(by, Perm.DEADLINE_DISMISS, deadline.matter)
    reason = " ".join(reason.split())[:500]
    check_dismissal(deadline, reason)
    deadline.done_at, deadline.done_by, deadline.dismissal = timezone.now(), by, reason
    deadline.save(update_fields=["done_at", "done_by", "dismissal"])
    waiting = newest("deadline", deadline)
    if waiting is not None and waiting.is_waiting and kind_of("deadline").may_decide(deadline, by):
        approvals.send_back(waiting, by=by, note=f"Dismissed: {reason}")
    else:
        approvals.fall_away("deadline", deadline, by=by, reason=f"Dismissed: {reason}")
    approvals.fall_away("deadline_change", deadline, by=by, reason=f"Dismissed: {reason}")
    audit.record(by, "deadline.dismissed", deadline, changes={"done": [False, True]}, reason=reason)
    return deadline


def check_dismissal(deadline: Deadline, reason: str) -> None:
    """Raise DomainError when the deadline cannot be taken off the calendar for this reason."""
    if not reason:
        raise DomainError("Say why it need not be met: the order, stipulation or rule.", field="reason")
    if deadline.done_at is not None:
        raise DomainError("This deadline is done already.")


@transaction.atomic
def complete_deadline(
    deadline: Deadline, *, by: Member, proof: "Document | None" = None, no_proof: str = ""
) -> Deadline:
    """Mark a deadline done, now and by this member.

    A date of a court or a statute carries the document that proves it was met, one of the matter's, or says why there is
    none.
    """
    deadline = locked(deadline)
    ensure_enters(by, deadline.matter)
    if deadline.done_at is not None:
        raise DomainError("This deadline is done already.")
    no_proof = " ".join(no_proof.split())[:500]
    check_paper(deadline.matter, proof, "proof")
    if proof is not None:
        no_proof = ""
    elif deadline.is_binding and not no_proof:
        raise DomainError(
            "Pick the document that proves it was met, or say why there is none.", field="no_proof"
        )
    deadline.done_at, deadline.done_by = timezone.now(), by
    deadline.proof, deadline.no_proof = proof, no_proof
    deadline.save(update_fields=["done_at", "done_by", "proof", "no_proof"])
    changes: dict = {"done": [False, True]}
    if proof is not None:
        changes["proof"] = [None, str(proof)]
    for kind in ("deadline", "deadline_change"):
        approvals.fall_away(kind, deadline, by=by, reason="The deadline is done.")
    audit.record(by, "deadline.done", deadline, changes=changes, reason=no_proof)
    return deadline


@transaction.atomic
def undo_complete(deadline: Deadline, *, by: Member) -> Deadline:
    """Take back that a deadline is done; that it was dismissed, only who may dismiss it."""
    deadline = locked(deadline)
    ensure_enters(by, deadline.matter)
    if deadline.done_at is None:
        raise DomainError("This deadline is open.")
    if deadline.dismissal:
        ensure_on(by, Perm.DEADLINE_DISMISS, deadline.matter)
    deadline.done_at, deadline.done_by, deadline.dismissal = None, None, ""
    deadline.proof, deadline.no_proof = None, ""
    deadline.save(update_fields=["done_at", "done_by", "dismissal", "proof", "no_proof"])
    audit.record(by, "deadline.undone", deadline, changes={"done": [True, False]})
    return deadline
