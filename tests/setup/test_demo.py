"""The demo as a whole: every process may be killed at any time, and two demos never meet."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from tools import redis
from tools.common import ROOT, free_port, is_alive, port_in_use, wait_for
from tools.postgres import Postgres

# The real supervisor, servers and children; tables and demo firms are left out, which other tests make.
PROGRAM = """
from tools import demo
from tools.common import run_tool
demo.Demo.manage = lambda self, env, *words: "logins" if words == ("demo",) else ""
run_tool(demo.run_demo)
"""
# What the running test suite sets must not leak into the demo.
FOREIGN = {
    "DATABASE_URL",
    "MIGRATION_DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "BASE_URL",
    "DATA_DIR",
    "DEMO_MAIL_DIR",
}
FOREIGN |= {"SECRET_KEY", "SCOPE_KEY", "PORTAL_KEY", "DEBUG", "DEMO", "DJANGO_SETTINGS_MODULE", "STATIC_ROOT"}


class Running:
    """A demo process and what it has said."""

    def __init__(self, data: Path, port: int) -> None:
        env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        env |= {"BAILIWICK_DATA": str(data), "PORT": str(port)}
        self.data, self.port = data, port
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env=env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        self.lines.extend(self.process.stdout)

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def expect(self, text: str, timeout: float = 180) -> None:
        wait_for(lambda: self.said(text) or self.process.poll() is not None, timeout)
        assert self.said(text) or wait_for(lambda: self.said(text), 2), "".join(self.lines)

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(60)
        self.reader.join()
        self.process.stdout.close()
        return status

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def pid(self, name: str) -> int | None:
        if name == "PostgreSQL":
            return Postgres(self.data / "pg").pid()
        if name == "Redis":
            return redis.Redis(self.data / "redis").pid()
        try:
            return json.loads((self.data / "run" / f"{name}.json").read_text())["pid"]
        except (OSError, ValueError):
            return None


@pytest.fixture
def data():
    folder = Path(tempfile.mkdtemp(prefix="bailiwick-demo-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    Postgres(folder / "pg").stop(immediate=True)
    shutil.rmtree(Postgres(folder / "pg").staging, ignore_errors=True)
    shutil.rmtree(folder)


PARTS = ["web", "worker", "beat", "mail", "PostgreSQL", *(["Redis"] if redis.find_binary() else [])]


@pytest.mark.slow
def test_the_demo_outlives_kill_9_of_each_part_and_of_itself(data):
    port = free_port()
    demo = Running(data, port)
    try:
        demo.expect("Bailiwick is at")
        assert demo.said("logins")
        assert wait_for(demo.healthy, 30)

        # Two demos never share a folder, nor a port.
        second = Running(data, port)
        assert second.end(0) == 1
        assert second.said(f"runs already (process {demo.process.pid})")

        # kill -9 of any part: it comes back, said aloud.
        before = {name: demo.pid(name) for name in PARTS}
        assert None not in before.values()
        for name in PARTS:
            os.kill(before[name], signal.SIGKILL)
            assert wait_for(lambda name=name: demo.pid(name) not in {None, before[name]}, 30), name
        assert wait_for(demo.healthy, 30)
        assert demo.said("web was killed by SIGKILL: starting it again")
        assert demo.said("PostgreSQL has stopped: starting it again")

        # kill -9 of the supervisor: the next start clears what was left and takes the same port.
        left = {name: demo.pid(name) for name in PARTS}
        demo.end(signal.SIGKILL)
        assert is_alive(left["web"])
        demo = Running(data, port)
        demo.expect("Bailiwick is at")
        assert demo.said("Cleared web of a demo that was killed")
        assert wait_for(demo.healthy, 30)
        assert not is_alive(left["worker"])

        # A clean end: nothing is left.
        last = {name: demo.pid(name) for name in PARTS}
        assert demo.end(signal.SIGINT) == 0
        assert demo.lines[-1] == "Stopped\n"
        assert not any(is_alive(pid) for pid in last.values())
    finally:
        demo.end()


def test_a_busy_port_is_said_before_anything_starts(data):
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as other:
        try:
            assert wait_for(lambda: port_in_use(port), 20)
            client = Running(data, port)
            assert client.end(0) == 1
            assert client.said(f"Port {port} is in use. Choose another one: make demo PORT={port + 1}")
            assert not (data / "pg").exists()
        finally:
            other.kill()


def test_a_wrong_port_and_half_of_the_database_addresses_are_named(data):
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    env |= {"BAILIWICK_DATA": str(data)}
    for extra, message in (
        ({"PORT": "80000"}, "PORT must be a number from 1 to 65535, not '80000'."),
        ({"PORT": "1x"}, "PORT must be a number from 1 to 65535, not '1x'."),
        ({"DATABASE_URL": "postgresql://x@localhost/y"}, "MIGRATION_DATABASE_URL is needed too"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "tools.demo"],
            env={**env, **extra},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert message in done.stderr
        assert "Traceback" not in done.stderr
