"""The words of a file: PDF, Word, Excel, OpenDocument, mail, web page, plain text. Pictures and unknown files have none."""

import email
import email.policy
import html
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

log = logging.getLogger(__name__)

# More of one file than anyone writes by hand is not read: it would be a table of data, or a bomb.
MOST = 3_000_000
# Of a packed file no part larger than this is unpacked.
MOST_UNPACKED = 60_000_000
MOST_PAGES = 3_000

_OFFICE = {
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$"),
    "pptx": re.compile(r"ppt/(slides|notesSlides)/[^/]+\.xml$"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/[^/]+|comments\d*)\.xml$"),
    "odt": re.compile(r"content\.xml$"),
    "ods": re.compile(r"content\.xml$"),
}
# Elements after which a word ends.
_BREAKS = ("p", "br", "tab", "tr", "row", "c", "si", "h", "cell")


def text_of(filename: str, media_type: str, file: IO[bytes]) -> str:
    """The text of a file, "" when it has none or is damaged. Never raises for what is in the file."""
    end = filename.rpartition(".")[2].lower()
    reader = _reader(end, media_type)
    if reader is None:
        return ""
    try:
        found = reader(end, file)
    except (
        Exception
    ) as error:  # each format and library has errors of its own; a paper that cannot be read stays a paper
        log.warning("no text from a file of type %s: %s", media_type, type(error).__name__)
        return ""
    return re.sub(r"[ \t\f\v]+", " ", found.replace("\x00", ""))[:MOST].strip()


def _reader(end: str, media_type: str):
    if media_type == "application/pdf":
        return _pdf
    if end in _OFFICE:
        return _packed
    if end == "eml" or media_type == "message/rfc822":
        return _mail
    if end == "rtf":
        return _rtf
    if media_type in ("text/html", "application/xml", "image/svg+xml"):
        return _markup
    if media_type.startswith("text/") or end in ("txt", "md", "csv", "json"):
        return _plain
    return None


def _pdf(_end: str, file: IO[bytes]) -> str:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    parts, size = [], 0
    for page in PdfReader(file).pages[:MOST_PAGES]:
        parts.append(page.extract_text() or "")
        size += len(parts[-1])
        if size > MOST:
            break
    return "\n".join(parts)


def _packed(end: str, file: IO[bytes]) -> str:
    parts, left = [], MOST_UNPACKED
    with zipfile.ZipFile(file) as pack:
        for info in pack.infolist():
            if not _OFFICE[end].search(info.filename) or info.file_size > left:
                continue
            left -= info.file_size
            parts.append("".join(_words(pack.read(info))))
    return "\n".join(parts)


def _words(xml: bytes) -> Iterator[str]:
    # Office files declare no entities; one that does is not read.
    if b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml[:2000]:
        return
    for _event, node in ElementTree.iterparse(io.BytesIO(xml)):
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if node.text and tag in ("t", "v", "p", "span", "h", "a", "delText"):
            yield node.text
        if tag in _BREAKS:
            yield "\n"
        if node.tail and tag in ("span", "a", "s", "tab"):
            yield node.tail


def _mail(_end: str, file: IO[bytes]) -> str:
    message = email.message_from_binary_file(file, policy=email.policy.default)
    parts = [str(message.get(name, "")) for name in ("From", "To", "Cc", "Subject")]
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        text = body.get_content()
        parts.append(_stripped(text) if body.get_content_type() == "text/html" else text)
    return "\n".join(parts)


def _stripped(markup: str) -> str:
    markup = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", markup)
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", markup))


def _markup(_end: str, file: IO[bytes]) -> str:
    return _stripped(_plain("", file))


def _rtf(_end: str, file: IO[bytes]) -> str:
    text = file.read(MOST_UNPACKED).decode("latin-1")
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda m: bytes.fromhex(m[1]).decode("cp1252", "ignore"), text)
    text = re.sub(r"(?s)\{\\\*?\\?(fonttbl|colortbl|stylesheet|info|pict)\b.*?\}\s*\}?", " ", text)
    text = re.sub(r"\\(par|line|tab|cell|row)\b ?", "\n", text)
    return re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}]", "", text)


def _plain(_end: str, file: IO[bytes]) -> str:
    raw = file.read(MOST * 2)
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
