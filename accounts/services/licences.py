"""Writes about bar licences. Reserved powers hang on a licence that another attorney has verified."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.permissions import Perm, ensure
from accounts.queries import licensed_attorneys
from practice import audit
from practice.exceptions import DomainError, Refused


def _ensure_may_enter(by: Member, member: Member) -> None:
    if by.pk != member.pk and not by.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY):
        raise by.refusal(Perm.USER_MANAGE)


@transaction.atomic
def enter_licence(
    member: Member,
    *,
    by: Member,
    jurisdiction: str,
    number: str,
    admitted_on: datetime.date | None = None,
    expires_on: datetime.date | None = None,
) -> BarLicence:
    """Enter a licence, one's own or a colleague's. It has no effect until somebody else, an attorney, verifies it."""
    _ensure_may_enter(by, member)
    if member.role.template != "attorney":
        raise DomainError(f"{member.name} has the role {member.role.name}. Only attorneys hold a licence.")
    if admitted_on and expires_on and expires_on <= admitted_on:
        raise DomainError("The licence would end before it begins.", field="expires_on")
    try:
        with transaction.atomic():
            licence = BarLicence.objects.create(
                member=member,
                jurisdiction=jurisdiction.strip(),
                number=number.strip(),
                admitted_on=admitted_on,
                expires_on=expires_on,
            )
    except IntegrityError:
        raise DomainError("This number is on record already.", field="number") from None
    audit.record(by, "licence.entered", licence, changes={"expires_on": [None, expires_on]})
    audit.record(by, "licence.entered", member, changes={"licence": [None, str(licence)]})
    return licence


def why_not_verify(licence: BarLicence, by: Member) -> str:
    """Why `by` may not verify `licence`; "" when they may."""
    if licence.member_id == by.pk:
        return "Another attorney verifies your licence, not you."
    if not by.can(Perm.ATTORNEY_LICENCE_VERIFY):
        return "An attorney with a current licence verifies it."
    return ""


@transaction.atomic
def verify_licence(licence: BarLicence, *, by: Member) -> BarLicence:
    """Vouch for a colleague's licence after looking it up at the bar. Never one's own."""
    licence = BarLicence.objects.select_for_update(of=("self",)).select_related("member").get(pk=licence.pk)
    if licence.member_id == by.pk:
        raise Refused("Another attorney verifies your licence, not you.")
    ensure(by, Perm.ATTORNEY_LICENCE_VERIFY)
    if licence.verified_by_id:
        raise DomainError("This licence is verified already.")
    changes = audit.apply(licence, verified_by=by, verified_at=timezone.now(), self_declared=False)
    licence.save(update_fields=["verified_by", "verified_at", "self_declared"])
    audit.record(by, "licence.verified", licence, changes=changes)
    audit.record(by, "licence.verified", licence.member, changes={"licence": [None, str(licence)]})
    return licence


def is_sole_attorney(member: Member) -> bool:
    """Whether nobody else in the firm could verify the member's licence (roles.md, solo rule)."""
    return member.role.template == "attorney" and all(m.pk == member.pk for m in licensed_attorneys())


@transaction.atomic
def declare_licence(licence: BarLicence, *, by: Member) -> BarLicence:
    """A firm's only attorney declares the own licence; it is marked so for everybody to see."""
    licence = BarLicence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
    if licence.member_id != by.pk:
        raise Refused("Only the holder declares a licence.")
    if not is_sole_attorney(by):
        raise Refused("Another attorney of the firm verifies your licence.")
    changes = audit.apply(licence, self_declared=True, verified_at=timezone.now())
    licence.save(update_fields=["self_declared", "verified_at"])
    audit.record(
        by,
        "licence.self_declared",
        licence,
        changes=changes,
        reason="Self-declared as the firm's only attorney.",
    )
    return licence


@transaction.atomic
def change_licence(
    licence: BarLicence, *, by: Member, status: str, expires_on: datetime.date | None
) -> BarLicence:
    """Change a licence's status or last day. What makes it hold longer must be verified again."""
    licence = BarLicence.objects.select_for_update(of=("self",)).select_related("member").get(pk=licence.pk)
    _ensure_may_enter(by, licence.member)
    if status not in BarLicence.Status.values:
        raise DomainError("Choose a status from the list.", field="status")
    longer = status == BarLicence.Status.ACTIVE and (
        status != licence.status
        or (licence.expires_on is not None and (expires_on is None or expires_on > licence.expires_on))
    )
    values: dict = {"status": status, "expires_on": expires_on}
    if longer:
        values |= {"verified_by": None, "verified_at": None, "self_declared": False}
    changes = audit.apply(licence, **values)
    if changes:
        licence.save(update_fields=list(values))
        audit.record(by, "licence.changed", licence, changes=changes)
        audit.record(by, "licence.changed", licence.member, changes=changes)
    return licence
