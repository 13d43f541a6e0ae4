"""Leads in the command palette."""

from accounts.models import Member
from accounts.permissions import Perm
from intake.models import Lead
from practice.palette import Entry
from search.queries.typing import begun

LEADS = "Leads"


def search(member: Member, text: str) -> list[Entry]:
    """Leads by their name or a party's, the newest first. Two queries at most."""
    if not text or not (member.can(Perm.LEAD_SCREEN) or member.can(Perm.LEAD_CREATE)):
        return []
    hits = begun(text, only=["lead"])
    if not hits:
        return []
    rows = Lead.objects.visible_to(member).filter(pk__in={hit.object_id for hit in hits})
    return [
        Entry(LEADS, lead.name, lead.get_state_display(), lead.get_absolute_url(), "user-plus")
        for lead in rows.select_related("practice_area").order_by("-id")[:3]
    ]
