"""The refusal of an act, in words: what, why, and who can."""

from collections.abc import Sequence

from accounts.permissions.matrix import RESERVED, Level, Perm
from practice.exceptions import Proposal, Refused


def act_of(perm: Perm) -> str:
    """The power as an act of whoever is spoken to: "approve a bill", "record your own time"."""
    said = perm.label[0].lower() + perm.label[1:]
    return said.replace("one's", "your").replace("one’s", "your")


def either(names: Sequence[str]) -> str:
    """ "Imogen Vance", "Imogen Vance or Priya Tollett", "A, B or C"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def refusal(
    member,
    perm: Perm,
    *,
    matter=None,
    act: str = "",
    proposal: Proposal | None = None,
    field: str | None = None,
) -> Refused:
    """The error for a member who lacks `perm`: what they cannot do, why, who can, and what may be sent to them.

    "You cannot approve a bill: only an attorney approves a bill (Model Rule 1.5). Imogen Vance or Priya Tollett can."
    `act` replaces the power's own words; with a `matter` only people who see it are named. `field` is that of a form.
    """
    from accounts.queries import people_who_can

    people = people_who_can(perm, matter=matter, without=[member.pk])
    can = f"{either([str(person) for person in people])} can." if people else "Nobody here can at present."
    text = f"You cannot {act or act_of(perm)}{_why_not(member, perm, matter)} {can}"
    found = Refused(
        text, people=people, perm=perm, matter_id=matter.pk if matter else None, proposal=proposal
    )
    found.field = field
    return found


def _why_not(member, perm: Perm, matter) -> str:
    """The reason, as it goes on after what the member cannot do: the rule in words, the licence, a delegation, the role."""
    from accounts.queries import licence_lock

    level = member.powers.level(perm)
    if perm in RESERVED and not member.is_licensed:
        lock = licence_lock(member)
        return f". {lock} {RESERVED[perm]}" if lock else f": {RESERVED[perm][0].lower()}{RESERVED[perm][1:]}"
    if level is Level.ASSIGNED and matter is not None:
        return f": your role does this on your own matters, and you are not on {matter.number}."
    if level is Level.DELEGATED:
        where = f", and nobody has for {matter.number}" if matter is not None else ", and nobody has"
        return f": your role does this only where an attorney has delegated it to you{where}."
    if level is Level.PREPARE:
        return f": your role, {member.role.name}, prepares this and an attorney decides."
    return f": your role, {member.role.name}, does not include it."


def ensure(member, perm: Perm, *, proposal: Proposal | None = None) -> None:
    """Raise Refused unless `member` holds `perm`. Every service that guards an act calls it.

    `proposal` is what the refused member may send to somebody who decides; the refusal's page offers it.
    """
    if not member.can(perm):
        raise refusal(member, perm, proposal=proposal)
