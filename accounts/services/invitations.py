"""Writes about invitations. The secret of a link exists in the mail alone; here its hash."""

import datetime
import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Invitation, Member, Role, User
from accounts.permissions import Perm
from accounts.queries import ensure
from accounts.services.members import check_supervisor, ensure_may_give, factor_since, initials_of
from accounts.services.titles import checked_name, checked_title
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.models import Office

VALID_FOR = timedelta(days=7)
SALT = "accounts.invitation"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    by: Member,
    name: str,
    email: str,
    role: Role,
    title: str = "",
    supervisor: Member | None = None,
    office: Office | None = None,
    expires_on: datetime.date | None = None,
) -> Invitation:
    """Invite a person by mail into a role that `by` may give. A guest's last day must be stated."""
    ensure(by, Perm.USER_MANAGE)
    ensure_may_give(by, role)
    check_supervisor(supervisor)
    email = email.strip().lower()
    if role.template == "freelancer" and expires_on is None:
        raise DomainError("A guest needs a last day of access.", field="expires_on")
    if expires_on is not None and expires_on < timezone.localdate():
        raise DomainError("This day is past.", field="expires_on")
    if Member.objects.active().filter(user__email=email).exists():
        raise DomainError("A person with this address works here already.", field="email")
    if any(i.is_open for i in Invitation.objects.filter(email=email)):
        raise DomainError("This address has an open invitation. Send it again instead.", field="email")
    invitation = Invitation.objects.create(
        name=checked_name(name, role),
        email=email,
        role=role,
        title=checked_title(title, role),
        supervisor=supervisor,
        office=office,
        expires_on=expires_on,
        secret_hash=_hash(secrets.token_hex(32)),
        invited_by=by,
        valid_until=timezone.now() + VALID_FOR,
    )
    audit.record(
        by, "invitation.sent", invitation, changes={"role": [None, role.name], "email": [None, email]}
    )
    enqueue_after_commit("accounts.tasks.send_invitation", invitation_id=invitation.pk)
    return invitation


def new_link(invitation: Invitation) -> str:
    """Make a fresh secret, keep its hash, and return the path that carries it. Any earlier link stops working."""
    secret = secrets.token_urlsafe(32)
    invitation.secret_hash = _hash(secret)
    invitation.save(update_fields=["secret_hash"])
    token = signing.dumps([invitation.firm_id, invitation.pk, secret], salt=SALT)
    return reverse("join", args=[token])


def read_link(token: str) -> tuple[int, int, str] | None:
    """(firm id, invitation id, secret) of a link that we signed; None for any other text."""
    try:
        firm_id, invitation_id, secret = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return firm_id, invitation_id, secret


def find(invitation_id: int, secret: str, *, lock: bool = False) -> Invitation | None:
    """The open invitation of the firm in scope that `secret` opens; None when it is used, revoked, late or wrong."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    invitation = rows.select_related("role", "invited_by", "firm").filter(pk=invitation_id).first()
    if invitation is None or not constant_time_compare(invitation.secret_hash, _hash(secret)):
        return None
    return invitation if invitation.is_open else None


@transaction.atomic
def send_again(invitation: Invitation, *, by: Member) -> Invitation:
    """Mail a new link, valid for another seven days; the earlier link stops working now."""
    ensure(by, Perm.USER_MANAGE)
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("role").get(pk=invitation.pk)
    )
    if invitation.accepted_at or invitation.revoked_at:
        raise DomainError("This invitation is no longer open. Invite the person again.")
    ensure_may_give(by, invitation.role)
    invitation.secret_hash = _hash(secrets.token_hex(32))
    invitation.valid_until = timezone.now() + VALID_FOR
    invitation.save(update_fields=["secret_hash", "valid_until"])
    audit.record(by, "invitation.sent_again", invitation)
    enqueue_after_commit("accounts.tasks.send_invitation", invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Member) -> Invitation:
    """Take an invitation back; its link stops working with the next request."""
    ensure(by, Perm.USER_MANAGE)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise DomainError("It was accepted already. Take away the person's access instead.")
    if not invitation.revoked_at:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        audit.record(by, "invitation.revoked", invitation)
    return invitation


@transaction.atomic
def accept(
    invitation_id: int, secret: str, *, user: User | None = None, name: str = "", password: str = ""
) -> Member:
    """Use an invitation up and give the person a seat. Runs in the inviting firm's scope.

    `user` is the signed-in owner of the invited address; without one a new user with `password` is made. A former
    member comes back to the old seat.
    """
    invitation = find(invitation_id, secret, lock=True)
    if invitation is None:
        raise DomainError("This invitation is no longer open.")
    if user is None:
        if User.objects.filter(email=invitation.email).exists():
            raise DomainError("This address has an account. Sign in to accept.")
        user = User.objects.create_user(invitation.email, password, name=name.strip())
        # The link reached the mailbox, which is what a confirmation mail would show.
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    elif user.email != invitation.email:
        raise DomainError(f"This invitation is for {invitation.email}.")
    values = {
        "role": invitation.role,
        "name": checked_name(user.name, invitation.role),
        "title": checked_title(invitation.title, invitation.role),
        "initials": initials_of(user.name),
        "supervisor": invitation.supervisor,
        "office": invitation.office,
        "expires_on": invitation.expires_on,
        "mfa_since": factor_since(invitation.role),
        "is_active": True,
        "is_partner": False,
    }
    member, created = Member.objects.update_or_create(user=user, defaults=values)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(
        member,
        "firm.joined" if created else "firm.returned",
        member,
        changes={"role": [None, invitation.role.name], "expires_on": [None, invitation.expires_on]},
        reason=f"Invited by {invitation.invited_by.name}",
    )
    audit.record(member, "invitation.accepted", invitation)
    User.objects.filter(pk=user.pk).update(last_firm_id=member.firm_id)
    user.last_firm_id = member.firm_id
    return member
