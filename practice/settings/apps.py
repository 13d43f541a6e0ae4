"""The apps, what a request passes through, and what templates are given."""

from practice.settings.server import BASE_DIR

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

# What apps above accounts put into a new firm: dotted paths of functions of its first member, called in its scope.
FIRM_DEFAULTS = [
    "matters.services.firm_defaults",
    "intake.services.firm_defaults",
    "work.services.add_defaults",
]
