"""Celery and what jobs may reach. Progress and results live in Job rows, so there is no result backend."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from practice.env import env

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
