"""The draft of a notice, kept with the matter's documents."""

from django.db import transaction

from accounts.models import Member
from depositions.models import Deposition
from depositions.services.common import locked
from depositions.word import notice_docx
from documents import services as documents
from documents.models import Document, Version
from practice import audit
from practice.exceptions import DomainError
from practice.models import Firm
from practice.scope import current_firm_id


@transaction.atomic
def draft_notice(depo: Deposition, *, by: Member) -> Version:
    """Write the notice of ours as a Word document of the matter: a new one, or the next version of the one there is.

    It is a draft: an attorney signs it off before it is served, and what was served stays the version that was. Raises
    DomainError for a deposition without a day or of another side, and where nothing changed since the last draft.
    """
    depo = locked(depo, by)
    if not depo.is_ahead:
        raise DomainError("It was taken already.")
    if depo.noticed_by != Deposition.Side.OURS:
        raise DomainError("Another side notices this deposition.")
    if depo.starts is None:
        raise DomainError("Give it a day first: the notice names it.")
    served = depo.served_on is not None
    content = notice_docx(depo, Firm.objects.get(pk=current_firm_id()), amended=served)
    name = f"Notice of deposition of {depo.witness.name}"[:180]
    before = depo.notice.document if depo.notice is not None else None
    if before is not None and before.trashed_at is None:
        version = documents.add_version(before, content=content, filename=f"{name}.docx", by=by)
    else:
        version = documents.create_document(
            depo.matter, content=content, filename=f"{name}.docx", name=name, category=Document.Category.PLEADING, by=by
        )  # fmt: skip
    if not served:
        depo.notice = version
        depo.save(update_fields=["notice"])
    audit.record(by, "deposition.drafted", depo, changes={"version": [None, version.number]})
    return version
