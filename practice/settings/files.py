"""Files: what people store, and what pages load."""

from pathlib import Path

from practice.env import env
from practice.settings.server import BASE_DIR, DEBUG, DEMO

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
