"""Trips in the command palette."""

from django.db.models import Q

from accounts.models import Member
from accounts.permissions import Perm
from practice.palette import Entry
from practice.templatetags.ui import day
from travel.models import Leg, Trip

HEADING = "Trips"


def search(member: Member, text: str) -> list[Entry]:
    """Trips whose title, place or a leg's confirmation number match each word of `text`, newest first. One query."""
    words = [word for word in text.split() if word.lower() not in ("trip", "travel")][:6]
    if not words or not member.can(Perm.MATTER_VIEW):
        return []
    found = Trip.objects.visible_to(member)
    for word in words:
        found = found.filter(
            Q(title__icontains=word) | Q(destination__icontains=word) | Q(pk__in=_confirmed(word))
        )
    rows = found.order_by("-starts_on", "-id")[:3]
    return [
        Entry(
            HEADING,
            trip.title,
            f"{day(trip.starts_on)} · {trip.get_state_display()}",
            trip.get_absolute_url(),
            "plane",
        )
        for trip in rows
    ]


def _confirmed(word: str):
    return Leg.objects.kept().filter(Q(confirmation__iexact=word) | Q(number__iexact=word)).values("trip")
