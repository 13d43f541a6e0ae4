"""Reads about documents and the links that show them."""

from django.db.models import F, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import Member
from documents.models import Document, ShareLink, Version


def newest() -> Prefetch:
    """Prefetch that gives each document its newest version (Document.newest) in one query."""
    rows = Version.objects.filter(number=F("document__latest")).select_related("uploaded_by")
    return Prefetch("versions", queryset=rows, to_attr="newest_rows")


def documents_of(matter, member: Member) -> QuerySet[Document]:
    """The documents of a matter outside the trash, latest changed first, with their newest versions."""
    found = Document.objects.visible_to(member).kept().filter(matter=matter)
    return found.select_related("created_by").prefetch_related(newest())


def document_or_404(member: Member, pk: int) -> Document:
    """The document with its matter, if the member may see it; one in the trash too."""
    found = Document.objects.visible_to(member).select_related(
        "matter__client", "matter__responsible", "matter__supervising", "created_by", "trashed_by"
    )
    document = found.filter(pk=pk).first()
    if document is None:
        raise Http404
    return document


def links_to(kind: str, object_id: int) -> list[ShareLink]:
    """The private links to one invoice or document: those that work first, newest first."""
    found = ShareLink.objects.filter(kind=kind, object_id=object_id).select_related(
        "contact", "version", "created_by", "revoked_by"
    )
    return sorted(found.order_by("-id"), key=lambda link: not link.is_open)


def open_links_to(document: Document) -> int:
    """How many links to the document work now."""
    found = ShareLink.objects.filter(kind=ShareLink.Kind.DOCUMENT, object_id=document.pk)
    return found.filter(revoked_at=None, expires_at__gt=timezone.now()).count()
