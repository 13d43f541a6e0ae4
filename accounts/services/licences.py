"""Writes about bar licences. Reserved powers hang on a licence that another attorney has verified."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.jurisdictions import named
from accounts.models import BarLicence, Member
from accounts.permissions import Perm
from accounts.queries import ensure, licensed_attorneys, refusal
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm

# Whose licence may be on record. A contract lawyer's backs the title (Guideline 4) and unlocks nothing.
HOLDERS = ("attorney", "freelancer")


def _ensure_may_enter(by: Member, member: Member) -> None:
    if by.pk != member.pk and not by.powers.may_prepare(Perm.ATTORNEY_LICENCE_VERIFY):
        raise refusal(by, Perm.USER_MANAGE)


def _check_dates(admitted_on: datetime.date | None, expires_on: datetime.date | None) -> None:
    if admitted_on and admitted_on > timezone.localdate():
        raise DomainError("This day is still to come.", field="admitted_on")
    if admitted_on and expires_on and expires_on <= admitted_on:
        raise DomainError("The licence would end before it begins.", field="expires_on")


def _plate(jurisdiction: str, number: str) -> dict[str, str]:
    """Jurisdiction and number as they are kept. Raises DomainError when one is missing or too long."""
    place, number = named(jurisdiction), " ".join(number.split())
    for value, limit, field in ((place, 60, "jurisdiction"), (number, 40, "number")):
        if not value:
            raise DomainError("Enter where and under which number.", field=field)
        if len(value) > limit:
            raise DomainError(f"At most {limit} characters.", field=field)
    return {"jurisdiction": place, "number": number}


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
    """Enter a licence, one's own or a colleague's. It has no effect until somebody else, an attorney, verifies it.

    `expires_on` is the last day on which it holds.
    """
    _ensure_may_enter(by, member)
    if member.role.template not in HOLDERS:
        raise DomainError(f"{member.name} has the role {member.role.name}. Only attorneys hold a licence.")
    _check_dates(admitted_on, expires_on)
    values = _plate(jurisdiction, number)
    try:
        with transaction.atomic():
            licence = BarLicence.objects.create(
                member=member, admitted_on=admitted_on, expires_on=expires_on, **values
            )
    except IntegrityError:
        raise DomainError("This number is on record already.", field="number") from None
    audit.record(by, "licence.entered", licence, changes={"expires_on": [None, expires_on]})
    audit.record(by, "licence.entered", member, changes={"licence": [None, str(licence)]})
    return licence


def _ensure_good(licence: BarLicence) -> None:
    """Raise DomainError for a licence that would not hold even when somebody vouched for it."""
    today = timezone.localdate()
    if licence.status != BarLicence.Status.ACTIVE or licence.has_expired(today):
        raise DomainError(
            f"The {licence.jurisdiction} licence {licence.fault(today)}. Change it first, then it can be verified."
        )


def _locked(licence: BarLicence) -> BarLicence:
    found = BarLicence.objects.select_for_update(of=("self",)).select_related("member", "member__role")
    return found.get(pk=licence.pk)


@transaction.atomic
def verify_licence(licence: BarLicence, *, by: Member) -> BarLicence:
    """Vouch for a colleague's licence after looking it up at the bar. Never one's own.

    A licence that its holder declared, when the firm had no other attorney, is verified in the same way.
    """
    licence = _locked(licence)
    if licence.member_id == by.pk:
        raise Refused("Another attorney verifies your licence, not you.")
    ensure(by, Perm.ATTORNEY_LICENCE_VERIFY)
    if licence.verified_by_id:
        raise DomainError("This licence is verified already.")
    _ensure_good(licence)
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
    Firm.objects.select_for_update().get(
        pk=by.firm_id
    )  # two attorneys who declare at once are not both the only one
    licence = _locked(licence)
    if licence.member_id != by.pk:
        raise Refused("Only the holder declares a licence.")
    if not is_sole_attorney(by):
        raise Refused("Another attorney of the firm verifies your licence.")
    if licence.is_vouched:
        raise DomainError("This licence is verified already.")
    _ensure_good(licence)
    changes = audit.apply(licence, self_declared=True, verified_at=timezone.now())
    licence.save(update_fields=["self_declared", "verified_at"])
    reason = "Self-declared as the firm's only attorney."
    audit.record(by, "licence.self_declared", licence, changes=changes, reason=reason)
    audit.record(
        by, "licence.self_declared", licence.member, changes={"licence": [None, str(licence)]}, reason=reason
    )
    return licence


@transaction.atomic
def change_licence(
    licence: BarLicence,
    *,
    by: Member,
    status: str,
    expires_on: datetime.date | None,
    status_since: datetime.date | None = None,
    jurisdiction: str | None = None,
    number: str | None = None,
    admitted_on: datetime.date | None = None,
) -> BarLicence:
    """Change a licence. What makes it hold longer, or makes it another licence, must be verified again.

    A status other than active takes the reserved powers with the next request. `status_since` is the day of a new
    status; today when it is not given. `jurisdiction` None leaves jurisdiction, number and admission as they are.
    """
    licence = _locked(licence)
    _ensure_may_enter(by, licence.member)
    if status not in BarLicence.Status.values:
        raise DomainError("Choose a status from the list.", field="status")
    today = timezone.localdate()
    if status_since and status_since > today:
        raise DomainError("This day is still to come.", field="status_since")
    values: dict = {"status": status, "expires_on": expires_on}
    if status != licence.status:
        values["status_since"] = status_since or today
    elif status_since:
        values["status_since"] = status_since
    if jurisdiction is not None:
        values |= _plate(jurisdiction, number or licence.number) | {"admitted_on": admitted_on}
    _check_dates(values.get("admitted_on", licence.admitted_on), expires_on)
    if _needs_a_new_word(licence, values):
        values |= {"verified_by": None, "verified_at": None, "self_declared": False}
    changes = audit.apply(licence, **values)
    if not changes:
        return licence
    try:
        with transaction.atomic():
            licence.save(update_fields=list(values))
    except IntegrityError:
        raise DomainError("This number is on record already.", field="number") from None
    audit.record(by, "licence.changed", licence, changes=changes)
    audit.record(by, "licence.changed", licence.member, changes=changes, reason=f"Licence: {licence}")
    return licence


def _needs_a_new_word(licence: BarLicence, values: dict) -> bool:
    """Whether somebody must look the licence up again: it holds longer, or it is not the one that was verified."""
    expires_on, active = values["expires_on"], BarLicence.Status.ACTIVE
    return (
        (values["status"] == active and licence.status != active)
        or (licence.expires_on is not None and (expires_on is None or expires_on > licence.expires_on))
        or any(
            values.get(name, getattr(licence, name)) != getattr(licence, name)
            for name in ("jurisdiction", "number", "admitted_on")
        )
    )
