"""What an attorney decides about a paper: its sign-off, its privilege, whether it needs the one. And the proofread mark."""

from django.db import IntegrityError, transaction

from accounts.models import Member
from accounts.permissions import Perm
from documents.models import Document, Proofread, Version
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError, Proposal
from supervision import services as approvals
from supervision.models import Approval


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise DomainError("Give a reason. It is kept in the history of the document.", field="reason")
    return text[:500]


@transaction.atomic
def sign_off(version: Version, *, by: Member, seen: str = "") -> Approval:
    """An attorney signs off exactly this version (Guideline 3(c)). What waits is approved thereby.

    Raises Refused for anybody else, with what may be sent to an attorney instead.
    """
    ensure_on(by, Perm.DOCUMENT_APPROVE, version.matter, proposal=Proposal("document", version.pk))
    check_signable(version)
    return approvals.decide("document", version, by=by, seen=seen)


def check_signable(version: Version) -> None:
    """Raise DomainError when there is nothing to sign off: an issued bill, a paper in the trash, a version gone by."""
    document = Document.objects.get(pk=version.document_id)
    if document.is_issued:
        raise DomainError("This is an issued bill. Its approval is the sign-off.")
    if document.trashed_at is not None:
        raise DomainError("This document is in the trash. Restore it first.")
    if version.number != document.latest:
        raise DomainError(f"There is a newer version: {document.latest}. Sign off that one.")


def note_signed_off(version: Version, *, by: Member) -> None:
    """Say it in the history of the document. Called by the decision alone."""
    approvals.require("document", version)
    changes = {"version": [None, version.number], "sha256": [None, version.sha256]}
    audit.record(by, "document.signed_off", version.document, changes=changes)


@transaction.atomic
def set_privilege(document: Document, *, to: str, reason: str, by: Member) -> Document:
    """Mark a paper as privileged, or not (`to`: Document.Privilege), with a reason. An attorney's to decide."""
    arguments = {"to": to, "reason": _reason(reason)}
    ensure_on(
        by,
        Perm.DOCUMENT_APPROVE,
        document.matter,
        proposal=Proposal("privilege", document.pk, arguments),
    )
    check_privilege(document, to)
    approvals.decide("privilege", document, by=by, arguments=arguments)
    document.refresh_from_db()
    return document


@transaction.atomic
def propose_privilege(document: Document, *, to: str, reason: str, by: Member) -> Approval:
    """Ask an attorney to change a paper's privilege."""
    return approvals.submit("privilege", document, by=by, arguments={"to": to, "reason": _reason(reason)})


def check_privilege(document: Document, to: str) -> None:
    """Raise DomainError unless the privilege may become `to`."""
    if to not in Document.Privilege.values:
        raise DomainError("Choose what it is.", field="to")
    if document.privilege == to:
        raise DomainError(f"It is marked so already: {document.get_privilege_display()}.", field="to")


def change_privilege(document: Document, approval: Approval, *, by: Member) -> Document:
    """What the decision about a privilege does. Called by the decision alone."""
    approvals.require("privilege", document, arguments=approval.arguments)
    check_privilege(document, approval.arguments["to"])
    changes = audit.apply(document, privilege=approval.arguments["to"])
    document.save(update_fields=["privilege"])
    reason = approval.arguments.get("reason", "")
    audit.record(by, "document.privilege_changed", document, changes=changes, reason=reason)
    return document


@transaction.atomic
def switch_sign_off(document: Document, *, needed: bool, reason: str, by: Member) -> Document:
    """Say that a paper needs a sign-off to leave the firm, or that it needs none, with a reason. An attorney's to say."""
    ensure_on(by, Perm.DOCUMENT_APPROVE, document.matter)
    reason = _reason(reason)
    locked = Document.objects.select_for_update(of=("self",)).select_related("matter").get(pk=document.pk)
    if locked.is_issued:
        raise DomainError("This is an issued bill. It stays as it went out.")
    if locked.needs_sign_off == needed:
        raise DomainError("It needs a sign-off already." if needed else "It needs no sign-off already.")
    changes = audit.apply(locked, sign_off=needed)
    locked.save(update_fields=["sign_off"])
    audit.record(by, "document.sign_off_switched", locked, changes=changes, reason=reason)
    return locked


@transaction.atomic
def mark_proofread(version: Version, *, by: Member) -> Proofread:
    """A member read this version through. Each member marks a version once."""
    ensure_on(by, Perm.DOCUMENT_PROOFREAD, version.matter)
    try:
        with transaction.atomic():
            mark = Proofread.objects.create(version=version, matter=version.matter, member=by)
    except IntegrityError:
        raise DomainError("You marked this version already.") from None
    audit.record(by, "document.proofread", version.document, changes={"version": [None, version.number]})
    return mark
