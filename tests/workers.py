"""A real Celery worker for the tests that need one."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from tools.common import ROOT


def start_worker(smtp_port: int) -> subprocess.Popen:
    """A worker of its own process group, on the test database as the app role; its mail goes to `smtp_port`."""
    host, name = connection.settings_dict["HOST"], connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "practice.settings",
        "DATABASE_URL": f"postgresql://bailiwick_app@{host.replace('/', '%2F')}/{name}",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "REDIS_URL": settings.REDIS_URL,
        "DATA_DIR": str(settings.DATA_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
        "SCOPE_KEY": settings.SCOPE_KEY,
        "PORTAL_KEY": settings.PORTAL_KEY,
        "BASE_URL": settings.BASE_URL,
        "DEMO": "0",
        "DEBUG": "0",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "practice.celery", "worker", "-c", "1", "-l", "WARNING"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
