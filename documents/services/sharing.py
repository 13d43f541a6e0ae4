"""Sharing a paper with a client that somebody proposed: an attorney decides, then the link is made and mailed."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from documents import emails
from documents.models import Document, ShareLink, Version
from documents.services.links import MOST_DAYS, create_share_link, ensure_signed_off
from matters.models import Contact
from matters.queries.contacts import merged_into
from matters.queries.represented import direct_warning
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.mail import Prepared
from practice.scope import firm_scope
from supervision import services as approvals
from supervision.models import Approval


@transaction.atomic
def propose_share(
    document: Document, contact: Contact, *, by: Member, days: int = 60, note: str = ""
) -> Approval:
    """Ask an attorney to share the newest version with `contact`; on approval the link is made and mailed."""
    version = document.versions.select_related("matter").first()
    if version is None:
        raise DomainError("There is nothing of this matter to share.")
    return approvals.submit(
        "share", version, by=by, note=note, arguments={"contact": contact.pk, "days": days}
    )


def contact_of(arguments: dict) -> Contact | None:
    """Whom a proposal is for. Of a contact that was merged since: the one that it is now."""
    pk = arguments.get("contact")
    found = Contact.objects.filter(pk=pk).first()
    if found is None and pk:
        found = Contact.objects.filter(pk=merged_into(pk)).first()
    return found


def check_share(version: Version, arguments: dict) -> None:
    """Raise DomainError when what is proposed cannot be carried out."""
    contact = contact_of(arguments)
    if contact is None:
        raise DomainError("Choose for whom it is.", field="contact")
    if not contact.email:
        raise DomainError(f"{contact.name} has no e-mail address to send the link to.", field="contact")
    warning = direct_warning(contact, version.matter)
    if warning and not warning.consent:
        raise DomainError(
            f"{warning.text} Share with the lawyer, or ask an attorney to allow direct contact on the contact’s page.",
            field="contact",
        )
    days = arguments.get("days")
    if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise DomainError(f"A link works for 1 to {MOST_DAYS} days.", field="days")
    document = Document.objects.get(pk=version.document_id)
    if document.trashed_at is not None:
        raise DomainError("This document is in the trash. Restore it first.")
    if document.is_issued:
        raise DomainError("A bill is shared from its own page.")
    if version.number != document.latest:
        raise DomainError(f"There is a newer version: {document.latest}. Share that one.")


def carry_out_share(version: Version, approval: Approval, *, by: Member) -> None:
    """What the approval of a share does: sign off, and mail the link in the background. Called by the decision alone."""
    approvals.require("share", version, arguments=approval.arguments)
    check_share(version, approval.arguments)
    ensure_signed_off(version.document, version, by=by)
    enqueue_after_commit("documents.tasks.mail_share", approval_id=approval.pk)


def deliver(firm_id: int, approval_id: int) -> None:
    """Make and mail the link of an approved share: the link is committed, then mailed, then marked as mailed.

    The address is known only while the link is made. A second delivery after a crash therefore ends the first link and
    makes another; one that was mailed is left alone.
    """
    with firm_scope(firm_id):
        found = _prepare(approval_id)
    if found is None:
        return
    link_id, mail = found
    mail.send()
    with firm_scope(firm_id):
        ShareLink.objects.filter(pk=link_id, mailed_at=None).update(mailed_at=timezone.now())


def _prepare(approval_id: int) -> tuple[int, Prepared] | None:
    """(id of the link, the mail that brings it); None when it is not to be sent any more."""
    approval = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("decided_by__role", "decided_by__user", "matter__client")
        .filter(pk=approval_id, kind="share", state=Approval.State.APPROVED)
        .first()
    )
    if approval is None or ShareLink.objects.filter(approval=approval, mailed_at__isnull=False).exists():
        return None
    by = approval.decided_by
    version = Version.objects.select_related(
        "document", "matter__responsible", "matter__supervising", "firm"
    ).get(pk=approval.object_id)
    ShareLink.objects.filter(approval=approval, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    contact = contact_of(approval.arguments)
    try:
        approvals.require("share", version, arguments=approval.arguments)
        check_share(version, approval.arguments)
        if contact is None or by is None:
            raise DomainError("Whom it was for is no longer here.")
        link, url = create_share_link(
            ShareLink.Kind.DOCUMENT,
            version.document_id,
            version.matter,
            contact,
            by=by,
            days=approval.arguments["days"],
            version=version,
            approval=approval,
        )
    except DomainError as error:
        audit.record(by, "document.share_stopped", version.document, reason=error.message)
        return None
    return link.pk, emails.prepare_share(link, version, contact, url, by=by)
