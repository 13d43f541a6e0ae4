"""Documents in the command palette."""

from accounts.models import Member
from accounts.permissions import Perm
from documents.models import Document
from practice.palette import Entry
from search.queries.typing import texts_begun

DOCUMENTS = "Documents"


def search(member: Member, text: str) -> list[Entry]:
    """Documents whose name has words that begin as typed, latest changed first. Two queries at most."""
    if not text or not member.can(Perm.MATTER_VIEW):
        return []
    ids = [pk for _, pk in texts_begun(text, only=["paper"])]
    if not ids:
        return []
    rows = Document.objects.visible_to(member).filter(pk__in=ids, trashed_at=None).select_related("matter")
    return [
        Entry(
            DOCUMENTS,
            document.name,
            f"{document.get_category_display()} · {document.matter.name}",
            document.get_absolute_url(),
            "file-text",
        )
        for document in rows.order_by("-updated_at", "-id")[:3]
    ]
