"""Private links: a client sees one thing of one matter without signing in (portal/ answers them).

The token in the address is signed with PORTAL_KEY over "firm.link.secret". The secret has 256 bits and is shown once, in
the address; the database keeps its SHA-256 alone.
"""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from documents.models import Document, ShareLink, Version
from matters.models import Contact, Matter
from matters.queries.access import ensure_on, may, may_prepare_on
from matters.services.represented import ensure_direct
from practice import audit
from practice.exceptions import DomainError, Proposal, Refused
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.models import Approval
from supervision.queries import is_approved

SALT = "portal.link"
MOST_DAYS = 365
# What a link may show; invoices belong to an app above this one, hence by label.
MODELS = {ShareLink.Kind.INVOICE: "billing.Invoice", ShareLink.Kind.DOCUMENT: "documents.Document"}
PERMS = {ShareLink.Kind.INVOICE: Perm.PORTAL_SHARE_BILL, ShareLink.Kind.DOCUMENT: Perm.PORTAL_SHARE}


@dataclass(frozen=True)
class Visitor:
    """Who came by a link, as the audit trail names them. Nobody's member."""

    name: str
    pk: None = None


def hash_of(secret: str) -> str:
    """What the database keeps of a secret. 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def signer() -> signing.Signer:
    """The signer of tokens in addresses."""
    return signing.Signer(key=settings.PORTAL_KEY, sep=".", salt=SALT)


def target_of(link: ShareLink) -> Model | None:
    """The invoice or document that the link shows, if it is there and visible."""
    return _find(link.kind, link.object_id)


def _find(kind: str, object_id: int) -> Model | None:
    model = apps.get_model(MODELS[ShareLink.Kind(kind)])
    return model._default_manager.filter(pk=object_id).first()


def _shareable(kind: str, object_id: int, matter: Matter) -> Model:
    target = _find(kind, object_id)
    if target is None or target.matter_id != matter.pk:  # type: ignore[attr-defined]
        raise DomainError("There is nothing of this matter to share.")
    if getattr(target, "is_editable", False):
        raise DomainError("Only an approved bill goes to a client. An attorney approves it first.")
    if getattr(target, "trashed_at", None):
        raise DomainError("This document is in the trash. Restore it first.")
    return target


def _offer(
    by: Member, version: Version | None, contact: Contact, days: int, matter: Matter
) -> Proposal | None:
    """What a member who may only propose to share may send to an attorney."""
    if version is None or not may_prepare_on(by, Perm.PORTAL_SHARE, matter):
        return None
    return Proposal("share", version.pk, {"contact": contact.pk, "days": days})


def ensure_signed_off(document: Document, version: Version, *, by: Member | None) -> None:
    """Raise Refused unless this version may leave the firm; an attorney who sends it signs it off in the same step.

    Every door by which a paper leaves the firm calls it: private links, later filings and mails.
    """
    if not document.needs_sign_off or is_approved("document", version):
        return
    if by is not None and may(by, Perm.DOCUMENT_APPROVE, document.matter):
        approvals.decide("document", version, by=by)
        return
    who = [m.name for m in kind_of("document").deciders(version)][:5]
    ask = f" Ask {' or '.join(who)}." if who else ""
    raise Refused(
        f"Version {version.number} of “{document.name}” is not signed off, so it does not leave the firm.{ask}",
        who=who,
        proposal=Proposal("document", version.pk),
    )


@transaction.atomic
def create_share_link(
    kind: str,
    object_id: int,
    matter: Matter,
    contact: Contact,
    *,
    by: Member | None,
    days: int = 60,
    version: Version | None = None,
    approval: Approval | None = None,
    direct_reason: str = "",
) -> tuple[ShareLink, str]:
    """Make a link for `contact` that works for `days` days. Returns it with its address, which is not to be had again.

    A link to a document shows `version`, the newest unless given: later ones are the firm's own until they are shared.
    A paper drafted here is shown only in a version that is signed off; an attorney who shares it signs it off thereby.
    `by` None is the system (reminders). `approval` is the decision that this carries out. With `direct_reason` an attorney
    allows direct contact with somebody who has another lawyer.
    """
    kind = ShareLink.Kind(kind)
    if not 1 <= days <= MOST_DAYS:
        raise DomainError(f"A link works for 1 to {MOST_DAYS} days.", field="days")
    target = _shareable(kind, object_id, matter)
    if isinstance(target, Document):
        version = version or target.versions.first()
        if version is None or version.document_id != target.pk:
            raise DomainError("There is nothing of this matter to share.")
    if by is not None:
        ensure_on(by, PERMS[kind], matter, proposal=_offer(by, version, contact, days, matter))
        if approval is None:  # a decision was refused without leave for direct contact (check_share)
            ensure_direct(contact, by=by, matter=matter, reason=direct_reason)
    if isinstance(target, Document) and version is not None:
        ensure_signed_off(target, version, by=by)
    secret = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        matter=matter,
        kind=kind,
        object_id=object_id,
        version=version if isinstance(target, Document) else None,
        approval=approval,
        contact=contact,
        secret_hash=hash_of(secret),
        expires_at=timezone.now() + datetime.timedelta(days=days),
        created_by=by,
    )
    changes = {
        "for": [None, contact.name],
        "until": [None, link.expires_at.date()],
        "link": [None, str(link)],
    }
    audit.record(by, f"{kind}.link_created", target, changes=changes)
    token = signer().sign(f"{link.firm_id}.{link.pk}.{secret}")
    return link, f"{settings.BASE_URL}/p/{token}/"


@transaction.atomic
def revoke_share_link(link: ShareLink, *, by: Member) -> ShareLink:
    """Make the link stop working at once. A second time changes nothing."""
    locked = (
        ShareLink.objects.select_for_update(of=("self",)).select_related("matter", "contact").get(pk=link.pk)
    )
    ensure_on(by, PERMS[ShareLink.Kind(locked.kind)], locked.matter)
    if locked.revoked_at is None:
        locked.revoked_at, locked.revoked_by = timezone.now(), by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        changes = {"for": [locked.contact.name, None], "link": [str(locked), None]}
        audit.record(by, f"{locked.kind}.link_revoked", target_of(locked) or locked, changes=changes)
    return locked


@transaction.atomic
def note_view(link: ShareLink, target: Model, *, what: str = "viewed") -> None:
    """Count and record that the client opened what the link shows. `what` is "viewed" or "downloaded"."""
    if what == "viewed":
        ShareLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_viewed_at=timezone.now())
    visitor = Visitor(f"{link.contact.name} (private link)")
    audit.record(visitor, f"{link.kind}.{what}", target, changes={"link": [None, str(link)]})
