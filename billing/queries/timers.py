"""Reads about timers."""

from accounts.models import Member
from billing.models import Timer


def running(member: Member) -> Timer | None:
    """The member's running timer with its matter, or None."""
    return Timer.objects.filter(member=member, started_at__isnull=False).select_related("matter").first()
