"""The attorney's decision about a lead: accept, decline, refer out (Guideline 3(a); Model Rule 1.18).

Staff submit; an attorney decides. Accepting a lead accepts its matter in the same act, so that nobody decides twice.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from custom_fields.queries import missing
from intake.models import Lead
from intake.queries.conflicts import conflict_block
from intake.services.conversion import convert_lead, prepare_matter
from intake.services.leads import locked, reason_of, step
from matters import services as matters
from matters.models import Matter
from practice.exceptions import DomainError, Proposal
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest

State = Lead.State
ACCEPTED, DECLINED, REFERRED = State.ACCEPTED.value, State.DECLINED.value, State.REFERRED.value


def check_decidable(lead: Lead, arguments: dict) -> None:
    """Raise DomainError when the lead cannot be decided so now."""
    to = arguments.get("to")
    if to not in (ACCEPTED, DECLINED, REFERRED):
        raise DomainError("A lead is accepted, declined or referred out.")
    may = lead.is_undecided or (to == DECLINED and lead.state in (State.ACCEPTED, State.SIGNED))
    if not may:
        raise DomainError(f"This lead is {lead.get_state_display().lower()}.")
    if to != ACCEPTED:
        if not arguments.get("reason"):
            raise DomainError("Give a reason. It is kept in the history of the lead.", field="reason")
        return
    if lead.matter_id is None:
        raise DomainError("Prepare the matter first: client, parties, attorney and terms.")
    block = "" if lead.matter.is_accepted else conflict_block(lead)
    if block:
        raise DomainError(block)


@transaction.atomic
def submit_lead(
    lead: Lead,
    *,
    by: Member,
    to: Member | None = None,
    note: str = "",
    due_on: datetime.date | None = None,
    urgent: bool = False,
) -> Approval:
    """Send the lead to an attorney (the one who would act, unless `to` says) for a decision."""
    lead = locked(lead)
    if lacking := missing(lead, "decision"):
        raise DomainError(f"Before the decision: {' '.join(lacking)}")
    return approvals.submit(
        "lead",
        lead,
        by=by,
        to=to or lead.attorney,
        note=note,
        due_on=due_on,
        urgent=urgent,
        arguments={"to": ACCEPTED},
    )


def _may_decide(lead: Lead, by: Member) -> None:
    offered = None
    if lead.matter_id is not None and by.can(Perm.LEAD_SCREEN):
        offered = Proposal("lead", lead.pk, {"to": ACCEPTED})
    if not by.can(Perm.MATTER_ACCEPT):
        raise refusal(by, Perm.MATTER_ACCEPT, proposal=offered)


@transaction.atomic
def accept_lead(lead: Lead, *, by: Member, seen: str = "", prepare: dict[str, Any] | None = None) -> Lead:
    """An attorney accepts the lead, and its matter with it. The matter opens when the client has signed; at once when
    they have. `prepare` makes the matter first, where there is none yet (prepare_matter's arguments).

    Raises Refused without matter.accept, DomainError with an open conflict, Stale when it is another than was `seen`.
    """
    _may_decide(lead, by)
    lead = locked(lead)
    if lead.matter_id is None:
        prepare_matter(lead, by=by, **{"responsible": lead.attorney or by, **(prepare or {})})
        lead = locked(lead)
    arguments = {"to": ACCEPTED}
    check_decidable(lead, arguments)
    approvals.decide("lead", lead, by=by, arguments=arguments, seen=seen)
    return Lead.objects.with_people().get(pk=lead.pk)


@transaction.atomic
def decline_lead(lead: Lead, *, by: Member, reason: str, referred_to: str = "", refer: bool = False) -> Lead:
    """An attorney declines the lead, or refers it out (`refer`, to `referred_to`). Its matter is declined with it.

    What staff had submitted goes back to them, with the reason.
    """
    _may_decide(lead, by)
    lead = locked(lead)
    arguments = {"to": REFERRED if refer else DECLINED, "reason": reason_of(reason)}
    if refer:
        arguments["referred_to"] = " ".join(referred_to.split())[:200]
        if not arguments["referred_to"]:
            raise DomainError("Say to whom.", field="referred_to")
    check_decidable(lead, arguments)
    waiting = newest("lead", lead)
    if waiting is not None and waiting.is_waiting and waiting.arguments != arguments:
        word = "Referred out" if refer else "Declined"
        approvals.send_back(waiting, by=by, note=f"{word}: {arguments['reason']}")
    approvals.decide("lead", lead, by=by, arguments=arguments)
    return Lead.objects.with_people().get(pk=lead.pk)


def carry_out(lead: Lead, approval: Approval, *, by: Member) -> None:
    """What a decision does. Called by the decision alone; raises DomainError without an approval of exactly this."""
    approvals.require("lead", lead, arguments=approval.arguments)
    check_decidable(lead, approval.arguments)
    to, reason = approval.arguments["to"], approval.arguments.get("reason", "")
    now = timezone.now()
    if to == ACCEPTED:
        matter = Matter.objects.with_people().get(pk=lead.matter_id)
        if matter.is_before_acceptance:
            sent = newest("matter", matter)
            # What staff sent for the matter itself is decided as they sent it.
            later = lead.signed_on is None and not (sent is not None and sent.is_waiting)
            matter = matters.accept_matter(matter, by=by, when_signed=later)
        lead = step(lead, to, by=by, decided_by=by, decided_at=now)
        if matter.is_accepted:
            convert_lead(lead, by=by)
        return
    referred = approval.arguments.get("referred_to", "")
    if lead.matter_id is not None:
        matter = Matter.objects.with_people().get(pk=lead.matter_id)
        if matter.is_before_acceptance:
            matters.decline_matter(matter, by=by, reason=reason, referred_to=referred)
    step(lead, to, by=by, reason=reason, outcome=reason, referred_to=referred, decided_by=by, decided_at=now)


def to_decision(lead: Lead, *, by: Member) -> None:
    """After it was submitted."""
    step(lead, State.DECISION, by=by)


def back_to_work(lead: Lead, *, by: Member) -> None:
    """After it came back undecided: where it stood before it was sent."""
    if lead.state != State.DECISION:
        return
    if lead.letters.filter(kind="engagement", state="sent").exists():
        to = State.ENGAGEMENT
    else:
        to = State.CONSULTATION if lead.consultation_at else State.SCREENING
    step(lead, to, by=by)


def matter_decided(matter: Matter, *, by: Member, reason: str = "", referred_to: str = "") -> None:
    """An attorney decided about a matter on its own page: the lead it came from is decided by the same act.

    Called by matters for every decision; one that began with the lead itself is left alone.
    """
    lead = Lead.objects.select_for_update(of=("self",)).filter(matter=matter).first()
    if lead is None or lead.state == State.CONVERTED:
        return
    to = ACCEPTED if matter.is_accepted else REFERRED if referred_to else DECLINED
    last = newest("lead", lead)
    if last is not None and last.state == Approval.State.APPROVED and last.arguments.get("to") == to:
        if to == ACCEPTED and lead.state in (State.ACCEPTED, State.SIGNED):
            step(lead, State.CONVERTED, by=by, converted_at=timezone.now())
        return
    arguments = {"to": to}
    if to != ACCEPTED:
        arguments["reason"] = reason
    if referred_to:
        arguments["referred_to"] = referred_to
    if last is not None and last.is_waiting and last.arguments != arguments:
        approvals.send_back(last, by=by, note=f"Decided on the matter: {reason or 'accepted'}")
    approvals.decide("lead", lead, by=by, arguments=arguments)
