"""Writes about delegations: an attorney lends powers, or gives the work of a matter, to a person until a day."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Delegation, Member, Support
from accounts.models.licences import in_full
from accounts.permissions import READING, RESERVED, Level, Perm
from accounts.queries import ensure, refusal
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.jobs import enqueue_after_commit

LONGEST = datetime.timedelta(days=366)
ENDS_SOON = datetime.timedelta(days=3)
# How long a revocation can be undone.
REGRET = datetime.timedelta(minutes=15)
# Who works on a matter, and who may see it, is decided by an app above this one.
IS_ON = "matters.queries.access.is_on"
CAN_SEE = "matters.queries.access.can_see"


def lendable(to: Member) -> list[Perm]:
    """The powers that a delegation can make effective for `to`: held by the role at "delegated" or "on their matters"."""
    powers = to.powers
    return [
        perm
        for perm in Perm
        if perm not in RESERVED
        and perm not in READING
        and powers.level(perm) in (Level.DELEGATED, Level.ASSIGNED)
    ]


def why_not_lend(perm: Perm, to: Member) -> str:
    """Why `perm` cannot be lent to `to`, in a sentence; "" when it can."""
    if perm in RESERVED:
        return f"{perm.label} is not delegated to anybody. {RESERVED[perm]}"
    if perm in READING:
        return f"{perm.label}: the role and the team of a matter decide who sees what, not a delegation."
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
                    f"You hold this until {in_full(held.until)}; you cannot pass it on for longer.",
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
    sees_later: bool = False,
    announce: bool = True,
) -> Delegation:
    """Lend `powers` to `to` until the day `until`, on `matter` or on all matters of `principal`.

    Without powers it gives the work that `note` names on `matter`: a record of delegation under Model Rule 5.3. `by` is
    the principal, or somebody who holds the same from the principal and may pass it on. Raises DomainError with the field
    `to`, `powers`, `matter`, `until` or `note`, or Refused. With `sees_later` the person may be given access afterwards
    (a guest before the conflict self-check); until then the delegation lends nothing. `announce`: others are told by mail.
    """
    today = timezone.localdate()
    starts_on = starts_on or today
    chosen = [Perm(name) for name in dict.fromkeys(powers)]
    note = " ".join(note.split())[:300]
    if to.pk == principal.pk:
        raise DomainError("Choose somebody else.", field="to")
    if to.firm_id != by.firm_id or principal.firm_id != by.firm_id:
        raise DomainError("Choose somebody of this firm.", field="to")
    if not to.is_active or (to.expires_on is not None and to.expires_on < today):
        raise DomainError(f"{to.name} has left the firm.", field="to")
    if to.expires_on is not None and until > to.expires_on:
        raise DomainError(f"{to.name}’s access ends on {in_full(to.expires_on)}.", field="until")
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
        if not sees_later and not import_string(CAN_SEE)(to, matter):
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
    if announce and not sees_later:
        tell(delegation, "given", to)
    return delegation


def tell(delegation: Delegation, what: str, *people: Member) -> None:
    """Queue the mail `what` ("given", "revoked", "ending") about a delegation to each of `people`."""
    for person in people:
        enqueue_after_commit(
            "accounts.tasks.send_delegation_mail",
            delegation_id=delegation.pk,
            what=what,
            member_id=person.pk,
        )


def may_revoke(delegation: Delegation, by: Member) -> bool:
    """Whether `by` may end it: the attorney, its author, who manages people; and the person may give it back."""
    parties = (delegation.principal_id, delegation.created_by_id, delegation.to_id)
    return by.pk in parties or by.can(Perm.USER_MANAGE)


def _locked(delegation: Delegation) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("principal", "to")
    return rows.get(pk=delegation.pk)


def _with_those_below(delegation: Delegation, **which) -> list[Delegation]:
    """The delegation and whatever was passed on from it, at any depth, as far as `which` holds. Locked."""
    found, layer = [delegation], [delegation.pk]
    while layer:
        rows = Delegation.objects.select_for_update(of=("self",)).select_related("to")
        below = list(rows.filter(passed_on_from__in=layer, **which))
        found += below
        layer = [row.pk for row in below]
    return found


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: Member, reason: str = "") -> Delegation:
    """End a delegation now, and whatever was passed on from it. The people who lose something are told."""
    delegation = _locked(delegation)
    if not may_revoke(delegation, by):
        raise Refused(f"Only {delegation.principal.name} takes this back.", who=[delegation.principal.name])
    if delegation.revoked_at is not None:
        raise DomainError("This delegation has ended already.")
    now = timezone.now()
    ended = _with_those_below(delegation, revoked_at=None)
    Delegation.objects.filter(pk__in=[row.pk for row in ended]).update(revoked_at=now, revoked_by=by)
    audit.record_many(
        by, "delegation.revoked", [(row, {"until": [row.until, now]}) for row in ended], reason=reason
    )
    for row in ended:
        tell(row, "revoked", row.to if row.to_id != by.pk else row.principal)
    delegation.revoked_at, delegation.revoked_by = now, by
    return delegation


@transaction.atomic
def restore_delegation(delegation: Delegation, *, by: Member) -> Delegation:
    """Undo a revocation, with what ended along with it: by whoever revoked it, within REGRET, while it would still run."""
    delegation = _locked(delegation)
    at = delegation.revoked_at
    if at is None:
        raise DomainError("This delegation was not revoked.")
    if delegation.revoked_by_id != by.pk or not may_revoke(delegation, by):
        raise Refused(f"Only {delegation.revoked_by.name} undoes this.", who=[delegation.revoked_by.name])
    if timezone.now() - at > REGRET or delegation.until < timezone.localdate():
        raise DomainError("It is too late to undo this. Delegate it anew.")
    source = delegation.passed_on_from
    if source is not None and source.revoked_at is not None:
        raise DomainError(f"{source.to.name} no longer holds what was passed on.")
    back = _with_those_below(delegation, revoked_at=at)
    Delegation.objects.filter(pk__in=[row.pk for row in back]).update(revoked_at=None, revoked_by=None)
    audit.record_many(by, "delegation.restored", [(row, {"until": [at, row.until]}) for row in back])
    for row in back:
        tell(row, "given", row.to if row.to_id != by.pk else row.principal)
    delegation.revoked_at = delegation.revoked_by = None
    return delegation


@transaction.atomic
def remind_of_endings(on: datetime.date) -> int:
    """Tell both sides of each delegation that ends within three days of the date `on`. Once each, however often it runs.

    One that was given for three days or less is not announced. Returns how many were.
    """
    soon = Delegation.objects.standing(on).filter(reminded_at=None, until__lte=on + ENDS_SOON)
    rows = [
        row
        for row in soon.select_for_update(of=("self",), skip_locked=True).select_related("to", "principal")
        if row.until - row.starts_on > ENDS_SOON
    ]
    for row in rows:
        tell(row, "ending", row.to, row.principal)
    Delegation.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=timezone.now())
    return len(rows)


def _ensure_may_support(attorney: Member, by: Member) -> None:
    if by.pk != attorney.pk and not by.can(Perm.USER_MANAGE):
        raise refusal(by, Perm.USER_MANAGE)


@transaction.atomic
def add_support(member: Member, *, attorney: Member, by: Member) -> Support:
    """Record that `member` keeps the desk and calendar of `attorney`. The attorney decides it, or who manages people."""
    _ensure_may_support(attorney, by)
    if attorney.role.template != "attorney":
        raise DomainError("Choose an attorney.", field="attorney")
    if member.pk == attorney.pk:
        raise DomainError("Choose somebody else.", field="member")
    if member.sees_named_matters_only:
        raise DomainError("Guests keep nobody’s calendar.", field="member")
    support, made = Support.objects.get_or_create(member=member, attorney=attorney)
    if made:
        audit.record(by, "support.added", member, changes={"supports": [None, attorney.name]})
    return support


@transaction.atomic
def remove_support(support: Support, *, by: Member) -> None:
    """End it: the attorney, or who manages people."""
    _ensure_may_support(support.attorney, by)
    audit.record(by, "support.removed", support.member, changes={"supports": [support.attorney.name, None]})
    support.delete()
