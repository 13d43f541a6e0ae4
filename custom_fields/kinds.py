"""The types of custom fields: what a value may be, how it is kept, and how it is said. The one place that knows.

`clean` takes what a form, a file or a program gives and returns the value as it is kept in JSON, or None for empty:

    checkbox true (unticked is empty) · tristate "yes" "no" "unknown" · picklist the choice's key · multi keys in the order of the
    choices · date "2026-11-30" · time "14:30" · numeric "12.5" · currency "1250.00" · contact, matter, user, file an id ·
    group [{member id: value}] · others text

Cleaning what is clean changes nothing, and cleaning what was said gives the value back (tests/custom_fields/test_kinds.py).
"""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from practice.dates import NotADate, parse_day
from practice.filters import read_amount
from practice.filters.reading import say_amount

TEXT, LONG_TEXT, MOST_ROWS = 500, 10_000, 50
REFERENCES = {"contact": "a contact", "matter": "a matter", "user": "somebody of the firm", "file": "a file"}
RESULTS = (
    ("numeric", "A number"),
    ("currency", "An amount of money"),
    ("date", "A date"),
    ("text", "Text"),
    ("tristate", "Yes or no"),
)
TRISTATES = (("yes", "Yes"), ("no", "No"), ("unknown", "Unknown"))
YES = {"1", "yes", "y", "true", "on", "x"}
NO = {"0", "no", "n", "false", "off", "", "none"}
RESTRICTED = "restricted"
ICONS = {
    "text": "letter-case", "long_text": "align-left", "checkbox": "checkbox", "tristate": "help-circle", "picklist": "list",
    "multi": "list-check", "date": "calendar", "time": "clock", "numeric": "hash", "currency": "currency-dollar", "email": "mail",
    "url": "link", "contact": "address-book", "matter": "briefcase-2", "user": "user", "file": "paperclip",
    "formula": "math-function", "group": "table",
}  # fmt: skip


class Wrong(ValidationError):
    """A value that its field does not take; the message says what it would."""


def _text(field, value: Any, before: Any) -> str | None:
    text = " ".join(_as_text(value).split())
    return _fits(text, int(field.settings.get("length") or TEXT))


def _long_text(field, value: Any, before: Any) -> str | None:
    text = re.sub(r"\r\n?", "\n", _as_text(value)).strip()
    return _fits(text, LONG_TEXT)


def _as_text(value: Any) -> str:
    if isinstance(value, (dict, list, tuple)):
        raise Wrong("This is a text.")
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if "\x00" in text:
        raise Wrong("Text cannot hold a null character.")
    return text


def _fits(text: str, most: int) -> str | None:
    if len(text) > most:
        raise Wrong(f"Type at most {most:,} characters; this has {len(text):,}.")
    return text or None


def _checkbox(field, value: Any, before: Any) -> bool | None:
    return True if _yes_no(value) else None


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _as_text(value).strip().lower()
    if text not in YES | NO:
        raise Wrong("Answer yes or no.")
    return text in YES


def _tristate(field, value: Any, before: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = _as_text(value).strip().lower()
    if not text:
        return None
    if text in ("unknown", "?", "u", "not known"):
        return "unknown"
    if text not in YES | NO:
        raise Wrong("Answer yes, no or unknown.")
    return "yes" if text in YES else "no"


def choices_of(field, *, keep: Any = ()) -> list[tuple[str, str]]:
    """Key and label of the choices on offer, with those in `keep` that a record has though they are retired."""
    kept = {keep} if isinstance(keep, str) else set(keep or ())
    return [(c["key"], c["label"]) for c in field.choices if not c.get("retired") or c["key"] in kept]


def _choice(field, value: Any, before: Any) -> str:
    text = _as_text(value).strip()
    offered = choices_of(field, keep=before)
    for key, label in offered:
        if text == key or text.casefold() == label.casefold():
            return key
    gone = any(text in (c["key"], c["label"]) for c in field.choices)
    names = ", ".join(label for _, label in offered[:8]) + (" …" if len(offered) > 8 else "")
    raise Wrong(
        f"“{text[:60]}” is {'no longer ' if gone else 'not '}a choice of {field.label}. There is: {names}."
    )


def _picklist(field, value: Any, before: Any) -> str | None:
    return _choice(field, value, before) if _as_text(value).strip() else None


def _multi(field, value: Any, before: Any) -> list[str] | None:
    parts = value if isinstance(value, (list, tuple)) else re.split(r"[;\n]", _as_text(value))
    picked = {_choice(field, part, before) for part in parts if _as_text(part).strip()}
    return [c["key"] for c in field.choices if c["key"] in picked] or None


def _date(field, value: Any, before: Any) -> str | None:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = _as_text(value).strip()
    if not text:
        return None
    try:
        return parse_day(text).isoformat()
    except NotADate as error:
        raise Wrong(str(error)) from None
    except (OverflowError, ValueError):
        raise Wrong("There is no such day. Type a date such as 11/30 or Nov 30.") from None


_CLOCK = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?(?::\d{2})?\s*([ap])?\.?\s*m?\.?")


def _time(field, value: Any, before: Any) -> str | None:
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    text = _as_text(value).strip().lower()
    if not text:
        return None
    match = _CLOCK.fullmatch({"noon": "12:00", "midnight": "0:00"}.get(text, text))
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and not 1 <= hour <= 12:
            hour = 99
        elif half:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour < 24 and minute < 60:
            return f"{hour:02}:{minute:02}"
    raise Wrong(f"“{text[:40]}” is no time of day. Type 14:30 or 2:30 pm.")


def decimal_of(text: Any) -> Decimal | None:
    """A kept number or amount as a Decimal; None when it is none."""
    try:
        found = Decimal(str(text))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _bounds(field, number: Decimal, shown: Callable[[Decimal], str]) -> None:
    low, high = decimal_of(field.settings.get("min")), decimal_of(field.settings.get("max"))
    if low is not None and number < low:
        raise Wrong(f"{field.label} is at least {shown(low)}.")
    if high is not None and number > high:
        raise Wrong(f"{field.label} is at most {shown(high)}.")


def number_text(number: Decimal) -> str:
    """`1250.5`, without an exponent and without zeros at the end."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _numeric(field, value: Any, before: Any) -> str | None:
    text = _as_text(value).strip().replace(",", "").replace("−", "-").removeprefix("+")
    if not text:
        return None
    number = decimal_of(text) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", text) and text.isascii() else None
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = decimal_of(value)
    if number is None or abs(number) >= 10**12:
        raise Wrong(f"“{text[:40]}” is not a number. Type 1250.5.")
    places = int(field.settings.get("decimals", 2))
    if number != round(number, places):
        raise Wrong(
            f"{field.label} has at most {places} decimals." if places else f"{field.label} is a whole number."
        )
    _bounds(field, number, number_text)
    return number_text(number)


def _currency(field, value: Any, before: Any) -> str | None:
    amount = read_amount(_as_text(value).strip().removeprefix("$"))
    if amount is None:
        return None
    _bounds(field, amount, say_amount)
    return f"{amount + 0:.2f}" if amount else "0.00"


def _email(field, value: Any, before: Any) -> str | None:
    text = _as_text(value).strip()
    if not text:
        return None
    name, _, domain = text.rpartition("@")
    try:
        EmailValidator()(text)
    except ValidationError:
        raise Wrong(f"“{text[:80]}” is no e-mail address.") from None
    return _fits(f"{name}@{domain.lower()}", 254)


def _url(field, value: Any, before: Any) -> str | None:
    text = _as_text(value).strip()
    if not text:
        return None
    if not re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) or re.match(r"[\w.-]+:\d+(/|$)", text):
        text = f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise Wrong("Type a web address such as https://example.com.") from None
    return _fits(text, 500)


def _reference(field, value: Any, before: Any) -> int | None:
    if hasattr(value, "pk"):
        return value.pk
    if isinstance(value, dict):
        value = value.get("id")
    if value is None:
        return None
    text = _as_text(value).strip()
    if not text:
        return None
    if not text.isdecimal() or not text.isascii() or not 0 < int(text) < 2**63:
        raise Wrong(f"Choose {REFERENCES[field.type]} from the list.")
    return int(text)


def _nothing(field, value: Any, before: Any) -> None:
    raise Wrong(f"{field.label} is worked out from other fields and cannot be set.")


_CLEAN: Mapping[str, Callable[[Any, Any, Any], Any]] = {
    "text": _text, "long_text": _long_text, "checkbox": _checkbox, "tristate": _tristate, "picklist": _picklist,
    "multi": _multi, "date": _date, "time": _time, "numeric": _numeric, "currency": _currency, "email": _email, "url": _url,
    "contact": _reference, "matter": _reference, "user": _reference, "file": _reference, "formula": _nothing,
}  # fmt: skip


def clean(field, value: Any, *, before: Any = None) -> Any:
    """The value as it is kept, None for empty. `before` is what the record has: a retired choice may stay.

    Not for groups, whose rows are cleaned member by member (services.values). Raises Wrong with a sentence.
    """
    if value is None:
        return None
    try:
        return _CLEAN[field.type](field, value, before)
    except Wrong:
        raise
    except ValidationError as error:
        raise Wrong(error.messages[0]) from None


# Saying


def _label(field, key: Any) -> str:
    return next((c["label"] for c in field.choices if c["key"] == key), str(key))


def say_day(day: datetime.date) -> str:
    """Nov 30, 2026."""
    return f"{day:%b} {day.day}, {day.year}"


def say(field, value: Any, names: Mapping[tuple[str, int], str] | None = None) -> str:
    """A kept value in words. `names` has those of references, (type, id) → name; one that is not in it is restricted."""
    if value is None or value == "" or value == []:
        return ""
    kind = field.shown_as
    if kind == "checkbox":
        return "Yes" if value else "No"
    if kind == "tristate":
        return dict(TRISTATES).get(value, str(value))
    if kind == "picklist":
        return _label(field, value)
    if kind == "multi":
        return (
            ", ".join(_label(field, key) for key in value)
            if isinstance(value, list)
            else _label(field, value)
        )
    if kind == "date":
        day = day_of(value)
        return say_day(day) if day else str(value)
    if kind in ("currency", "numeric"):
        number = decimal_of(value)
        if number is None:
            return str(value)
        if kind == "currency":
            return say_amount(number)
        return f"{'−' if number < 0 else ''}{abs(number):,f}"
    if kind in REFERENCES:
        return (names or {}).get((kind, value), RESTRICTED)
    return str(value)


def say_row(members, row: Mapping[str, Any], names: Mapping[tuple[str, int], str] | None = None) -> str:
    """One row of a repeating group in words: `Honda Civic, 7ABC123`."""
    parts = [say(member, row.get(member.id_text), names) for member in members]
    return ", ".join(part for part in parts if part)


def day_of(value: Any) -> datetime.date | None:
    """A kept date."""
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def plain(field, value: Any) -> Any:
    """A kept value as formulas and files reckon with it: Decimal, date, bool, label of a choice, id, text."""
    if value is None:
        return None
    kind = field.shown_as
    if kind in ("numeric", "currency"):
        return decimal_of(value)
    if kind == "date":
        return day_of(value)
    if kind == "picklist":
        return _label(field, value)
    if kind == "multi":
        return [_label(field, key) for key in value] if isinstance(value, list) else [_label(field, value)]
    if kind in REFERENCES:
        return Decimal(value) if isinstance(value, int) else None
    return value


def result(field, value: Any) -> Any:
    """What a formula came to, as it is kept. Raises FormulaError-like ValueError when it is of another kind than was said."""
    if value is None or value == "":
        return None
    wanted = field.shown_as
    if wanted == "date" and isinstance(value, datetime.date):
        return value.isoformat()
    if wanted in ("numeric", "currency") and isinstance(value, Decimal) and not isinstance(value, bool):
        places = 2 if wanted == "currency" else int(field.settings.get("decimals", 2))
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
        return f"{rounded + 0:.2f}" if wanted == "currency" else number_text(rounded)
    if wanted == "tristate" and isinstance(value, bool):
        return "yes" if value else "no"
    if wanted == "text":
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Decimal):
            return number_text(value)
        return say_day(value) if isinstance(value, datetime.date) else str(value)[:TEXT]
    said = dict(RESULTS)[wanted].lower()
    raise ValueError(f"The formula gives something else than {said}.")
