"""The mail that brings a client the private link to a document."""

from accounts.models import Member
from documents.models import ShareLink, Version
from matters.models import Contact
from practice import mail


def prepare_share(
    link: ShareLink, version: Version, contact: Contact, url: str, *, by: Member
) -> mail.Prepared:
    """Read all that the mail needs."""
    firm = version.firm
    return mail.Prepared(
        name="document_shared",
        to=contact.email,
        context={
            "firm_name": firm.name,
            "firm_phone": firm.phone,
            "client_name": contact.name,
            "document_name": version.document.name,
            "matter_name": version.matter.name,
            "sender": by.signed_name,
            "until": link.expires_at,
            "url": url,
        },
        reply_to=firm.email,
        message_id=mail.message_id(f"share-{link.firm_id}-{link.pk}"),
    )
