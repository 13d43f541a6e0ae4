"""The mails about accounts. Links are made here, at the moment of sending: no mail's secret is ever stored."""

import datetime
from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import (
    Absence,
    CredentialWarning,
    Delegation,
    Invitation,
    Member,
    SecurityNotice,
    SsoDomain,
    User,
)
from accounts.models.licences import in_full
from accounts.permissions import Perm
from accounts.queries import education_rule, education_state
from practice import mail

# Who sees a matter is known to an app above this one.
CAN_SEE = "matters.queries.access.can_see"

# What happened, by the sign-in library's template prefix.
NOTICES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_set": "A password was set for your account.",
    "account/email/password_reset": "Your password was reset by mail.",
    "account/email/email_changed": "The e-mail address of your account was changed.",
    "account/email/email_deleted": "An e-mail address was removed from your account.",
    "account/email/email_confirm": "The e-mail address of your account was confirmed.",
    "account/email/new_browser": "Your account was used in a new browser.",
    "account/email/factor_reset": "Your second step was reset by an administrator. Your password is as it was.",
    "mfa/email/totp_activated": "An authenticator app was added to your account.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account. The old ones no longer work.",
}
RESET = "account/email/password_reset_key"
CONFIRM = ("account/email/email_confirmation", "account/email/email_confirmation_signup")


def absolute(path: str) -> str:
    """A full address, from BASE_URL and never from a request's Host header."""
    return f"{settings.BASE_URL}{path}"


def reset_link(user: User) -> str:
    """A link that lets its reader set a new password. It dies when used, and after PASSWORD_RESET_TIMEOUT."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return absolute(path.replace("UID-KEY", quote(key)))


def send_account_mail(kind: str, user: User, email: str, facts: dict) -> None:
    """Send one of the sign-in library's mails. An unknown `kind` is an error, not a mail."""
    context = {"user": user, "email": email, "base_url": settings.BASE_URL, **facts}
    if kind == RESET:
        mail.send("password_reset", email, context | {"link": reset_link(user)})
    elif kind in CONFIRM:
        address = EmailAddress.objects.filter(user=user, email__iexact=email, verified=False).first()
        if address is not None:
            key = EmailConfirmationHMAC.create(address).key
            mail.send(
                "confirm_email",
                email,
                context | {"link": absolute(reverse("account_confirm_email", args=[key]))},
            )
    else:
        mail.send("account_notice", email, context | {"what": NOTICES[kind]})


def send_domain_check(row: SsoDomain, link: str) -> None:
    """Ask the mailbox of a domain whether the firm may let a sign-in provider speak for it."""
    context = {"row": row, "firm": row.firm, "link": link, "base_url": settings.BASE_URL}
    mail.send("sso_domain", f"{row.mailbox}@{row.domain}", context)


def send_notice(notice: SecurityNotice) -> None:
    """A notice about the firm's security to one member."""
    context = {"notice": notice, "member": notice.member, "firm": notice.firm, "base_url": settings.BASE_URL}
    mail.send(
        "security_notice",
        notice.member.user.email,
        context | {"link": absolute(notice.url) if notice.url else ""},
        message_id=f"<notice-{notice.firm_id}-{notice.pk}@bailiwick>",
    )


def send_invitation(invitation: Invitation, link: str) -> None:
    """Send the invitation with its link."""
    context = {"invitation": invitation, "firm": invitation.firm, "link": link, "base_url": settings.BASE_URL}
    mail.send("invitation", invitation.email, context, reply_to=invitation.firm.email)


def send_credential_warning(warning: CredentialWarning, reader: Member) -> None:
    """Warn `reader` that a licence or a period of education ends, said as of today; nothing when it is settled."""
    about = _licence_words(warning, reader) if warning.licence else _education_words(warning, reader)
    if about is None:
        return
    context = about | {"reader": reader, "firm": warning.firm, "base_url": settings.BASE_URL}
    mail.send(
        "credential_warning",
        reader.user.email,
        context,
        reply_to=warning.firm.email,
        message_id=f"<credential-{warning.firm_id}-{warning.pk}-{reader.pk}@bailiwick>",
    )


def _days_words(last: datetime.date, today: datetime.date) -> str:
    days = (last - today).days
    if days > 1:
        return f"{days} days from today"
    return "tomorrow" if days == 1 else "today"


def _licence_words(warning: CredentialWarning, reader: Member) -> dict | None:
    licence, today = warning.licence, timezone.localdate()
    if licence.status != licence.Status.ACTIVE or licence.expires_on != warning.due_on:
        return None
    whose = "Your" if reader.pk == warning.member_id else f"{warning.member.name}’s"
    named = f"{whose} {licence.jurisdiction} licence"
    last = in_full(licence.expires_on)
    if licence.has_expired(today):
        what = f"{named} expired on {last}. Reserved acts, such as approving a bill, are locked until the renewal is verified."
        subject = f"{named} expired on {last}"
    else:
        what = (
            f"{named} ({licence.number}) is valid until {last}: {_days_words(licence.expires_on, today)}. After that day "
            "reserved acts, such as approving a bill, are locked until the renewal is verified."
        )
        subject = f"{named} is valid until {last}"
    own = reader.pk == warning.member_id
    return {
        "subject": subject,
        "what": what,
        "todo": "Enter the renewal and ask a colleague to verify it:" if own else "The licences of the firm:",
        "link": absolute(reverse("licence_change", args=[licence.pk]) if own else reverse("licence_list")),
    }


def _education_words(warning: CredentialWarning, reader: Member) -> dict | None:
    state = education_state(warning.member, on=warning.due_on)
    if state.is_complete or warning.member.role.template != "paralegal":
        return None
    rule, today = education_rule(), timezone.localdate()
    own = reader.pk == warning.member_id
    whose = "Your continuing education" if own else f"{warning.member.name}’s continuing education"
    over = warning.due_on < today
    when = (
        f"ended on {in_full(state.last)}"
        if over
        else f"ends on {in_full(state.last)}, {_days_words(state.last, today)}"
    )
    waiting = f" {state.waiting_text[:1].upper()}{state.waiting_text[1:]}." if state.waiting_text else ""
    return {
        "subject": f"{whose}: {state.to_go} to go",
        "what": f"The period {when}. Still to do: {state.to_go} ({rule.citation}).{waiting}",
        "todo": "Your record:" if own else "The record, where an attorney confirms what was entered:",
        "link": absolute(reverse("member_qualifications", args=[warning.member_id])),
    }


def _scope_words(delegation: Delegation, reader: Member) -> str:
    """Where a delegation holds. A matter that the reader does not see is not named."""
    if delegation.matter is None:
        return f"on all matters of {delegation.principal.name}"
    seen = import_string(CAN_SEE)(reader, delegation.matter)
    return f"on matter {delegation.matter.number}" if seen else "on one matter"


def send_delegation_mail(delegation: Delegation, what: str, reader: Member) -> None:
    """Tell `reader`, one side of a delegation, that it was "given" or "revoked", or that it is "ending" soon."""
    principal, to = delegation.principal, delegation.to
    known = set(Perm)
    acts = [Perm(name).label for name in delegation.powers if name in known]
    until, where = in_full(delegation.until), _scope_words(delegation, reader)
    own = reader.pk == to.pk
    whom = "you" if own else to.name
    if what == "given":
        subject = f"{principal.name} delegated to {whom}"
        said = f"{delegation.created_by.name} delegated this to {whom}, {where}, until {until}."
    elif what == "revoked":
        by = delegation.revoked_by.name if delegation.revoked_by else principal.name
        subject = f"A delegation to {whom} has ended"
        said = f"{by} ended this delegation of {principal.name} to {whom}, {where}."
    else:
        subject = f"A delegation to {whom} ends on {until}"
        said = f"This delegation of {principal.name} to {whom}, {where}, ends on {until}."
    context = {
        "reader": reader,
        "subject": subject,
        "said": said,
        "acts": acts,
        "note": delegation.note,
        "supervised": what == "given" and own,
        "principal": principal,
        "link": absolute(reverse("delegation_detail", args=[delegation.pk])),
        "firm": delegation.firm,
        "base_url": settings.BASE_URL,
    }
    # Revoked, restored and revoked again are three mails; one that is delivered twice is one.
    at = delegation.revoked_at or delegation.created_at
    key = f"{delegation.firm_id}-{delegation.pk}-{what}-{reader.pk}-{at:%Y%m%d%H%M%S}"
    mail.send("delegation", reader.user.email, context, message_id=f"<delegation-{key}@bailiwick>")


def send_absence_mail(absence: Absence, substitute: Member) -> None:
    """Tell the substitute when they decide in whose place."""
    context = {
        "reader": substitute,
        "absence": absence,
        "member": absence.member,
        "starts": in_full(absence.starts_on),
        "ends": in_full(absence.ends_on),
        "link": absolute(reverse("absence_own")),
        "firm": absence.firm,
        "base_url": settings.BASE_URL,
    }
    mail.send("absence", substitute.user.email, context)
