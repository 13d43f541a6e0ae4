"""A real Celery worker, and a mail server that keeps it waiting, for the tests that need one."""

import email
import os
import signal
import subprocess
import sys
import threading
import time
from email import policy

from aiosmtpd.handlers import Message
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


class Slow(Message):
    """An SMTP server that keeps each mail and takes its time over the first, once it has been told so."""

    def __init__(self):
        super().__init__()
        self.mails: list[email.message.EmailMessage] = []
        self.reached = threading.Event()
        self.go_on = threading.Event()
        self.refuse = ""

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        self.reached.set()
        while not self.go_on.is_set():
            await asyncio.sleep(0.02)
        return await super().handle_DATA(server, session, envelope)

    def handle_message(self, message):
        self.mails.append(email.message_from_bytes(bytes(message), policy=policy.default))


def kill_group(process: subprocess.Popen) -> None:
    """kill -9 of the worker and its children, and wait until PostgreSQL has let go of their locks."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    idle()


def idle() -> None:
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND (state LIKE 'idle in transaction%' OR state = 'active') AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.1)
