"""Who works on a matter, and what a member keeps at hand."""

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Matter, Pin, TeamMember, Wall
from matters.queries.access import ensure_on
from matters.services.matters import check_attorney
from practice import audit
from practice.exceptions import DomainError
from practice.scope import current_firm_id


def check_not_walled(matter: Matter, member: Member, field: str = "member") -> None:
    """Raise DomainError when an ethical wall stands between the member and the matter."""
    if Wall.objects.filter(matter=matter, member=member, lifted_at=None).exists():
        raise DomainError(
            f"{member.name} is screened from this matter by an ethical wall. An attorney has to lift it first.",
            field=field,
        )


def check_not_guest(member: Member) -> None:
    """Raise DomainError for a guest: they come in by an engagement, with undertaking, self-check and last day."""
    if member.sees_named_matters_only:
        raise DomainError(f"{member.name} is a guest. Engage them on the matter instead.", field="member")


@transaction.atomic
def add_to_team(matter: Matter, *, by: Member, member: Member, part: str = "") -> TeamMember:
    """Put a member on the matter's team. `part` is what they do there; their title unless given."""
    ensure_on(by, Perm.MATTER_TEAM_ASSIGN, matter)
    Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    check_not_walled(matter, member)
    check_not_guest(member)
    if not member.is_active:
        raise DomainError(f"{member.name} has left the firm.", field="member")
    if TeamMember.objects.filter(matter=matter, member=member).exists():
        raise DomainError(f"{member.name} is on the team already.", field="member")
    part = " ".join(part.split())[:60] or member.title or member.role.name
    place = TeamMember.objects.create(matter=matter, member=member, part=part)
    audit.record(by, "matter.team_joined", matter, changes={"team": [None, f"{member.name}, {part}"]})
    return place


@transaction.atomic
def remove_from_team(matter: Matter, *, by: Member, member: Member) -> None:
    """Take a member off the matter's team."""
    ensure_on(by, Perm.MATTER_TEAM_ASSIGN, matter)
    gone, _ = TeamMember.objects.filter(matter=matter, member=member).delete()
    if not gone:
        raise DomainError(f"{member.name} is not on the team.", field="member")
    audit.record(by, "matter.team_left", matter, changes={"team": [member.name, None]})


@transaction.atomic
def assign_attorneys(
    matter: Matter, *, by: Member, responsible: Member | None = None, supervising: Member | None = None
) -> Matter:
    """Change the responsible or the supervising attorney. Both need a current licence and no wall."""
    ensure_on(by, Perm.MATTER_TEAM_ASSIGN, matter)
    matter = Matter.objects.select_for_update(of=("self",)).with_people().get(pk=matter.pk)
    new = {}
    for field, member in (("responsible", responsible), ("supervising", supervising)):
        if member is not None and member.pk != getattr(matter, f"{field}_id"):
            check_attorney(member, field)
            check_not_walled(matter, member, field)
            new[field] = member
    changes = audit.apply(matter, **new)
    if changes:
        matter.save(update_fields=[*new, "updated_at"])
        TeamMember.objects.filter(matter=matter, member__in=list(new.values())).delete()
        audit.record(by, "matter.attorneys_changed", matter, changes=changes)
    return matter


def pin(matter: Matter, *, by: Member) -> bool:
    """Keep the matter in the member's sidebar, or take it out. Returns whether it is now kept."""
    gone, _ = Pin.objects.filter(member=by, matter=matter).delete()
    if gone:
        return False
    if Pin.objects.filter(member=by).count() >= 12:
        raise DomainError("Twelve matters are pinned. Unpin one first.")
    Pin.objects.create(member=by, matter=matter)
    return True


def visit(matter: Matter, *, by: Member) -> None:
    """Remember that the member opened the matter now. One statement; not an act, so not in the audit trail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_visit (firm_id, member_id, matter_id, at) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (firm_id, member_id, matter_id) DO UPDATE SET at = excluded.at",
            [current_firm_id(), by.pk, matter.pk, timezone.now()],
        )
