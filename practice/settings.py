"""Settings of the product. Everything that differs between servers comes from the environment (docs/operations.md)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

from practice.env import env, env_bool, env_int, env_list

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env_bool("DEBUG")
# Demo mode offers one-click sign-in and the demo mailbox. The deployment check refuses it.
DEMO = env_bool("DEMO")
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
SCOPE_KEY = env("SCOPE_KEY")
PORTAL_KEY = env("PORTAL_KEY")
# Encrypts what firms entrust to the product, such as the secret of their single sign-on. Older keys still decrypt.
SSO_KEY = env("SSO_KEY", SECRET_KEY)
SSO_KEY_FALLBACKS = env_list("SSO_KEY_FALLBACKS")
BASE_URL = env("BASE_URL", f"http://127.0.0.1:{env('PORT', '8000')}").rstrip("/")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", f"{urlsplit(BASE_URL).hostname},localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "practice",
    "accounts",
    "supervision",
    "custom_fields",
    "search",
    "court_rules",
    "matters",
    "calendar_app",
    "documents",
    "work",
    "conflicts",
    "communications",
    "office",
    "reminders",
    "feeds",
    "depositions",
    "intake",
    "billing",
    "workflows",
    "booking",
    "travel",
    "portal",
    "exchange",
    "reports",
    "radar",
    "home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "template_partials",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "practice.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionClock",
    "accounts.middleware.MemberScope",
]

ROOT_URLCONF = "practice.urls"
WSGI_APPLICATION = "practice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "practice.context.shell",
            ],
        },
    },
]

# Two database roles: the owner changes the schema, the app role serves and is held by row-level security.
DATABASE_ROLE = os.environ.get("DATABASE_ROLE", "app")
APP_DATABASE_ROLE = "bailiwick_app"
_database_url = env("MIGRATION_DATABASE_URL") if DATABASE_ROLE == "owner" else env("DATABASE_URL")
DATABASES = {
    "default": {
        **dj_database_url.parse(_database_url, conn_max_age=600, conn_health_checks=True),
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
_options: dict = DATABASES["default"].setdefault("OPTIONS", {})  # type: ignore[assignment]
_options["options"] = (
    "-c statement_timeout=60s -c idle_in_transaction_session_timeout=120s"
    if DATABASE_ROLE == "app"
    else "-c statement_timeout=0"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In PostgreSQL on purpose: sign-in limits hold across web processes and while Redis is down.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "practice_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Sign-in
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
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0)
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
# What apps above accounts put into a new firm: dotted paths of functions of its first member, called in its scope.
FIRM_DEFAULTS = [
    "matters.services.firm_defaults",
    "intake.services.firm_defaults",
    "work.services.add_defaults",
]
FIRM_SIGNUP_OPEN = env_bool("FIRM_SIGNUP_OPEN", True)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "practice.views.csrf_failure"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Celery. Progress and results live in Job rows, so no result backend.
REDIS_URL = env("REDIS_URL", "filesystem:///tmp/bailiwick-broker")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 1500
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
if REDIS_URL.startswith("filesystem://"):
    _broker_dir = Path(urlsplit(REDIS_URL).path)
    _broker_dir.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker_dir),
        "data_folder_out": str(_broker_dir),
        "control_folder": str(_broker_dir / "control"),
        "polling_interval": 0.05,
    }
else:
    CELERY_BROKER_URL = (
        f"redis+socket://{unquote(urlsplit(REDIS_URL).path)}?virtual_host=0"
        if REDIS_URL.startswith("unix://")
        else REDIS_URL
    )
    # A job of a killed worker returns after the visibility timeout, so it must exceed the longest job.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }
# Webhooks go to public addresses alone; only the tests call themselves.
WEBHOOK_TEST_ADDRESSES: tuple[str, ...] = ()
WEBHOOK_TEST_PORTS: tuple[int, ...] = ()
WEBHOOK_TEST_CA = ""
CELERY_BEAT_SCHEDULE = {
    # Reading on costs two short queries in a firm where nothing is switched on.
    "follow events for automations": {
        "task": "workflows.tasks.follow_all_firms",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "look for days that automations wait for": {
        "task": "workflows.tasks.look_at_days",
        "schedule": timedelta(minutes=30),
    },
    "make bookings follow the calendar": {
        "task": "booking.tasks.follow_calendars",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "make first talks follow the calendar": {
        "task": "intake.tasks.follow_calendars",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "throw away files that strangers chose and never sent": {
        "task": "intake.tasks.drop_held_files",
        "schedule": timedelta(minutes=20),
        "options": {"expires": 1200},
    },
    "relay the outbox": {
        "task": "practice.tasks.relay_outbox",
        "schedule": timedelta(seconds=5),
        # While the worker is down they must not pile up.
        "options": {"expires": 5},
    },
    "forget old lines of the sync log": {
        "task": "feeds.tasks.forget_logs",
        "schedule": timedelta(hours=12),
    },
    "forget old sign-ins": {
        "task": "accounts.tasks.forget_sign_ins",
        "schedule": timedelta(hours=12),
    },
    "announce supervision reports": {
        "task": "reports.tasks.announce_supervision_reports",
        "schedule": timedelta(hours=1),
    },
    "check budgets": {"task": "matters.tasks.check_budgets_of_all_firms", "schedule": timedelta(minutes=10)},
    "work out the day's formulas": {
        "task": "custom_fields.tasks.as_days_pass",
        "schedule": timedelta(minutes=30),
    },
    "count court dates again": {
        "task": "calendar_app.tasks.recheck_chains",
        "schedule": timedelta(hours=6),
    },
    "hold rooms for series": {
        "task": "calendar_app.tasks.carry_rooms",
        "schedule": timedelta(hours=24),
    },
    "end guests": {"task": "matters.tasks.end_guests_of_all_firms", "schedule": timedelta(hours=1)},
    # Each rung is stored once a day that ends, so it may run often: a worker that was down at night misses nothing.
    "remind of delegations": {
        "task": "accounts.tasks.remind_of_delegations",
        "schedule": timedelta(hours=1),
    },
    "warn of licences and courses": {
        "task": "accounts.tasks.warn_of_credentials",
        "schedule": timedelta(hours=6),
    },
    "remind of approvals and pass them on": {
        "task": "supervision.tasks.remind_and_escalate",
        "schedule": timedelta(minutes=15),
    },
    "remind of memos": {
        "task": "communications.tasks.remind_of_memos",
        "schedule": timedelta(hours=1),
    },
    # Each rung, person and thing has one row, each day's digest too: it may run often, and what was missed is sent late.
    "remind": {
        "task": "reminders.tasks.remind",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "keep the time of trips": {"task": "travel.tasks.keep_time", "schedule": timedelta(minutes=5)},
    "tidy reminders": {"task": "reminders.tasks.tidy", "schedule": timedelta(minutes=10)},
    "remind of unpaid invoices": {
        "task": "billing.tasks.remind_unpaid_invoices",
        "schedule": timedelta(minutes=30),
    },
}

# Mail
_email = urlsplit(env("EMAIL_URL", "smtp://127.0.0.1:1025"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _email.hostname or "127.0.0.1"
EMAIL_PORT = _email.port or 25
EMAIL_HOST_USER = unquote(_email.username or "")
EMAIL_HOST_PASSWORD = unquote(_email.password or "")
EMAIL_USE_SSL = _email.scheme == "smtps"
EMAIL_USE_TLS = _email.scheme == "smtp+tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Bailiwick <no-reply@localhost.localdomain>")
DEMO_MAIL_DIR = env("DEMO_MAIL_DIR", "")

# Files
DATA_DIR = Path(env("DATA_DIR", str(BASE_DIR / "var" / "files")))
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_485_760
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DOCUMENT_MAX_BYTES = 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "documents.uploads.CarefulUploadHandler",
]
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# With finders each start scans the icon set, and compressed copies are passed over.
WHITENOISE_USE_FINDERS = DEBUG or DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
}
