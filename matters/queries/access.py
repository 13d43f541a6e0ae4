"""Who sees a matter, and who may do what on it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import BreakGlass, Member
from accounts.permissions import Level, Perm
from accounts.queries import refusal
from matters.models import Matter, MatterPermission, TeamMember, Wall, WallNotice
from matters.queries.guests import entered, standings
from practice.exceptions import Proposal
from practice.facts import Fact, list_of
from practice.models import AuditEvent, Firm
from practice.scope import current_firm_id, stand_in
from practice.strips import Strip


def visibility_of(member: Member, firm: Firm) -> tuple[bool, set[int]]:
    """What the database shows this member: (only_named, ids of matters), as practice.scope reads it. One query.

    Guests see the matters they are let into (queries.guests.entered). Where the firm says so, staff see those they are on
    or were granted; else all but the restricted ones they are not on. A wall takes away in each case.
    """
    walls = Wall.objects.filter(member=member, lifted_at=None)
    if member.sees_named_matters_only:
        let_in = entered(member, firm).order_by().values_list("matter_id", flat=True)
        return True, set(let_in.exclude(Exists(walls.filter(matter=OuterRef("matter_id")))))
    if not firm.all_matters_visible:
        own = _own(member).exclude(Exists(walls.filter(matter=OuterRef("pk"))))
        return True, set(own.order_by().values_list("id", flat=True))
    return False, _closed_to(member)


def _closed_to(member: Member) -> set[int]:
    """Ids of the matters hidden from one who sees all others: restricted ones they are not on, and those behind a wall.

    Asked at each request. Building the statement takes ten times as long as its answer, so it is built once a process.
    """
    sql, places = _closed_statement()
    values = {"member": member.pk, "user": member.user_id, "firm": current_firm_id()}
    with connection.cursor() as cursor:
        cursor.execute(sql, [values[what] if known else what for known, what in places])
        return {row[0] for row in cursor.fetchall()}


@cache
def _closed_statement() -> tuple[str, tuple[tuple[bool, Any], ...]]:
    """The SQL of `_closed_to`, and what goes in its places: (True, whose id) or (False, a value)."""
    whose = {-1: "member", -2: "user", -3: "firm"}
    anyone = Member(pk=-1, user_id=-2)
    with stand_in(-3):
        walls = Wall.objects.filter(member=anyone, lifted_at=None).order_by().values_list("matter_id")
        closed = Matter.objects.filter(restricted=True).exclude(_on(anyone)).order_by().values_list("id")
        rows = closed.union(walls, all=True)
        sql, params = rows.query.get_compiler(rows.db).as_sql()
    return sql, tuple((value in whose, whose.get(value, value)) for value in params)


def _on(member: Member) -> Q:
    """The condition that the member is on a matter, or was granted it by name."""
    team = TeamMember.objects.filter(matter=OuterRef("pk"), member=member)
    grants = MatterPermission.objects.filter(
        content_object=OuterRef("pk"), user_id=member.user_id, permission__codename="see_matter"
    )
    return Q(responsible=member) | Q(supervising=member) | Q(Exists(team)) | Q(Exists(grants))


def _own(member: Member):
    """The member's own matters. Four narrow look-ups instead of one walk over all matters."""
    team = TeamMember.objects.filter(member=member).values("matter_id")
    grants = MatterPermission.objects.filter(
        user_id=member.user_id, permission__codename="see_matter"
    ).values("content_object_id")
    return Matter.objects.filter(
        Q(responsible=member) | Q(supervising=member) | Q(pk__in=team) | Q(pk__in=grants)
    )


def is_on(member: Member, matter: Matter) -> bool:
    """Whether the member works on the matter: responsible, supervising, on the team, or granted it by name."""
    if member.pk in (matter.responsible_id, matter.supervising_id):
        return True
    cached = getattr(matter, "_prefetched_objects_cache", {}).get("team_members")
    if cached is not None and any(place.member_id == member.pk for place in cached):
        return True
    return Matter.objects.filter(pk=matter.pk).filter(_on(member)).exists()


def is_on_any(member: Member, rows: QuerySet[Matter]) -> bool:
    """Whether the member works on one of these matters, as `is_on` says. One query."""
    return rows.filter(_on(member)).exists()


def may(member: Member, perm: Perm, matter: Matter) -> bool:
    """Whether the member may do `perm` on this matter: held outright, held for the matters the member is on, or lent by
    a delegation that covers the matter.
    """
    level = member.powers.level(perm)
    if level is Level.YES:
        return True
    if level is Level.ASSIGNED and is_on(member, matter):
        return True
    if level in (Level.ASSIGNED, Level.DELEGATED):
        return any(
            delegation.covers(matter) and is_on(delegation.principal, matter)
            for delegation in member.powers.lent(perm)
        )
    return False


def may_prepare_on(member: Member, perm: Perm, matter: Matter) -> bool:
    """Whether the member may at least prepare `perm` on this matter for an attorney's decision."""
    return member.powers.level(perm) is Level.PREPARE or may(member, perm, matter)


def can_see(member: Member, matter: Matter) -> bool:
    """Whether the database would show `matter` to `member`: whom a thing may be sent to, whoever is asking.

    Call it in the scope of the actor, who sees the matter.
    """
    only, ids = visibility_of(member, Firm.objects.get(pk=member.firm_id))
    return (matter.pk in ids) is only


def ensure_on(member: Member, perm: Perm, matter: Matter, *, proposal: Proposal | None = None) -> None:
    """Raise Refused unless the member may do `perm` on this matter; says why and who can.

    `proposal` is what the refused member may send to an attorney instead; the refusal's page offers it.
    """
    if not may(member, perm, matter):
        raise refusal(member, perm, matter=matter, proposal=proposal)


def seers_of(matter: Matter) -> set[int]:
    """Ids of the active members who see the matter: whom something about it may be sent to. Four queries."""
    firm = Firm.objects.get(pk=matter.firm_id)
    return {seer.member.pk for seer in who_sees(matter, firm) if seer.sees}


@dataclass(frozen=True)
class Seer:
    """One member on the Access tab: whether they see the matter, and why."""

    member: Member
    sees: bool
    why: str
    grant: MatterPermission | None = None
    wall: Wall | None = None
    place: TeamMember | None = None


def open_accesses(matter: Matter) -> QuerySet[BreakGlass]:
    """The emergency accesses to the matter that are open now."""
    return BreakGlass.objects.filter(matter=matter, ended_at=None, until__gt=timezone.now())


def who_sees(matter: Matter, firm: Firm) -> list[Seer]:
    """Every active member of the firm with the reason why they see the matter or not; those who see it first."""
    walls = {w.member_id: w for w in matter.walls.filter(lifted_at=None).select_related("created_by")}
    places = {p.member_id: p for p in matter.team_members.all()}
    grants = {g.user_id: g for g in matter.grants.filter(permission__codename="see_matter")}
    guests = {row.member_id: (sees, why) for row, sees, why in standings(matter.engagements.all(), firm)}
    emergencies = {access.member_id: access for access in open_accesses(matter)}
    found = []
    for member in Member.objects.active().select_related("role", "user").order_by("name"):
        place, grant, wall = (
            places.get(member.pk),
            grants.get(member.user_id),
            walls.get(member.pk),
        )
        sees, why = reason(matter, firm, member, place, grant, wall, guests.get(member.pk))
        if member.pk in emergencies and not sees and wall is None:
            until = timezone.localtime(emergencies[member.pk].until)
            sees, why = True, f"Emergency access to read, until {until:%H:%M}"
        found.append(Seer(member, sees, why, grant, wall, place))
    return sorted(found, key=lambda seer: (seer.wall is not None, not seer.sees, seer.member.name))


def reason(
    matter: Matter,
    firm: Firm,
    member: Member,
    place: TeamMember | None,
    grant: MatterPermission | None,
    wall: Wall | None,
    guest: tuple[bool, str] | None,
) -> tuple[bool, str]:
    """Whether `member` sees `matter`, and why, from what is known of the pair. No queries; deny beats allow.

    `guest` is how a guest's engagement on the matter stands (queries.guests.standings), if there is one.
    """
    if wall is not None:
        return False, "Screened by an ethical wall"
    if member.sees_named_matters_only:
        return guest or (False, "Guests see only the matters they are engaged on")
    if member.pk == matter.responsible_id:
        return True, "Responsible attorney"
    if member.pk == matter.supervising_id:
        return True, "Supervising attorney"
    if place is not None:
        return True, f"On the team as {place.part.lower()}" if place.part else "On the team"
    if grant is not None:
        return True, "Granted by name"
    if not firm.all_matters_visible:
        return False, "The firm shows staff only the matters they are on"
    if matter.restricted:
        return False, "Not on this restricted matter"
    return True, f"{member.role.name}: sees all matters that are not restricted"


def attempts_on(matter: Matter, *, limit: int = 50) -> list[AuditEvent]:
    """The latest attempts of people who may not see the matter to open a page of it, newest first."""
    verbs = ("wall.attempted", "matter.attempted")
    return list(AuditEvent.objects.filter(matter=matter, verb__in=verbs).order_by("-id")[:limit])


def notice_strip(member: Member) -> Fact:
    """The line above each page while a screen waits to be acknowledged, or None."""

    def waiting():
        rows = WallNotice.objects.filter(member=member, acknowledged_at=None, lifted_at=None)
        return list_of(rows[:1], pk="pk", label="matter_label")

    return Fact(waiting, _notice_line)


def _notice_line(rows: list[dict] | None) -> Strip | None:
    for row in rows or ():
        text = f"You are screened from {row['label']}."
        return Strip(text, reverse("wall_notice", args=[row["pk"]]), "Read and acknowledge", icon="wall")
    return None
