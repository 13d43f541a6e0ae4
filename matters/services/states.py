"""The life of a matter: accepted or declined by an attorney, on hold, closed, reopened.

Acceptance, closing and reopening are decided (supervision): the public functions ask for the decision, and the decision
runs `open_accepted` or `carry_out_closing` (matters.approvals).
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Matter
from matters.queries.access import ensure_on, may_prepare_on
from matters.services.fees import decline_proposed, put_proposed_in_force
from practice import states
from practice.exceptions import DomainError, Proposal
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest

# Functions of apps above this one: f(matter) -> list of sentences that say why it cannot be closed yet.
CLOSING_CHECKS = ["billing.queries.totals.closing_blocks"]
CLOSED, OPEN = "closed", "open"


def closing_blocks(matter: Matter) -> list[str]:
    """Why the matter cannot be closed yet, a sentence each; empty when it can."""
    return [reason for path in CLOSING_CHECKS for reason in import_string(path)(matter)]


@transaction.atomic
def accept_matter(matter: Matter, *, by: Member, on: datetime.date | None = None, seen: str = "") -> Matter:
    """An attorney takes the matter on; it opens, and the fee that was proposed with it is in force.

    `on` is the day it opens; `seen` the content_hash of the page that was read (Stale when it is another by now).
    """
    offered = Proposal("matter", matter.pk) if by.powers.may_prepare(Perm.MATTER_CREATE_PENDING) else None
    ensure_on(by, Perm.MATTER_ACCEPT, matter, proposal=offered)
    states.check(Matter.objects.get(pk=matter.pk), Matter.State.OPEN)
    approvals.decide("matter", matter, by=by, arguments={"on": on} if on else None, seen=seen)
    return _again(matter)


def open_accepted(matter: Matter, approval: Approval, *, by: Member) -> Matter:
    """What an acceptance does. Called by the decision alone; raises DomainError without an approval of exactly this."""
    approvals.require("matter", matter)
    said = approval.arguments.get("on")
    on = datetime.date.fromisoformat(said) if said else None
    matter = states.transition(
        matter,
        Matter.State.OPEN,
        by=by,
        opened_on=on or matter.opened_on or timezone.localdate(),
        accepted_by=by,
    )
    put_proposed_in_force(matter, by=by)
    return matter


@transaction.atomic
def decline_matter(matter: Matter, *, by: Member, reason: str, referred_to: str = "") -> Matter:
    """An attorney declines the matter, with a reason and, when the client was referred, to whom.

    What was submitted goes back to whoever sent it, and proposed terms are declined with it.
    """
    ensure_on(by, Perm.MATTER_ACCEPT, matter)
    reason, referred_to = _reason(reason), " ".join(referred_to.split())
    if len(referred_to) > 200:
        raise DomainError("Type at most 200 characters.", field="referred_to")
    waiting = newest("matter", matter)
    if waiting is not None and waiting.is_waiting:
        approvals.send_back(waiting, by=by, note=f"Declined: {reason}")
    decline_proposed(matter, by=by, reason=reason)
    return states.transition(matter, Matter.State.DECLINED, by=by, reason=reason, referred_to=referred_to)


@transaction.atomic
def hold_matter(matter: Matter, *, by: Member, reason: str) -> Matter:
    """Put an open matter on hold, with a reason."""
    ensure_on(by, Perm.MATTER_CLOSE, matter)
    return states.transition(matter, Matter.State.ON_HOLD, by=by, reason=_reason(reason))


@transaction.atomic
def resume_matter(matter: Matter, *, by: Member) -> Matter:
    """Take a matter off hold."""
    ensure_on(by, Perm.MATTER_CLOSE, matter)
    if matter.state != Matter.State.ON_HOLD:
        raise DomainError("This matter is not on hold.")
    return states.transition(matter, Matter.State.OPEN, by=by)


@transaction.atomic
def close_matter(matter: Matter, *, by: Member, reason: str = "") -> Matter:
    """Close a matter. Refused while work is unbilled or an invoice is a draft or unpaid."""
    return _decide_closing(matter, CLOSED, by=by, reason=reason.strip())


@transaction.atomic
def reopen_matter(matter: Matter, *, by: Member, reason: str) -> Matter:
    """Open a closed matter again, with a reason."""
    return _decide_closing(matter, OPEN, by=by, reason=_reason(reason))


def _decide_closing(matter: Matter, to: str, *, by: Member, reason: str) -> Matter:
    arguments = {"to": to, "reason": reason}
    offered = (
        Proposal("closing", matter.pk, arguments) if may_prepare_on(by, Perm.MATTER_CLOSE, matter) else None
    )
    ensure_on(by, Perm.MATTER_CLOSE, matter, proposal=offered)
    check_closing(matter, to)
    waiting = newest("closing", matter)
    same = waiting is not None and waiting.is_waiting and waiting.arguments.get("to") == to
    # What somebody proposed is decided in their words.
    approvals.decide("closing", matter, by=by, arguments=None if same else arguments)
    return _again(matter)


@transaction.atomic
def propose_closing(
    matter: Matter, *, by: Member, to: str, reason: str, send_to: Member | None = None
) -> Approval:
    """Ask an attorney to close (`to` "closed") or reopen (`to` "open") a matter, with a reason."""
    return approvals.submit(
        "closing", matter, by=by, to=send_to, arguments={"to": to, "reason": _reason(reason)}
    )


def check_closing(matter: Matter, to: str) -> None:
    """Raise DomainError when the matter cannot be closed, or reopened, now."""
    locked = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if to == OPEN:
        if not locked.has_ended:
            raise DomainError("This matter is not closed.")
        return
    if to != CLOSED:
        raise DomainError("A matter is closed or reopened.")
    states.check(locked, Matter.State.CLOSED)
    blocks = closing_blocks(locked)
    if blocks:
        raise DomainError("This matter cannot be closed yet. " + " ".join(blocks))


def carry_out_closing(matter: Matter, approval: Approval, *, by: Member) -> Matter:
    """What the decision to close or reopen does. Called by the decision alone."""
    approvals.require("closing", matter, arguments=approval.arguments)
    to, reason = approval.arguments["to"], approval.arguments.get("reason", "")
    check_closing(matter, to)
    if to == OPEN:
        return states.transition(matter, Matter.State.OPEN, by=by, reason=reason, closed_on=None)
    return states.transition(
        matter, Matter.State.CLOSED, by=by, reason=reason, closed_on=timezone.localdate()
    )


def _again(matter: Matter) -> Matter:
    """The matter as the decision left it; the object in hand is brought up to date too."""
    found = Matter.objects.with_people().get(pk=matter.pk)
    for name in ("state", "opened_on", "closed_on", "accepted_by_id"):
        setattr(matter, name, getattr(found, name))
    return found


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise DomainError("Give a reason. It is kept in the history of the matter.", field="reason")
    return text[:500]
