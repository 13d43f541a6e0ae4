"""At the door: the person whom the provider's claims mean."""

from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from accounts.models import Member, SingleSignOn, SsoDomain, User
from accounts.services.sso.finding import domain_of, find
from practice import audit
from practice.exceptions import DomainError
from practice.scope import firm_scope


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
