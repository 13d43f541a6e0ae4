"""The SMTP server of the demo: takes every message and writes it to a file, so no mail leaves the machine.

    python -m tools.mail_sink PORT FOLDER

The demo mailbox shows the files. X-MailFrom and X-RcptTo keep the envelope, as Bcc is in no header.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import secrets
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_BYTES = 50 * 1024 * 1024
KEEP = 2000


def store(folder: Path, envelope: Envelope) -> Path:
    """Write the message into ``folder`` and return its path; readers see whole files only (rename)."""
    content = envelope.content or b""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
    head = f"X-MailFrom: {envelope.mail_from}\r\nX-RcptTo: {', '.join(envelope.rcpt_tos)}\r\n"
    # The name sorts by time of arrival.
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    fresh, final = folder / f".{name}.tmp", folder / f"{name}.eml"
    with fresh.open("xb") as file:
        file.write(head.encode("utf-8", "surrogateescape") + data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(final)
    return final


def prune(folder: Path, keep: int = KEEP) -> None:
    """Remove all but the newest ``keep`` messages."""
    for old in sorted(folder.glob("*.eml"))[:-keep]:
        old.unlink(missing_ok=True)


class Sink:
    """The handler that aiosmtpd calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Accept a message once it is on disk. A full disk is a temporary failure: the sender tries again."""
        try:
            path = await asyncio.to_thread(store, self.folder, envelope)
        except OSError as error:
            return f"452 4.3.1 {error.strerror}"
        prune(self.folder)
        print(f"{path.name} to {', '.join(envelope.rcpt_tos)}", flush=True)
        return "250 2.0.0 Stored"


async def serve(port: int, folder: Path) -> None:
    """Listen on 127.0.0.1 until SIGTERM or SIGINT."""
    folder.mkdir(parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    handler = Sink(folder)

    def protocol() -> SMTP:
        return SMTP(handler, hostname="localhost", data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, loop=loop)

    server = await loop.create_server(protocol, "127.0.0.1", port)
    print(f"listening on 127.0.0.1:{port}, mail goes to {folder}", flush=True)
    async with server:
        await stop.wait()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.mail_sink")
    parser.add_argument("port", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.port, options.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
