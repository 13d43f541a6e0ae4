"""A second person verifies a court's or a statute's date (Model Rule 5.3)."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import licensed_attorneys
from calendar_app.models import Deadline
from calendar_app.services.deadlines import locked
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.models import Approval


@transaction.atomic
def verify_deadline(deadline: Deadline, *, by: Member, seen: str = "") -> Deadline:
    """A second person verifies the date. Raises Refused for whoever set it, but for a firm's only attorney."""
    ensure_on(by, Perm.DEADLINE_VERIFY, deadline.matter)
    deadline = locked(deadline)
    check_verifiable(deadline)
    if not is_second(deadline, by):
        who = [m.name for m in kind_of("deadline").deciders(deadline)][:5]
        ask = f" Ask {' or '.join(who)}." if who else ""
        raise Refused(f"You set this date yourself, so another person verifies it.{ask}", who=who)
    approvals.decide("deadline", deadline, by=by, seen=seen)
    return locked(deadline)


def is_second(deadline: Deadline, member: Member) -> bool:
    """Whether the member is another than who set the date; a firm's only attorney counts as such."""
    if member.pk != deadline.set_by_id:
        return True
    return member.is_licensed and all(m.pk == member.pk for m in licensed_attorneys())


def check_verifiable(deadline: Deadline) -> None:
    """Raise DomainError when there is nothing to verify."""
    if not deadline.is_binding:
        raise DomainError("An internal date needs no verification.")
    if deadline.done_at is not None:
        raise DomainError("This deadline is done. Open it again first.")
    if deadline.verified_at is not None:
        raise DomainError("This date is verified already.")


def note_verified(deadline: Deadline, approval: Approval, *, by: Member) -> None:
    """What the decision does. Called by the decision alone."""
    approvals.require("deadline", deadline)
    deadline.verified_by, deadline.verified_at = by, timezone.now()
    deadline.save(update_fields=["verified_by", "verified_at"])
    audit.record(by, "deadline.verified", deadline, changes={"due_on": [None, deadline.due_on]})
