"""Identities of the provider that are linked to people of the firm."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.models import Member, SingleSignOn
from accounts.permissions import Perm
from accounts.queries import ensure
from practice import audit
from practice.exceptions import DomainError


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
