"""Settings of the test suite: the product's own, with fast password hashing and folders of its own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "test-secret-key-for-the-suite-alone-0123456789abcdef")
os.environ.setdefault("SCOPE_KEY", "test-scope-key-for-the-suite-alone-0123456789abcdef")
os.environ.setdefault("PORTAL_KEY", "test-portal-key-for-the-suite-alone-0123456789abcdef")
os.environ["DEBUG"] = "0"
os.environ["DEMO"] = "0"
os.environ["BASE_URL"] = "http://testserver.local"
_scratch = Path(tempfile.mkdtemp(prefix="bailiwick-test-"))
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", f"filesystem://{_scratch}/broker")

from practice.settings import *  # noqa: E402,F403
from practice.settings import DATABASES  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_bailiwick")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATA_DIR = _scratch / "files"
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir()
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are found when asked for; else each test client would first walk thousands of them.
WHITENOISE_AUTOREFRESH = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
