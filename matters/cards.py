"""What matters bring to the home page."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Matter
from practice.dashboard import Card
from supervision.models import Approval


def to_accept(member: Member) -> Card | None:
    """Pending matters: for those who accept them, and for those who opened them.

    One that was sent to an attorney is in that attorney's inbox instead.
    """
    rows = Matter.objects.filter(state__in=Matter.BEFORE)
    accepts = member.can(Perm.MATTER_ACCEPT)
    if accepts:
        rows = rows.exclude(
            Exists(Approval.objects.waiting().filter(kind="matter", object_id=OuterRef("pk")))
        )
    else:
        rows = rows.filter(created_by=member)
    found = list(
        rows.select_related("client", "practice_area", "created_by", "responsible").order_by("created_at")[:6]
    )
    if not found:
        return None
    title = "New matters to accept" if accepts else "Waiting for acceptance"
    return Card(
        "to_accept",
        title,
        "matters/card_accept.html",
        {"matters": found[:5], "accepts": accepts},
        count="5+" if len(found) > 5 else str(len(found)),
        url=f"{reverse('matter_list')}?state=pending&state=conflict_check&state=awaiting_acceptance",
        link="All pending",
    )


def is_new_firm(member: Member) -> bool:
    """Whether the first steps are shown: until three matters are open, and never to guests. One query."""
    if member.sees_named_matters_only:
        return False
    return len(Matter.objects.order_by().values_list("pk")[:3]) < 3
