"""A Redis of this checkout's own for Celery: on a Unix socket in the data folder, with its log on disk.

Without a Redis or Valkey that is new enough, Celery's filesystem transport takes its place.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from tools.common import ToolError, birth, is_alive, private_folder, socket_folder, wait_for, write_private

# Celery's transport uses ZRANGE with BYSCORE and REV, which came with 6.2. Every Valkey has it.
OLDEST = (6, 2)


def find_binary() -> str | None:
    """The path of a redis-server or valkey-server that is new enough, or None.

    Debian and Ubuntu ship one program under several names; its redis-check-rdb is the server when called
    redis-server. That name comes without a system service (package redis-tools), so set-up installs only it.
    """
    brew = ("/opt/homebrew/bin", "/usr/local/bin", "/opt/homebrew/opt/redis/bin")
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/bin", "/usr/local/sbin", "/usr/sbin", *brew])
    for name in ("redis-server", "valkey-server", "redis-check-rdb", "valkey-check-rdb"):
        binary = shutil.which(name, path=path)
        if binary and (version(binary) or (0, 0)) >= OLDEST:
            return binary
    return None


def version(binary: str) -> tuple[int, int] | None:
    """The version of a server program, or None when it is no server."""
    try:
        answer = subprocess.run(
            [server_name(binary), "--version"],
            executable=binary,
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"server.* v=(\d+)\.(\d+)", answer.stdout)
    return (int(match[1]), int(match[2])) if match else None


def server_name(binary: str) -> str:
    """The name to call ``binary`` by, so that it acts as the server."""
    return Path(binary).name.replace("-check-rdb", "-server")


class Redis:
    """One private server in ``folder``. Every accepted job is on disk within a second (appendonly)."""

    name = "Redis"

    def __init__(self, folder: Path, binary: str | None = None) -> None:
        found = binary or find_binary()
        if found is None:
            raise ToolError("No Redis or Valkey 6.2 or newer was found.")
        self.binary = found
        self.folder = folder.absolute()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """The path of the socket."""
        return socket_folder(self.folder) / "redis.sock"

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"unix://{self.socket}"

    def _record(self) -> Path:
        return self.folder / "redis.pid"

    def pid(self) -> int | None:
        """The number of the running server, also of one that an earlier supervisor left behind; else None."""
        if self.process is not None:
            return self.process.pid if self.process.poll() is None else None
        try:
            record = json.loads(self._record().read_text())
        except (OSError, ValueError):
            return None
        number = int(record["pid"])
        return number if is_alive(number) and birth(number) == record["birth"] else None

    def alive(self) -> bool:
        """Does the server run?"""
        return self.pid() is not None

    def answers(self) -> bool:
        """Does the server answer PING?"""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def start(self, timeout: float = 30.0) -> None:
        """Start the server and wait until it answers; a running one is kept."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        private_folder(self.folder, os.geteuid())
        if not self.alive():
            self.socket.unlink(missing_ok=True)
            arguments = {
                "port": "0",
                "unixsocket": str(self.socket),
                "unixsocketperm": "700",
                "dir": str(self.folder),
                "appendonly": "yes",
                "save": "",
                "maxmemory-policy": "noeviction",
                "daemonize": "no",
            }
            options = [part for name, value in arguments.items() for part in (f"--{name}", value)]
            with (self.folder / "server.log").open("ab") as output:
                self.process = subprocess.Popen(
                    [server_name(self.binary), *options],
                    executable=self.binary,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    cwd=self.folder,
                    start_new_session=True,
                )
            number = self.process.pid
            write_private(self._record(), json.dumps({"pid": number, "birth": birth(number)}))
        if not wait_for(lambda: self.answers() or not self.alive(), timeout) or not self.alive():
            log = (self.folder / "server.log").read_text(errors="replace").splitlines()[-8:]
            raise ToolError("Redis does not start:\n" + "\n".join(log))

    def stop(self, *, immediate: bool = False, timeout: float = 10.0) -> None:
        """Stop the server; it writes its log out first unless ``immediate``."""
        number = self.pid()
        if number is None:
            return
        for order in (signal.SIGTERM, signal.SIGKILL):
            if immediate and order == signal.SIGTERM:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, order)
            if wait_for(lambda: not self.alive(), timeout):
                break
        self._record().unlink(missing_ok=True)


def file_broker_url(folder: Path) -> str:
    """REDIS_URL for the fallback: queues as files in ``folder``, which is made.

    A real worker still does the work, but a job whose worker is killed is lost until it is sent again.
    """
    for part in (folder, folder / "control"):
        part.mkdir(parents=True, exist_ok=True)
    return f"filesystem://{folder.absolute()}"
