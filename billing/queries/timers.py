"""Reads about timers."""

import datetime

from django.db.models import F

from accounts.models import Member
from billing.models import Timer

# A timer that ran longer was probably forgotten.
LONG = 12 * 3_600


def running(member: Member) -> Timer | None:
    """The member's running timer with its matter, or None."""
    return (
        Timer.objects.filter(member=member, started_at__isnull=False).select_related("matter__client").first()
    )


def timers_of(member: Member) -> list[Timer]:
    """The member's timers with their matters: the running one first, then the latest."""
    timers = Timer.objects.filter(member=member).select_related("matter__client")
    return list(timers.order_by(F("started_at").asc(nulls_last=True), "-id"))


def is_long(timer: Timer, at: datetime.datetime | None = None) -> bool:
    """Whether the timer ran over twelve hours, so that the real duration must be asked for."""
    return timer.elapsed(at) > LONG
