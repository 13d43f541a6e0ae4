"""Every check of the project and the whole test suite: ``make test``.

    python -m tools.test [PYTEST ARGUMENTS]       all of it
    python -m tools.test --only-checks            without the suite
    python -m tools.test --only-tests [ARGUMENTS] the suite alone
    python -m tools.test --soak [ARGUMENTS]       the suite alone, with whole sweeps and ten times the examples (`make soak`)

The tests run on a PostgreSQL cluster of their own (var/test, no durability), connected as the role that row
security holds. Everything runs even when something fails, and the last line is pytest's; the exit status is 1
on any failure.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from tools.common import MACOS, PYTHON, ROOT, data_folder, kill_group, locked, run_tool, say
from tools.postgres import Postgres
from tools.setup import AXE, find_chromium

BIN = PYTHON.parent
# Besides the product's own settings: what would make Django, pytest or the suite take other ones.
FOREIGN = {"DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS", "TEST_REDIS_URL", "TEST_DATABASE_NAME"}
NEAR = "127.0.0.1,localhost,::1,testserver.local"


class Ended(BaseException):
    """Raised in the main thread when a signal asks to stop."""


def settings_names() -> set[str]:
    """Each name that the settings of the product read from the environment."""
    text = "".join(path.read_text() for path in (ROOT / "practice" / "settings").glob("*.py"))
    return set(re.findall(r"(?:env(?:_bool|_int|_list)?|environ\.get)\(\s*[\"']([A-Z_]+)[\"']", text))


def environment(server: Postgres, folder: Path) -> dict[str, str]:
    """What the tests see: their own database, no setting of the person's shell that would change a result."""
    settings = settings_names()
    foreign = settings | {f"{name}_FILE" for name in settings} | FOREIGN
    # Servers that tests start on this machine are asked directly, also where a proxy leads out of it.
    near = ",".join(filter(None, (os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), NEAR)))
    env = {
        **{name: value for name, value in os.environ.items() if name not in foreign},
        **server.environment(),
        "NO_PROXY": near,
        "no_proxy": near,
        "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", "/usr/bin:/bin")]),
        "BAILIWICK_TEST_DATA": str(folder),
        "AXE": str(AXE),
    }
    if chromium := find_chromium():
        env["CHROMIUM"] = chromium
    if MACOS:
        env.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
    return env


def production(env: dict[str, str], folder: Path) -> dict[str, str]:
    """Settings as on a real server, for the deployment check."""
    return {
        **env,
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": "a-key-for-the-deployment-check-alone-" + "Zq7" * 12,
        "SCOPE_KEY": "b-key-for-the-deployment-check-alone-" + "Xw8" * 12,
        "PORTAL_KEY": "c-key-for-the-deployment-check-alone-" + "Yv9" * 12,
        "BASE_URL": "https://firm.example",
        "ALLOWED_HOSTS": "firm.example",
        "TRUSTED_PROXIES": "1",
        "DEFAULT_FROM_EMAIL": "office@firm.example",
        "DATA_DIR": str(folder / "files"),
        "REDIS_URL": f"filesystem://{folder}/broker",
    }


def checks() -> list[tuple[str, list[str]]]:
    """The checks before the suite: a name and a command each."""
    python, manage = str(PYTHON), str(ROOT / "manage.py")
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("import contracts", [str(BIN / "lint-imports")]),
        ("migrations are complete", [python, manage, "makemigrations", "--check", "--dry-run"]),
        (
            "deployment check",
            [python, manage, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"],
        ),
    ]


class Runner:
    """Runs one command at a time, and ends it with all it started when a signal comes."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        raise Ended

    def run(self, command: list[str], env: dict[str, str], *, quiet: bool) -> tuple[int, str]:
        """Run a command; ``quiet`` keeps its output for the caller instead of showing it."""
        self.process = subprocess.Popen(
            command,
            env=env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            output, _ = self.process.communicate()
        except Ended:
            kill_group(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                kill_group(self.process.pid, signal.SIGKILL)
            raise
        finally:
            if self.process.poll() is not None:
                kill_group(self.process.pid, signal.SIGKILL)
        return self.process.returncode, output or ""


def run_checks(runner: Runner, env: dict[str, str]) -> list[str]:
    """Run all checks and return the names of those that failed."""
    failed = []
    for name, command in checks():
        started = time.monotonic()
        status, output = runner.run(command, env, quiet=True)
        say(f"{'ok' if status == 0 else 'FAILED':7}{name} ({time.monotonic() - started:.1f} s)")
        if status:
            failed.append(name)
            say("\n".join(output.strip().splitlines()[-60:]))
    return failed


def main() -> int:
    """The command line."""
    arguments = sys.argv[1:]
    only_checks = "--only-checks" in arguments
    soak = "--soak" in arguments
    only_tests = soak or "--only-tests" in arguments
    arguments = [a for a in arguments if a not in {"--only-checks", "--only-tests", "--soak"}]
    folder = data_folder() / "test"
    folder.mkdir(mode=0o755, exist_ok=True)
    failed: list[str] = []
    with locked(folder / "test.lock", "The tests run already in this folder (process {pid})."):
        runner = Runner()
        server = Postgres(folder / "pg", test=True)
        try:
            server.start()
            env = environment(server, folder) | {"SOAK": str(int(soak))}
            if not only_tests:
                failed = run_checks(runner, production(env, folder))
            if not only_checks:
                if failed:
                    say(f"Failed before the tests: {', '.join(failed)}")
                command = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
                status, _ = runner.run(command, env, quiet=False)
                if status:
                    failed.append("pytest")
        except Ended:
            say("Stopped before the end")
            failed.append("stopped")
        finally:
            server.stop(immediate=True)
    return 1 if failed else 0


if __name__ == "__main__":
    run_tool(main)
