"""What the radar brings to the home page."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from practice.dashboard import Card
from radar.lists import signs
from radar.queries import flagged, mine, on_matters

SHOWN = 4


def radar(member: Member) -> Card | None:
    """The member's own matters that want a look, the most dangerous first. One query."""
    if member.sees_named_matters_only or not member.can(Perm.MATTER_VIEW):
        return None
    rows = flagged(on_matters(mine(member))).select_related("client", "practice_area")
    found = list(rows.order_by("danger", "limitation_on", "pk")[: SHOWN + 1])
    if not found:
        return None
    shown = [(matter, signs(matter)) for matter in found[:SHOWN]]
    return Card(
        "radar",
        "Radar",
        "radar/card.html",
        {"rows": shown},
        rail=True,
        count=f"{SHOWN}+" if len(found) > SHOWN else str(len(found)),
        url=reverse("radar_list"),
    )
