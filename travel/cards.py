"""What travel brings to the home page."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from practice.dashboard import Card
from travel.models import Leg
from travel.queries.trips import in_week

SHOWN = 5


def travel(member: Member) -> Card | None:
    """Trips under way and of the next seven days: one's own, and for those who keep a desk the ones they see to."""
    if not member.can(Perm.MATTER_VIEW):
        return None
    bare = Leg.objects.kept().filter(
        trip=OuterRef("pk"), confirmation="", kind__in=(Leg.Kind.FLIGHT, Leg.Kind.TRAIN)
    )
    rows = (
        in_week(member)
        .annotate(
            open_items=Count("items", filter=Q(items__done_at=None, items__removed_at=None), distinct=True),
            no_number=Exists(bare),
        )
        .prefetch_related("travellers__member")
        .order_by("starts_on", "id")
    )
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    return Card(
        "travel", "Travel this week", "travel/card_week.html", {"trips": found[:SHOWN]}, rail=True,
        count=f"{SHOWN}+" if len(found) > SHOWN else str(len(found)), url=reverse("trip_list"), link="Travel",
    )  # fmt: skip
