"""Conditions: what they may say, whether they hold, and how they and their values read."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from practice.exceptions import DomainError
from workflows.queries.context import Context
from workflows.queries.fields import (
    CHOICE,
    DATE,
    MONEY,
    NUMBER,
    PERSON,
    TAGS,
    TEXT,
    YESNO,
    Field,
    as_decimal,
    fields_for,
)

EMPTY, FILLED = ("empty", "is empty"), ("filled", "is filled in")
# {kind: [(operator, words)]}. Those in WITHOUT take no value.
OPERATORS: dict[str, list[tuple[str, str]]] = {
    TEXT: [("is", "is"), ("is_not", "is not"), ("has", "contains"), ("has_not", "does not contain"), EMPTY, FILLED],
    CHOICE: [("is", "is"), ("is_not", "is not"), EMPTY, FILLED],
    PERSON: [("is", "is"), ("is_not", "is not"), EMPTY, FILLED],
    NUMBER: [("over", "is over"), ("under", "is under"), ("is", "is"), EMPTY, FILLED],
    MONEY: [("over", "is over"), ("under", "is under"), ("is", "is"), EMPTY, FILLED],
    DATE: [("before", "is before"), ("after", "is after"), ("within", "is within so many days from today"),
           EMPTY, FILLED],
    YESNO: [("yes", "is yes"), ("no", "is no")],
    TAGS: [("has", "include"), ("has_not", "do not include"), EMPTY, FILLED],
}  # fmt: skip
WITHOUT = {"empty", "filled", "yes", "no"}
MOST = 20


@dataclass(frozen=True)
class Finding:
    """One condition looked at: what it says, the value it met, and whether it holds."""

    text: str
    value: str
    holds: bool

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"text": self.text, "value": self.value, "holds": self.holds}


def check(conditions: Sequence[Mapping[str, Any]], fields: Mapping[str, Field]) -> list[dict[str, Any]]:
    """The conditions as they are kept. Raises DomainError (field `conditions`) for one that says nothing."""
    if len(conditions) > MOST:
        raise DomainError(f"An automation has at most {MOST} conditions.", field="conditions")
    found = []
    for number, given in enumerate(conditions, start=1):
        field = fields.get(str(given.get("field") or ""))
        if field is None:
            raise DomainError(f"Condition {number}: choose what it looks at.", field=f"condition-{number}")
        op = str(given.get("op") or "")
        if op not in dict(OPERATORS[field.kind]):
            raise DomainError(f"Condition {number}: choose how it compares.", field=f"condition-{number}")
        value = "" if op in WITHOUT else str(given.get("value") or "").strip()
        if op not in WITHOUT:
            _check_value(number, field, op, value)
        found.append({"field": field.key, "op": op, "value": value[:300]})
    return found


def _check_value(number: int, field: Field, op: str, value: str) -> None:
    where = f"condition-{number}"
    if not value:
        raise DomainError(f"Condition {number}: {field.label} {said_op(field, op)} what?", field=where)
    if field.kind in (NUMBER, MONEY) and as_decimal(value) is None:
        raise DomainError(f"Condition {number}: type a number such as 10,000.", field=where)
    if field.kind == DATE:
        if op == "within":
            if not value.isdecimal() or int(value) > 3650:
                raise DomainError(f"Condition {number}: type a number of days.", field=where)
        else:
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                raise DomainError(
                    f"Condition {number}: type a day such as 2026-11-30.", field=where
                ) from None
    if field.kind in (CHOICE, PERSON) and value not in dict(field.options()):
        raise DomainError(f"Condition {number}: choose from the list.", field=where)


def said_op(field: Field, op: str) -> str:
    """The operator in words."""
    return dict(OPERATORS[field.kind]).get(op, op)


def said_value(field: Field, value: Any) -> str:
    """A value as it is read on a page: $10,000.00, Nov 30, 2026, a name; "nothing" when there is none."""
    if value in (None, "", []):
        return "nothing"
    if field.kind in (CHOICE, PERSON, TAGS):
        known = dict(field.options())
        values = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(known.get(str(one), str(one)) for one in values)
    if field.kind == MONEY:
        amount = as_decimal(value)
        return f"${amount:,.2f}".removesuffix(".00") if amount is not None else str(value)
    if field.kind == DATE:
        day = value if isinstance(value, datetime.date) else _day(str(value))
        return f"{day:%b} {day.day}, {day.year}" if day else str(value)
    if field.kind == YESNO:
        return "yes" if value else "no"
    return str(value)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def say(condition: Mapping[str, Any], fields: Mapping[str, Field]) -> str:
    """One condition as a sentence part: "Budget is over $10,000"."""
    field = fields.get(condition["field"])
    if field is None:
        return "A field that is gone"
    op = condition["op"]
    if op == "within":
        days = int(condition["value"])
        return f"{field.label} is within {days} day{'' if days == 1 else 's'} from today"
    said = f"{field.label} {said_op(field, op)}"
    return said if op in WITHOUT else f"{said} {said_value(field, condition['value'])}"


def holds(condition: Mapping[str, Any], field: Field, value: Any) -> bool:
    """Whether one condition holds for a value as Field.get reads it."""
    op, wanted = condition["op"], condition["value"]
    missing = value in (None, "", [])
    if op == "empty":
        return missing
    if op == "filled":
        return not missing
    if op in ("yes", "no"):
        return bool(value) is (op == "yes")
    if field.kind == TAGS:
        tags = {str(tag).lower() for tag in (value or [])}
        return (wanted.lower() in tags) is (op == "has")
    if field.kind in (NUMBER, MONEY):
        number, limit = as_decimal(value) if not missing else None, as_decimal(wanted)
        if number is None or limit is None:
            return False
        return {"over": number > limit, "under": number < limit, "is": number == limit}[op]
    if field.kind == DATE:
        return not missing and _date_holds(op, value, wanted)
    text, other = str(value or "").lower(), wanted.lower()
    return {
        "is": text == other,
        "is_not": text != other,
        "has": other in text,
        "has_not": other not in text,
    }[op]


def _date_holds(op: str, value: datetime.date, wanted: str) -> bool:
    if op == "within":
        return 0 <= (value - timezone.localdate()).days <= int(wanted)
    day = datetime.date.fromisoformat(wanted)
    return value < day if op == "before" else value > day


def look(conditions: Iterable[Mapping[str, Any]], match: str, ctx: Context) -> tuple[list[Finding], bool]:
    """Each condition with the value it meets on this record now, and whether all (or any) hold together.

    A condition on a field that is gone does not hold: what cannot be asked is not taken for true.
    """
    fields = fields_for(ctx.subject)
    found = []
    for condition in conditions:
        field = fields.get(condition["field"])
        if field is None:
            found.append(Finding("A field that is gone", "nothing", False))
            continue
        value = field.get(ctx)
        if isinstance(value, bool) and field.kind != YESNO:
            value = str(value)
        shown = said_value(field, value) if not isinstance(value, Decimal) else said_value(field, str(value))
        found.append(Finding(say(condition, fields), shown, holds(condition, field, value)))
    results = [finding.holds for finding in found]
    return found, not results or (any(results) if match == "any" else all(results))
