"""Start child processes, start again those that die, stop all in order. Used by the demo."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Protocol

from tools.common import (
    ROOT,
    ToolError,
    birth,
    end_group,
    is_alive,
    kill_group,
    same_boot,
    say,
    wait_for,
    write_private,
)

LOG_LIMIT = 20_000_000
# A child that lived shorter than this counts as failing, and its restarts are spaced out up to LONGEST_PAUSE.
SHORT_LIFE = 15.0
LONGEST_PAUSE = 30.0


class Server(Protocol):
    """What the supervisor needs of PostgreSQL and Redis."""

    name: str

    def start(self) -> None: ...

    def alive(self) -> bool: ...

    def stop(self, *, immediate: bool = False) -> None: ...


class Stopped(BaseException):
    """Raised in the main thread when a signal asks to stop during the start."""


class Child:
    """One supervised process in a process group of its own, with its output in ``log``."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path, patience: float = 15.0
    ) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env)
        self.log = log
        self.patience = patience
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.failures = 0
        self.not_before = 0.0

    def start(self, run_folder: Path) -> None:
        """Start the process and record it, so that a later start can clear it away."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.started = time.monotonic()
        record_process(run_folder, self.name, self.process.pid)

    def alive(self) -> bool:
        """Does the process run?"""
        return self.process is not None and self.process.poll() is None

    def end(self) -> str:
        """How the process ended, in words."""
        code = self.process.returncode if self.process else None
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return f"was killed by {signal.Signals(-code).name}"
        return f"ended with status {code}"

    def signal(self, number: int) -> None:
        """Send a signal to the process alone: its own children are its own business."""
        if self.process is not None and self.alive():
            self.process.send_signal(number)

    def clear(self) -> None:
        """Kill what is left of the group."""
        if self.process is not None:
            kill_group(self.process.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)

    def log_tail(self, lines: int = 12) -> str:
        """The end of the log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""


def record_process(run_folder: Path, name: str, pid: int) -> None:
    """Note a started process in ``run_folder``."""
    write_private(run_folder / f"{name}.json", json.dumps({"pid": pid, "birth": birth(pid)}))


def clear_orphans(run_folder: Path) -> list[str]:
    """End the processes that a killed supervisor left behind; returns their names.

    A number that now belongs to another process is left alone: its time of birth differs.
    """
    cleared = []
    for path in sorted(run_folder.glob("*.json")):
        try:
            record = json.loads(path.read_text())
            pid, born = int(record["pid"]), record["birth"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        known = birth(pid)
        if known == born and is_alive(pid):
            end_group(pid, 10.0)
            cleared.append(path.stem)
        elif known in {"", born} and same_boot(born):
            # The leader is gone, but workers of gunicorn or Celery may live on. No new process gets the
            # number of a group while a member is left.
            kill_group(pid, signal.SIGKILL)
        path.unlink(missing_ok=True)
    return cleared


class Supervisor:
    """Keeps ``servers`` (in the order of their start) and ``children`` running until a signal says stop."""

    def __init__(self, run_folder: Path) -> None:
        self.run_folder = run_folder
        self.servers: list[Server] = []
        self.children: list[Child] = []
        self.last: list[Child] = []
        self.stopping = False
        self.hurry = False
        self.starting = True

    def catch_signals(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal stop all; a second one kills."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays nohup
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            self.hurry = True
            return
        self.stopping = True
        if self.starting:
            raise Stopped

    def start_server(self, server: Server) -> None:
        """Start a server and keep it running from now on."""
        self.servers.append(server)
        server.start()

    def start_child(self, child: Child, *, stop_last: bool = False) -> None:
        """Start a child and keep it running; ``stop_last`` for what the others need until their end."""
        (self.last if stop_last else self.children).append(child)
        child.start(self.run_folder)

    def watch(self, pause: float = 0.5) -> None:
        """Run until a signal: start again whatever dies."""
        self.starting = False
        while not self.stopping:
            self.check()
            if not self.stopping:
                time.sleep(pause)

    def check(self) -> None:
        """One look at all: restart the dead, servers first."""
        for server in self.servers:
            if not server.alive() and not self.stopping:
                say(f"{server.name} has stopped: starting it again")
                try:
                    server.start()
                except (ToolError, OSError) as error:
                    say(f"{server.name} does not start: {error}")
                    time.sleep(2)
        now = time.monotonic()
        for child in [*self.last, *self.children]:
            if child.alive() or self.stopping:
                continue
            if child.not_before == 0.0:
                self._plan_restart(child, now)
            if now >= child.not_before:
                child.clear()
                child.not_before = 0.0
                child.start(self.run_folder)

    def _plan_restart(self, child: Child, now: float) -> None:
        """Say what happened; start again at once, or later and later while the child keeps failing."""
        short = now - child.started < SHORT_LIFE
        child.failures = child.failures + 1 if short else 0
        wait = min(2.0 ** (child.failures - 1), LONGEST_PAUSE) if child.failures > 1 else 0.0
        child.not_before = now + wait
        when = f"again in {wait:.0f} s" if wait else "starting it again"
        say(f"{child.name} {child.end()}: {when}")
        if child.failures == 3:
            say(f"{child.name} keeps failing. The end of {child.log}:\n{child.log_tail()}")

    def _stop_children(self, children: list[Child]) -> None:
        for child in children:
            child.signal(signal.SIGTERM)
        patience = max((child.patience for child in children), default=0.0)
        wait_for(lambda: self.hurry or not any(child.alive() for child in children), patience)
        for child in children:
            if child.alive() and not self.hurry:
                say(f"{child.name} does not stop: killing it")
            child.clear()
            (self.run_folder / f"{child.name}.json").unlink(missing_ok=True)

    def stop(self) -> None:
        """Stop all: first what takes work, then what it needs, PostgreSQL (started first) last."""
        self.stopping = True
        self._stop_children(self.children)
        self._stop_children(self.last)
        for server in reversed(self.servers):
            server.stop(immediate=self.hurry)


def run_step(command: Sequence[str], env: Mapping[str, str], log: Path) -> str:
    """Run a command and return its output; its errors go to ``log``. A failure is a ToolError."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        begin = errors.tell()
        done = subprocess.run(
            list(command),
            env=dict(env),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            check=False,
        )
    if done.returncode:
        with log.open("rb") as errors:
            errors.seek(begin)
            said = errors.read().decode(errors="replace").strip().splitlines()
        tail = "\n".join([*done.stdout.strip().splitlines()[-5:], *said[-15:]])
        raise ToolError(f"{os.path.basename(command[1])} {' '.join(command[2:])} failed, see {log}:\n{tail}")
    return done.stdout
