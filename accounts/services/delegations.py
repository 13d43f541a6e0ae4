"""Writes about delegations: an attorney lends powers, or gives the work of a matter, to a person until a day."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Delegation, Member
from accounts.permissions import RESERVED, Level, Perm, ensure, refusal
from practice import audit
from practice.exceptions import DomainError, Refused

LONGEST = datetime.timedelta(days=366)
# Who works on a matter, and who may see it, is decided by an app above this one.
IS_ON = "matters.queries.access.is_on"
CAN_SEE = "matters.queries.access.can_see"


def lendable(to: Member) -> list[Perm]:
    """The powers that a delegation can make effective for `to`: held by the role at "delegated" or "on their matters"."""
    powers = to.powers
    return [
        perm
        for perm in Perm
        if perm not in RESERVED and powers.level(perm) in (Level.DELEGATED, Level.ASSIGNED)
    ]


def why_not_lend(perm: Perm, to: Member) -> str:
    """Why `perm` cannot be lent to `to`, in a sentence; "" when it can."""
    if perm in RESERVED:
        return f"{perm.label} is not delegated to anybody. {RESERVED[perm]}"
    level = to.powers.level(perm)
    if level in (Level.DELEGATED, Level.ASSIGNED):
        return ""
    if level is Level.YES:
        return f"{to.name} may do this without a delegation: {perm.label.lower()}."
    if level is Level.PREPARE:
        return f"{perm.label}: {to.name} prepares this, and an attorney decides."
    return f"The role {to.role.name} does not allow this to be delegated: {perm.label.lower()}."


def _source(by: Member, principal: Member, powers: list[str], matter, until: datetime.date):
    """The delegation that `by` passes on, or None when `by` is the principal. Raises Refused when neither holds."""
    if by.pk == principal.pk:
        ensure(by, Perm.SUPERVISION_DELEGATE)
        return None
    for held in by.live_delegations:
        if held.principal_id != principal.pk or not held.may_pass_on:
            continue
        inside = held.matter_id is None or (matter is not None and held.matter_id == matter.pk)
        if inside and set(powers) <= set(held.powers):
            if until > held.until:
                raise DomainError(
                    f"You hold this until {held.until:%B} {held.until.day}, {held.until.year}; "
                    "you cannot pass it on for longer.",
                    field="until",
                )
            return held
    if not by.is_licensed:
        raise refusal(by, Perm.SUPERVISION_DELEGATE)
    raise Refused(f"Only {principal.name} delegates for {principal.name}.", who=[principal.name])


@transaction.atomic
def delegate(
    to: Member,
    *,
    by: Member,
    principal: Member,
    until: datetime.date,
    powers: Iterable[str] = (),
    matter=None,
    starts_on: datetime.date | None = None,
    note: str = "",
    may_pass_on: bool = False,
) -> Delegation:
    """Lend `powers` to `to` until the day `until`, on `matter` or on all matters of `principal`.

    Without powers it gives the work that `note` names on `matter`: a record of delegation under Model Rule 5.3. `by` is
    the principal, or somebody who holds the same from the principal and may pass it on. Raises DomainError with the field
    `to`, `powers`, `matter`, `until` or `note`, or Refused.
    """
    today = timezone.localdate()
    starts_on = starts_on or today
    chosen = [Perm(name) for name in dict.fromkeys(powers)]
    note = " ".join(note.split())[:300]
    if to.pk == principal.pk:
        raise DomainError("Choose somebody else.", field="to")
    if not to.is_active:
        raise DomainError(f"{to.name} has left the firm.", field="to")
    if until < max(today, starts_on):
        raise DomainError("Choose a last day from today on.", field="until")
    if until - starts_on > LONGEST:
        raise DomainError("A delegation lasts a year at most. Renew it then.", field="until")
    if not chosen and (matter is None or not note):
        raise DomainError("Choose a power, or a matter and say what is to be done.", field="powers")
    source = _source(by, principal, [str(perm) for perm in chosen], matter, until)
    if not principal.is_licensed or not principal.is_active:
        raise DomainError(f"{principal.name} has no current licence, so nothing can be lent.", field="to")
    for perm in chosen:
        if why := why_not_lend(perm, to):
            raise DomainError(why, field="powers")
    if matter is not None:
        if not import_string(IS_ON)(principal, matter):
            raise DomainError(f"{principal.name} is not on {matter.number}.", field="matter")
        if not import_string(CAN_SEE)(to, matter):
            raise DomainError(f"{to.name} has no access to {matter.number}.", field="to")
    delegation = Delegation.objects.create(
        principal=principal,
        to=to,
        powers=[str(perm) for perm in chosen],
        matter=matter,
        starts_on=starts_on,
        until=until,
        may_pass_on=may_pass_on,
        passed_on_from=source,
        note=note,
        created_by=by,
    )
    audit.record(
        by,
        "delegation.given",
        delegation,
        changes={
            "from": [None, principal.name],
            "to": [None, to.name],
            "powers": [None, [perm.label for perm in chosen]],
            "matter": [None, matter.number if matter else "all their matters"],
            "until": [None, until],
        },
        reason=note,
    )
    return delegation


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: Member, reason: str = "") -> Delegation:
    """End a delegation now, and whatever was passed on from it. The attorney, its author, or who manages people."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("principal", "to")
        .get(pk=delegation.pk)
    )
    if by.pk not in (delegation.principal_id, delegation.created_by_id) and not by.can(Perm.USER_MANAGE):
        raise Refused(f"Only {delegation.principal.name} takes this back.", who=[delegation.principal.name])
    if delegation.revoked_at is not None:
        raise DomainError("This delegation has ended already.")
    now = timezone.now()
    ended, layer = [delegation], [delegation.pk]
    while layer:
        below = list(
            Delegation.objects.select_for_update(of=("self",)).filter(
                passed_on_from__in=layer, revoked_at=None
            )
        )
        ended += below
        layer = [row.pk for row in below]
    Delegation.objects.filter(pk__in=[row.pk for row in ended]).update(revoked_at=now, revoked_by=by)
    audit.record_many(
        by, "delegation.revoked", [(row, {"until": [row.until, now]}) for row in ended], reason=reason
    )
    delegation.revoked_at, delegation.revoked_by = now, by
    return delegation
