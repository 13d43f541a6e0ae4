"""Which levels a firm may give a role, and why the others are locked."""

from accounts.permissions.matrix import LOCKED, ORDER, RESERVED, ROLES, TEMPLATES, Level, Perm


def allowed_levels(template: str, perm: Perm, *, substantive: bool = False) -> list[Level]:
    """The levels at which a role made from `template` may hold `perm`; empty when it is locked.

    A level is offered when it means something for this power: when any role of the matrix holds it so. What the
    matrix lets a non-attorney only prepare stays so, because an attorney decides it. Where a firm's legal assistants do
    `substantive` work (Firm.assistants_substantive) they may also be given what a paralegal may be given.
    """
    found = _levels(template, perm)
    if substantive and template == "legal_assistant":
        found = found | _levels("paralegal", perm)
    return [level for level in ORDER if level in found]


def _levels(template: str, perm: Perm) -> set[Level]:
    default = ROLES[template].get(perm)
    if perm in LOCKED[template]:
        return set()
    if template != "attorney" and default is Level.PREPARE:
        return {Level.PREPARE}
    if template != "attorney" and perm in RESERVED:
        return set()
    if perm is Perm.MATTER_VIEW:
        return {Level.ASSIGNED}
    return {roles[perm] for roles in ROLES.values() if perm in roles} | {Level.YES}


def is_locked(template: str, perm: Perm, *, substantive: bool = False) -> bool:
    """Whether a role made from `template` can never be given `perm` at a deciding level."""
    return not set(allowed_levels(template, perm, substantive=substantive)) - {Level.PREPARE}


def lock_reason(template: str, perm: Perm, *, substantive: bool = False) -> str:
    """Why `perm` is locked for roles made from `template`, in a sentence; "" when it is not locked."""
    if perm in RESERVED:
        if template == "attorney":
            return f"Takes effect only with a current bar licence. {RESERVED[perm]}"
        return RESERVED[perm]
    if not is_locked(template, perm, substantive=substantive):
        return ""
    if not substantive and not is_locked(template, perm, substantive=True):
        return "Only where the firm’s legal assistants do substantive work; that switch is off."
    if allowed_levels(template, perm):
        return "An attorney decides this; the role may prepare it."
    if template == "freelancer":
        return "Guests work on the matters they are given and hold nothing beyond them."
    return f"Not given to a {TEMPLATES[template].lower()}."
