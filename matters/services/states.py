"""The life of a matter: accepted or declined by an attorney, on hold, closed, reopened."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm, ensure
from matters.models import FeeArrangement, Matter
from practice import audit, states
from practice.exceptions import DomainError

# Functions of apps above this one: f(matter) -> list of sentences that say why it cannot be closed yet.
CLOSING_CHECKS = ["billing.queries.totals.closing_blocks"]


def closing_blocks(matter: Matter) -> list[str]:
    """Why the matter cannot be closed yet, a sentence each; empty when it can."""
    return [reason for path in CLOSING_CHECKS for reason in import_string(path)(matter)]


@transaction.atomic
def accept_matter(matter: Matter, *, by: Member, on: datetime.date | None = None) -> Matter:
    """An attorney takes the matter on; it opens. A fee that staff proposed is thereby the attorney's."""
    ensure(by, Perm.MATTER_ACCEPT)
    matter = states.transition(
        matter,
        Matter.State.OPEN,
        by=by,
        opened_on=on or matter.opened_on or timezone.localdate(),
        accepted_by=by,
    )
    proposed = FeeArrangement.objects.filter(matter=matter, set_by=None).order_by("-id").first()
    if proposed is not None and by.can(Perm.FEE_SET):
        proposed.set_by = by
        proposed.save(update_fields=["set_by"])
        audit.record(by, "fee.set", proposed, changes={"kind": [None, proposed.get_kind_display()]})
    return matter


@transaction.atomic
def decline_matter(matter: Matter, *, by: Member, reason: str) -> Matter:
    """An attorney declines the matter, with a reason."""
    ensure(by, Perm.MATTER_ACCEPT)
    return states.transition(matter, Matter.State.DECLINED, by=by, reason=_reason(reason))


@transaction.atomic
def hold_matter(matter: Matter, *, by: Member, reason: str) -> Matter:
    """Put an open matter on hold, with a reason."""
    ensure(by, Perm.MATTER_CLOSE)
    return states.transition(matter, Matter.State.ON_HOLD, by=by, reason=_reason(reason))


@transaction.atomic
def resume_matter(matter: Matter, *, by: Member) -> Matter:
    """Take a matter off hold."""
    ensure(by, Perm.MATTER_CLOSE)
    if matter.state != Matter.State.ON_HOLD:
        raise DomainError("This matter is not on hold.")
    return states.transition(matter, Matter.State.OPEN, by=by)


@transaction.atomic
def close_matter(matter: Matter, *, by: Member, reason: str = "") -> Matter:
    """Close a matter. Refused while work is unbilled or an invoice is a draft or unpaid."""
    ensure(by, Perm.MATTER_CLOSE)
    locked = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    states.check(locked, Matter.State.CLOSED)
    blocks = closing_blocks(locked)
    if blocks:
        raise DomainError("This matter cannot be closed yet. " + " ".join(blocks))
    return states.transition(
        matter, Matter.State.CLOSED, by=by, reason=reason.strip(), closed_on=timezone.localdate()
    )


@transaction.atomic
def reopen_matter(matter: Matter, *, by: Member, reason: str) -> Matter:
    """Open a closed matter again, with a reason."""
    ensure(by, Perm.MATTER_CLOSE)
    if matter.state != Matter.State.CLOSED:
        raise DomainError("This matter is not closed.")
    return states.transition(matter, Matter.State.OPEN, by=by, reason=_reason(reason), closed_on=None)


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise DomainError("Give a reason. It is kept in the history of the matter.", field="reason")
    return text[:500]
