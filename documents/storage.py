"""Files by their SHA-256, a folder per firm. A row never precedes its bytes; bytes are never overwritten.

Files are not shared between firms: a shared one would tell a firm that another has the same paper.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

from practice.exceptions import DomainError

CHUNK = 1 << 20


def path_of(firm_id: int, sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.DATA_DIR) / str(firm_id) / sha256[:2] / sha256


def _chunks(content: bytes | File) -> Iterable[bytes]:
    if isinstance(content, bytes):
        return (content,)
    content.seek(0)
    return content.chunks(CHUNK)


def store(firm_id: int, content: bytes | File) -> tuple[str, int]:
    """Keep `content` for the firm and return (sha256 in hex, size in bytes).

    Written to a temporary file, flushed to the disk, then renamed: a crash leaves no half file under a hash. Raises
    DomainError when the file is empty, larger than DOCUMENT_MAX_BYTES, or the disk is full; nothing is kept then.
    """
    folder = Path(settings.DATA_DIR) / str(firm_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in _chunks(content):
                size += len(chunk)
                if size > settings.DOCUMENT_MAX_BYTES:
                    limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
                    raise DomainError(
                        f"This file is larger than {limit} MB. Split it, or send a link.", field="file"
                    )
                digest.update(chunk)
                out.write(chunk)
            if not size:
                raise DomainError("This file is empty.", field="file")
            out.flush()
            os.fsync(out.fileno())
        target = path_of(firm_id, digest.hexdigest())
        target.parent.mkdir(exist_ok=True, mode=0o700)
        if target.exists():
            os.unlink(name)
        else:
            os.rename(name, target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DomainError(
                "The disk for documents is full. Nothing was saved; tell your administrator."
            ) from error
        raise
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def open_version(version):
    """The file of a documents.Version, open for reading. Raises DomainError when it is missing."""
    try:
        return path_of(version.firm_id, version.sha256).open("rb")
    except FileNotFoundError as error:
        raise DomainError(
            "The file of this version is missing. Tell your administrator: a backup has it."
        ) from error


def is_intact(firm_id: int, sha256: str) -> bool:
    """Whether the bytes still have their hash."""
    try:
        with path_of(firm_id, sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def all_hashes(firm_id: int) -> Iterator[str]:
    """The hashes of all files kept for a firm."""
    folder = Path(settings.DATA_DIR) / str(firm_id)
    for path in sorted(folder.glob("??/*")):
        yield path.name
