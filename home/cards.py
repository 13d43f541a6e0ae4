"""Cards of the home page that no single room has: the day of several attorneys side by side."""

from django.urls import reverse

from accounts.models import Member
from home.queries.desks import desks
from practice.dashboard import Card


def columns(member: Member) -> Card | None:
    """For whoever keeps the desk of attorneys: their days, a column each. None for others, and for attorneys."""
    if member.role.template not in ("legal_secretary", "legal_assistant", "paralegal"):
        return None
    found = desks(member)
    if not found or (len(found) == 1 and found[0].is_empty):
        return None
    return Card(
        "columns",
        "Your attorneys today",
        "home/card_columns.html",
        {"desks": found},
        count=str(len(found)) if len(found) > 1 else "",
        url=f"{reverse('calendar')}?view=people&people={','.join(str(desk.attorney.pk) for desk in found)}",
        link="Side by side",
    )
