"""What documents show on a matter's overview."""

from django.urls import reverse

from accounts.models import Member
from documents.models import Document
from matters.models import Matter
from matters.panels import Panel


def recent(matter: Matter, member: Member) -> Panel | None:
    """The documents of the matter that changed last; nothing when it has none. One query."""
    rows = list(
        Document.objects.visible_to(member).kept().filter(matter=matter).order_by("-updated_at", "-id")[:4]
    )
    if not rows:
        return None
    url = reverse("matter_documents", args=[matter.pk])
    return Panel("documents", "Recent documents", "documents/panel_recent.html", rows, url)
