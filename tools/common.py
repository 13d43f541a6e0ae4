"""What all tools share: folders, short messages, lock files, and questions about processes."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MACOS = sys.platform == "darwin"
# The path of a Unix socket has a limit of about 104 (macOS) to 107 (Linux) bytes.
SOCKET_PATH_LIMIT = 90


class ToolError(Exception):
    """A failure that the user can act on: the text is the whole message, no traceback is shown."""


def say(text: str) -> None:
    """Print one line at once; a closed terminal or pipe never stops the tool."""
    with contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


def data_folder() -> Path:
    """The folder of all run-time data: BAILIWICK_DATA, else var/ in the checkout. Made when absent."""
    folder = Path(os.environ.get("BAILIWICK_DATA") or ROOT / "var").expanduser().resolve()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    return folder


def write_private(path: Path, text: str) -> None:
    """Write ``text`` so that readers see the old or the whole new file, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def short_hash(*parts: object) -> str:
    """Eight hex digits that stand for ``parts``."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()[:8]


@contextlib.contextmanager
def locked(path: Path, message: str | None = None, timeout: float = 60.0) -> Iterator[None]:
    """Hold the lock file ``path``; it frees itself when its holder dies.

    With ``message`` a taken lock raises ToolError(message) at once ({pid} is the holder); without it, waits
    up to ``timeout`` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+") as file:
        end = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                if message is not None:
                    raise ToolError(message.format(pid=holder)) from error
                if time.monotonic() > end:
                    raise ToolError(
                        f"{path} is held by process {holder} for over {timeout:.0f} s."
                    ) from error
                time.sleep(0.1)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
            file.flush()


def wait_for(ready: Callable[[], object], timeout: float, pause: float = 0.05) -> bool:
    """Ask ``ready`` until it says yes (True) or ``timeout`` seconds are over (False)."""
    end = time.monotonic() + timeout
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def _ps(pid: int, column: str) -> str:
    """One column of ps for ``pid``, for systems without /proc; '' when there is no such process."""
    answer = subprocess.run(
        ["ps", "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the state on, or None without that file."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return None


def is_alive(pid: int) -> bool:
    """Is ``pid`` a process that can still run? A zombie that nobody reaped is not alive."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    if Path("/proc/self/stat").exists():
        fields = _stat(pid)
        return fields is not None and fields[0] not in "ZX"
    state = _ps(pid, "state")
    return bool(state) and not state.startswith("Z")


def birth(pid: int) -> str:
    """When ``pid`` was started: tells two processes with the same number apart ('' if unknown)."""
    fields = _stat(pid)
    if fields is not None:
        with contextlib.suppress(OSError):
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
            return f"{boot}:{fields[19]}"
        return fields[19]
    return _ps(pid, "lstart")


def same_boot(born: str) -> bool:
    """Was the birth text ``born`` written since the machine started? (True where that cannot be known.)"""
    return not Path("/proc/self/stat").exists() or born.split(":")[0] == birth(os.getpid()).split(":")[0]


def program(pid: int) -> str:
    """The name of the program that runs as ``pid``, without its folder and arguments ('' if unknown)."""
    with contextlib.suppress(OSError):
        first = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
        return Path(first.decode(errors="replace")).name
    return "" if Path("/proc/self/stat").exists() else Path(_ps(pid, "comm")).name


def kill_group(pid: int, number: int) -> None:
    """Send a signal to the process group that ``pid`` leads; an empty group is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def end_group(pid: int, timeout: float) -> None:
    """Ask the group of ``pid`` to end, wait ``timeout`` seconds for its leader, then kill what is left."""
    kill_group(pid, signal.SIGTERM)
    wait_for(lambda: not is_alive(pid), timeout)
    kill_group(pid, signal.SIGKILL)


def port_in_use(port: int, host: str = "127.0.0.1") -> bool:
    """Would a server fail to listen on ``port``?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def free_port(host: str = "127.0.0.1") -> int:
    """A port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def private_folder(folder: Path, owner: int) -> Path:
    """Make ``folder`` with mode 0700 for user id ``owner`` and return it; refuse a folder of somebody else.

    For names in shared places such as /tmp, where another user could have been first.
    """
    try:
        folder.mkdir(mode=0o700)
        if owner != os.geteuid():
            os.chown(folder, owner, -1)
    except FileExistsError:
        status = folder.lstat()
        if folder.is_symlink() or not folder.is_dir() or status.st_uid not in {owner, os.geteuid()}:
            raise ToolError(
                f"{folder} belongs to somebody else. Remove it, or set BAILIWICK_DATA to another folder."
            ) from None
        if status.st_uid != owner:
            os.chown(folder, owner, -1)
        folder.chmod(0o700)
    return folder


def socket_folder(data: Path, owner: int | None = None) -> Path:
    """Where the socket of a server with folder ``data`` is: there, or in /tmp when the path is too long."""
    if len(os.fsencode(data)) < SOCKET_PATH_LIMIT:
        return data
    return private_folder(
        Path("/tmp") / f"bailiwick-{short_hash(data)}", os.geteuid() if owner is None else owner
    )


def run_tool(main: Callable[[], int]) -> None:
    """Run ``main`` as a command: ToolError becomes one line on stderr and exit status 1."""
    try:
        raise SystemExit(main())
    except ToolError as error:
        print(error, file=sys.stderr, flush=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
