"""One page of rows, found by where the last page ended (keyset), so that page 100 costs what page 1 costs.

The token names the sort keys of the last row and its id. Where the order follows from a computed column a
keyset would compute it three times over, so the token is then a row number.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, Q


@dataclass(frozen=True)
class Key:
    """One ORM path of the order. `field` is the model field behind it, None for annotations."""

    path: str
    descending: bool
    field: models.Field | None
    nullable: bool

    @property
    def expression(self):
        """Rows without a value come last, whichever way the others run."""
        if self.descending:
            return F(self.path).desc(nulls_last=True) if self.nullable else F(self.path).desc()
        return F(self.path).asc()


@dataclass(frozen=True)
class Page:
    """The rows of one page and the token of the next (empty at the end)."""

    rows: list[Any]
    after: str
    #: the token that was given could not be read, and this is the first page
    lost: bool = False


def keys_for(model: type[models.Model], paths: list[str]) -> list[Key]:
    """The order as keys, ending with the id so that no two rows tie."""
    keys: list[Key] = []
    for path in paths:
        name = path.removeprefix("-")
        if all(key.path != name for key in keys):
            field, nullable = _resolve(model, name)
            keys.append(Key(name, path.startswith("-"), field, nullable))
    if all(key.path not in ("pk", "id") for key in keys):
        down = bool(keys) and keys[0].descending
        keys.append(Key("pk", down, model._meta.pk, False))
    return keys


def _resolve(model, path: str) -> tuple[models.Field | None, bool]:
    field, nullable = None, False
    for part in path.split("__"):
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return None, True
        if not field.concrete or field.many_to_many:
            return None, True
        nullable = nullable or field.null
        model = field.related_model
    return field, nullable


def take(qs: models.QuerySet, keys: list[Key], *, per: int, after: str = "") -> Page:
    """`per` rows of `qs` in the order of `keys`, from the token `after` on. One query, or two where all rows are sorted."""
    qs = qs.order_by(*[key.expression for key in keys])
    start = 0
    lost = False
    plain = all(key.field is not None for key in keys)
    if after:
        try:
            if plain:
                qs = qs.filter(_beyond(keys, _unpack(after, keys)))
            else:
                start = _row_number(after)
        except (ValueError, TypeError, ValidationError, binascii.Error, ArithmeticError):
            start, lost = 0, True
    if plain:
        # The keys come with the row, so that the token needs no further query whatever is joined.
        qs = qs.annotate(**{f"_key{i}": F(key.path) for i, key in enumerate(keys)})
    rows = list(qs[: per + 1]) if plain else _sorted_rows(qs, start, start + per + 1)
    if len(rows) <= per:
        return Page(rows, "", lost)
    rows.pop()
    last = rows[-1]
    token = _pack([getattr(last, f"_key{i}") for i in range(len(keys))]) if plain else f"r{start + per}"
    return Page(rows, token, lost)


def _sorted_rows(qs: models.QuerySet, first: int, end: int) -> list[Any]:
    """Rows of an order that no index has: sorted by their ids alone, without what the rows and their relations hold."""
    if qs.query.distinct or qs.query.combinator:
        return list(qs[first:end])
    ids = list(qs.values_list("pk", flat=True)[first:end])
    found = {row.pk: row for row in qs.order_by().filter(pk__in=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _beyond(keys: list[Key], values: list[Any]) -> Q:
    """The rows after the one with `values`: (a > x) or (a = x and b > y) …, with a bound on `a` an index can
    use.
    """
    found = Q()
    same = Q()
    for key, value in zip(keys, values, strict=True):
        if value is None:
            further = None  # empty values are last: nothing lies beyond but ties
            equal = Q(**{f"{key.path}__isnull": True})
        else:
            further = Q(**{f"{key.path}__{'lt' if key.descending else 'gt'}": value})
            if key.nullable:
                further |= Q(**{f"{key.path}__isnull": True})
            equal = Q(**{key.path: value})
        if further is not None:
            found |= same & further
        same &= equal
    first, value = keys[0], values[0]
    if value is not None and not first.nullable and len(keys) > 1:
        return Q(**{f"{first.path}__{'lte' if first.descending else 'gte'}": value}) & found
    return found


def _pack(values: list[Any]) -> str:
    def plain(value):
        if value is None or isinstance(value, (bool, int, str)):
            return value
        if isinstance(value, (date, datetime)):
            return value.isoformat()
        return str(value)

    text = json.dumps([plain(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(token: str, keys: list[Key]) -> list[Any]:
    if len(token) > 4000:
        raise ValueError("too long")
    values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    if not isinstance(values, list) or len(values) != len(keys):
        raise ValueError("another order")
    read: list[Any] = []
    for key, value in zip(keys, values, strict=True):
        if isinstance(value, (list, dict, float)):
            raise ValueError("not a value")
        if value is None:
            if not key.nullable:
                raise ValueError("empty")
            read.append(None)
            continue
        field = key.field
        if field.is_relation:  # type: ignore[union-attr]
            field = field.target_field  # type: ignore[union-attr]
        checked = field.to_python(value)  # type: ignore[union-attr]
        if isinstance(checked, str) and "\x00" in checked:
            raise ValueError("null character")
        if isinstance(checked, int) and not -(2**63) <= checked < 2**63:
            raise ValueError("too large")
        if isinstance(checked, Decimal) and (not checked.is_finite() or abs(checked) >= 10**20):
            raise ValueError("too large")
        read.append(checked)
    return read


def _row_number(token: str) -> int:
    if not token.startswith("r") or not token[1:].isdecimal() or len(token) > 9:
        raise ValueError("not a row number")
    return int(token[1:])
