"""PostgreSQL, and the cache in it."""

import os

import dj_database_url

from practice.env import env

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
