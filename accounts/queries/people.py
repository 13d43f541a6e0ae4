"""Reads about people, roles and the audit trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Delegation, Invitation, Member, Membership, Role
from accounts.permissions import Level, Perm
from accounts.queries.absences import away
from practice.models import AuditEvent

# Who sees a matter, and who may do what on it, is decided by matters, an app above this one.
SEERS = "matters.queries.access.seers_of"
MAY = "matters.queries.access.may"
NAMED = 5  # a refusal names no more people


@dataclass(frozen=True)
class Helper:
    """Somebody who can do what another may not, as a refusal names them."""

    pk: int
    name: str
    title: str
    away: str = ""  # "away until Dec 4, Priya Tollett decides"

    def __str__(self):
        return f"{self.name} ({self.away})" if self.away else self.name


def with_powers() -> QuerySet[Member]:
    """Active members with all that their powers are worked out from: no further query for each of them."""
    return (
        Member.objects.active()
        .select_related("role", "user")
        .prefetch_related(
            "licences",
            Prefetch(
                "delegations_held",
                Delegation.objects.standing(timezone.localdate()).select_related("principal__role"),
            ),
            "delegations_held__principal__licences",
        )
        .order_by("-is_partner", "name")
    )


def people_who_can(
    perm: Perm, *, matter=None, without: Iterable[int] = (), limit: int | None = NAMED
) -> list[Helper]:
    """Active members who may do `perm` now, on `matter` (whose walls then hold for them) where one is given.

    Its attorneys first, then partners, then by name; whoever is away today comes last. `without` has ids to leave out.
    """
    members = [m for m in with_powers() if m.pk not in set(without)]
    if matter is None:
        found = [m for m in members if m.can(perm)]
        first: tuple = ()
    else:
        seers, may = import_string(SEERS)(matter), import_string(MAY)
        found = [m for m in members if m.pk in seers and may(m, perm, matter)]
        first = (matter.responsible_id, matter.supervising_id)
    gone = away() if found else {}
    found.sort(key=lambda m: (m.pk in gone, first.index(m.pk) if m.pk in first else len(first)))
    return [
        Helper(m.pk, m.name, m.shown_title, str(gone[m.pk]) if m.pk in gone else "") for m in found[:limit]
    ]


def firms_of(user) -> list[Membership]:
    """The user's open doors: memberships that are active today, with their firm, by the firm's name."""
    today = timezone.localdate()
    found = Membership.objects.filter(user=user, is_active=True, firm__is_active=True).select_related("firm")
    return [m for m in found.order_by("firm__name") if m.expires_on is None or m.expires_on >= today]


def roles_with_counts() -> list[Role]:
    """The firm's roles in order, each with `people`: how many active members have it."""
    return list(Role.objects.annotate(people=Count("members", filter=Q(members__is_active=True))))


def open_invitations() -> list[Invitation]:
    """Invitations that wait to be accepted, and those that ran out unused in the last 30 days; newest first."""
    recent = timezone.now() - timedelta(days=30)
    found = Invitation.objects.filter(accepted_at=None, revoked_at=None, valid_until__gt=recent)
    return list(found.select_related("role", "invited_by"))


def audit_events(member: Member) -> QuerySet[AuditEvent]:
    """The events the member may read. Held at "on their matters", only those of matters the member is on.

    Walls and restricted matters are taken out by the database in either case.
    """
    events = AuditEvent.objects.all()
    if member.powers.level(Perm.AUDIT_VIEW) == Level.YES:
        return events
    matters = AuditEvent.matter.field.related_model  # type: ignore[attr-defined]
    own = matters.objects.filter(
        Q(responsible=member) | Q(supervising=member) | Q(team_members__member=member)
    ).values("pk")
    return events.filter(matter__in=own)


def does_substantive_work(member: Member) -> bool:
    """Whether the member is a legal assistant of a firm whose legal assistants do substantive work."""
    return member.role.template == "legal_assistant" and member.firm.assistants_substantive
