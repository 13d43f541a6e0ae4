"""Reads about people, roles and the audit trail."""

from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Invitation, Member, Membership, Role
from accounts.permissions import Level, Perm
from practice.models import AuditEvent


def people_with(perm: Perm, *, limit: int = 5) -> list[str]:
    """Names of up to `limit` active members of the firm in scope who may do `perm` now, attorneys first."""
    members = (
        Member.objects.active()
        .select_related("role")
        .prefetch_related("licences")
        .order_by("-is_partner", "name")
    )
    return [m.name for m in members if m.can(perm)][:limit]


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
