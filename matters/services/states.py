"""The life of a matter: checked, accepted or declined by an attorney, on hold, closing, closed, reopened, archived.

Acceptance, closing and reopening are decided (supervision): the public functions ask for the decision, and the decision
runs `open_accepted` or `carry_out_closing` (matters.approvals).
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from matters.models import ClosingMark, Matter
from matters.queries.access import ensure_on, may_prepare_on
from matters.queries.points import acceptance_points, closing_blocks
from matters.queries.stages import first_stage
from matters.services.fees import (
    decline_proposed,
    put_proposed_in_force,
    put_signed_in_force,
    sign_contingent,
)
from matters.services.stages import enter
from practice import audit, states
from practice.exceptions import DomainError, Proposal
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest

CLOSED, OPEN = "closed", "open"
# Apps above this one follow what an attorney decided about a matter on its own page: f(matter, by=, reason=, referred_to=).
ON_DECIDED: tuple[str, ...] = ("intake.services.decisions.matter_decided",)


def _tell_decided(matter: Matter, by: Member, *, reason: str = "", referred_to: str = "") -> None:
    for path in ON_DECIDED:
        import_string(path)(matter, by=by, reason=reason, referred_to=referred_to)


@transaction.atomic
def begin_check(matter: Matter, *, by: Member) -> Matter:
    """The matter is with the conflict check. Does nothing when it is there already or was decided."""
    if matter.state not in (Matter.State.PENDING, Matter.State.AWAITING):
        return matter
    _ensure_prepares(matter, by)
    return states.transition(matter, Matter.State.CHECKING, by=by)


@transaction.atomic
def await_acceptance(matter: Matter, *, by: Member) -> Matter:
    """The matter waits for an attorney's decision, its check done or not asked for. Does nothing when it waits already."""
    if matter.state not in (Matter.State.PENDING, Matter.State.CHECKING):
        return matter
    return states.transition(matter, Matter.State.AWAITING, by=by)


@transaction.atomic
def back_to_pending(matter: Matter, *, by: Member) -> Matter:
    """What was sent for acceptance came back, or its check was called off: it is being prepared again."""
    if matter.state not in (Matter.State.CHECKING, Matter.State.AWAITING):
        return matter
    return states.transition(matter, Matter.State.PENDING, by=by)


def _ensure_prepares(matter: Matter, by: Member) -> None:
    if not may_prepare_on(by, Perm.MATTER_CREATE_PENDING, matter):
        raise refusal(by, Perm.MATTER_CREATE_PENDING, matter=matter)


def check_acceptable(matter: Matter) -> list[str]:
    """Raise DomainError when something demanded before acceptance is missing. Returns what is only warned of."""
    points = [point for point in acceptance_points(matter) if point.text]
    blocks = [point.text for point in points if point.must]
    if blocks:
        raise DomainError("This matter cannot be accepted yet. " + " ".join(blocks))
    return [point.text for point in points]


@transaction.atomic
def accept_matter(
    matter: Matter,
    *,
    by: Member,
    on: datetime.date | None = None,
    seen: str = "",
    when_signed: bool = False,
) -> Matter:
    """An attorney takes the matter on; it opens, and the fee that was proposed with it is in force.

    `on` is the day it opens; `seen` the content_hash of the page that was read (Stale when it is another by now). With
    `when_signed` the decision stands, and the matter opens once the client has signed the engagement (open_signed).
    """
    offered = Proposal("matter", matter.pk) if by.powers.may_prepare(Perm.MATTER_CREATE_PENDING) else None
    ensure_on(by, Perm.MATTER_ACCEPT, matter, proposal=offered)
    states.check(Matter.objects.get(pk=matter.pk), Matter.State.OPEN)
    check_acceptable(matter)
    arguments = ({"on": on} if on else {}) | ({"when_signed": True} if when_signed else {})
    approvals.decide("matter", matter, by=by, arguments=arguments, seen=seen)
    return _again(matter)


def open_accepted(matter: Matter, approval: Approval, *, by: Member) -> Matter:
    """What an acceptance does. Called by the decision alone; raises DomainError without an approval of exactly this."""
    approvals.require("matter", matter)
    warned = check_acceptable(matter)
    if approval.arguments.get("when_signed"):
        put_signed_in_force(matter, by=by)
        return matter
    said = approval.arguments.get("on")
    on = datetime.date.fromisoformat(said) if said else None
    matter = states.transition(
        matter,
        Matter.State.OPEN,
        by=by,
        opened_on=on or matter.opened_on or timezone.localdate(),
        accepted_by=by,
        reason=f"Accepted all the same: {' '.join(warned)}"[:500] if warned else "",
    )
    put_proposed_in_force(matter, by=by)
    _enter_first(matter, by)
    _tell_decided(matter, by)
    return matter


def _enter_first(matter: Matter, by: Member) -> None:
    if matter.stage_id is None:
        first = first_stage(matter.practice_area)
        if first is not None:
            enter(matter, first, by=by)


@transaction.atomic
def open_signed(matter: Matter, *, by: Member, signed_on: datetime.date | None = None) -> Matter:
    """Open a matter that an attorney accepted for when the client has signed. The decision was the attorney's; the step is
    open to whoever prepares matters. `signed_on` is the day of the signature.

    Contingent terms now have their signature and go to an attorney. Raises DomainError when nobody accepted exactly this.
    """
    _ensure_prepares(matter, by)
    matter = Matter.objects.select_for_update(of=("self",)).with_people().get(pk=matter.pk)
    approval = approvals.require("matter", matter)
    if not approval.arguments.get("when_signed"):
        raise DomainError("This matter was not accepted for when the client has signed.")
    matter = states.transition(
        matter,
        Matter.State.OPEN,
        by=by,
        reason=f"Accepted by {approval.decided_by.name}; the client has signed." if signed_on else "",
        opened_on=matter.opened_on or timezone.localdate(),
        accepted_by=approval.decided_by,
    )
    if signed_on is not None:
        sign_contingent(matter, by=by, signed_on=signed_on)
    _enter_first(matter, by)
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
    declined = states.transition(matter, Matter.State.DECLINED, by=by, reason=reason, referred_to=referred_to)
    _tell_decided(declined, by, reason=reason, referred_to=referred_to)
    return declined


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
def start_closing(matter: Matter, *, by: Member) -> Matter:
    """Begin to close: the checklist is worked. Whoever may propose a closing may begin it; the closing is decided apart."""
    _ensure_closes(matter, by)
    return states.transition(matter, Matter.State.CLOSING, by=by)


@transaction.atomic
def stop_closing(matter: Matter, *, by: Member, reason: str) -> Matter:
    """Go back from closing to open, with a reason. What was ticked off stays."""
    _ensure_closes(matter, by)
    if matter.state != Matter.State.CLOSING:
        raise DomainError("This matter is not closing.")
    return states.transition(matter, Matter.State.OPEN, by=by, reason=_reason(reason))


def _ensure_closes(matter: Matter, by: Member) -> None:
    if not may_prepare_on(by, Perm.MATTER_CLOSE, matter):
        raise refusal(by, Perm.MATTER_CLOSE, matter=matter)


@transaction.atomic
def mark_point(matter: Matter, *, by: Member, text: str, done: bool = True) -> None:
    """Tick a line of the practice area's own closing checklist off, or take the tick away."""
    _ensure_closes(matter, by)
    locked = Matter.objects.select_for_update(of=("self",)).select_related("practice_area").get(pk=matter.pk)
    if locked.has_ended:
        raise DomainError("This matter is closed; its checklist stays as it was.")
    if text not in locked.practice_area.closing_points:
        raise DomainError(f"“{text[:80]}” is not on the checklist of {locked.practice_area}.")
    if done:
        _, new = ClosingMark.objects.get_or_create(matter=locked, text=text, defaults={"marked_by": by})
        if new:
            audit.record(by, "matter.point_done", locked, changes={"point": [None, text]})
    elif ClosingMark.objects.filter(matter=locked, text=text).delete()[0]:
        audit.record(by, "matter.point_undone", locked, changes={"point": [text, None]})


@transaction.atomic
def archive_matter(matter: Matter, *, by: Member) -> Matter:
    """Put a closed matter into the archive, where its record is read-only."""
    ensure_on(by, Perm.MATTER_CLOSE, matter)
    return states.transition(matter, Matter.State.ARCHIVED, by=by, archived_on=timezone.localdate())


@transaction.atomic
def unarchive_matter(matter: Matter, *, by: Member, reason: str) -> Matter:
    """Take a matter out of the archive; it is closed as before."""
    ensure_on(by, Perm.MATTER_CLOSE, matter)
    if matter.state != Matter.State.ARCHIVED:
        raise DomainError("This matter is not in the archive.")
    return states.transition(matter, Matter.State.CLOSED, by=by, reason=_reason(reason), archived_on=None)


@transaction.atomic
def set_retention(matter: Matter, *, by: Member, until: datetime.date | None, reason: str) -> Matter:
    """Keep the file until a day that is set by hand, with the reason; None leaves it undecided."""
    ensure_on(by, Perm.MATTER_CLOSE, matter)
    locked = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if until and locked.closed_on and until < locked.closed_on:
        raise DomainError("A file is kept at least until its matter closes.", field="until")
    changes = audit.apply(locked, retention_until=until, retention_reason=_reason(reason)[:300])
    if changes:
        locked.save(update_fields=["retention_until", "retention_reason", "updated_at"])
        audit.record(by, "matter.retention", locked, changes=changes, reason=reason)
    return locked


def retention_of(matter: Matter, closed_on: datetime.date) -> datetime.date | None:
    """The day until which the file is kept: set by hand, or closing plus the years of its practice area."""
    years = matter.practice_area.retention_years
    if matter.retention_reason or years is None:
        return matter.retention_until
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:  # closed on February 29
        return closed_on.replace(year=closed_on.year + years, day=28)


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
        # A date that the closing brought goes with it; one set by hand stays.
        kept = matter.retention_until if matter.retention_reason else None
        return states.transition(
            matter, Matter.State.OPEN, by=by, reason=reason, closed_on=None, retention_until=kept
        )
    today = timezone.localdate()
    until = retention_of(matter, today)
    return states.transition(
        matter, Matter.State.CLOSED, by=by, reason=reason, closed_on=today, retention_until=until
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
