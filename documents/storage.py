"""Where the bytes of documents lie: DATA_DIR/<firm id>/<aa>/<sha256>, each file once and never changed.

A file is whole and on the disk before the row that names it commits, so a row never points to nothing. Firms share no
file, even of the same content: whether a file is there already would tell one firm what another has.
"""

import contextlib
import errno
import hashlib
import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

from practice.exceptions import DomainError

log = logging.getLogger(__name__)

CHUNK = 1024 * 1024
# The disk, the quota or the largest file the system allows.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class TooLarge(DomainError):
    """The file is over settings.DOCUMENT_MAX_BYTES."""

    def __init__(self):
        limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        super().__init__(f"The file is larger than {limit} MB. Nothing was stored.", field="file")


class NoRoom(DomainError):
    """The server's disk is full."""

    def __init__(self):
        super().__init__(
            "The server has no room left for files. Nothing was stored. Tell whoever runs the server.",
            field="file",
        )


class Damaged(DomainError):
    """The stored bytes are missing or are not those that were stored."""

    def __init__(self):
        super().__init__(
            "The stored file is missing or damaged, so it is not handed out. It can be restored from a backup: tell "
            "whoever runs the server."
        )


def path_of(firm_id: int, sha256: str) -> Path:
    """Where the file with this hash lies."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256 in hex")
    return Path(settings.DATA_DIR) / str(int(firm_id)) / sha256[:2] / sha256


def _pieces(content: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes | bytearray | memoryview):
        yield bytes(content)
        return
    content.seek(0)
    while piece := content.read(CHUNK):
        yield piece


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def store(firm_id: int, content: bytes | IO[bytes]) -> tuple[str, int]:
    """Keep `content` (bytes, or a file that can be read from its start) and return its (SHA-256 in hex, size in bytes).

    When it returns, the bytes are on the disk; the caller then commits the row. Raises TooLarge and NoRoom, after which
    nothing is left behind.
    """
    folder = Path(settings.DATA_DIR) / str(int(firm_id))
    temporary = folder / f".{secrets.token_hex(16)}.tmp"
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        with temporary.open("xb") as file:
            for piece in _pieces(content):
                size += len(piece)
                if size > settings.DOCUMENT_MAX_BYTES:
                    raise TooLarge
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        final = path_of(firm_id, digest.hexdigest())
        final.parent.mkdir(exist_ok=True, mode=0o750)
        # A file of the same content is replaced by itself; that also mends a damaged one.
        temporary.replace(final)
        _sync_folder(final.parent)
        _sync_folder(folder)
    except OSError as error:
        if error.errno in NO_ROOM:
            log.error("no room for a file of firm %s: %s", firm_id, error)
            raise NoRoom from error
        raise
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return digest.hexdigest(), size


def open_for_reading(firm_id: int, sha256: str, *, size: int | None = None) -> BinaryIO:
    """The stored file, open at its start, after its whole content was compared with its hash.

    Raises Damaged when it is missing or another: a file that changed on the disk is never handed out.
    """
    path = path_of(firm_id, sha256)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        log.error("stored file is missing: %s", path)
        raise Damaged from None
    try:
        whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        if not whole or (size is not None and file.tell() != size):
            log.error("stored file is damaged: %s", path)
            raise Damaged
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def open_version(version) -> BinaryIO:
    """The bytes of a documents.Version, verified (open_for_reading)."""
    return open_for_reading(version.firm_id, version.sha256, size=version.size)


def fault_of(firm_id: int, sha256: str, size: int) -> str:
    """Say "missing" or "damaged", or nothing when the file is as it was stored."""
    path = path_of(firm_id, sha256)
    try:
        with path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
            return "" if same and file.tell() == size else "damaged"
    except OSError:
        return "missing"


def files_of(firm_id: int) -> Iterator[Path]:
    """Every file in the firm's folder, unfinished ones (.tmp) included."""
    folder = Path(settings.DATA_DIR) / str(int(firm_id))
    if folder.is_dir():
        yield from (path for path in folder.rglob("*") if path.is_file())
