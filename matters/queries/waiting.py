"""Who waits for whom on a matter."""

from django.urls import reverse

from accounts.models import Member
from matters.models import Matter
from matters.panels import Panel
from supervision.models import Approval


def who_waits(matter: Matter, member: Member) -> Panel | None:
    """What was sent up for a decision on the matter, the longest wait first; nothing when nobody waits. One query."""
    rows = Approval.objects.waiting().visible_to(member).filter(matter=matter)
    found = list(rows.select_related("submitted_by", "assigned_to").order_by("submitted_at", "id")[:4])
    if not found:
        return None
    return Panel("waiting", "Waiting", "matters/panel_waiting.html", found, reverse("approval_list"), "Inbox")
