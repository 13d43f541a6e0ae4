"""Links by which a client sees one thing without signing in."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import Signer
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm, ensure
from documents.models import ShareLink
from matters.models import Contact, Matter
from practice import audit


def signer() -> Signer:
    """Signs "firm.link.secret", so that the firm in a link cannot be changed."""
    return Signer(key=settings.PORTAL_KEY, salt="bailiwick.share", sep="~")


def hash_of(secret: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_share_link(
    kind: str, object_id: int, matter: Matter, contact: Contact, *, by: Member | None, days: int = 60
) -> tuple[ShareLink, str]:
    """A link to one invoice or document for `contact`, good for `days` days. Returns it with its address.

    The address holds a secret of 256 bits that is stored only as a hash: it is shown this once.
    """
    if by is not None:
        ensure(by, Perm.PORTAL_SHARE_BILL if kind == ShareLink.Kind.INVOICE else Perm.PORTAL_SHARE)
    secret = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        matter=matter,
        kind=kind,
        object_id=object_id,
        contact=contact,
        secret_hash=hash_of(secret),
        expires_at=timezone.now() + timedelta(days=days),
        created_by=by,
    )
    audit.record(by, "link.created", link, changes={"for": [None, contact.name], "days": [None, days]})
    token = signer().sign(f"{link.firm_id}.{link.pk}.{secret}")
    return link, f"{settings.BASE_URL}/p/{token}/"


@transaction.atomic
def revoke_share_link(link: ShareLink, *, by: Member) -> ShareLink:
    """End a link at once. A second call changes nothing."""
    ensure(by, Perm.PORTAL_SHARE_BILL if link.kind == ShareLink.Kind.INVOICE else Perm.PORTAL_SHARE)
    locked = ShareLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if locked.revoked_at is None:
        locked.revoked_at, locked.revoked_by = timezone.now(), by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(by, "link.revoked", locked)
    return locked
