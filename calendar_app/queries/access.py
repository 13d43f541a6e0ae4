"""Who may keep whose calendar."""

from accounts.models import Member, Support
from accounts.permissions import Level, Perm
from accounts.queries import manages_calendar_of
from calendar_app.models import Event
from matters.models import Matter


def may_keep(member: Member, owner: Member, matter: Matter | None = None) -> bool:
    """Whether the member may put events on the calendar of `owner` and change those there.

    Everybody keeps their own. Another's needs calendar.manage_for_others: as a rule because one keeps that person's desk,
    or lent by a delegation of all their work or of this matter (accounts.queries.manages_calendar_of).
    """
    return manages_calendar_of(member, owner, matter=matter)


def kept_by(member: Member) -> set[int]:
    """Ids of the members whose whole calendar this member may keep, themselves included. One query, two at most."""
    perm = Perm.CALENDAR_MANAGE_FOR_OTHERS
    level = member.powers.level(perm)
    if level is Level.YES:
        return set(Member.objects.active().values_list("pk", flat=True))
    if level is not Level.DELEGATED:
        return {member.pk}
    desks = Support.objects.filter(member=member).values_list("attorney_id", flat=True)
    lent = [held.principal_id for held in member.powers.lent(perm) if held.matter_id is None]
    supervisor = [member.supervisor_id] if member.supervisor_id else []
    return {member.pk, *desks, *lent, *supervisor}


def may_change(member: Member, event: Event) -> bool:
    """Whether the member may change, move and cancel the event: whoever keeps the calendar of its organizer, who entered
    it while they still may, and the attorneys who answer for its matter.
    """
    if event.matter_id and member.pk in (event.matter.responsible_id, event.matter.supervising_id):
        return not event.is_private or member.pk == event.organizer_id
    return may_keep(member, event.organizer, event.matter)


def reads(member: Member, event: Event) -> bool:
    """Whether the member may read the event, where they see its matter. One query for a private one, none else."""
    return not event.is_private or Event.objects.visible_to(member).filter(pk=event.pk).exists()
