"""The mail that brings a client the private link to a document."""

from dataclasses import dataclass

from django.conf import settings

from accounts.models import Member
from documents.models import ShareLink, Version
from matters.models import Contact
from practice import mail


@dataclass(frozen=True)
class PreparedShare:
    """A mail ready to go: no row is read any more while the mail server is spoken to."""

    link_id: int
    to: str
    context: dict
    reply_to: str
    message_id: str


def prepare_share(
    link: ShareLink, version: Version, contact: Contact, url: str, *, by: Member
) -> PreparedShare:
    """Read all that the mail needs."""
    firm = version.firm
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return PreparedShare(
        link_id=link.pk,
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
        message_id=f"<share-{link.firm_id}-{link.pk}@{domain}>",
    )


def send_share(prepared: PreparedShare) -> None:
    """Hand the mail to the mail server. Raises its errors."""
    mail.send(
        "document_shared",
        prepared.to,
        prepared.context,
        reply_to=prepared.reply_to,
        message_id=prepared.message_id,
    )
