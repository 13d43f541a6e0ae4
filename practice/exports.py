"""Tables as files: CSV and XLSX that a spreadsheet reads as data, never as commands.

Text that a spreadsheet could take for a formula is disarmed (OWASP, “CSV Injection”). Numbers and dates keep
their type, so a negative amount stays a number. Files are written whole before they are sent: a response
that read rows later would read them outside the firm's scope.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

#: first characters that make a cell a formula, full-width forms and control characters included
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EXCEL_TEXT = 32_767
WIDTHS = {"money": 14, "hours": 10, "date": 12, "number": 12, "bool": 8}
FORMATS = {"money": "#,##0.00", "hours": "0.00"}
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Field:
    """A column of a file: its heading, its kind (as in lists.Column) and how to get the value of an
    object.
    """

    heading: str
    kind: str
    value: Callable[[Any], Any]


def plain(value: Any) -> Any:
    """A value as files keep it: text, Decimal, int, date or naive local datetime, None for nothing."""
    if value is None or isinstance(value, (bool, int, Decimal)):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    if isinstance(value, (list, tuple, set)):
        return ", ".join(str(part) for part in value)
    return str(value)


def safe_text(text: str) -> str:
    """`text` with an apostrophe before it when a spreadsheet would otherwise run it."""
    return f"'{text}" if text.startswith(RISKY) else text


def csv_cell(value: Any) -> str:
    """A value as one CSV field: ISO dates, plain numbers, disarmed text."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(value.replace("\x00", ""))


def write_csv(fields: Sequence[Field], rows: Iterable[Any]) -> tuple[IO[bytes], int]:
    """A CSV file (RFC 4180, UTF-8 with the mark Excel wants), open at its start, and its number of rows."""
    file = tempfile.SpooledTemporaryFile(max_size=5_000_000, mode="w+b")  # noqa: SIM115
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([safe_text(field.heading) for field in fields])
    getters = [field.value for field in fields]
    count = 0
    for obj in rows:
        writer.writerow([csv_cell(get(obj)) for get in getters])
        count += 1
    text.flush()
    text.detach()
    file.seek(0)
    return file, count


def write_xlsx(fields: Sequence[Field], rows: Iterable[Any], *, title: str = "List") -> tuple[IO[bytes], int]:
    """An XLSX file with one sheet, open at its start, and how many rows it has. No cell is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for index, field in enumerate(fields, 1):
        sheet.column_dimensions[get_column_letter(index)].width = WIDTHS.get(field.kind, 28)
    bold = Font(bold=True)
    heads = []
    for field in fields:
        head = _text_cell(sheet, field.heading)
        head.font = bold
        heads.append(head)
    sheet.append(heads)
    makers = [(field.value, FORMATS.get(field.kind, "")) for field in fields]
    count = 0
    for obj in rows:
        sheet.append([_xlsx_cell(sheet, plain(get(obj)), number_format) for get, number_format in makers])
        count += 1
    file = tempfile.SpooledTemporaryFile(max_size=5_000_000, mode="w+b")  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file, count


def _xlsx_cell(sheet, value, number_format):
    if isinstance(value, str):
        # Text that openpyxl would take for a formula (=) or an error value (#N/A) is told to be text.
        if value[:1] in ("=", "#") or ILLEGAL_CHARACTERS_RE.search(value) or len(value) > EXCEL_TEXT:
            return _text_cell(sheet, value)
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if number_format and value is not None:
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = number_format
        return cell
    return value


def _text_cell(sheet, text):
    cell = WriteOnlyCell(sheet, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:EXCEL_TEXT]
    cell.data_type = "s"
    return cell


def _sheet_name(title: str) -> str:
    name = "".join(" " if character in "[]:*?/\\'" else character for character in title).strip()
    return name[:31] or "List"
