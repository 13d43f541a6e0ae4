"""The documents of a matter, searched by name: the paper that proves a date was met, or moved."""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from accounts.models import Member
from matters.models import Matter


def papers_of(matter: Matter, member: Member) -> QuerySet:
    """The matter's documents that the member may see, the newest first."""
    rows = apps.get_model("documents", "Document").objects.visible_to(member)
    return rows.filter(matter=matter, trashed_at=None).order_by("-updated_at", "-id")


def find_papers(rows: QuerySet, text: str) -> QuerySet:
    """`rows` narrowed to documents whose name has each word of `text`."""
    for word in text.split()[:6]:
        rows = rows.filter(name__icontains=word)
    return rows


def paper_label(paper: Any) -> str:
    """A document in a picker: its name and the day of its newest version."""
    return f"{paper.name} ({paper.updated_at:%b} {paper.updated_at.day}, {paper.updated_at.year})"
