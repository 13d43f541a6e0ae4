"""Tables of text as other programs write them: which encoding, which separator, which line. Pure functions.

A file that is no table is refused as a whole (Unreadable); what is wrong in a single row stays in the row, so that it can
be reported with its line.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from practice.exceptions import DomainError

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_LINE = 1_000_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
# First bytes of files that people take for text.
KINDS = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class Unreadable(DomainError):
    """The file as a whole cannot be taken in. The message says why and what to do."""

    def __init__(self, message: str):
        super().__init__(message, field="file")


@dataclass(frozen=True)
class Row:
    """One row with the number of the line of the file on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A file with a heading row."""

    headings: list[str]
    rows: list[Row] = field(repr=False)
    encoding: str = "UTF-8"
    separator: str = ","

    def first(self, count: int = 5) -> list[Row]:
        """The first rows, each as wide as the headings, for a preview."""
        width = len(self.headings)
        return [Row(r.line, [*r.cells, *[""] * width][:width]) for r in self.rows[:count]]


def decode(content: bytes) -> tuple[str, str]:
    """(text, name of the encoding) of a text file: UTF-8, UTF-16 with its mark, or Windows-1252. Raises Unreadable."""
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("The file is empty.")
    for start, kind in KINDS:
        if content.startswith(start):
            raise Unreadable(f"This is {kind}, not a text file. In Excel choose Save as, then “CSV UTF-8”.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries: tuple[tuple[str, str], ...] = (("utf-16", "UTF-16"),)
    else:
        tries = (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"))
    for codec, name in tries:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if found := CONTROL.search(text.removesuffix("\x1a")):  # an old end-of-file mark
            line = text.count("\n", 0, found.start()) + 1
            raise Unreadable(
                f"Line {line} has characters that no text has (code {ord(found[0])}), so this is not a text file or it "
                "is damaged. Export it again as CSV in UTF-8."
            )
        return text.removesuffix("\x1a"), name
    if CONTROL.search(content.decode("latin-1")):
        raise Unreadable("This is not a text file, or it is damaged. Export it again as CSV in UTF-8.")
    raise Unreadable("The file is in an encoding that cannot be told. Save it again as “CSV UTF-8”.")


def read_table(content: bytes) -> Table:
    """The table in a CSV file: separated by comma, semicolon or tab, with a row of headings. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable("The file is larger than 20 MB. Split it into several files with the same headings.")
    text, encoding = decode(content)
    if text.lstrip().upper().startswith("LEDES"):
        raise Unreadable("This is a LEDES file. Choose “LEDES 1998B” above.")
    _refuse_long_lines(text)
    # Not splitlines(): it also breaks at form feeds and Unicode separators, which are text inside a cell.
    lines = io.StringIO(text, newline="").readlines()
    skip = 0
    separator = ""
    if match := re.fullmatch(r"sep=([,;\t])\s*", lines[0], re.I):  # Excel's own hint
        separator, skip = match[1], 1
    while skip < len(lines) and not lines[skip].strip(" \t\r\n,;"):
        skip += 1
    if skip == len(lines):
        raise Unreadable("The file is empty.")
    separator = separator or _separator(lines[skip])
    rows = _rows(lines[skip:], separator, skip)
    head = next(rows, None)
    if head is None:
        raise Unreadable("The file is empty.")
    headings = _headings(head.cells, separator)
    found = []
    for row in rows:
        if len(found) == MAX_ROWS:
            raise Unreadable(f"The file has more than {MAX_ROWS:,} rows. Split it into several files.")
        found.append(row)
    if not found:
        raise Unreadable("The file has headings and no rows below them.")
    return Table(headings, found, encoding, separator)


def _refuse_long_lines(text: str) -> None:
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > MAX_LINE:
            raise Unreadable(
                f"Line {number} has over a million characters. This is not a table, or its line breaks are lost. "
                "Export it again as CSV."
            )
        start, number = end + 1, number + 1


def _separator(line: str) -> str:
    outside = re.sub(r'"(?:[^"]|"")*"', "", line)
    best = max(SEPARATORS, key=outside.count)
    if outside.count(best):
        return best
    if "|" in outside:
        raise Unreadable(
            "The columns are separated by |. Save the file with commas, semicolons or tabs between them."
        )
    return best


def _rows(lines: list[str], separator: str, skipped: int) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_fault(str(error), line)) from None
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)


def _fault(error: str, line: int) -> str:
    if "unexpected end" in error:
        return f"A quotation mark that opens on line {line} is never closed. Close it or double it and try again."
    if "field larger" in error:
        return f"A cell on line {line} is too long, perhaps because a quotation mark is never closed."
    return f"Line {line} cannot be read: a quotation mark stands where none may be. Double it inside quoted text."


def _headings(cells: list[str], separator: str) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(f"The file has {len(cells):,} columns; at most {MAX_COLUMNS} can be read.")
    names = [" ".join(cell.split())[:120] or f"Column {number}" for number, cell in enumerate(cells, 1)]
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if name.lower() in seen:
            raise Unreadable(
                f"The heading “{name}” stands twice, in columns {seen[name.lower()]} and {number}. Give each column a "
                "heading of its own."
            )
        seen[name.lower()] = number
    if all(re.fullmatch(r"[\d\s.,:/$€%()-]*|Column \d+", name) for name in names):
        raise Unreadable(
            "The first row holds no headings. Put a row with the names of the columns above the others; the templates "
            "show how."
        )
    return names


def is_ragged(row: Row, headings: list[str]) -> str:
    """What is wrong with the width of a row, in words; nothing when it fits. Empty cells at its end do not count."""
    width = len(row.cells)
    if width < len(headings):
        return f"This row has {width} cell{'s' if width != 1 else ''}, the headings have {len(headings)}. Add what is missing."
    if any(cell.strip() for cell in row.cells[len(headings) :]):
        return (
            f"This row has {width} cells, the headings have {len(headings)}. Put text that holds a separator in "
            "quotation marks."
        )
    return ""
