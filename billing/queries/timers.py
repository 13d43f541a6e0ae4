"""Reads about timers."""

import datetime
from dataclasses import dataclass

from django.db.models import F, IntegerField
from django.db.models.functions import Cast, Extract, Greatest, Now
from django.urls import reverse

from accounts.models import Member
from billing.models import Timer
from practice.facts import Fact, list_of

# A timer that ran longer was probably forgotten.
LONG = 12 * 3_600


def running(member: Member) -> Timer | None:
    """The member's running timer with its matter, or None."""
    return (
        Timer.objects.filter(member=member, started_at__isnull=False).select_related("matter__client").first()
    )


@dataclass(frozen=True)
class Clock:
    """A running timer as every page shows it."""

    pk: int
    elapsed: int  # seconds
    narrative: str
    matter: str  # its name
    url: str  # of the matter


def clock(member: Member) -> Fact:
    """The member's running timer, or None, asked for with the page's other facts."""

    def running_one():
        rows = Timer.objects.filter(member=member, started_at__isnull=False)
        run = Extract(Now() - F("started_at"), "epoch")
        counted = F("seconds") + Greatest(Cast(run, IntegerField()), 0)
        names = {"matter_pk": "matter_id", "matter": "matter__name", "narrative": "narrative"}
        return list_of(rows, pk="pk", elapsed=counted, **names)

    return Fact(running_one, _clock)


def _clock(rows: list[dict] | None) -> Clock | None:
    for row in rows or ():
        url = reverse("matter_detail", args=[row["matter_pk"]]) if row["matter_pk"] else ""
        return Clock(row["pk"], row["elapsed"], row["narrative"], row["matter"] or "", url)
    return None


def timers_of(member: Member) -> list[Timer]:
    """The member's timers with their matters: the running one first, then the latest."""
    timers = Timer.objects.filter(member=member).select_related("matter__client")
    return list(timers.order_by(F("started_at").asc(nulls_last=True), "-id"))


def is_long(timer: Timer, at: datetime.datetime | None = None) -> bool:
    """Whether the timer ran over twelve hours, so that the real duration must be asked for."""
    return timer.elapsed(at) > LONG
