"""LEDES 1998B, the flat file of American e-billing: read strictly, every fault with its line and field. Pure functions.

Rules: the LEDES Oversight Committee's 1998B format as clients' systems check it. Line 1 says the format, line 2 names the
24 fields, then one line for each item; every line ends with []. Files of the international variant (98BI, 52 fields with
taxes and currencies) are recognised and refused: reading their first 24 fields would lose the tax that is in their totals.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

END = "[]"
NAMES = (
    "INVOICE_DATE", "INVOICE_NUMBER", "CLIENT_ID", "LAW_FIRM_MATTER_ID", "INVOICE_TOTAL", "BILLING_START_DATE",
    "BILLING_END_DATE", "INVOICE_DESCRIPTION", "LINE_ITEM_NUMBER", "EXP/FEE/INV_ADJ_TYPE",
    "LINE_ITEM_NUMBER_OF_UNITS", "LINE_ITEM_ADJUSTMENT_AMOUNT", "LINE_ITEM_TOTAL", "LINE_ITEM_DATE",
    "LINE_ITEM_TASK_CODE", "LINE_ITEM_EXPENSE_CODE", "LINE_ITEM_ACTIVITY_CODE", "TIMEKEEPER_ID",
    "LINE_ITEM_DESCRIPTION", "LAW_FIRM_ID", "LINE_ITEM_UNIT_COST", "TIMEKEEPER_NAME", "TIMEKEEPER_CLASSIFICATION",
    "CLIENT_MATTER_ID",
)  # fmt: skip
TYPES = ("F", "E", "IF", "IE")
ALWAYS = (
    "INVOICE_DATE", "INVOICE_NUMBER", "CLIENT_ID", "LAW_FIRM_MATTER_ID", "INVOICE_TOTAL", "BILLING_START_DATE",
    "BILLING_END_DATE", "LINE_ITEM_NUMBER", "EXP/FEE/INV_ADJ_TYPE", "LINE_ITEM_TOTAL", "LINE_ITEM_DATE",
    "LAW_FIRM_ID", "CLIENT_MATTER_ID",
)  # fmt: skip
WORK = ("LINE_ITEM_NUMBER_OF_UNITS", "LINE_ITEM_UNIT_COST", "LINE_ITEM_DESCRIPTION")
REQUIRED = {
    "F": (*WORK, "LINE_ITEM_ACTIVITY_CODE", "TIMEKEEPER_ID", "TIMEKEEPER_NAME"),
    "E": (*WORK, "LINE_ITEM_EXPENSE_CODE"),
    "IF": (),
    "IE": (),
}
DATES = ("INVOICE_DATE", "BILLING_START_DATE", "BILLING_END_DATE", "LINE_ITEM_DATE")
# Digits before the point; after it at most four.
NUMBERS = {
    "INVOICE_TOTAL": 12,
    "LINE_ITEM_NUMBER_OF_UNITS": 10,
    "LINE_ITEM_ADJUSTMENT_AMOUNT": 10,
    "LINE_ITEM_TOTAL": 10,
    "LINE_ITEM_UNIT_COST": 10,
}
LONG = 15 * 1024
LENGTHS = {
    "INVOICE_DESCRIPTION": LONG, "LINE_ITEM_DESCRIPTION": LONG, "TIMEKEEPER_NAME": 30, "INVOICE_NUMBER": 20,
    "CLIENT_ID": 20, "LAW_FIRM_MATTER_ID": 20, "LINE_ITEM_NUMBER": 20, "LINE_ITEM_TASK_CODE": 20,
    "LINE_ITEM_EXPENSE_CODE": 20, "LINE_ITEM_ACTIVITY_CODE": 20, "TIMEKEEPER_ID": 20, "LAW_FIRM_ID": 20,
    "TIMEKEEPER_CLASSIFICATION": 10, "CLIENT_MATTER_ID": 20,
}  # fmt: skip
NUMBER = re.compile(r"-?(?=\.?\d)(\d*)(?:\.(\d*))?", re.ASCII)
# Half a cent: a product of two four-decimal numbers agrees with its amount “to the cent”.
SLACK = Decimal("0.005")


@dataclass(frozen=True)
class Problem:
    """What is wrong on one line. `column` is a field's name, or nothing for the line as a whole."""

    line: int
    column: str
    value: str
    text: str


@dataclass(frozen=True)
class Line:
    """An item whose fields are all well formed. Amounts in the currency of the file; units of F lines are hours."""

    line: int
    fields: dict[str, str] = field(repr=False)
    type: str
    date: datetime.date
    units: Decimal
    unit_cost: Decimal
    adjustment: Decimal
    total: Decimal
    invoice_total: Decimal

    def __getitem__(self, name: str) -> str:
        return self.fields[name]

    @property
    def invoice(self) -> tuple[str, str]:
        """What the total of an invoice is reckoned by: client and invoice number."""
        return self["CLIENT_ID"], self["INVOICE_NUMBER"]

    @property
    def timekeeper(self) -> tuple[str, str]:
        """(id, name as “Surname, First”)."""
        return self["TIMEKEEPER_ID"], self["TIMEKEEPER_NAME"]


@dataclass(frozen=True)
class Ledes:
    """A file: its sound lines, and everything that is wrong with it in the order of its lines.

    A line is sound when nothing is wrong with it nor with the sums of its invoice.
    """

    lines: list[Line]
    problems: list[Problem]
    count: int = 0  # item lines, the bad ones included
    raw: dict[int, str] = field(default_factory=dict, repr=False)

    @property
    def is_ledes(self) -> bool:
        """Whether the two head lines were those of LEDES 1998B, so that the items were read at all."""
        return not any(problem.line <= 2 for problem in self.problems)

    @property
    def ok(self) -> bool:
        return not self.problems


def parse(text: str) -> Ledes:
    """Read a LEDES 1998B file. Never raises: what is wrong is in `problems`, each with its line, from 1."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    head = _head(lines)
    if head is not None:
        return Ledes([], [head])
    good: list[Line] = []
    problems: list[Problem] = []
    for number, raw in enumerate(lines[2:], 3):
        read, faults = _line(number, raw)
        problems += faults
        if read is not None and not faults:
            good.append(read)
    if len(lines) == 2:
        problems.append(Problem(3, "", "", "The file has no lines after the field names."))
    sums = _invoices(good, {p.line for p in problems}, lines)
    wrong = {p.line for p in sums}
    unsound = {line.invoice for line in good if line.line in wrong}
    sound = [line for line in good if line.invoice not in unsound]
    problems = sorted([*problems, *sums], key=lambda p: p.line)
    return Ledes(sound, problems, max(0, len(lines) - 2), dict(enumerate(lines, 1)))


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:79]}…"


def _head(lines: list[str]) -> Problem | None:
    first = lines[0].strip() if lines else ""
    if not first:
        return Problem(1, "", "", "The file is empty. Its first line must be LEDES1998B[].")
    if re.match(r"LEDES\s*98\s*BI", first, re.I):
        return Problem(
            1, "", _short(first),
            "This is a LEDES 98BI file: the international format, with 52 fields and tax inside its totals. Only "
            "LEDES 1998B is read. Ask for the same bill as 1998B.",
        )  # fmt: skip
    if first.startswith("<"):
        return Problem(
            1, "", _short(first), "This is a LEDES XML file, or another XML file. Ask for LEDES 1998B."
        )
    if first.upper() != f"LEDES1998B{END}":
        return Problem(1, "", _short(first), "The first line must be LEDES1998B[] and nothing else.")
    if len(lines) < 2:
        return Problem(2, "", "", "The second line with the names of the 24 fields is missing.")
    names = lines[1].strip()
    if not names.endswith(END):
        return Problem(2, "", _short(names), "The line with the field names must end with [].")
    found = [name.strip().upper() for name in names.removesuffix(END).split("|")]
    for position, (name, expected) in enumerate(zip(found, NAMES, strict=False), 1):
        if name != expected:
            return Problem(2, expected, _short(name), f"Field {position} must be {expected}.")
    if len(found) != len(NAMES):
        return Problem(2, "", str(len(found)), f"There must be 24 field names; there are {len(found)}.")
    return None


def _line(number: int, raw: str) -> tuple[Line | None, list[Problem]]:
    if not raw.strip():
        return None, [Problem(number, "", "", "This line is empty. Take it out.")]
    line = raw.rstrip(" \t")
    problems = []
    if not line.endswith(END):
        problems.append(
            Problem(
                number, "", _short(line[-20:]), "The line must end with []. Perhaps it was broken in two."
            )
        )
    cells = [cell.strip() for cell in line.removesuffix(END).split("|")]
    if len(cells) != len(NAMES):
        text = f"There must be 24 fields with 23 pipes between them; there are {len(cells)}."
        if len(cells) > len(NAMES):
            text += " No field may hold a pipe."
        return None, [*problems, Problem(number, "", str(len(cells)), text)]
    values = dict(zip(NAMES, cells, strict=True))

    def fault(name: str, text: str) -> None:
        problems.append(Problem(number, name, _short(values[name]), text))

    kind = values["EXP/FEE/INV_ADJ_TYPE"]
    if kind and kind not in TYPES:
        fault("EXP/FEE/INV_ADJ_TYPE", "The type must be F (fee), E (expense), IF or IE (adjustment).")
    for name in (*ALWAYS, *REQUIRED.get(kind, ())):
        if not values[name]:
            fault(name, "This field is required" + (f" on {kind} lines." if name not in ALWAYS else "."))
        elif values[name] == "NULL":
            fault(name, "The word NULL is not a value. Leave the field empty or fill it.")
    if kind == "F" and values["LINE_ITEM_EXPENSE_CODE"]:
        fault("LINE_ITEM_EXPENSE_CODE", "An F line has no expense code. Leave it empty.")
    for name, most in LENGTHS.items():
        if len(values[name]) > most:
            fault(name, f"At most {most:,} characters; this has {len(values[name]):,}.")
    dates = {name: _date(values[name]) for name in DATES}
    for name, day in dates.items():
        if values[name] and day is None:
            fault(name, "Write the date as YYYYMMDD, such as 20260131.")
    start, end = dates["BILLING_START_DATE"], dates["BILLING_END_DATE"]
    if start and end and end < start:
        fault("BILLING_END_DATE", "The billing period ends before it begins.")
    amounts: dict[str, Decimal] = {}
    for name, digits in NUMBERS.items():
        amount = _number(values[name], digits)
        if amount is None:
            fault(
                name,
                f"Write a plain number with up to {digits} digits and four decimals: no commas, spaces or $, the minus in front.",
            )
        else:
            amounts[name] = amount
    day = dates["LINE_ITEM_DATE"]
    if problems or day is None:
        return None, problems
    read = Line(
        number, values, kind, day, amounts["LINE_ITEM_NUMBER_OF_UNITS"], amounts["LINE_ITEM_UNIT_COST"],
        amounts["LINE_ITEM_ADJUSTMENT_AMOUNT"], amounts["LINE_ITEM_TOTAL"], amounts["INVOICE_TOTAL"],
    )  # fmt: skip
    reckoned = read.units * read.unit_cost + read.adjustment
    if abs(reckoned - read.total) > SLACK:
        fault(
            "LINE_ITEM_TOTAL",
            f"{read.unit_cost:f} × {read.units:f} {'−' if read.adjustment < 0 else '+'} {abs(read.adjustment):f} is "
            f"{_plain(reckoned)}, not {read.total:f}.",
        )
    return read, problems


def _plain(amount: Decimal) -> str:
    """Without zeros at the end beyond the cents."""
    text = f"{amount:.8f}".rstrip("0")
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(2, '0')}"


def _date(text: str) -> datetime.date | None:
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return None
    try:
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _number(text: str, digits: int) -> Decimal | None:
    """The number, zero for an empty field, None when it is not a plain one."""
    if not text:
        return Decimal(0)
    match = NUMBER.fullmatch(text)
    if match is None or len(match[1]) > digits or len(match[2] or "") > 4:
        return None
    return Decimal(text)


def _invoices(good: Iterable[Line], bad: set[int], lines: list[str]) -> list[Problem]:
    """Faults of whole invoices. The sum is left unchecked for an invoice that has a bad line: it cannot be known."""
    invoices: dict[tuple[str, str], list[Line]] = {}
    for line in good:
        invoices.setdefault(line.invoice, []).append(line)
    unsure = set()
    for number in bad:
        cells = [cell.strip() for cell in lines[number - 1].split("|")] if number <= len(lines) else []
        if len(cells) != len(NAMES):
            unsure = set(invoices)  # it might belong to any of them
            break
        unsure.add((cells[2], cells[1]))
    problems = []
    for key, items in invoices.items():
        first = items[0]
        for item in items[1:]:
            if item.invoice_total != first.invoice_total:
                text = f"Line {first.line} gives {first.invoice_total:f} as the total of the same invoice. It must be one."
                problems.append(Problem(item.line, "INVOICE_TOTAL", item["INVOICE_TOTAL"], text))
            if item["INVOICE_DESCRIPTION"] != first["INVOICE_DESCRIPTION"]:
                text = f"Line {first.line} describes the same invoice in other words. It must be the same on each line."
                problems.append(
                    Problem(item.line, "INVOICE_DESCRIPTION", _short(item["INVOICE_DESCRIPTION"]), text)
                )
        total = sum((item.total for item in items), Decimal(0))
        if key not in unsure and abs(total - first.invoice_total) > SLACK:
            text = f"The lines of invoice {first['INVOICE_NUMBER']} add up to {_plain(total)}, not {first.invoice_total:f}."
            problems.append(Problem(first.line, "INVOICE_TOTAL", first["INVOICE_TOTAL"], text))
    return problems


def write(rows: Iterable[dict[str, str]]) -> str:
    """A file of lines given as {field: text}; fields that are not given are empty. For tests and templates."""
    lines = ["LEDES1998B", "|".join(NAMES), *("|".join(row.get(name, "") for name in NAMES) for row in rows)]
    return "".join(f"{line}{END}\r\n" for line in lines)
