"""The refusal of an act, in words: what, why, and who can."""

from accounts.models import Member
from accounts.permissions import RESERVED, Level, Perm, act_of, either
from accounts.queries.licences import licence_lock
from accounts.queries.people import people_who_can
from practice.exceptions import Proposal, Refused


def refusal(
    member: Member,
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
    perm = Perm(perm)
    people = people_who_can(perm, matter=matter, without=[member.pk])
    can = f"{either([str(person) for person in people])} can." if people else "Nobody here can at present."
    text = f"You cannot {act or act_of(perm)}{_why_not(member, perm, matter)} {can}"
    found = Refused(
        text, people=people, perm=perm, matter_id=matter.pk if matter else None, proposal=proposal
    )
    found.field = field
    return found


def _why_not(member: Member, perm: Perm, matter) -> str:
    """The reason, as it goes on after what the member cannot do: the rule in words, the licence, a delegation, the role."""
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


def ensure(member: Member, perm: Perm, *, proposal: Proposal | None = None) -> None:
    """Raise Refused unless `member` holds `perm`. Every service that guards an act calls it.

    `proposal` is what the refused member may send to somebody who decides; the refusal's page offers it.
    """
    if not member.can(perm):
        raise refusal(member, perm, proposal=proposal)
