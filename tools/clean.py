"""Delete what the tools made: ``make clean`` and ``make reset``. Never while a demo or the tests run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools import redis
from tools.common import ROOT, VENV, data_folder, locked, run_tool, say
from tools.postgres import Postgres
from tools.supervisor import clear_orphans
from tools.vendor import TARGET

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")
# What the demo keeps in the data folder.
DEMO_DATA = ("pg", "redis", "broker", "files", "mail", "log", "run", "static", "secrets")


def remove(path: Path) -> None:
    """Delete a folder."""
    if path.exists():
        shutil.rmtree(path)
        say(f"Deleted {path}")


def remove_cluster(folder: Path, *, test: bool) -> None:
    """Stop and delete a PostgreSQL cluster, also where it had to be in /var/tmp."""
    if not VENV.exists() and not folder.exists():
        return
    server = Postgres(folder, test=test)
    server.stop()
    remove(server.staging)
    remove(folder)


def main() -> int:
    """The command line."""
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    data = data_folder()
    if what == "data":
        with locked(data / "demo.lock", "The demo runs (process {pid}): stop it first."):
            clear_orphans(data / "run")
            if (data / "redis").exists() and redis.find_binary():
                redis.Redis(data / "redis").stop()
            remove_cluster(data / "pg", test=False)
            for name in DEMO_DATA:
                remove(data / name)
    elif what == "all":
        with locked(data / "test" / "test.lock", "The tests run (process {pid}): wait for their end."):
            remove_cluster(data / "test" / "pg", test=True)
        for path in (data / "test", VENV, ROOT / "node_modules", TARGET, *(ROOT / name for name in CACHES)):
            remove(path)
        say("The demo's data stays: make reset deletes it.")
    else:
        say(__doc__ or "")
        return 1
    return 0


if __name__ == "__main__":
    run_tool(main)
