"""Single sign-on of a firm: its provider, whose addresses it may speak for, and who may go around it.

An identity of a firm's provider opens that firm and nothing else: it signs in only people with a seat there, the session
is bound to the firm (accounts.middleware), and nothing of the person's own account can be changed in it.
"""

import base64
import hashlib
import secrets
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import oidc
from accounts.models import Member, SingleSignOn, SsoDomain, SsoException, User
from accounts.permissions import Perm
from accounts.queries import ensure
from accounts.services.notices import administrators, tell
from accounts.services.security import has_factor
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.models import Firm
from practice.scope import firm_scope

MAILBOXES = ("postmaster", "hostmaster", "webmaster", "admin", "administrator")
SALT = "accounts.sso.domain"
LINK_VALID = 7 * 24 * 3600
MOST_EXCEPTIONS = 3


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


def firm_of(provider_id: str) -> int:
    """Id of the firm whose provider this is, as it stands in the id; 0 for any other text."""
    number = provider_id.partition("-")[0]
    return int(number) if number.isdecimal() and len(number) < 16 else 0


def find(provider_id: str) -> SingleSignOn | None:
    """The provider while it is on, with its firm; None for anything else. Needs no scope."""
    firm = Firm.objects.filter(pk=firm_of(provider_id), is_active=True, sso_provider=provider_id).first()
    if firm is None or not provider_id:
        return None
    with firm_scope(firm):
        sso = SingleSignOn.objects.filter(provider_id=provider_id, is_on=True).first()
    if sso is not None:
        sso.firm = firm
    return sso


def domain_of(email: str) -> str:
    """The part behind the @, in small letters."""
    return email.rpartition("@")[2].lower()


def firms_for(email: str) -> list[Firm]:
    """Firms with single sign-on for the domain of `email`. Says nothing about whether the address has an account."""
    domain = domain_of(email)
    return list(Firm.objects.filter(is_active=True, sso_domains__contains=[domain]).exclude(sso_provider=""))


# ── setting it up ──


def _lock(by: Member) -> SingleSignOn | None:
    Firm.objects.select_for_update().get(pk=by.firm_id)
    return SingleSignOn.objects.select_for_update(of=("self",)).first()


def _checked_issuer(issuer: str) -> str:
    issuer = issuer.strip().removesuffix(oidc.WELL_KNOWN).rstrip("/")
    parts = urlsplit(issuer)
    schemes = ("https", "http") if settings.SSO_PRIVATE_PROVIDERS else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise DomainError(
            "Enter the provider’s address, such as https://login.example.com/tenant.", field="issuer"
        )
    return issuer


def _told(by: Member, text: str) -> None:
    tell(administrators(), f"{by.name} {text}", url=reverse("firm_sso"), but=by)


@transaction.atomic
def configure(*, by: Member, name: str, issuer: str, client_id: str, secret: str = "") -> SingleSignOn:
    """Enter or change the provider. A new issuer or client starts afresh: off, untried, no linked identity, new return
    address; and it needs its own secret, so that a stored one is never sent to another server.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    issuer, client_id, secret = _checked_issuer(issuer), client_id.strip(), secret.strip()
    oidc.discover(issuer)
    sso = _lock(by)
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
    _publish(sso)
    _told(by, "changed the provider of the firm’s single sign-on.")
    return sso


@transaction.atomic
def switch(*, by: Member, on: bool) -> SingleSignOn:
    """Offer single sign-on at the door, or no longer. Off ends every session that came in through it."""
    ensure(by, Perm.FIRM_SETTINGS)
    sso = _lock(by)
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
    _publish(sso)
    _told(by, f"switched the firm’s single sign-on {'on' if on else 'off'}.")
    return sso


@transaction.atomic
def require(*, by: Member, required: bool) -> SingleSignOn:
    """Ask people with an address of a confirmed domain to come in this way alone, from their next click on.

    Only after it has worked once, and while somebody with a second factor may go around it: a provider that is down
    must not lock the firm out.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    sso = _lock(by)
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
    _publish(sso)
    _told(by, "made single sign-on required." if required else "made single sign-on optional.")
    return sso


def _publish(sso: SingleSignOn) -> None:
    """Copy what the door must know to the firm's own row."""
    domains = list(SsoDomain.objects.exclude(verified_at=None).values_list("domain", flat=True))
    Firm.objects.filter(pk=sso.firm_id).update(
        sso_provider=sso.provider_id if sso.is_on else "",
        sso_name=sso.name if sso.is_on else "",
        sso_domains=domains if sso.is_on else [],
        sso_required=sso.required,
    )


# ── whose addresses the provider speaks for ──


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
                _publish(sso)
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
    sso = _lock(by)
    last = not SsoDomain.objects.exclude(verified_at=None).exclude(pk=row.pk).exists()
    if sso is not None and sso.is_on and row.verified_at and last:
        raise DomainError("Switch single sign-on off first: this is its last domain.")
    audit.record(by, "sso.domain_removed", row)
    row.delete()
    if sso is not None:
        _publish(sso)


# ── who may go around it ──


def exceptions() -> list[SsoException]:
    """Who may use a password although single sign-on is required, by name."""
    found = SsoException.objects.select_related("member", "member__role", "given_by")
    return sorted(found, key=lambda row: row.member.name)


@transaction.atomic
def except_member(member: Member, *, by: Member) -> SsoException:
    """Let an administrator with a second factor use the password although single sign-on is required."""
    ensure(by, Perm.FIRM_SETTINGS)
    _lock(by)
    if not member.can(Perm.FIRM_SETTINGS):
        raise DomainError("Only somebody who may change the firm’s settings.", field="member")
    if not has_factor(member.user_id):
        raise DomainError(f"{member.name} has to set up a second step first.", field="member")
    if SsoException.objects.count() >= MOST_EXCEPTIONS:
        raise DomainError(f"At most {MOST_EXCEPTIONS} people.", field="member")
    row, made = SsoException.objects.get_or_create(member=member, defaults={"given_by": by})
    if made:
        audit.record(by, "sso.exception_given", member)
        _told(by, f"lets {member.name} sign in without single sign-on.")
    return row


@transaction.atomic
def end_exception(row: SsoException, *, by: Member) -> None:
    """Take an exception back; never the last one while single sign-on is required."""
    ensure(by, Perm.FIRM_SETTINGS)
    sso = _lock(by)
    rest = [e for e in exceptions() if e.pk != row.pk and e.member.is_active and has_factor(e.member.user_id)]
    if sso is not None and sso.required and not rest:
        raise DomainError(
            "Somebody must be able to get in while the provider is down. Name another person first."
        )
    audit.record(by, "sso.exception_ended", row.member)
    row.delete()


def is_closed(user: User, door, provider_id: str) -> bool:
    """Whether the firm behind `door` wants this person through single sign-on, and the session came another way."""
    firm = door.firm
    if not firm.sso_required or provider_id == firm.sso_provider:
        return False
    if domain_of(user.email) not in firm.sso_domains:
        return False
    with firm_scope(firm):
        return not SsoException.objects.filter(member_id=door.member_id).exists()


# ── at the door ──


def links() -> list[dict]:
    """Identities of the provider that are linked to people of the firm in scope: [{link, member}], by name."""
    sso = SingleSignOn.objects.first()
    if sso is None:
        return []
    found = {link.user_id: link for link in SocialAccount.objects.filter(provider=sso.provider_id)}
    people = Member.objects.filter(user_id__in=found).order_by("name")
    return [{"member": member, "link": found[member.user_id]} for member in people]


@transaction.atomic
def unlink(member: Member, *, by: Member) -> None:
    """Forget which identity of the provider is this person's: the next sign-in links by address again."""
    ensure(by, Perm.USER_MANAGE)
    sso = SingleSignOn.objects.first()
    if (
        sso is None
        or not SocialAccount.objects.filter(provider=sso.provider_id, user_id=member.user_id).exists()
    ):
        raise DomainError(f"{member.name} is not linked.")
    SocialAccount.objects.filter(provider=sso.provider_id, user_id=member.user_id).delete()
    audit.record(by, "sso.unlinked", member)


def seat_for(provider_id: str, claims: dict) -> tuple[User, SocialAccount]:
    """The person whom the provider's claims mean, and their link, made at the first time.

    Known by the provider's own id of the person (`sub`), the first time by a confirmed address. Only somebody with a seat
    that is open today in the provider's own firm. Raises DomainError in words for the person at the door.
    """
    sso = find(provider_id)
    if sso is None:
        raise DomainError("This single sign-on is switched off.")
    firm, refused = sso.firm, None
    with firm_scope(firm):
        subject, email = str(claims.get("sub", "")), str(claims.get("email", "")).strip().lower()
        link = SocialAccount.objects.select_related("user").filter(provider=provider_id, uid=subject).first()
        if link is None:
            refused, user = _by_address(provider_id, claims, email)
        else:
            user = link.user
        if user is not None:
            seat = Member.objects.active().filter(user=user).first() if user.is_active else None
            if seat is None:
                refused = f"You have no seat at {firm.name}. Ask its administrator."
            elif domain_of(user.email) not in firm.sso_domains:
                refused = f"{domain_of(user.email)} is no longer a domain of {firm.name}."
        if refused is None:
            if link is None:
                link = SocialAccount.objects.create(provider=provider_id, uid=subject, user=user)
                audit.record(seat, "sso.linked", seat)
            if sso.tested_at is None:
                SingleSignOn.objects.filter(pk=sso.pk).update(tested_at=timezone.now())
        else:
            audit.record(None, "sso.refused", sso, reason=f"{email or subject}: {refused}"[:500])
    if refused is not None or user is None:
        raise DomainError(refused or "The provider named nobody.")
    return user, link


def _by_address(provider_id: str, claims: dict, email: str) -> tuple[str | None, User | None]:
    """(why not, who) for claims that are not linked yet.

    The address must belong to a domain that was confirmed to be the firm's: whoever keeps its mailboxes could set a new
    password by mail as well, so nothing is given away that they do not hold. Some providers state email_verified only
    for outside accounts, so it may be absent; when it says no, it is no.
    """
    confirmed = SsoDomain.objects.filter(domain=domain_of(email)).exclude(verified_at=None).exists()
    if not email or not confirmed:
        return "The provider gave no address of a confirmed domain.", None
    if claims.get("email_verified") not in (None, True, "true"):
        return "The provider does not vouch for this address.", None
    member = Member.objects.active().select_related("user").filter(user__email=email).first()
    if member is None:
        return (
            "Nobody with this address has a seat here. Ask the firm’s administrator for an invitation.",
            None,
        )
    if SocialAccount.objects.filter(provider=provider_id, user=member.user).exists():
        return (
            "This person is linked with another account of the provider. An administrator can unlink it.",
            None,
        )
    return None, member.user
