"""What a firm asks of its people's sign-in: a second factor by role, and how long a session lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member, Membership, Role, SingleSignOn, SsoException, User
from accounts.permissions import FIRM_POWERS, Perm
from accounts.queries import ensure, firms_of
from accounts.services import mail
from accounts.services.members import end_sessions, ensure_may_give
from accounts.services.sessions import IDLE_MINUTES, SESSION_HOURS
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from practice.scope import firm_scope

LONGEST_GRACE = 60  # days
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Duty:
    """A member must set up a second factor. `days` are what remains, counted in days begun; 0 when the time is over."""

    firm: str
    due: datetime
    days: int

    @property
    def is_over(self) -> bool:
        """Whether nothing but the security page opens any more."""
        return self.days == 0


def has_factor(user_id: int) -> bool:
    """Whether the person has an authenticator app or a passkey. Recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists()


def duty_of(member: Member) -> Duty | None:
    """What the member's role asks and the member does not have yet; None when nothing. Two queries where a role asks.

    A member whom the requirement reached on a way that stored no moment begins now.
    """
    role = member.role
    if not role.mfa_required or has_factor(member.user_id):
        return None
    now = timezone.now()
    if member.mfa_since is None:
        Member.objects.filter(pk=member.pk, mfa_since=None).update(mfa_since=now)
        member.mfa_since = now
    due = member.mfa_since + timedelta(days=role.mfa_grace_days)
    days = max(0, -((now - due) // timedelta(days=1)))
    return Duty(member.firm.name, due, days)


@transaction.atomic
def require_factor(role: Role, *, by: Member, required: bool, grace_days: int) -> Role:
    """Ask a second factor of everybody in the role, or no longer. Grace begins now for those who are in it.

    One's own role too: this grants nothing. Switching on again begins a new grace; a shorter grace counts from the
    moment that is stored.
    """
    ensure(by, Perm.ROLE_MANAGE)
    if not 0 <= grace_days <= LONGEST_GRACE:
        raise DomainError(f"From 0 to {LONGEST_GRACE} days.", field="mfa_grace_days")
    role = Role.objects.select_for_update().get(pk=role.pk)
    if not required and any(role.granted.get(p) == "yes" and not by.can(p) for p in FIRM_POWERS):
        raise Refused(f"The role {role.name} manages more of the firm than yours does. Ask a partner.")
    switched = role.mfa_required != required
    changes = audit.apply(role, mfa_required=required, mfa_grace_days=grace_days)
    if not changes:
        return role
    role.save(update_fields=list(changes))
    if switched:
        role.members.update(mfa_since=timezone.now() if required else None)
    audit.record(by, "role.factor_required" if required else "role.factor_optional", role, changes=changes)
    return role


def firms_that_require(user: User) -> list[str]:
    """Names of the firms whose role for this person requires a second factor."""
    found = []
    for door in firms_of(user):
        with firm_scope(door.firm):
            if Member.objects.filter(pk=door.member_id, role__mfa_required=True).exists():
                found.append(door.firm.name)
    return found


def why_keep_factor(user: User, authenticator: Authenticator) -> str:
    """Why this factor cannot be removed: it is the last one and a firm requires one; "" when it can."""
    if authenticator.type not in FACTORS:
        return ""
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
    if others.exists():
        return ""
    reasons = [f"{name} requires a second step" for name in firms_that_require(user)]
    reasons += [f"{name} lets you in without single sign-on because of it" for name in _excepted_in(user)]
    return (
        f"{' and '.join(reasons)}. Add another app or passkey first, then remove this one." if reasons else ""
    )


def _excepted_in(user: User) -> list[str]:
    found = []
    for door in firms_of(user):
        if door.firm.sso_required:
            with firm_scope(door.firm):
                if SsoException.objects.filter(member_id=door.member_id).exists():
                    found.append(door.firm.name)
    return found


def why_not_reset(member: Member, by: Member) -> str:
    """Why `by` cannot reset the member's second factor; "" when it is possible."""
    if member.pk == by.pk:
        return "Nobody resets their own second step here. Use a recovery code, or ask another administrator."
    if not Authenticator.objects.filter(user_id=member.user_id).exists():
        return f"{member.name} has no second step set up."
    # The factor guards every firm the person is in; one firm's administrator does not take it off the others.
    if Membership.objects.filter(Q(user_id=member.user_id) & ~Q(firm_id=by.firm_id)).exists():
        return (
            f"{member.name}’s account is not this firm’s alone. They use a recovery code, or the server’s operator "
            "runs manage.py reset_second_step."
        )
    return ""


@transaction.atomic
def reset_factor(member: Member, *, by: Member, reason: str) -> None:
    """Take a colleague's app, passkeys and codes away, because they lost them. They are told, and signed out.

    The password stays and is asked for; where the role requires a second factor, they set one up before anything else.
    """
    ensure(by, Perm.USER_MANAGE)
    member = Member.objects.select_for_update(of=("self",)).select_related("role", "user").get(pk=member.pk)
    ensure_may_give(by, member.role)
    if (
        member.is_partner
        and not by.is_partner
        and Member.objects.active().filter(is_partner=True).count() > 1
    ):
        raise Refused("Another partner resets a partner’s second step.")
    why = why_not_reset(member, by)
    if why:
        raise DomainError(why)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Give a reason. It is kept in the audit trail.", field="reason")
    clear_factors(member.user)
    end_sessions(member)
    audit.record(by, "sign_in.factor_reset", member, reason=reason[:500])


def clear_factors(user: User) -> int:
    """Remove every second factor of the person and tell them by mail. Returns how many there were."""
    count, _ = Authenticator.objects.filter(user=user).delete()
    if count:
        mail.queue(
            "account/email/factor_reset",
            user=user,
            email=EmailAddress.objects.get_primary_email(user) or user.email,
            at=timezone.now().isoformat(timespec="seconds"),
            ip="",
            browser="",
        )
    return count


@transaction.atomic
def change_sessions(firm: Firm, *, by: Member, idle_minutes: int, session_hours: int) -> Firm:
    """Set after how many idle minutes, and after how many hours in any case, people sign in again."""
    ensure(by, Perm.FIRM_SETTINGS)
    if idle_minutes not in IDLE_MINUTES:
        raise DomainError("Choose one of the times.", field="idle_minutes")
    if session_hours not in SESSION_HOURS:
        raise DomainError("Choose one of the times.", field="session_hours")
    firm = Firm.objects.select_for_update().get(pk=by.firm_id)
    changes = audit.apply(firm, idle_minutes=idle_minutes, session_hours=session_hours)
    if changes:
        firm.save(update_fields=list(changes))
        audit.record(by, "firm.changed", firm, changes=changes)
    return firm


def single_sign_on() -> SingleSignOn | None:
    """The provider of the firm in scope."""
    return SingleSignOn.objects.first()
