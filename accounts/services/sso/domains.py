"""The domains whose addresses a firm's provider may speak for."""

import hashlib
import secrets

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Member, SingleSignOn, SsoDomain
from accounts.permissions import Perm
from accounts.queries import ensure
from accounts.services.notices import administrators, tell
from accounts.services.sso.common import lock, publish
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.models import Firm
from practice.scope import firm_scope

MAILBOXES = ("postmaster", "hostmaster", "webmaster", "admin", "administrator")
SALT = "accounts.sso.domain"
LINK_VALID = 7 * 24 * 3600


@transaction.atomic
def add_domain(*, by: Member, domain: str, mailbox: str) -> SsoDomain:
    """Ask the mailbox of a domain to confirm it, as certificate authorities do (CA/Browser Forum BR 3.2.2.4.4)."""
    ensure(by, Perm.FIRM_SETTINGS)
    domain = domain.strip().lower().lstrip("@")
    try:
        DomainNameValidator(accept_idna=False)(domain)
    except ValidationError:
        raise DomainError("Enter a domain, such as merrowvance.com.", field="domain") from None
    if mailbox not in MAILBOXES:
        raise DomainError("Choose one of the mailboxes.", field="mailbox")
    row, made = SsoDomain.objects.get_or_create(domain=domain, defaults={"mailbox": mailbox})
    if not made:
        if row.verified_at:
            raise DomainError("This domain is confirmed already.", field="domain")
        row.mailbox, row.asked_at = mailbox, timezone.now()
        row.save(update_fields=["mailbox", "asked_at"])
    audit.record(by, "sso.domain_asked", row, changes={"mailbox": [None, f"{mailbox}@{domain}"]})
    enqueue_after_commit("accounts.tasks.send_domain_check", domain_id=row.pk)
    return row


def new_domain_link(row: SsoDomain) -> str:
    """Make a fresh code, keep its hash, and return the path that carries it. An earlier link stops working."""
    code = secrets.token_urlsafe(24)
    row.code_hash = hashlib.sha256(code.encode()).hexdigest()
    row.save(update_fields=["code_hash"])
    return reverse("sso_domain_confirm", args=[signing.dumps([row.firm_id, row.pk, code], salt=SALT)])


def open_domain_link(token: str, *, confirm: bool = False) -> SsoDomain | None:
    """The domain that a link of ours asks about, in its own scope; with `confirm` it is confirmed. None: no good."""
    try:
        firm_id, pk, code = signing.loads(token, salt=SALT, max_age=LINK_VALID)
    except (signing.BadSignature, ValueError):
        return None
    with firm_scope(firm_id):
        Firm.objects.select_for_update().get(pk=firm_id)
        row = SsoDomain.objects.select_related("firm").filter(pk=pk, verified_at=None).first()
        given = hashlib.sha256(code.encode()).hexdigest()
        if row is None or not row.code_hash or not constant_time_compare(row.code_hash, given):
            return None
        if confirm:
            row.verified_at, row.code_hash = timezone.now(), ""
            row.save(update_fields=["verified_at", "code_hash"])
            audit.record(None, "sso.domain_confirmed", row, reason=f"By {row.mailbox}@{row.domain}")
            sso = SingleSignOn.objects.first()
            if sso is not None:
                publish(sso)
            tell(
                administrators(),
                f"The domain {row.domain} is confirmed for single sign-on.",
                url=reverse("firm_sso"),
            )
        return row


@transaction.atomic
def remove_domain(row: SsoDomain, *, by: Member) -> None:
    """Forget a domain: the provider no longer speaks for its addresses. Sessions that are open end at their time."""
    ensure(by, Perm.FIRM_SETTINGS)
    sso = lock(by)
    last = not SsoDomain.objects.exclude(verified_at=None).exclude(pk=row.pk).exists()
    if sso is not None and sso.is_on and row.verified_at and last:
        raise DomainError("Switch single sign-on off first: this is its last domain.")
    audit.record(by, "sso.domain_removed", row)
    row.delete()
    if sso is not None:
        publish(sso)
