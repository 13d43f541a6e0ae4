"""Run the whole product on this machine: ``make demo``.

    python -m tools.demo                     start everything, stop with Ctrl-C
    python -m tools.demo manage COMMAND ...  run manage.py against the demo's data, running or not

All data is in var/ (BAILIWICK_DATA). PORT changes the port. DATABASE_URL with MIGRATION_DATABASE_URL,
REDIS_URL and EMAIL_URL each replace a server that would be started.
"""

from __future__ import annotations

import http.client
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from tools import redis
from tools.common import (
    MACOS,
    PYTHON,
    ROOT,
    ToolError,
    data_folder,
    free_port,
    locked,
    port_in_use,
    run_tool,
    say,
    write_private,
)
from tools.postgres import Postgres
from tools.setup import missing_libraries
from tools.supervisor import Child, Stopped, Supervisor, clear_orphans, run_step

SECRETS = ("SECRET_KEY", "SCOPE_KEY", "PORTAL_KEY")
READY_TIMEOUT = 60.0


def port() -> int:
    """PORT, 8000 by default."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ToolError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def make_secrets(folder: Path) -> dict[str, str]:
    """The settings that name the secret files; each secret is made once and readable by its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = {}
    for name in SECRETS:
        if os.environ.get(name) or os.environ.get(f"{name}_FILE"):
            continue
        path = folder / name
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        settings[f"{name}_FILE"] = str(path)
    return settings


def mail_port(folder: Path) -> int:
    """The port of the demo's mail server: the one of last time where it is free."""
    path = folder / "mail.port"
    try:
        number = int(path.read_text())
    except (OSError, ValueError):
        number = 0
    if not 1024 <= number < 65536 or port_in_use(number):
        number = free_port()
        write_private(path, str(number))
    return number


class Demo:
    """The parts of the demo and the settings that tie them together."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.run_folder = data / "run"
        self.logs = data / "log"
        self.port = port()
        for folder in (self.run_folder, self.logs, data / "mail", data / "files", data / "static"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.postgres = None if os.environ.get("DATABASE_URL") else Postgres(data / "pg")
        if self.postgres is None and not os.environ.get("MIGRATION_DATABASE_URL"):
            raise ToolError(
                "DATABASE_URL is set, so MIGRATION_DATABASE_URL is needed too: the same database as the role "
                "that owns it (see deploy/db/roles.sql)."
            )
        self.redis: redis.Redis | None = None
        if not os.environ.get("REDIS_URL") and redis.find_binary():
            self.redis = redis.Redis(data / "redis")

    def environment(self, mail: int | None) -> dict[str, str]:
        """The environment of every child; ``mail`` is the port of the mail server."""
        given = os.environ
        base = given.get("BASE_URL") or f"http://127.0.0.1:{self.port}"
        env = {
            **given,
            **make_secrets(self.data / "secrets"),
            "DEMO": "1",
            "DEBUG": given.get("DEBUG") or "0",
            "PORT": str(self.port),
            "BASE_URL": base,
            "DATA_DIR": given.get("DATA_DIR") or str(self.data / "files"),
            "STATIC_ROOT": given.get("STATIC_ROOT") or str(self.data / "static"),
            "DEMO_MAIL_DIR": given.get("DEMO_MAIL_DIR") or str(self.data / "mail"),
            "DJANGO_SETTINGS_MODULE": "practice.settings",
            "PYTHONUNBUFFERED": "1",
            "PATH": os.pathsep.join([str(PYTHON.parent), given.get("PATH", "/usr/bin:/bin")]),
        }
        if self.postgres is not None:
            env |= self.postgres.environment()
        if self.redis is not None:
            env["REDIS_URL"] = self.redis.url
        elif not given.get("REDIS_URL"):
            env["REDIS_URL"] = redis.file_broker_url(self.data / "broker")
        if mail is not None:
            env["EMAIL_URL"] = f"smtp://127.0.0.1:{mail}"
        if MACOS:
            env.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
        return env

    def children(self, env: dict[str, str]) -> list[Child]:
        """Web server, worker and clock."""
        python = str(PYTHON)
        shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(self.run_folder)
        web = [
            *(python, "-m", "gunicorn", "practice.wsgi", "--bind", f"127.0.0.1:{self.port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120"),
            *("--graceful-timeout", "10", "--worker-tmp-dir", shared, "--no-control-socket"),
            *("--access-logfile", "-"),
        ]
        celery = [python, "-m", "celery", "-A", "practice.celery"]
        worker = [*celery, "worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
        beat = [*celery, "beat", "--schedule", str(self.data / "run" / "beat-schedule"), "--loglevel", "INFO"]
        return [
            Child("web", web, env, self.logs / "web.log"),
            Child("worker", worker, env, self.logs / "worker.log", patience=20.0),
            Child("beat", beat, env, self.logs / "beat.log"),
        ]

    def manage(self, env: dict[str, str], *arguments: str) -> str:
        """Run a manage.py command and return its output."""
        return run_step([str(PYTHON), str(ROOT / "manage.py"), *arguments], env, self.logs / "manage.log")

    def wait_until_ready(self, web: Child) -> None:
        """Wait until the health page answers."""
        end = time.monotonic() + READY_TIMEOUT
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status < 500:
                    return
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            if not web.alive():
                break
            time.sleep(0.1)
        raise ToolError(f"The web server does not answer. The end of {web.log}:\n{web.log_tail()}")

    def start(self, supervisor: Supervisor) -> None:
        """Start all parts in order and print where to go."""
        for name in clear_orphans(self.run_folder):
            say(f"Cleared {name} of a demo that was killed")
        if port_in_use(self.port):
            raise ToolError(f"Port {self.port} is in use. Choose another one: make demo PORT={self.port + 1}")
        if self.postgres is not None:
            say("Starting PostgreSQL")
            supervisor.start_server(self.postgres)
        if self.redis is not None:
            say("Starting Redis")
            supervisor.start_server(self.redis)
        elif not os.environ.get("REDIS_URL"):
            say(
                "No Redis 6.2 or newer found: jobs are queued in files. They run as usual, but a job is lost "
                "when its worker is killed, until it is sent again."
            )
        if missing_libraries() not in ([], ["harfbuzz-subset"]):
            say("The libraries for PDF are missing (pango): invoices have no PDF.")
        mail = None if os.environ.get("EMAIL_URL") else mail_port(self.run_folder)
        env = self.environment(mail)
        if mail is not None:
            sink = [str(PYTHON), "-m", "tools.mail_sink", str(mail), env["DEMO_MAIL_DIR"]]
            supervisor.start_child(Child("mail", sink, env, self.logs / "mail.log"), stop_last=True)
        say("Bringing the database up to date")
        self.manage(env, "migrate", "--no-input", "--verbosity", "0")
        say("Looking after the demo firms (the first time takes a minute)")
        logins = self.manage(env, "demo")
        web, *others = self.children(env)
        supervisor.start_child(web)
        self.wait_until_ready(web)
        for child in others:
            supervisor.start_child(child)
        say(f"\n{logins.strip()}\n")
        say(f"Bailiwick is at {env['BASE_URL']} (logs in {self.logs}). Ctrl-C stops it.")


def run_demo() -> int:
    """Start, watch, stop."""
    data = data_folder()
    supervisor = Supervisor(data / "run")
    status = 0
    with locked(data / "demo.lock", "The demo of this folder runs already (process {pid})."):
        supervisor.catch_signals()
        try:
            Demo(data).start(supervisor)
            supervisor.watch()
        except Stopped:
            pass
        except ToolError as error:
            print(error, file=sys.stderr, flush=True)
            status = 1
        finally:
            supervisor.starting = False
            say("Stopping")
            supervisor.stop()
            say("Stopped")
    return status


def run_manage(arguments: list[str]) -> int:
    """Run manage.py with the demo's settings; a database that is down is started for as long as it takes."""
    demo = Demo(data_folder())
    started = demo.postgres is not None and not demo.postgres.alive()
    if demo.postgres is not None:
        demo.postgres.start()
    try:
        mail = None if os.environ.get("EMAIL_URL") else mail_port_of_last_time(demo.run_folder)
        command = [str(PYTHON), str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=demo.environment(mail), cwd=ROOT, check=False).returncode
    finally:
        if started and demo.postgres is not None:
            demo.postgres.stop()


def mail_port_of_last_time(folder: Path) -> int | None:
    """The port of the mail server of a running demo."""
    try:
        return int((folder / "mail.port").read_text())
    except (OSError, ValueError):
        return None


def main() -> int:
    """The command line."""
    if sys.argv[1:2] == ["manage"]:
        return run_manage(sys.argv[2:])
    if sys.argv[1:]:
        raise ToolError(__doc__ or "")
    return run_demo()


if __name__ == "__main__":
    run_tool(main)
