"""Documents and their versions."""

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm, ensure
from documents import storage
from documents.models import Document, Version
from matters.models import Matter
from practice import audit


@transaction.atomic
def create_document(
    matter: Matter,
    *,
    name: str,
    category: str,
    content: bytes | File,
    filename: str,
    media_type: str,
    by: Member | None,
) -> Version:
    """A new document of the matter with its first version. `by` is None for papers that the product itself makes."""
    if by is not None:
        ensure(by, Perm.DOCUMENT_UPLOAD)
    sha256, size = storage.store(matter.firm_id, content)
    document = Document.objects.create(matter=matter, name=name[:200], category=category, created_by=by)
    audit.record(by, "document.created", document)
    return _version(
        document, sha256=sha256, size=size, filename=filename, media_type=media_type, note="", by=by
    )


@transaction.atomic
def add_version(
    document: Document,
    *,
    content: bytes | File,
    filename: str,
    media_type: str,
    by: Member | None,
    note: str = "",
) -> Version | None:
    """A new version of the document; None when the bytes are those of the latest one."""
    if by is not None:
        ensure(by, Perm.DOCUMENT_UPLOAD)
    sha256, size = storage.store(document.firm_id, content)
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    latest = locked.versions.first()
    if latest is not None and latest.sha256 == sha256:
        return None
    return _version(
        locked, sha256=sha256, size=size, filename=filename, media_type=media_type, note=note, by=by
    )


def _version(
    document: Document, *, sha256: str, size: int, filename: str, media_type: str, note: str, by
) -> Version:
    document.latest += 1
    document.updated_at = timezone.now()
    document.save(update_fields=["latest", "updated_at"])
    version = Version.objects.create(
        document=document,
        matter_id=document.matter_id,
        number=document.latest,
        filename=filename[:200],
        media_type=media_type,
        size=size,
        sha256=sha256,
        note=note[:200],
        uploaded_by=by,
    )
    audit.record(
        by,
        "document.version_added",
        document,
        changes={"version": [None, version.number], "sha256": [None, sha256]},
    )
    return version
