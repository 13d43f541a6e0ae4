"""How the sign-in library is fitted to the product."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts import door
from accounts.emails import NOTICES
from accounts.models import User
from accounts.models.security import Method
from accounts.oidc import FirmProvider
from accounts.services import mail, signins, sso
from accounts.services.members import record_security_change
from accounts.services.security import why_keep_factor
from practice.exceptions import DomainError


class SecondStep(AuthenticateStage):
    """The library's second step, left out after single sign-on: the firm's provider answers for it, and the session opens
    that firm alone.
    """

    def _should_handle(self, request) -> bool:
        if "sociallogin" in (self.login.signal_kwargs or {}):
            return False
        return super()._should_handle(request)


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

    def get_login_stages(self) -> list[str]:
        """The library's stages, with our second step in place of its own."""
        ours = f"{SecondStep.__module__}.{SecondStep.__qualname__}"
        return [
            ours if path == "allauth.mfa.stages.AuthenticateStage" else path
            for path in super().get_login_stages()
        ]

    def post_login(self, request, user, *, signal_kwargs=None, **kwargs):
        """Whoever has just come in goes into the history of sign-ins; a session of single sign-on is put into its firm."""
        login = (signal_kwargs or {}).get("sociallogin")
        if not door.records(request):
            # A new account, or the demo's one click: what was just shown was no password of this account.
            record_authentication(request, user, method=getattr(request, "entry_method", Method.INVITATION))
        response = super().post_login(request, user, signal_kwargs=signal_kwargs, **kwargs)
        method, second = door.how(request)
        token = door.browser_token(request)
        firm = sso.find(login.account.provider).firm if login else None
        row = signins.succeeded(
            user,
            method=method,
            second=second,
            browser_hash=signins.hash_of(token),
            firm=firm,
            **door.place_of(request),
        )
        request.session[door.SIGN_IN], request.session[door.ENTERED] = row.pk, []
        if login:
            request.session["firm_id"] = firm.pk
            request.session[door.PROVIDER_ASKED] = login.state.get("asked_at", 0)
        door.keep_browser(response, token)
        return response

    def authentication_failed(self, request, **credentials) -> None:
        """A wrong password at an account that exists goes into its history. Nothing is kept of unknown addresses."""
        user = User.objects.filter(email=credentials.get("email", "").strip().lower()).first()
        if user is None:
            signins.failed_for_nobody(
                method=Method.PASSWORD, why="Unknown", **door.place_of(request or self.request)
            )
        else:
            signins.failed(
                user, method=Method.PASSWORD, why="Wrong password", **door.place_of(request or self.request)
            )

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

    def can_delete_authenticator(self, authenticator) -> bool:
        """Not the last factor while a firm requires one. Passkeys are asked about in views/factors.py."""
        return not why_keep_factor(authenticator.user, authenticator)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on of the firms. Providers are tenant rows; the person is found by sso.seat_for and by nothing else."""

    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """The one provider of that id, while it is on. Never a list of all."""
        found = sso.find(provider) if provider else None
        if found is None:
            return []
        app = SocialApp(
            provider="openid_connect",
            provider_id=found.provider_id,
            name=found.name,
            client_id=found.client_id,
            secret=sso.secret_of(found),
        )
        app.settings = {"server_url": found.issuer, "oauth_pkce_enabled": True}
        return [app]

    def get_provider(self, request, provider, client_id=None):
        return FirmProvider(request, app=self.get_app(request, provider=provider))

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """Who that is, or a way back to the sign-in page with the reason."""
        claims, state = sociallogin.claims, sociallogin.state
        if state.get("process") != "login" or claims.get("nonce") != state.get("nonce"):
            raise self._back(
                request, "The answer of the provider does not belong to this browser. Try again."
            )
        try:
            sociallogin.user, sociallogin.account = sso.seat_for(sociallogin.account.provider, claims)
        except DomainError as error:
            raise self._back(request, error.message) from None
        asked = claims.get("auth_time")
        if state.get("again") and isinstance(asked, int):
            state["asked_at"] = min(asked, int(timezone.now().timestamp()))

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ) -> None:
        text = (
            "The sign-in through your firm was stopped or did not work. Try again, or ask your administrator."
        )
        raise self._back(request, text)

    @staticmethod
    def _back(request, text: str) -> ImmediateHttpResponse:
        messages.error(request, text)
        return ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
