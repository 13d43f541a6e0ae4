"""How uploads reach the disk before a view sees them: held to the size limit, and told apart when the disk is full."""

import contextlib

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from documents.storage import NO_ROOM, NoRoom, TooLarge
from practice.exceptions import DomainError


class CarefulUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and stops writing at settings.DOCUMENT_MAX_BYTES or on a full disk.

    The rest is read and dropped, so that the browser gets an answer and not a broken connection. The view finds the
    reason on the file: `problem_of`.
    """

    def new_file(self, *args, **kwargs):
        self.problem: DomainError | None = None
        self.written = 0
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._full(error)

    def receive_data_chunk(self, raw_data, start):
        if self.problem is not None:
            return
        self.written += len(raw_data)
        if self.written > settings.DOCUMENT_MAX_BYTES:
            self.problem = TooLarge()
            return
        try:
            self.file.write(raw_data)
        except OSError as error:
            self._full(error)

    def file_complete(self, file_size):
        if self.problem is None:
            try:
                return super().file_complete(file_size)
            except OSError as error:  # what was buffered found no room
                self._full(error)
        if getattr(self, "file", None) is not None:
            with contextlib.suppress(OSError):
                self.file.close()
        return _Refused(self.file_name, self.problem)

    def _full(self, error: OSError) -> None:
        if error.errno not in NO_ROOM:
            raise error
        self.problem = NoRoom()


class _Refused:
    """Stands where the file would be."""

    size = 0

    def __init__(self, name: str, problem: DomainError):
        self.name, self.problem = name, problem

    def close(self) -> None:
        """Nothing is open."""


def problem_of(file) -> DomainError | None:
    """Why an upload was not taken, or None."""
    return getattr(file, "problem", None)
