"""Formulas of custom fields: a small language over the other fields of a record. Nothing else can be reached from it.

    policy_limit * 0.33 - paid              numbers and amounts, exact (Decimal)
    accident_on + 730                       a day and a number of days give a day; two days a number of days
    add_months(accident_on, 24)             years(born_on), days(a, b), months(a, b), today()
    if(insured = "yes", policy_limit, 0)    =, <>, <, <=, >, >=, and, or, not
    sum(vehicles.damage), count(vehicles)   over the rows of a repeating group; min, max, avg likewise
    coalesce(a, b, 0), round(x, 2), abs(x), text & " " & text, upper(x), len(x)

The text is read by Python's own parser into a tree, and only the nodes named here are evaluated: no attributes but columns of a
group, no calls but FUNCTIONS, no loops, and bounds on the length of the text and the size of numbers. A general evaluator was not
taken because theirs reckon in floats. An empty value makes the result empty; errors say what is wrong in words.
"""

import ast
import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, DecimalException, localcontext
from functools import lru_cache
from typing import Any

from practice.dates import add_months

MOST = 500
BIGGEST = Decimal(10) ** 15


class FormulaError(ValueError):
    """The formula cannot be read, or cannot be worked out. The message says why, for who wrote it."""


def _number(value: Any, what: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal):
        raise FormulaError(f"{what} wants a number, and {say(value)} is none.")
    return value


def _day(value: Any, what: str) -> datetime.date:
    if not isinstance(value, datetime.date):
        raise FormulaError(f"{what} wants a date, and {say(value)} is none.")
    return value


def say(value: Any) -> str:
    """A value as an error names it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "a list"
    return f"“{str(value)[:40]}”"


def _months(start: datetime.date, end: datetime.date) -> int:
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole - (1 if end.day < start.day else 0)


def _flat(values: tuple) -> list:
    found: list = []
    for value in values:
        found += value if isinstance(value, list) else [value]
    return [value for value in found if value is not None]


def _sum(*values):
    found = [_number(v, "sum") for v in _flat(values)]
    return sum(found, Decimal(0)) if found else None


def _average(*values):
    found = [_number(v, "avg") for v in _flat(values)]
    return sum(found, Decimal(0)) / len(found) if found else None


def _least(*values):
    return min(_alike(_flat(values)), default=None)


def _most(*values):
    return max(_alike(_flat(values)), default=None)


def _alike(values: list) -> list:
    if len({type(value) for value in values}) > 1:
        raise FormulaError("min and max compare values of one kind.")
    return values


def _round(value, places=Decimal(0)):
    places = int(_number(places, "round"))
    if not 0 <= places <= 4:
        raise FormulaError("round takes 0 to 4 places.")
    return _number(value, "round").quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


def _add_months(day, count):
    try:
        return add_months(_day(day, "add_months"), int(_number(count, "add_months")))
    except (ValueError, OverflowError):
        raise FormulaError("That date is too far away.") from None


# name -> (function, least and most arguments, whether an empty argument makes the result empty)
FUNCTIONS: dict[str, tuple[Callable[..., Any], int, int, bool]] = {
    "sum": (_sum, 1, 20, False),
    "avg": (_average, 1, 20, False),
    "min": (_least, 1, 20, False),
    "max": (_most, 1, 20, False),
    "count": (lambda *values: Decimal(len(_flat(values))), 1, 20, False),
    "coalesce": (lambda *values: next((v for v in values if v is not None), None), 1, 20, False),
    "empty": (lambda value: value is None or value == [], 1, 1, False),
    "round": (_round, 1, 2, True),
    "abs": (lambda value: abs(_number(value, "abs")), 1, 1, True),
    "days": (lambda a, b: Decimal((_day(b, "days") - _day(a, "days")).days), 2, 2, True),
    "months": (lambda a, b: Decimal(_months(_day(a, "months"), _day(b, "months"))), 2, 2, True),
    "add_months": (_add_months, 2, 2, True),
    "upper": (lambda value: str(value).upper(), 1, 1, True),
    "lower": (lambda value: str(value).lower(), 1, 1, True),
    "len": (lambda value: Decimal(len(value)), 1, 1, True),
}
# Read with the day they are asked on: `today()` itself and the age of something in whole years.
OF_TODAY = {"today", "years"}
_WORDS = re.compile(r'("[^"]*"|\'[^\']*\')|(<>)|(?<![<>=!])=(?!=)|\bif\s*(?=\()|&', re.IGNORECASE)


def _python(text: str) -> str:
    """The formula in Python's spelling: `=` compares, `<>` is unequal, `&` joins texts, `if(` is a function."""

    def put(match: re.Match) -> str:
        found = match.group(0)
        if match.group(1):
            return found
        if match.group(2):
            return "!="
        return {"=": "==", "&": "@"}.get(found, "if_")

    return _WORDS.sub(put, text.strip())


@lru_cache(maxsize=512)
def parse(text: str) -> ast.expr:
    """The tree of a formula. Raises FormulaError for anything that is not of the language."""
    if not text.strip():
        raise FormulaError("Type a formula.")
    if len(text) > MOST:
        raise FormulaError(f"A formula has at most {MOST} characters.")
    if "\x00" in text or "\n" in text:
        raise FormulaError("Write the formula on one line.")
    try:
        tree = ast.parse(_python(text), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError("This cannot be read. Check the brackets, quotes and signs.") from None
    _check(tree, 0)
    return tree


_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult)
_COMPARES = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def _check(node: ast.AST, depth: int) -> None:
    if depth > 30:
        raise FormulaError("The formula is nested too deeply.")
    if isinstance(node, ast.Constant):
        if not isinstance(node.value, (str, int, float)) or isinstance(node.value, bool):
            raise FormulaError("A formula has numbers, texts in quotes, and fields.")
        return
    if isinstance(node, ast.Name):
        return
    if isinstance(node, ast.Attribute):
        if not isinstance(node.value, ast.Name):
            raise FormulaError("Write a column of a repeating group as group.column.")
        return
    if isinstance(node, ast.Call):
        _check_call(node)
        parts: list[ast.AST] = list(node.args)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, _OPERATORS):
        parts = [node.left, node.right]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd, ast.Not)):
        parts = [node.operand]
    elif isinstance(node, ast.BoolOp):
        parts = list(node.values)
    elif isinstance(node, ast.Compare) and all(isinstance(op, _COMPARES) for op in node.ops):
        parts = [node.left, *node.comparators]
    else:
        raise FormulaError(
            "A formula knows + - * / & comparisons, and, or, not and the functions listed below it."
        )
    for part in parts:
        _check(part, depth + 1)


def _check_call(node: ast.Call) -> None:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise FormulaError("There is no such function.")
    name, count = node.func.id.lower(), len(node.args)
    bounds = {"if_": (3, 3), "today": (0, 0), "years": (1, 2)}.get(name)
    if bounds is None:
        if name not in FUNCTIONS:
            raise FormulaError(f"There is no function “{name}”.")
        bounds = FUNCTIONS[name][1:3]
    if not bounds[0] <= count <= bounds[1]:
        shown = "if" if name == "if_" else name
        wanted = bounds[0] if bounds[0] == bounds[1] else f"{bounds[0]} to {bounds[1]}"
        raise FormulaError(f"{shown} takes {wanted} values; this has {count}.")


def names(text: str) -> set[str]:
    """The fields a formula reads: `paid`, `vehicles.damage`."""
    return set(_names(parse(text)))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield f"{node.value.id}.{node.attr}"  # type: ignore[attr-defined]
    elif isinstance(node, ast.Call):
        for part in node.args:
            yield from _names(part)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _names(child)


def uses_today(text: str) -> bool:
    """Whether the result changes by itself as days pass."""
    calls = (node for node in ast.walk(parse(text)) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id.lower() in OF_TODAY for call in calls)


def evaluate(text: str, look_up: Callable[[str], Any], *, today: datetime.date) -> Any:
    """The result: Decimal, date, text, bool, or None for empty. `look_up` gives a field's value by name.

    Raises FormulaError, also for names that `look_up` does not know (KeyError).
    """
    try:
        with localcontext(prec=34):
            return _checked(_value(parse(text), look_up, today))
    except DecimalException:
        raise FormulaError("The numbers are too large.") from None
    except (OverflowError, RecursionError):
        raise FormulaError("That goes beyond what can be reckoned with.") from None


def _checked(value: Any) -> Any:
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value) >= BIGGEST):
        raise FormulaError("The number is too large.")
    if isinstance(value, list):
        raise FormulaError("A group gives many values. Use sum, count, min, max or avg.")
    if isinstance(value, str) and len(value) > 500:
        return value[:500]
    return value


def _value(node: ast.AST, look_up: Callable[[str], Any], today: datetime.date) -> Any:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else Decimal(str(node.value))
    if isinstance(node, (ast.Name, ast.Attribute)):
        name = next(_names(node))
        try:
            return look_up(name)
        except KeyError:
            raise FormulaError(f"There is no field “{name}” here.") from None
    if isinstance(node, ast.Call):
        return _call(node, look_up, today)
    if isinstance(node, ast.BinOp):
        return _reckon(node.op, _value(node.left, look_up, today), _value(node.right, look_up, today))
    if isinstance(node, ast.UnaryOp):
        value = _value(node.operand, look_up, today)
        if isinstance(node.op, ast.Not):
            return not _truth(value)
        if value is None:
            return None
        number = _number(value, "A sign")
        return -number if isinstance(node.op, ast.USub) else number
    if isinstance(node, ast.BoolOp):
        wanted = isinstance(node.op, ast.Or)
        return next(
            (wanted for part in node.values if _truth(_value(part, look_up, today)) is wanted), not wanted
        )
    return _compare(node, look_up, today)  # type: ignore[arg-type]


def _call(node: ast.Call, look_up: Callable[[str], Any], today: datetime.date) -> Any:
    name = node.func.id.lower()  # type: ignore[attr-defined]
    if name == "if_":
        chosen = node.args[1] if _truth(_value(node.args[0], look_up, today)) else node.args[2]
        return _value(chosen, look_up, today)
    values = [_value(part, look_up, today) for part in node.args]
    if name == "today":
        return today
    if name == "years":
        if any(value is None for value in values):
            return None
        end = _day(values[1], "years") if len(values) > 1 else today
        return Decimal(_months(_day(values[0], "years"), end) // 12)
    function, _least_, _most_, strict = FUNCTIONS[name]
    if strict and any(value is None for value in values):
        return None
    return function(*values)


def _reckon(op: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(op, ast.MatMult):
        return "".join("" if part is None else _text(part) for part in (left, right))[:2000]
    if left is None or right is None:
        return None
    days = isinstance(left, datetime.date), isinstance(right, datetime.date)
    if any(days):
        return _reckon_days(op, left, right, days)
    left, right = _number(left, "Reckoning"), _number(right, "Reckoning")
    if isinstance(op, ast.Div):
        if right == 0:
            raise FormulaError("A number was divided by zero.")
        return _bounded(left / right)
    return _bounded(
        left + right if isinstance(op, ast.Add) else left - right if isinstance(op, ast.Sub) else left * right
    )


def _bounded(value: Decimal) -> Decimal:
    if abs(value) >= BIGGEST:
        raise FormulaError("The number is too large.")
    return value


def _reckon_days(op: ast.operator, left: Any, right: Any, days: tuple[bool, bool]) -> Any:
    if days == (True, True) and isinstance(op, ast.Sub):
        return Decimal((left - right).days)
    if days == (True, False) and isinstance(op, (ast.Add, ast.Sub)) and isinstance(right, Decimal):
        step = int(right) if isinstance(op, ast.Add) else -int(right)
        try:
            return left + datetime.timedelta(days=step)
        except OverflowError:
            raise FormulaError("That date is too far away.") from None
    raise FormulaError("To a date add days, or take one date from another.")


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date):
        return f"{value:%b} {value.day}, {value.year}"
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value if part is not None)
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _truth(value: Any) -> bool:
    """Whether a condition holds. An answer of no or unknown is none."""
    return value.casefold() not in ("", "no", "unknown") if isinstance(value, str) else bool(value)


def _compare(node: ast.Compare, look_up: Callable[[str], Any], today: datetime.date) -> bool:
    left = _value(node.left, look_up, today)
    for op, part in zip(node.ops, node.comparators, strict=True):
        right = _value(part, look_up, today)
        if not _holds(op, left, right):
            return False
        left = right
    return True


def _holds(op: ast.cmpop, left: Any, right: Any) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        # A checkbox is compared as its answer: insured = "yes".
        left, right = (
            {True: "yes", False: "no"}[side] if isinstance(side, bool) else side for side in (left, right)
        )
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.casefold(), right.casefold()
    if isinstance(left, list) and isinstance(op, (ast.Eq, ast.NotEq)):
        among = right in left
        return among if isinstance(op, ast.Eq) else not among
    if isinstance(op, ast.Eq):
        return left == right
    if isinstance(op, ast.NotEq):
        return left != right
    if left is None or right is None:
        return False
    if type(left) is not type(right) or isinstance(left, list):
        raise FormulaError(f"{say(left)} and {say(right)} cannot be compared.")
    return {ast.Lt: left < right, ast.LtE: left <= right, ast.Gt: left > right, ast.GtE: left >= right}[
        type(op)
    ]


HELP: Mapping[str, str] = {
    "sum(group.column), avg, min, max, count(group)": "Over the rows of a repeating group, or over several values.",
    "if(a = b, x, y)": "One value or the other. Also <>, <, >, and, or, not.",
    "coalesce(a, 0)": "The first that is not empty.",
    "round(a, 2), abs(a)": "Numbers.",
    "a_date + 30, days(a, b), months(a, b), add_months(a, 24)": "Dates.",
    "today(), years(born_on)": "Kept right each night.",
    'a & " " & b, upper(a), lower(a), len(a)': "Texts.",
}
