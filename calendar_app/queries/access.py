"""Who may keep whose calendar."""

from accounts.models import Member
from accounts.permissions import Level, Perm
from calendar_app.models import Event
from matters.models import Matter


def may_keep(member: Member, owner: Member, matter: Matter | None = None) -> bool:
    """Whether the member may put events on the calendar of `owner` and change those there.

    Everybody keeps their own. Another's needs calendar.manage_for_others: as a rule lent by a delegation of that person,
    of all their work or of this matter.
    """
    if member.pk == owner.pk:
        return member.can(Perm.CALENDAR_OWN)
    perm = Perm.CALENDAR_MANAGE_FOR_OTHERS
    level = member.powers.level(perm)
    if level is Level.YES:
        return True
    if level is not Level.DELEGATED:
        return False
    return any(
        lent.principal_id == owner.pk
        and (lent.matter_id is None or (matter is not None and lent.matter_id == matter.pk))
        for lent in member.powers.lent(perm)
    )


def kept_by(member: Member) -> set[int]:
    """Ids of the members whose whole calendar this member may keep by delegation, themselves included."""
    lent = member.powers.lent(Perm.CALENDAR_MANAGE_FOR_OTHERS)
    return {member.pk, *(delegation.principal_id for delegation in lent if delegation.matter_id is None)}


def may_change(member: Member, event: Event) -> bool:
    """Whether the member may change, move and cancel the event: whoever keeps the calendar of its organizer, who entered
    it while they still may, and the attorneys who answer for its matter.
    """
    if event.matter_id and member.pk in (event.matter.responsible_id, event.matter.supervising_id):
        return not event.is_private or member.pk == event.organizer_id
    return may_keep(member, event.organizer, event.matter)
