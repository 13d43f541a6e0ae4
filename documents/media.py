"""What a file is, by its name and its first bytes. No library: a table of what firms keep is enough."""

import io
import re
import unicodedata
from dataclasses import dataclass
from typing import IO

from practice.exceptions import DomainError

UNKNOWN = "application/octet-stream"
HEAD = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, its name in words, and the beginnings it may have. `text`: no control bytes."""

    media_type: str
    words: str
    starts: tuple[bytes, ...] = ()
    text: bool = False


KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", "PDF", (b"%PDF-",)),
    "png": Kind("image/png", "PNG image", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": Kind("image/jpeg", "JPEG image", (b"\xff\xd8\xff",)),
    "jpeg": Kind("image/jpeg", "JPEG image", (b"\xff\xd8\xff",)),
    "gif": Kind("image/gif", "GIF image", (b"GIF87a", b"GIF89a")),
    "webp": Kind("image/webp", "WebP image", (b"RIFF",)),
    "tif": Kind("image/tiff", "TIFF image", (b"II*\0", b"MM\0*")),
    "tiff": Kind("image/tiff", "TIFF image", (b"II*\0", b"MM\0*")),
    "bmp": Kind("image/bmp", "bitmap image", (b"BM",)),
    "heic": Kind("image/heic", "HEIC image"),
    "docx": Kind(f"{_OFFICE}.wordprocessingml.document", "Word document", (_ZIP, _OLE)),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", "Excel workbook", (_ZIP, _OLE)),
    "pptx": Kind(f"{_OFFICE}.presentationml.presentation", "PowerPoint file", (_ZIP, _OLE)),
    "doc": Kind("application/msword", "Word document", (_OLE, b"{\\rtf", _ZIP)),
    "xls": Kind("application/vnd.ms-excel", "Excel workbook", (_OLE, _ZIP)),
    "ppt": Kind("application/vnd.ms-powerpoint", "PowerPoint file", (_OLE, _ZIP)),
    "odt": Kind(f"{_OPEN}.text", "OpenDocument text", (_ZIP,)),
    "ods": Kind(f"{_OPEN}.spreadsheet", "OpenDocument sheet", (_ZIP,)),
    "rtf": Kind("application/rtf", "RTF text", (b"{\\rtf",)),
    "wpd": Kind("application/vnd.wordperfect", "WordPerfect document", (b"\xffWPC",)),
    "msg": Kind("application/vnd.ms-outlook", "Outlook message", (_OLE,)),
    "eml": Kind("message/rfc822", "mail", text=True),
    "txt": Kind("text/plain", "text", text=True),
    "md": Kind("text/plain", "text", text=True),
    "csv": Kind("text/csv", "CSV file", text=True),
    "html": Kind("text/html", "web page", text=True),
    "htm": Kind("text/html", "web page", text=True),
    "xml": Kind("application/xml", "XML file", text=True),
    "svg": Kind("image/svg+xml", "SVG drawing", text=True),
    "json": Kind("application/json", "JSON file", text=True),
    "zip": Kind("application/zip", "ZIP archive", (_ZIP, b"PK\x05\x06")),
    "mp3": Kind("audio/mpeg", "sound", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": Kind("audio/wav", "sound", (b"RIFF",)),
    "m4a": Kind("audio/mp4", "sound"),
    "mp4": Kind("video/mp4", "video"),
    "mov": Kind("video/quicktime", "video"),
}
# Without a known ending, the bytes alone decide for these.
BY_BYTES = ("pdf", "png", "jpg", "gif")
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
)
PROGRAM_ENDINGS = {
    *("app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "ps1"),
    *("reg", "scr", "vb", "vbe", "vbs", "wsf", "wsh"),
}
# Names that Windows keeps for devices.
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


def ending(filename: str) -> str:
    """The ending in lower case without its dot; "" without one."""
    stem, dot, end = filename.rpartition(".")
    return end.lower() if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,10}", end) else ""


def clean_name(filename: str) -> str:
    """A file name fit for every system: no folders, no control or direction-changing signs, at most 150 characters.

    The ending stays. A name of which nothing is left becomes "file".
    """
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    kept = (
        " " if unicodedata.category(sign) in ("Zs", "Zl", "Zp") else sign
        for sign in name
        if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn") or sign in "\t\n"
    )
    name = re.sub(r'[<>:"|?*\t\n]+', " ", "".join(kept))
    name = re.sub(r"\s+", " ", name).strip(" .")
    end = ending(name)
    stem = name[: -len(end) - 1] if end else name
    stem = stem.strip(" .")[: 150 - len(end) - 1].strip(" .") or "file"
    if stem.lower() in DEVICES:
        stem = f"{stem} file"
    return f"{stem}.{end}" if end else stem


def _head(content: bytes | IO[bytes]) -> bytes:
    if isinstance(content, bytes | bytearray | memoryview):
        return bytes(content[:HEAD])
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    return head


def size_of(content: bytes | IO[bytes]) -> int:
    """Bytes of `content`."""
    if isinstance(content, bytes | bytearray | memoryview):
        return len(content)
    content.seek(0, io.SEEK_END)
    size = content.tell()
    content.seek(0)
    return size


def media_type_of(filename: str, content: bytes | IO[bytes]) -> str:
    """The media type of an upload. What the browser said of it is not asked.

    Raises DomainError for an empty file, a program, and a file whose content is not what its ending says.
    """
    head, end = _head(content), ending(filename)
    if not head:
        raise DomainError("The file is empty. Nothing was stored.", field="file")
    # An installer in a ZIP archive is evidence at most; one in the clear is an attack at most.
    if head.startswith(PROGRAMS) or end in PROGRAM_ENDINGS:
        raise DomainError(
            "Programs are not stored. Put it into a ZIP archive if it is evidence.", field="file"
        )
    kind = KINDS.get(end)
    if kind is None:
        return next((KINDS[name].media_type for name in BY_BYTES if _is(KINDS[name], head)), UNKNOWN)
    if not _is(kind, head):
        raise DomainError(
            f"The name ends in .{end}, but the content is no {kind.words}. Nothing was stored. "
            "Check the file, or give it its right ending.",
            field="file",
        )
    return kind.media_type


def _is(kind: Kind, head: bytes) -> bool:
    if kind.text:
        # UTF-16 has zero bytes and says so with its first two.
        return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head
    if kind.media_type == "application/pdf":
        # Readers accept signs before the mark (ISO 32000-1, Annex H.3, note 13).
        return b"%PDF-" in head[:1024]
    if kind.media_type == "image/webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return not kind.starts or head.startswith(kind.starts)
