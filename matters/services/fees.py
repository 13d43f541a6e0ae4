"""Fee arrangements: staff propose terms, an attorney puts them in force (Guideline 3(b); Model Rule 1.5).

`set_fee` and the acceptance of a matter ask for the decision, and the decision runs `put_in_force` (matters.approvals).
"""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from matters.models import FeeArrangement, Matter
from matters.queries.access import ensure_on, may, may_prepare_on
from practice import audit
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest

Kind, State = FeeArrangement.Kind, FeeArrangement.State


def check_terms(kind: str, flat: Decimal | None, percent: Decimal | None) -> None:
    """Raise DomainError beside the amount that the kind of fee wants."""
    if kind == Kind.FLAT and (flat is None or flat <= 0):
        raise DomainError("Type the flat fee, such as 2500.00.", field="flat_amount")
    if kind == Kind.CONTINGENCY and (percent is None or not 0 < percent <= 100):
        raise DomainError("Type the percentage, from 0.01 to 100.", field="contingency_percent")


def arrange(
    matter: Matter,
    *,
    by: Member,
    on: datetime.date,
    kind: str = Kind.HOURLY,
    flat_amount: Decimal | None = None,
    contingency_percent: Decimal | None = None,
    payment_terms_days: int | None = None,
    note: str = "",
    signed_on: datetime.date | None = None,
) -> FeeArrangement:
    """Write terms as proposed, in the place of what was proposed before. Checks the terms, not who may."""
    check_terms(kind, flat_amount, contingency_percent)
    if signed_on is not None and signed_on > timezone.localdate():
        raise DomainError("The day the client signed is not in the future.", field="signed_on")
    values = {
        "kind": kind,
        "flat_amount": flat_amount if kind == Kind.FLAT else None,
        "contingency_percent": contingency_percent if kind == Kind.CONTINGENCY else None,
        "payment_terms_days": payment_terms_days,
        "note": note.strip(),
        "effective_from": on,
        "signed_on": signed_on,
        "proposed_by": by,
    }
    arrangement = (
        FeeArrangement.objects.select_for_update(of=("self",)).proposed().filter(matter=matter).first()
    )
    if arrangement is None:
        arrangement = FeeArrangement(matter=matter, state=State.PROPOSED)
    for name, value in values.items():
        setattr(arrangement, name, value)
    arrangement.save()
    audit.record(by, "fee.proposed", arrangement, changes=_said(arrangement))
    return arrangement


def _said(arrangement: FeeArrangement) -> dict:
    changes: dict[str, list] = {"kind": [None, arrangement.get_kind_display()]}
    for name in ("flat_amount", "contingency_percent", "signed_on"):
        if getattr(arrangement, name) is not None:
            changes[name] = [None, getattr(arrangement, name)]
    return changes


@transaction.atomic
def set_fee(
    matter: Matter,
    *,
    by: Member,
    kind: str,
    flat_amount: Decimal | None = None,
    contingency_percent: Decimal | None = None,
    payment_terms_days: int | None = None,
    note: str = "",
    effective_from: datetime.date | None = None,
    signed_on: datetime.date | None = None,
) -> FeeArrangement:
    """A new fee arrangement from a day on, in force at once. Earlier ones stay, for what was billed under them.

    Contingent fees want `signed_on`, the day the client signed. Raises DomainError, or Refused without fee.set.
    """
    ensure_on(by, Perm.FEE_SET, matter)
    Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    _withdraw_proposed(matter, by=by)
    arrangement = arrange(
        matter,
        by=by,
        on=effective_from or timezone.localdate(),
        kind=kind,
        flat_amount=flat_amount,
        contingency_percent=contingency_percent,
        payment_terms_days=payment_terms_days,
        note=note,
        signed_on=signed_on,
    )
    return approve_fee(arrangement, by=by)


def _withdraw_proposed(matter: Matter, *, by: Member) -> None:
    """The attorney sets other terms than those proposed: what was proposed is declined, and says so."""
    decline_proposed(matter, by=by, reason="Other terms were set.")


@transaction.atomic
def propose_fee(
    matter: Matter,
    *,
    by: Member,
    kind: str,
    flat_amount: Decimal | None = None,
    contingency_percent: Decimal | None = None,
    payment_terms_days: int | None = None,
    note: str = "",
    effective_from: datetime.date | None = None,
    signed_on: datetime.date | None = None,
) -> FeeArrangement:
    """Propose terms to the matter's attorney. On a pending matter they are decided together with its acceptance."""
    ensure_proposes(by, matter)
    matter = Matter.objects.select_for_update(of=("self",)).with_people().get(pk=matter.pk)
    if matter.state == Matter.State.DECLINED:
        raise DomainError(f"{matter.number} was declined.")
    arrangement = arrange(
        matter,
        by=by,
        on=effective_from or timezone.localdate(),
        kind=kind,
        flat_amount=flat_amount,
        contingency_percent=contingency_percent,
        payment_terms_days=payment_terms_days,
        note=note,
        signed_on=signed_on,
    )
    last = newest("fee", arrangement)
    if not matter.is_before_acceptance and (last is None or not last.is_waiting):
        approvals.submit("fee", arrangement, by=by)
    return arrangement


def ensure_proposes(by: Member, matter: Matter) -> None:
    """Raise Refused unless the member may draft engagement terms on this matter."""
    if not may_prepare_on(by, Perm.ENGAGEMENT_DRAFT, matter):
        raise refusal(by, Perm.ENGAGEMENT_DRAFT)


@transaction.atomic
def approve_fee(arrangement: FeeArrangement, *, by: Member, seen: str = "") -> FeeArrangement:
    """An attorney puts proposed terms in force. Raises Refused without fee.set, or DomainError (unsigned contingency)."""
    ensure_on(by, Perm.FEE_SET, arrangement.matter)
    if arrangement.state != State.PROPOSED:
        raise DomainError("These terms are decided already.")
    check_signed(arrangement)
    approvals.decide("fee", arrangement, by=by, seen=seen)
    arrangement.refresh_from_db()
    return arrangement


def check_signed(arrangement: FeeArrangement) -> None:
    """Raise DomainError for contingent terms that the client has not signed."""
    if arrangement.kind == Kind.CONTINGENCY and arrangement.signed_on is None:
        raise DomainError(
            "A contingent fee needs the client’s signature (Model Rule 1.5(c)). Note the day it was signed first.",
            field="signed_on",
        )


def put_in_force(arrangement: FeeArrangement, approval: Approval, *, by: Member) -> FeeArrangement:
    """What the approval of terms does. Called by the decision alone."""
    approvals.require("fee", arrangement)
    check_signed(arrangement)
    arrangement.state, arrangement.set_by = State.IN_FORCE, by
    arrangement.save(update_fields=["state", "set_by"])
    audit.record(by, "fee.set", arrangement, changes=_said(arrangement))
    return arrangement


def put_proposed_in_force(matter: Matter, *, by: Member) -> None:
    """Approve what is proposed for a matter, as its acceptance does; by an attorney who sets fees."""
    arrangement = FeeArrangement.objects.proposed().filter(matter=matter).first()
    if arrangement is not None and may(by, Perm.FEE_SET, matter):
        approve_fee(arrangement, by=by)


def put_signed_in_force(matter: Matter, *, by: Member) -> None:
    """As put_proposed_in_force, but contingent terms that the client has not signed stay proposed (Model Rule 1.5(c))."""
    arrangement = FeeArrangement.objects.proposed().filter(matter=matter).first()
    if arrangement is None or (arrangement.kind == Kind.CONTINGENCY and arrangement.signed_on is None):
        return
    put_proposed_in_force(matter, by=by)


def sign_contingent(matter: Matter, *, by: Member, signed_on: datetime.date) -> None:
    """The client has signed contingent terms that were proposed: they are in force by an attorney, else go to one."""
    terms = FeeArrangement.objects.proposed().filter(matter=matter).select_related("matter").first()
    if terms is None:
        return
    if terms.kind == Kind.CONTINGENCY and terms.signed_on is None:
        terms.signed_on = signed_on
        terms.save(update_fields=["signed_on"])
        audit.record(by, "fee.proposed", terms, changes={"signed_on": [None, signed_on]})
    if may(by, Perm.FEE_SET, matter):
        approve_fee(terms, by=by)
        return
    last = newest("fee", terms)
    if (last is None or not last.is_waiting) and may_prepare_on(by, Perm.ENGAGEMENT_DRAFT, matter):
        approvals.submit("fee", terms, by=by)


@transaction.atomic
def decline_fee(arrangement: FeeArrangement, *, by: Member, reason: str) -> FeeArrangement:
    """An attorney declines proposed terms, with a reason. To have them changed, return them instead."""
    ensure_on(by, Perm.FEE_SET, arrangement.matter)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Say why.", field="reason")
    arrangement = FeeArrangement.objects.select_for_update(of=("self",)).get(pk=arrangement.pk)
    if arrangement.state != State.PROPOSED:
        raise DomainError("These terms are decided already.")
    last = newest("fee", arrangement)
    if last is not None and last.is_waiting:
        approvals.send_back(last, by=by, note=reason)
    arrangement.state = State.DECLINED
    arrangement.save(update_fields=["state"])
    audit.record(by, "fee.declined", arrangement, changes=_said(arrangement), reason=reason)
    return arrangement


def decline_proposed(matter: Matter, *, by: Member, reason: str) -> None:
    """Decline what is proposed for a matter, if anything is."""
    arrangement = FeeArrangement.objects.proposed().filter(matter=matter).first()
    if arrangement is not None:
        decline_fee(arrangement, by=by, reason=reason)
