"""How the sign-in library is fitted to the product."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Firms sign up through their own form; people come by invitation. The library's open sign-up stays shut."""

    def is_open_for_signup(self, request):
        return False


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"mfa:" + key.encode()).digest())) for key in keys]
    )


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted at rest with a key derived from SECRET_KEY; the library keeps them clear."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()
