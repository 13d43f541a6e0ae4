"""Writes about roles. Locked powers are refused here, whatever the page sent."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from accounts.models import Invitation, Member, Role
from accounts.permissions import FIRM_POWERS, ROLES, TEMPLATES, Perm, allowed_levels, ensure, lock_reason
from accounts.services.members import keep_a_manager
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm


@transaction.atomic
def create_role(*, by: Member, name: str, template: str) -> Role:
    """Make a role with the powers of a template."""
    ensure(by, Perm.ROLE_MANAGE)
    if template not in TEMPLATES:
        raise DomainError("Choose what to start from.", field="template")
    granted = {perm: level for perm, level in ROLES[template].items() if not _beyond(by, perm, level)}
    position = Role.objects.count()
    try:
        with transaction.atomic():
            role = Role.objects.create(
                name=name.strip(), template=template, powers=granted, position=position
            )
    except IntegrityError:
        raise DomainError("A role with this name exists.", field="name") from None
    audit.record(by, "role.created", role, changes={"template": [None, TEMPLATES[template]]})
    return role


@transaction.atomic
def change_role(role: Role, *, by: Member, name: str, powers: Mapping[str, str]) -> Role:
    """Give the role a name and exactly `powers` ({power: level}; a power that is absent or "" is off).

    Refused: one's own role, a locked power at a level above what its template allows, and a power over the firm that
    `by` does not hold. What stays as it was is not asked again.
    """
    ensure(by, Perm.ROLE_MANAGE)
    Firm.objects.select_for_update().get(pk=by.firm_id)
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.pk == by.role_id:
        raise Refused("Nobody changes their own role. Ask another administrator.")
    changes: dict[str, list] = {}
    for perm in Perm:
        before, after = role.powers.get(perm), powers.get(perm) or None
        if before == after:
            continue
        if after is not None:
            if after not in [str(level) for level in allowed_levels(role.template, perm)]:
                why = lock_reason(role.template, perm) or "This level means nothing for this power."
                raise Refused(f"{perm.label}: {why}")
            if _beyond(by, perm, after):
                raise Refused(f"{perm.label}: you cannot give what you do not hold.")
        changes[perm.label] = [before or "no", after or "no"]
    unknown = set(powers) - {str(perm) for perm in Perm}
    if unknown:
        raise DomainError("The page sent a power that does not exist. Nothing was saved.")
    if name.strip() != role.name:
        changes["name"] = [role.name, name.strip()]
    if not changes:
        return role
    role.name = name.strip()
    role.powers = {perm.value: powers[perm] for perm in Perm if powers.get(perm)}
    try:
        with transaction.atomic():
            role.save(update_fields=["name", "powers"])
    except IntegrityError:
        raise DomainError("A role with this name exists.", field="name") from None
    audit.record(by, "role.changed", role, changes=changes)
    keep_a_manager()
    return role


def _beyond(by: Member, perm: Perm, level: str) -> bool:
    return perm in FIRM_POWERS and level == "yes" and not by.can(perm)


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
    audit.record(by, "role.deleted", role, changes={"powers": [role.powers, None]})
    role.delete()
