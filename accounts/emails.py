"""The mails about accounts. Links are made here, at the moment of sending: no mail's secret is ever stored."""

from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import Invitation, User
from practice import mail

# What happened, by the sign-in library's template prefix.
NOTICES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_set": "A password was set for your account.",
    "account/email/password_reset": "Your password was reset by mail.",
    "account/email/email_changed": "The e-mail address of your account was changed.",
    "account/email/email_deleted": "An e-mail address was removed from your account.",
    "account/email/email_confirm": "The e-mail address of your account was confirmed.",
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


def send_invitation(invitation: Invitation, link: str) -> None:
    """Send the invitation with its link."""
    context = {"invitation": invitation, "firm": invitation.firm, "link": link, "base_url": settings.BASE_URL}
    mail.send("invitation", invitation.email, context, reply_to=invitation.firm.email)
