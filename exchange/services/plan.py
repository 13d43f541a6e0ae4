"""What an import would do: the rows it would make, the rows it cannot, and the sums of both. Nothing is written here."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from exchange.fields import by_name
from exchange.ledes import Problem
from exchange.queries.directory import NotFound
from exchange.readers import Row, Table, is_ragged
from practice.dates import MONTHS
from practice.exceptions import DomainError
from practice.exports import RISKY
from practice.filters import read_amount
from practice.money import ZERO


@dataclass
class Tally:
    """Control totals: rows, seconds, amount. `amount` is None where the file gives none."""

    rows: int = 0
    seconds: int = 0
    amount: Decimal | None = None

    def add(self, seconds: int = 0, amount: Decimal | None = None) -> None:
        """Count one more row."""
        self.rows += 1
        self.seconds += seconds
        if amount is not None:
            self.amount = (self.amount or ZERO) + amount

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "seconds": self.seconds,
            "amount": None if self.amount is None else str(self.amount),
        }


@dataclass
class Plan:
    """The outcome of a check. `file` = `make` + `here` + `wrong`, in rows and in seconds."""

    make: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bad: dict[int, list[str]] = field(default_factory=dict, repr=False)  # line → its cells
    file: Tally = field(default_factory=Tally)
    here: Tally = field(default_factory=Tally)
    wrong: Tally = field(default_factory=Tally)
    good: Tally = field(default_factory=Tally)
    made_amount: Decimal | None = None  # what the good rows come to here
    billed_seconds: int = 0
    notes: list[str] = field(default_factory=list)
    left_out: Tally = field(default_factory=Tally)  # adjustments of a LEDES file: not work
    headings: list[str] = field(default_factory=list)

    def totals(self) -> dict[str, Any]:
        """What the run keeps of it."""
        sums = {name: getattr(self, name).as_json() for name in ("file", "here", "wrong", "good", "left_out")}
        amount = None if self.made_amount is None else str(self.made_amount)
        return sums | {"made_amount": amount, "billed_seconds": self.billed_seconds, "notes": self.notes}


YES = {"yes", "y", "true", "t", "1", "x", "billable", "on"}
NO = {
    "no",
    "n",
    "false",
    "f",
    "0",
    "non-billable",
    "nonbillable",
    "non billable",
    "not billable",
    "unbillable",
    "off",
}
FREE = {"no charge", "nocharge", "no-charge", "n/c"}
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII)
US = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?", re.ASCII)
WORDS = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})", re.ASCII)


def read_date(text: str) -> datetime.date:
    """A day written 2026-02-13, 2/13/2026, 2/13/26 or Feb 13, 2026. Nothing relative: a file is not typed today.

    Raises ValueError with a text for the user.
    """
    text = " ".join(text.split())
    parts: tuple[int, int, int] | None = None
    if match := ISO.fullmatch(text):
        parts = (int(match[1]), int(match[2]), int(match[3]))
    elif match := US.fullmatch(text):
        year = int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3])
        parts = (year, int(match[1]), int(match[2]))
        if parts[1] > 12 and parts[2] <= 12:
            raise ValueError("The month comes first: write 2/13/2026, or 2026-02-13.")
    elif (match := WORDS.fullmatch(text)) and match[1].lower() in MONTHS:
        parts = (int(match[3]), MONTHS.index(match[1].lower()) + 1, int(match[2]))
    try:
        if parts is not None and parts[0] >= 1900:
            return datetime.date(*parts)
    except ValueError:
        pass
    raise ValueError("This is no date. Write 2026-02-13 or 2/13/2026.")


def armed(text: str) -> str:
    """Text of one of our own files without the apostrophe that keeps spreadsheets from running it: '+1 510 555 0100."""
    return text[1:] if text.startswith("'") and text[1:2] and text[1] in RISKY else text


class Cells:
    """One row, read field by field. Faults are gathered, so that a row reports all of them at once."""

    def __init__(self, row: Row, places: dict[str, tuple[int, str]]):
        self.row = row
        self._places = places
        self.problems: list[Problem] = []

    def raw(self, name: str) -> str:
        """The cell without spaces around it; nothing when the field has no column."""
        index, _ = self._places.get(name, (-1, ""))
        return armed(self.row.cells[index].strip()) if 0 <= index < len(self.row.cells) else ""

    def has(self, name: str) -> bool:
        """Whether the file has a column of this field."""
        return name in self._places

    def fault(self, name: str, text: str, value: str | None = None) -> None:
        """Report what is wrong in a field."""
        _, heading = self._places.get(name, (0, ""))
        value = self.raw(name) if value is None else value
        self.problems.append(Problem(self.row.line, heading, value[:80], text))

    def text(self, name: str, most: int, *, required: bool = False, lines: bool = False) -> str:
        """A text of at most `most` characters; its line breaks are kept when `lines`."""
        value = self.raw(name)
        value = value.replace("\r\n", "\n").replace("\r", "\n") if lines else " ".join(value.split())
        if required and not value:
            self.fault(name, "This is required.")
        if len(value) > most:
            self.fault(name, f"At most {most:,} characters; this has {len(value):,}.")
            return value[:most]
        return value

    def read(self, name: str, reader: Callable[[str], Any], *, required: bool = False) -> Any:
        """What `reader` makes of the cell; None when it is empty or wrong."""
        value = self.raw(name)
        if not value:
            if required:
                self.fault(name, "This is required.")
            return None
        try:
            return reader(value)
        except (ValueError, NotFound) as error:
            self.fault(name, str(error))
        except ValidationError as error:
            self.fault(name, " ".join(error.messages))
        except DomainError as error:
            self.fault(name, error.message)
        return None

    def date(self, name: str, *, required: bool = False) -> datetime.date | None:
        return self.read(name, read_date, required=required)

    def past(self, name: str) -> datetime.date | None:
        """A day that is not in the future."""
        day = self.date(name)
        if day is not None and day > timezone.localdate():
            self.fault(name, "This day is in the future.")
            return None
        return day

    def amount(self, name: str) -> Decimal | None:
        return self.read(name, read_amount)

    def email(self, name: str) -> str:
        def check(value: str) -> str:
            validate_email(value)
            return value

        if len(self.raw(name)) > 254:
            self.fault(name, "An e-mail address has at most 254 characters.")
            return ""
        try:
            validate_email(self.raw(name) or "a@b.example")
        except ValidationError:
            self.fault(
                name, "This is no e-mail address. Write one such as ada@moss.example, or leave it empty."
            )
            return ""
        return self.raw(name)

    def rule(self, name: str, check: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Run a rule of another app; its DomainError becomes a fault of this field. Returns what the rule returns."""
        try:
            return check(*arguments, **named)
        except DomainError as error:
            self.fault(name, error.message)
            return None


class Sheet:
    """A table with its mapping, walked row by row into a plan."""

    def __init__(self, kind: str, table: Table, mapping: dict[str, str]):
        known = by_name(kind)
        self.places = {
            name: (index, heading)
            for index, heading in enumerate(table.headings)
            if (name := mapping.get(heading, "")) in known
        }
        self.table = table
        self.plan = Plan(headings=table.headings)
        self.lines: dict[str, int] = {}  # first line of an id
        self._seen: Counter[str] = Counter()

    def has(self, name: str) -> bool:
        return name in self.places

    def column(self, name: str) -> list[str]:
        """All cells of a field, for looking them up at once."""
        index, _ = self.places.get(name, (-1, ""))
        return [armed(row.cells[index].strip()) for row in self.table.rows if 0 <= index < len(row.cells)]

    def cells(self) -> Iterable[Cells]:
        """Each row; one of the wrong width comes with its problem."""
        for row in self.table.rows:
            cells = Cells(row, self.places)
            if ragged := is_ragged(row, self.table.headings):
                cells.problems.append(Problem(row.line, "", "", ragged))
            yield cells

    def reject(self, cells: Cells, seconds: int = 0, amount: Decimal | None = None) -> None:
        """Count a row that cannot be made."""
        self.plan.problems += cells.problems
        self.plan.bad[cells.row.line] = cells.row.cells
        self.plan.file.add(seconds, amount)
        self.plan.wrong.add(seconds, amount)

    def skip(self, seconds: int = 0, amount: Decimal | None = None) -> None:
        """Count a row that is here already."""
        self.plan.file.add(seconds, amount)
        self.plan.here.add(seconds, amount)

    def accept(self, row: Any, seconds: int = 0, amount: Decimal | None = None) -> None:
        """Count a row that would be made."""
        self.plan.make.append(row)
        self.plan.file.add(seconds, amount)
        self.plan.good.add(seconds, amount)

    def fingerprint(self, *parts: object) -> str:
        """An id of a row that brings none: of its contents, and of how many equal rows came before it."""
        text = "\x1f".join(str(part) for part in parts)
        self._seen[text] += 1
        whole = f"{text}\x1f{self._seen[text]}"
        return f"row:{sha256(whole.encode()).hexdigest()[:40]}"


def plural(count: int, one: str, many: str = "") -> str:
    """1 contact, 1,200 contacts."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def some(names: Iterable[str], most: int = 5) -> str:
    """Up to five names and how many more: “Ada, Bo and 3 more”."""
    every = list(dict.fromkeys(names))
    if len(every) <= most:
        return " and ".join(filter(None, [", ".join(every[:-1]), every[-1]])) if every else ""
    return f"{', '.join(every[:most])} and {len(every) - most:,} more"
