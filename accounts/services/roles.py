"""Writes about roles. Locked powers are refused here, whatever the page sent."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from accounts.models import Invitation, Member, Role
from accounts.permissions import (
    FIRM_POWERS,
    LEVEL_WORDS,
    ROLES,
    TEMPLATES,
    Level,
    Perm,
    allowed_levels,
    lock_reason,
    version,
)
from accounts.queries import ensure
from accounts.services.members import keep_a_manager
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm


@transaction.atomic
def create_role(*, by: Member, name: str, template: str) -> Role:
    """Make a role with the powers of a template, as far as `by` may give them."""
    ensure(by, Perm.ROLE_MANAGE)
    if template not in TEMPLATES:
        raise DomainError("Choose what to start from.", field="template")
    role = _made(by, name, template, {str(perm): str(level) for perm, level in ROLES[template].items()})
    audit.record(by, "role.created", role, changes={"template": [None, TEMPLATES[template]]})
    return role


@transaction.atomic
def copy_role(role: Role, *, by: Member, name: str) -> Role:
    """Make a role that starts as another one is now, as far as `by` may give its powers."""
    ensure(by, Perm.ROLE_MANAGE)
    made = _made(by, name, role.template, role.granted, position=role.position)
    audit.record(by, "role.created", made, changes={"copy_of": [None, role.name]})
    return made


def _made(by: Member, name: str, template: str, powers: Mapping[str, str], position: int = 0) -> Role:
    if not name.strip():
        raise DomainError("Give it a name.", field="name")
    granted = {perm: level for perm, level in powers.items() if not _beyond(by, Perm(perm), level)}
    try:
        with transaction.atomic():
            return Role.objects.create(
                name=name.strip(),
                template=template,
                powers=granted,
                matrix=version(),
                position=position or Role.objects.count(),
            )
    except IntegrityError:
        raise DomainError("A role with this name exists.", field="name") from None


def said(level: str | None) -> str:
    """A level as the history shows it: "prepares", "when delegated"; "no" when the power is not held."""
    return LEVEL_WORDS[Level(level) if level else ""].lower()


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """{power in words: [level before, level after]} of what differs, in the order of the matrix."""
    return {
        perm.label: [said(before.get(perm)), said(after.get(perm))]
        for perm in Perm
        if before.get(perm) != after.get(perm)
    }


@transaction.atomic
def change_role(role: Role, *, by: Member, name: str, powers: Mapping[str, str]) -> Role:
    """Give the role a name and exactly `powers` ({power: level}; a power that is absent or "" is off).

    Refused: one's own role, a locked power at a level above what its template allows, and a power over the firm that
    `by` does not hold. What stays as it was is not asked again.
    """
    ensure(by, Perm.ROLE_MANAGE)
    substantive = Firm.objects.select_for_update().get(pk=by.firm_id).assistants_substantive
    role = Role.objects.select_for_update().get(pk=role.pk)
    held = role.granted
    if role.pk == by.role_id:
        raise Refused("Nobody changes their own role. Ask another administrator.")
    changes: dict[str, list] = {}
    for perm in Perm:
        before, after = held.get(perm), powers.get(perm) or None
        if before == after:
            continue
        if after is not None:
            if after not in [
                str(level) for level in allowed_levels(role.template, perm, substantive=substantive)
            ]:
                why = lock_reason(role.template, perm, substantive=substantive)
                why = why or "This level means nothing for this power."
                raise Refused(f"{perm.label}: {why}")
            if _beyond(by, perm, after):
                raise Refused(f"{perm.label}: you cannot give what you do not hold.")
        changes[perm.label] = [said(before), said(after)]
    unknown = set(powers) - {str(perm) for perm in Perm}
    if unknown:
        raise DomainError("The page sent a power that does not exist. Nothing was saved.")
    if name.strip() != role.name:
        changes["name"] = [role.name, name.strip()]
    if not changes:
        return role
    role.name = name.strip()
    role.powers = {perm.value: powers[perm] for perm in Perm if powers.get(perm)}
    role.matrix = version()
    try:
        with transaction.atomic():
            role.save(update_fields=["name", "powers", "matrix"])
    except IntegrityError:
        raise DomainError("A role with this name exists.", field="name") from None
    audit.record(by, "role.changed", role, changes=changes)
    keep_a_manager()
    return role


def _beyond(by: Member, perm: Perm, level: str) -> bool:
    return perm in FIRM_POWERS and level == "yes" and not by.can(perm)


def as_template(role: Role) -> dict[str, str]:
    """{power: level} as the role's template has them today."""
    return {str(perm): str(level) for perm, level in ROLES[role.template].items()}


@transaction.atomic
def reset_role(role: Role, *, by: Member) -> Role:
    """Put the powers back to the template's. What `by` could not give stays out, as in change_role."""
    wanted = {
        perm: level
        for perm, level in as_template(role).items()
        if role.granted.get(perm) == level or not _beyond(by, Perm(perm), level)
    }
    return change_role(role, by=by, name=role.name, powers=wanted)


def beyond_template(role: Role) -> dict[str, str]:
    """{power: level} that the role holds only because the firm's legal assistants do substantive work."""
    return {
        perm: level
        for perm, level in role.granted.items()
        if perm in set(Perm) and level not in [str(x) for x in allowed_levels(role.template, Perm(perm))]
    }


@transaction.atomic
def switch_substantive(firm: Firm, *, by: Member, on: bool) -> Firm:
    """Turn "our legal assistants do substantive work" on or off.

    On: their time starts as a paralegal's and is billed with an attorney's consent, entry by entry; their roles may be given
    what a paralegal's may. Off: the roles lose what only the switch allowed, and get back what their template says of it;
    time recorded meanwhile stays as it is.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    changes = audit.apply(firm, assistants_substantive=on)
    if not changes:
        return firm
    firm.save(update_fields=["assistants_substantive"])
    audit.record(by, "firm.changed", firm, changes=changes)
    if not on:
        for role in Role.objects.select_for_update().filter(template="legal_assistant"):
            _take_back(role, by)
    return firm


def _take_back(role: Role, by: Member) -> None:
    held, default = role.granted, as_template(role)
    over = beyond_template(role)
    if not over:
        return
    kept = {perm: level for perm, level in held.items() if perm not in over}
    role.powers = kept | {perm: default[perm] for perm in over if perm in default}
    role.matrix = version()
    role.save(update_fields=["powers", "matrix"])
    audit.record(
        by,
        "role.changed",
        role,
        changes=differences(held, role.powers),
        reason="Legal assistants do no substantive work any more.",
    )


def why_not_delete(role: Role) -> str:
    """Why the role cannot be deleted; "" when it can."""
    if role.members.exists():
        return "People have this role, or had it. Give them another one first."
    if any(invitation.is_open for invitation in Invitation.objects.filter(role=role)):
        return "An open invitation names this role."
    return ""


@transaction.atomic
def delete_role(role: Role, *, by: Member) -> None:
    """Delete a role that nobody has. Closed invitations that name it go with it; the audit trail keeps them."""
    ensure(by, Perm.ROLE_MANAGE)
    role = Role.objects.select_for_update().get(pk=role.pk)
    why = why_not_delete(role)
    if why:
        raise DomainError(why)
    Invitation.objects.filter(role=role).delete()
    audit.record(by, "role.deleted", role, changes=differences(role.granted, {}))
    role.delete()
