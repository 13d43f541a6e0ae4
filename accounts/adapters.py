"""How the sign-in library is fitted to the product."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.emails import NOTICES
from accounts.services import mail
from accounts.services.members import record_security_change


class AccountAdapter(DefaultAccountAdapter):
    """Firms sign up through their own form; people come by invitation. The library's open sign-up stays shut.

    Every mail goes through the outbox (services/mail.py): a dead mail server breaks no page, and the answer takes as
    long for an unknown address as for a known one.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address and the password do not fit together.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, or reset your password.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your present password.",
        "incorrect_code": "That code is wrong or has been used. Codes change every 30 seconds.",
        "duplicate_email": "This is already your address.",
        "rate_limited": "Too many tries. Wait a few minutes.",
    }

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue one of the library's mails. Only ids are kept: the job makes the link when it sends (emails.py)."""
        user = context.get("user")
        if user is not None:
            mail.queue(template_prefix, user=user, email=email)

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Something about the account changed: tell the person when and from where, and put it on the firms' record.

        When a second factor was added or removed, every other sign-in ends; Django sees to that for passwords.
        """
        mail.queue(
            template_prefix,
            user=user,
            email=email or EmailAddress.objects.get_primary_email(user),
            at=timezone.now().isoformat(timespec="seconds"),
            ip=self.get_client_ip(self.request),
            browser=self.get_http_user_agent(self.request)[:200],
        )
        record_security_change(user, NOTICES[template_prefix])
        if template_prefix.startswith("mfa/"):
            for session in UserSession.objects.filter(user=user).exclude(
                session_key=self.request.session.session_key
            ):
                session.end()

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link is made by the job alone, so that no key is ever stored."""
        return ""

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        return ""

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("security")

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        # Without the host, which the library puts in front: another of the ALLOWED_HOSTS is no fresh set of guesses.
        return "account:" + credentials.get("email", "").strip().lower()


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"mfa:" + key.encode()).digest())) for key in keys]
    )


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted at rest with a key derived from SECRET_KEY; the library keeps them clear."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is wrong or has been used. Codes change every 30 seconds.",
        "unverified_email": "Confirm your e-mail address first: it is how you get back in if you lose the device.",
        "cannot_generate_recovery_codes": "Recovery codes go with an authenticator app or a passkey. Add one first.",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type) -> str:
        return "Passkey"
