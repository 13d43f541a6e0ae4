"""What communications show on a matter's overview."""

from django.urls import reverse

from accounts.models import Member
from communications.queries import pinned
from matters.models import Matter
from matters.panels import Panel


def pinned_notes(matter: Matter, member: Member) -> Panel | None:
    """The notes pinned to the matter, above its stream; nothing when there are none. One query."""
    rows = pinned(matter, 3)
    if not rows:
        return None
    url = reverse("matter_notes", args=[matter.pk])
    return Panel("pinned", "Pinned", "communications/panel_pinned.html", rows, url, place="top")
