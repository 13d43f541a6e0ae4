"""The words of papers, kept where searches find them."""

from django.db import transaction

from documents import storage
from documents.models import DocumentText, Version
from documents.texts import text_of

# Signs in one part: its words fit into a row of the index, and a hit is found quickly in it.
PART = 100_000
# Parts overlap, so that a name that falls on a seam is whole in one of them.
OVERLAP = 200


@transaction.atomic
def read_version(version_id: int) -> int:
    """Read a version and keep its text. Returns the number of parts; done twice it reads once.

    A version without text gets one empty part, so that it is not read again.
    """
    version = Version.objects.filter(pk=version_id).first()
    if version is None or DocumentText.objects.filter(version=version).exists():
        return 0
    try:
        with storage.open_version(version) as file:
            text = text_of(version.filename, version.media_type, file)
    except storage.Damaged:
        return 0  # check_files says so; what is restored can be read then
    parts = [text[at : at + PART + OVERLAP] for at in range(0, max(len(text), 1), PART)]
    DocumentText.objects.bulk_create(
        DocumentText(
            version=version, document_id=version.document_id, matter_id=version.matter_id, part=n, body=body
        )
        for n, body in enumerate(parts)
    )
    return len(parts)


def unread() -> list[int]:
    """Ids of the firm's versions whose text was never read, oldest first."""
    return list(Version.objects.filter(texts=None).order_by("id").values_list("pk", flat=True))
