"""The history of sign-ins: what the person reads, and the firm's own copy."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.browsers import browser_name
from accounts.models import FirmSignIn, Member, SignIn, User
from accounts.models.security import Method
from accounts.queries import firms_of
from accounts.services import mail
from practice.models import Firm
from practice.scope import firm_scope

KEPT = timedelta(days=180)
COPIED = ("at", "method", "second", "ok", "why", "ip", "user_agent", "new_browser")
# An account this young has no browser that it could be used to.
YOUNG = timedelta(hours=1)


def hash_of(token: str) -> str:
    """What is stored of the cookie that tells one browser from another."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def succeeded(
    user: User,
    *,
    method: str,
    second: str = "",
    ip: str | None,
    user_agent: str,
    browser_hash: str,
    firm: Firm | None = None,
) -> SignIn:
    """Record a sign-in. One from a browser that this account was never used in is told to the person by mail."""
    known = SignIn.objects.filter(user=user, ok=True, browser_hash=browser_hash).exists()
    row = SignIn.objects.create(
        user=user,
        method=method,
        second=second,
        ip=ip,
        user_agent=user_agent[:200],
        browser_hash=browser_hash,
        new_browser=not known,
        firm=firm,
    )
    if not known and user.created_at < timezone.now() - YOUNG and method != Method.DEMO:
        mail.queue(
            "account/email/new_browser",
            user=user,
            email=user.email,
            at=row.at.isoformat(timespec="seconds"),
            ip=ip or "",
            browser=browser_name(user_agent),
        )
    return row


@transaction.atomic
def failed(user: User, *, method: str, why: str, ip: str | None, user_agent: str) -> SignIn:
    """Record a try that failed at an account that exists, for the person and for each firm with a seat of theirs."""
    facts = {"method": method, "why": why, "ip": ip, "user_agent": user_agent[:200], "ok": False}
    row = SignIn.objects.create(user=user, **facts)
    for door in firms_of(user):
        with firm_scope(door.firm):
            FirmSignIn.objects.create(member_id=door.member_id, at=row.at, **facts)
    return row


@transaction.atomic
def failed_for_nobody(*, method: str, why: str, ip: str | None, user_agent: str) -> None:
    """The same work for an address without an account, undone: the answer takes as long, and nothing is kept."""
    facts = {"method": method, "why": why, "ip": ip, "user_agent": user_agent[:200], "ok": False}
    SignIn.objects.create(user_id=0, **facts)
    firm = Firm.objects.order_by("pk").first()
    if firm is not None:
        with firm_scope(firm):
            FirmSignIn.objects.create(member_id=0, **facts)
    transaction.set_rollback(True)


def entered(sign_in_id: int, *, member: Member) -> FirmSignIn | None:
    """Copy a sign-in into the firm in scope, when the session steps into it for the first time."""
    row = SignIn.objects.filter(pk=sign_in_id, user_id=member.user_id).first()
    if row is None:
        return None
    return FirmSignIn.objects.create(member=member, **{name: getattr(row, name) for name in COPIED})


def forget(*, before) -> int:
    """Delete what is older than `before` (a moment). Returns how many rows."""
    count, _ = SignIn.objects.filter(at__lt=before).delete()
    for firm in Firm.objects.all():
        with firm_scope(firm):
            gone, _ = FirmSignIn.objects.filter(at__lt=before).delete()
            count += gone
    return count
