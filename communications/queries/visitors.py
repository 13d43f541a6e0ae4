"""Reads about visitors: who waits, and for whom."""

from django.urls import reverse

from accounts.models import Member
from communications.models import Visitor
from communications.queries.desk import theirs
from practice.facts import Fact, list_of
from practice.strips import Strip


def in_house(member: Member):
    """Visitors in the house that the member may read of: those who wait first, the longest waiting in front."""
    rows = Visitor.objects.visible_to(member).inside().select_related("host", "matter", "contact")
    return sorted(rows, key=lambda v: (v.met_at is not None, v.arrived_at))


def waiting_strip(member: Member) -> Fact:
    """The line above each page while a visitor waits for the member, or for somebody they look after."""

    def waiting():
        rows = Visitor.objects.waiting().filter(theirs(member, "host")).order_by("arrived_at")
        return list_of(rows[:1], pk="pk", name="name", host="host_id")

    return Fact(waiting, lambda found: _line(found, member.pk))


def _line(rows: list[dict] | None, own: int) -> Strip | None:
    for row in rows or ():
        whom = "for you " if row["host"] == own else ""
        text = f"{row['name']} waits {whom}at the front desk."
        return Strip(
            text, reverse("visitor_detail", args=[row["pk"]]), "See the visit", tone="info", icon="door-enter"
        )
    return None
