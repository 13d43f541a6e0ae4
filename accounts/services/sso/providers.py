"""A firm's provider: entered, switched on, required."""

import base64
import hashlib
import secrets
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import oidc
from accounts.models import Member, SingleSignOn, SsoDomain
from accounts.permissions import Perm
from accounts.queries import ensure
from accounts.services.security import has_factor
from accounts.services.sso.common import lock, publish, told
from accounts.services.sso.exempted import exceptions
from practice import audit
from practice.exceptions import DomainError


def _fernet() -> MultiFernet:
    keys = [settings.SSO_KEY, *settings.SSO_KEY_FALLBACKS, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"sso:" + key.encode()).digest())) for key in keys]
    )


def secret_of(sso: SingleSignOn) -> str:
    """The client secret in clear. Raises DomainError when no key of the server opens it any more."""
    try:
        return _fernet().decrypt(sso.secret.encode()).decode()
    except InvalidToken:
        raise DomainError("The client secret cannot be read any more. Enter it again.") from None


def _checked_issuer(issuer: str) -> str:
    issuer = issuer.strip().removesuffix(oidc.WELL_KNOWN).rstrip("/")
    parts = urlsplit(issuer)
    schemes = ("https", "http") if settings.SSO_PRIVATE_PROVIDERS else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise DomainError(
            "Enter the provider’s address, such as https://login.example.com/tenant.", field="issuer"
        )
    return issuer


@transaction.atomic
def configure(*, by: Member, name: str, issuer: str, client_id: str, secret: str = "") -> SingleSignOn:
    """Enter or change the provider. A new issuer or client starts afresh: off, untried, no linked identity, new return
    address; and it needs its own secret, so that a stored one is never sent to another server.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    issuer, client_id, secret = _checked_issuer(issuer), client_id.strip(), secret.strip()
    oidc.discover(issuer)
    sso = lock(by)
    moved = sso is None or (sso.issuer, sso.client_id) != (issuer, client_id)
    if moved and not secret:
        raise DomainError("Enter the client secret of this provider.", field="secret")
    old = sso.provider_id if sso else ""
    changes = {
        key: [getattr(sso, key) if sso else None, value]
        for key, value in (("name", name.strip()), ("issuer", issuer), ("client_id", client_id))
        if not sso or getattr(sso, key) != value
    }
    sso = sso or SingleSignOn()
    sso.name, sso.issuer, sso.client_id, sso.changed_at = name.strip(), issuer, client_id, timezone.now()
    if secret:
        sso.secret = _fernet().encrypt(secret.encode()).decode()
        changes["client_secret"] = ["hidden", "changed"]
    if moved:
        sso.provider_id = f"{by.firm_id}-{secrets.token_hex(8)}"
        sso.is_on, sso.required, sso.tested_at = False, False, None
        if old:
            SocialAccount.objects.filter(provider=old).delete()
    if not changes:
        return sso
    sso.save()
    audit.record(by, "sso.changed", sso, changes=changes)
    publish(sso)
    told(by, "changed the provider of the firm’s single sign-on.")
    return sso


@transaction.atomic
def switch(*, by: Member, on: bool) -> SingleSignOn:
    """Offer single sign-on at the door, or no longer. Off ends every session that came in through it."""
    ensure(by, Perm.FIRM_SETTINGS)
    sso = lock(by)
    if sso is None:
        raise DomainError("Enter the provider first.")
    if sso.is_on == on:
        return sso
    if on and not SsoDomain.objects.exclude(verified_at=None).exists():
        raise DomainError("Confirm an e-mail domain first: the provider may speak only for its addresses.")
    sso.is_on = on
    sso.required = sso.required and on
    sso.save(update_fields=["is_on", "required"])
    audit.record(by, "sso.switched_on" if on else "sso.switched_off", sso)
    publish(sso)
    told(by, f"switched the firm’s single sign-on {'on' if on else 'off'}.")
    return sso


@transaction.atomic
def require(*, by: Member, required: bool) -> SingleSignOn:
    """Ask people with an address of a confirmed domain to come in this way alone, from their next click on.

    Only after it has worked once, and while somebody with a second factor may go around it: a provider that is down
    must not lock the firm out.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    sso = lock(by)
    if sso is None or not sso.is_on:
        raise DomainError("Switch single sign-on on first.")
    if sso.required == required:
        return sso
    if required and sso.tested_at is None:
        raise DomainError("Sign in through it once before you require it of everybody.")
    if required and not any(has_factor(e.member.user_id) for e in exceptions() if e.member.is_active):
        raise DomainError(
            "Name an administrator with a second step who may still use a password, for the day the provider is down."
        )
    sso.required = required
    sso.save(update_fields=["required"])
    audit.record(by, "sso.required" if required else "sso.optional", sso)
    publish(sso)
    told(by, "made single sign-on required." if required else "made single sign-on optional.")
    return sso
