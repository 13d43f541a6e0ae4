"""Who waits for whom on a matter."""

from django.db.models import Q
from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Matter
from matters.panels import Panel
from supervision.models import Approval

MOST = 4


def rounds_of(matter: Matter) -> list[Approval]:
    """What waits for a decision on the matter, and every round about its closing, the newest first. One query a matter object."""
    if not hasattr(matter, "rounds_known"):
        rows = Approval.objects.filter(matter=matter).filter(
            Q(state=Approval.State.WAITING) | Q(kind="closing", object_id=matter.pk)
        )
        matter.rounds_known = list(
            rows.select_related("submitted_by", "assigned_to").order_by("-round", "-id")
        )
    return matter.rounds_known


def closing_round(matter: Matter) -> Approval | None:
    """The newest proposal to close or reopen the matter, while it waits or was returned; else None."""
    newest = next((r for r in rounds_of(matter) if r.kind == "closing"), None)
    return newest if newest is not None and newest.state in ("waiting", "returned") else None


def who_waits(matter: Matter, member: Member) -> Panel | None:
    """What was sent up for a decision on the matter, the longest wait first; nothing when nobody waits.

    Who sees which is as in the inbox (ApprovalQuerySet.visible_to).
    """
    sees_all = member.is_licensed or member.can(Perm.USER_MANAGE)
    found = [
        r
        for r in rounds_of(matter)
        if r.is_waiting and (sees_all or member.pk in (r.submitted_by_id, r.prepared_by_id, r.assigned_to_id))
    ]
    if not found:
        return None
    found.sort(key=lambda r: (r.submitted_at, r.pk))
    return Panel(
        "waiting", "Waiting", "matters/panel_waiting.html", found[:MOST], reverse("approval_list"), "Inbox"
    )
