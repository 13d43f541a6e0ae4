"""The benchmarks on a durable PostgreSQL cluster of their own: ``make bench``.

    python -m tools.bench [--only bills|calendar|conflicts|deadlines|feeds|pages|pdfs|walls] [--rounds N] [--matters N]

Prints the table of manage.py bench. The cluster (var/bench) is made anew each time and thrown away.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools.common import PYTHON, ROOT, data_folder, locked, run_tool
from tools.postgres import Postgres


def main() -> int:
    """The command line."""
    folder = data_folder() / "bench"
    folder.mkdir(mode=0o755, exist_ok=True)
    with locked(folder / "bench.lock", "The benchmarks run already in this folder (process {pid})."):
        server = Postgres(folder / "pg")
        server.stop(immediate=True)
        shutil.rmtree(server.data, ignore_errors=True)
        server = Postgres(folder / "pg")
        server.start()
        try:
            environment = {
                **os.environ,
                **server.environment(),
                **{
                    name: f"{name.lower()}-for-the-benchmark-alone-{'x' * 24}"
                    for name in ("SECRET_KEY", "SCOPE_KEY", "PORTAL_KEY")
                },
                "DEBUG": "0",
                "DEMO": "0",
                "DATA_DIR": str(folder / "files"),
                "REDIS_URL": f"filesystem://{folder}/broker",
                "LOG_LEVEL": "WARNING",
            }
            manage = [str(PYTHON), str(ROOT / "manage.py")]
            subprocess.run([*manage, "migrate", "-v", "0"], env=environment, check=True)
            return subprocess.run([*manage, "bench", *sys.argv[1:]], env=environment, check=False).returncode
        finally:
            server.stop(immediate=True)
            shutil.rmtree(server.data, ignore_errors=True)


if __name__ == "__main__":
    run_tool(main)
