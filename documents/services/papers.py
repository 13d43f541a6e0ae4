"""Writes of documents and their versions. Nothing is ever destroyed: what is deleted goes to the trash."""

from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from documents import media, storage
from documents.models import DRAFTED, Document, Version
from matters.models import Matter
from matters.queries.access import ensure_on, may
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from supervision import services as approvals
from supervision.models import Approval

Content = bytes | IO[bytes]


def _name(name: str) -> str:
    said = " ".join(name.replace("\x00", "").split())
    if not said:
        raise DomainError("Give the document a name.", field="name")
    if len(said) > 200:
        raise DomainError("A name has at most 200 characters.", field="name")
    return said


def _category(category: str) -> str:
    if category == Document.Category.INVOICE:
        raise DomainError(
            "Bills are put here by the product when an attorney approves them.", field="category"
        )
    if category not in Document.Category.values:
        raise DomainError("Choose a category.", field="category")
    return category


def _looked_at(filename: str, content: Content, media_type: str, by: Member | None) -> str:
    """The media type, after the checks that every file passes. The system says itself what it made."""
    size = media.size_of(content)
    if size == 0:
        raise DomainError("The file is empty. Nothing was stored.", field="file")
    if size > settings.DOCUMENT_MAX_BYTES:
        raise storage.TooLarge
    return media.media_type_of(filename, content) if by is not None else media_type or media.UNKNOWN


def _changeable(document: Document, perm: Perm, by: Member | None) -> Document:
    """The document, locked, if the member may change it (`by` None: the system)."""
    locked = Document.objects.select_for_update(of=("self",)).select_related("matter").get(pk=document.pk)
    if by is not None:
        ensure_on(by, perm, locked.matter)
        if locked.is_issued:
            raise DomainError("This is an issued bill. It stays as it went out.")
    return locked


def _save(document: Document, by: Member | None, verb: str, **new) -> Document:
    changes = audit.apply(document, **new)
    if changes:
        document.updated_at = timezone.now()
        document.save(update_fields=[*changes, "updated_at"])
        audit.record(by, verb, document, changes=changes)
    return document


@transaction.atomic
def create_document(
    matter: Matter,
    *,
    content: Content,
    filename: str,
    name: str = "",
    category: str = Document.Category.OTHER,
    media_type: str = "",
    note: str = "",
    perm: Perm = Perm.DOCUMENT_UPLOAD,
    by: Member | None,
) -> Version:
    """Make a new document of `matter` and return its first version.

    `content` is bytes or a file that can be read from its start. Without `name` the file's own name is taken. A member's
    upload is looked at (media.media_type_of); the system (`by` None) states the media type of what it made. Raises
    DomainError for an empty, oversized or mislabelled file, a program, and bytes that are a document here already.
    `perm` is the power that the act is guarded by, where it is not the uploading itself (a receipt of an expense).
    """
    filename = media.clean_name(filename)
    if by is not None:
        ensure_on(by, perm, matter)
        category = _category(category)
    media_type = _looked_at(filename, content, media_type, by)
    end = media.ending(filename)
    name = _name(name or (filename[: -len(end) - 1] if end else filename))
    # The bytes first: a row never comes before them.
    sha256, size = storage.store(matter.firm_id, content)
    if by is not None:
        same = find_same(matter, sha256)
        if same is not None:
            raise DomainError(
                f"This file is here already: “{same.document.name}”. Nothing was added.", field="file"
            )
    document = Document.objects.create(matter=matter, name=name, category=category, latest=1, created_by=by)
    version = Version.objects.create(
        document=document,
        matter=matter,
        number=1,
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=sha256,
        note=note.strip()[:200],
        uploaded_by=by,
    )
    said = {"file": filename, "size": size, "sha256": sha256}
    audit.record(
        by, "document.uploaded", document, changes={key: [None, value] for key, value in said.items()}
    )
    enqueue_after_commit("documents.tasks.read_text", version_id=version.pk)
    return version


def find_same(matter: Matter, sha256: str) -> Version | None:
    """The newest version of a document of the matter, outside the trash, that is these bytes."""
    found = Version.objects.filter(matter=matter, sha256=sha256, document__trashed_at=None)
    return found.filter(number=F("document__latest")).select_related("document").first()


@transaction.atomic
def add_version(
    document: Document,
    *,
    content: Content,
    filename: str,
    media_type: str = "",
    note: str = "",
    by: Member | None,
) -> Version:
    """Add a version, which becomes the newest. Earlier ones stay. Bytes equal to the newest are refused."""
    locked = _changeable(document, Perm.DOCUMENT_UPLOAD, by)
    if locked.trashed_at is not None:
        raise DomainError("This document is in the trash. Restore it first.")
    filename = media.clean_name(filename)
    media_type = _looked_at(filename, content, media_type, by)
    sha256, size = storage.store(locked.firm_id, content)
    newest = locked.versions.first()
    if newest is not None and newest.sha256 == sha256:
        raise DomainError(
            f"This file is the same as version {newest.number}, byte for byte. No version was added.",
            field="file",
        )
    version = Version.objects.create(
        document=locked,
        matter_id=locked.matter_id,
        number=locked.latest + 1,
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=sha256,
        note=note.strip()[:200],
        uploaded_by=by,
    )
    locked.latest, locked.updated_at = version.number, timezone.now()
    locked.save(update_fields=["latest", "updated_at"])
    changes = {
        "version": [version.number - 1, version.number],
        "file": [newest.filename if newest else None, filename],
        "size": [newest.size if newest else None, size],
        "sha256": [newest.sha256 if newest else None, sha256],
    }
    audit.record(by, "document.version_added", locked, changes=changes, reason=version.note)
    enqueue_after_commit("documents.tasks.read_text", version_id=version.pk)
    return version


@transaction.atomic
def rename_document(document: Document, *, name: str, by: Member) -> Document:
    """Give the document another name. The files of its versions keep theirs. A sign-off was of the old name: it is void."""
    saved = _save(_changeable(document, Perm.DOCUMENT_UPLOAD, by), by, "document.changed", name=_name(name))
    void_changed(saved, by=by)
    return saved


@transaction.atomic
def set_category(document: Document, *, category: str, by: Member) -> Document:
    """File the document under another category.

    A drafted paper does not lose its need of a sign-off that way; an attorney may take it off (switch_sign_off).
    """
    locked = _changeable(document, Perm.DOCUMENT_UPLOAD, by)
    needed = locked.needs_sign_off
    new: dict = {"category": _category(category)}
    if needed and category not in DRAFTED and not may(by, Perm.DOCUMENT_APPROVE, locked.matter):
        new["sign_off"] = True
    saved = _save(locked, by, "document.changed", **new)
    void_changed(saved, by=by)
    return saved


def void_changed(document: Document, *, by: Member) -> None:
    """Make the sign-offs of versions void that were of another name or category."""
    signed = Approval.objects.filter(
        kind="document", state=Approval.State.APPROVED, object_id__in=document.versions.values("pk")
    )
    for version in Version.objects.filter(pk__in=list(signed.values_list("object_id", flat=True))):
        approvals.void_if_changed("document", version, by=by)


@transaction.atomic
def trash_document(document: Document, *, by: Member) -> Document:
    """Put the document into the trash. Its versions and its history stay; links to it stop working."""
    locked = _changeable(document, Perm.DOCUMENT_DELETE, by)
    if locked.trashed_at is not None:
        raise DomainError("This document is in the trash already.")
    return _save(locked, by, "document.trashed", trashed_at=timezone.now(), trashed_by=by)


@transaction.atomic
def restore_document(document: Document, *, by: Member) -> Document:
    """Take the document out of the trash."""
    locked = _changeable(document, Perm.DOCUMENT_DELETE, by)
    if locked.trashed_at is None:
        raise DomainError("This document is not in the trash.")
    return _save(locked, by, "document.restored", trashed_at=None, trashed_by=None)


def note_download(version: Version, *, by: Member) -> None:
    """Record that a paper of a restricted matter was opened. Other matters' papers are read without a record."""
    if version.matter.restricted:
        audit.record(by, "document.downloaded", version.document, changes={"version": [None, version.number]})
