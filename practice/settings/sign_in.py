"""Accounts, passwords, second factors, single sign-on and sessions."""

from practice.env import env_bool
from practice.settings.server import SECURE

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# NIST SP 800-63B-4: at least 15 characters where the password may stand alone, a block list, no composition rules.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "accounts.passwords.MaximumLengthValidator"},
    {"NAME": "accounts.passwords.EasyPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The session's own age (12 h) holds; no "remember me".
ACCOUNT_SESSION_REMEMBER = True
# Mail to addresses without an account would make the page a sender of unwanted mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.entry.LoginForm",
    "change_password": "accounts.forms.entry.ChangePasswordForm",
    "set_password": "accounts.forms.entry.SetPasswordForm",
    "reset_password": "accounts.forms.entry.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.entry.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.entry.ReauthenticateForm",
    "add_email": "accounts.forms.entry.AddEmailForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Dangerous acts ask again when the last password, passkey or code is older than this (accounts/sudo.py).
SUDO_SECONDS = 900
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "firm_signup": "10/h/ip",
    "invitation": "20/m/ip",
    "sso": "30/m/ip",
    "break_glass": "10/h/user",
}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Bailiwick"
# One step of 30 s either way, for clocks that drift and people who type slowly (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.entry.CodeForm",
    "reauthenticate": "accounts.forms.entry.CodeAgainForm",
    "activate_totp": "accounts.forms.entry.ActivateTOTPForm",
    "add_webauthn": "accounts.forms.entry.AddPasskeyForm",
    "authenticate_webauthn": "accounts.forms.entry.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.entry.PasskeyAgainForm",
    "login_webauthn": "accounts.forms.entry.PasskeyLoginForm",
}
# Single sign-on. Providers are the firms' own (accounts.SingleSignOn), never the library's table; nobody signs up through
# one, no address is taken on its word alone, and no token is kept.
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # the CSP lets no form lead to another site
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# Providers inside one's own network (Keycloak on an intranet), and plain http: for firms that run the product themselves.
SSO_PRIVATE_PROVIDERS = env_bool("SSO_PRIVATE_PROVIDERS")
USERSESSIONS_TRACK_ACTIVITY = True
# E-mail addresses of the demo's people end in this; only they can be signed in with one click.
DEMO_EMAIL_SUFFIX = ".example"
FIRM_SIGNUP_OPEN = env_bool("FIRM_SIGNUP_OPEN", True)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
