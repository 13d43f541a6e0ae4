"""Reads about people and powers."""

from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Invitation, Member, Membership, Role
from accounts.permissions import RESERVED, Level, Perm
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


def licensed_attorneys() -> list[Member]:
    """Active members of the firm in scope with a current licence, by name."""
    members = Member.objects.active().select_related("role").prefetch_related("licences").order_by("name")
    return [m for m in members if m.is_licensed]
