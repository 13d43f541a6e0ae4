"""Who may use a password although single sign-on is required."""

from django.db import transaction

from accounts.models import Member, SsoException, User
from accounts.permissions import Perm
from accounts.queries import ensure
from accounts.services.security import has_factor
from accounts.services.sso.common import lock, told
from accounts.services.sso.finding import domain_of
from practice import audit
from practice.exceptions import DomainError
from practice.scope import firm_scope

MOST_EXCEPTIONS = 3


def exceptions() -> list[SsoException]:
    """Who may use a password although single sign-on is required, by name."""
    found = SsoException.objects.select_related("member", "member__role", "given_by")
    return sorted(found, key=lambda row: row.member.name)


@transaction.atomic
def except_member(member: Member, *, by: Member) -> SsoException:
    """Let an administrator with a second factor use the password although single sign-on is required."""
    ensure(by, Perm.FIRM_SETTINGS)
    lock(by)
    if not member.can(Perm.FIRM_SETTINGS):
        raise DomainError("Only somebody who may change the firm’s settings.", field="member")
    if not has_factor(member.user_id):
        raise DomainError(f"{member.name} has to set up a second step first.", field="member")
    if SsoException.objects.count() >= MOST_EXCEPTIONS:
        raise DomainError(f"At most {MOST_EXCEPTIONS} people.", field="member")
    row, made = SsoException.objects.get_or_create(member=member, defaults={"given_by": by})
    if made:
        audit.record(by, "sso.exception_given", member)
        told(by, f"lets {member.name} sign in without single sign-on.")
    return row


@transaction.atomic
def end_exception(row: SsoException, *, by: Member) -> None:
    """Take an exception back; never the last one while single sign-on is required."""
    ensure(by, Perm.FIRM_SETTINGS)
    sso = lock(by)
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
