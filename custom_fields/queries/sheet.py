"""One record's values as they stand: what is shown, what is set aside, what formulas come to.

A field whose condition does not hold is hidden. Its value is not shown, not demanded, not reckoned with and not found by filters;
it is kept under "kept" in the record and comes back when the condition holds again.
"""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils import timezone

from custom_fields import formulas, kinds
from custom_fields.models import Field
from custom_fields.queries.schemas import Schema

KEPT = "kept"


class Sheet:
    """The values of `custom` by the fields of `schema`. Nothing is written; `settled` gives what should be."""

    def __init__(
        self, schema: Schema, custom: Mapping[str, Any] | None, *, today: datetime.date | None = None
    ):
        self.schema = schema
        self.custom = custom or {}
        self.today = today or timezone.localdate()
        kept = self.custom.get(KEPT)
        self._kept = kept if isinstance(kept, dict) else {}
        self._shown: dict[int, bool] = {}
        self._values: dict[int, Any] = {}
        self._open: set[int] = set()
        #: field id -> why its formula could not be worked out
        self.faults: dict[int, str] = {}

    # Top-level fields

    def stored(self, field: Field) -> Any:
        """What the record holds, shown or set aside."""
        found = self.custom.get(field.id_text)
        return self._kept.get(field.id_text) if found is None else found

    def visible(self, field: Field) -> bool:
        """Whether the field's condition holds. Fields that wait for each other are shown."""
        if not field.visible_if:
            return True
        if field.pk not in self._shown:
            key = -field.pk
            if key in self._open:
                return True
            self._open.add(key)
            self._shown[field.pk] = self._holds(field.visible_if, self._top)
            self._open.discard(key)
        return self._shown[field.pk]

    def _top(self, field_id: int) -> tuple[Field | None, Any]:
        field = self.schema.by_id.get(field_id)
        return field, (self.value(field) if field is not None else None)

    def value(self, field: Field) -> Any:
        """The kept value, None when empty or hidden. A formula is worked out."""
        if field.pk not in self._values:
            if field.pk in self._open:
                return None
            self._open.add(field.pk)
            self._values[field.pk] = self._find(field) if self.visible(field) else None
            self._open.discard(field.pk)
        return self._values[field.pk]

    def _find(self, field: Field) -> Any:
        if field.type == Field.Type.FORMULA:
            return self._work_out(field, self._look_up)
        if field.type == Field.Type.GROUP:
            rows = self.stored(field)
            return (
                [self._row(field, row) for row in rows if isinstance(row, dict)]
                if isinstance(rows, list)
                else None
            )
        return self.stored(field)

    def _work_out(self, field: Field, look_up) -> Any:
        try:
            return kinds.result(field, formulas.evaluate(field.formula, look_up, today=self.today))
        except ValueError as error:
            self.faults[field.pk] = str(error)
            return None

    def _look_up(self, name: str) -> Any:
        group_key, dot, member_key = name.partition(".")
        field = self.schema.by_key[group_key]
        if field.type == Field.Type.GROUP:
            rows = self.value(field) or []
            if not dot:
                return [row for row in rows if row]
            member = next((m for m in self.schema.members(field) if m.key == member_key), None)
            if member is None:
                raise KeyError(name)
            return [kinds.plain(member, row.get(member.id_text)) for row in rows]
        if dot:
            raise KeyError(name)
        return kinds.plain(field, self.value(field))

    # Rows of groups

    def _row(self, group: Field, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with its formulas worked out, without what is hidden in it."""
        members = self.schema.members(group)
        found: dict[str, Any] = {}
        for member in members:
            if member.type != Field.Type.FORMULA and row.get(member.id_text) is not None:
                found[member.id_text] = row[member.id_text]
        for member in members:
            if member.visible_if and not self.row_visible(group, member, found):
                found.pop(member.id_text, None)
        by_key = {member.key: member for member in members}

        def look_up(name: str) -> Any:
            member = by_key.get(name)
            if member is None:
                return self._look_up(name)
            return kinds.plain(member, found.get(member.id_text))

        for member in members:
            if member.type == Field.Type.FORMULA and (
                not member.visible_if or self.row_visible(group, member, found)
            ):
                value = self._work_out(member, look_up)
                if value is not None:
                    found[member.id_text] = value
        return found

    def row_visible(self, group: Field, member: Field, row: Mapping[str, Any]) -> bool:
        """Whether a column's condition holds in a row: on other columns of it, or on fields outside."""
        if not member.visible_if:
            return True
        members = {m.pk: m for m in self.schema.members(group)}

        def look(field_id: int) -> tuple[Field | None, Any]:
            if field_id in members:
                return members[field_id], row.get(str(field_id))
            return self._top(field_id)

        return self._holds(member.visible_if, look)

    # Conditions

    def _holds(self, condition: Mapping[str, Any], look) -> bool:
        rules = condition.get("rules") or []
        found = []
        for rule in rules:
            field, value = look(int(rule["field"]))
            # A condition on a field that is gone or not on this record hides nothing.
            found.append(field is None or holds(field, value, rule.get("op", "is"), rule.get("value")))
        if not found:
            return True
        return any(found) if condition.get("join") == "any" else all(found)

    # Writing

    @cached_property
    def settled(self) -> dict[str, Any]:
        """`custom` as it should be kept: formulas worked out, hidden values set aside, empty ones left out."""
        result: dict[str, Any] = {}
        aside: dict[str, Any] = dict(self._kept)
        own = {row.id_text for row in self.schema.rows}
        for name, value in self.custom.items():
            if name != KEPT and name not in own:
                result[name] = value  # retired fields, and those of another practice area's sets
        for field in self.schema.fields:
            aside.pop(field.id_text, None)
            if self.visible(field):
                value = self.value(field)
                if value not in (None, "", [], {}):
                    result[field.id_text] = value
            elif field.type != Field.Type.FORMULA and self.stored(field) not in (None, "", [], {}):
                aside[field.id_text] = self.stored(field)
        if aside:
            result[KEPT] = aside
        return result


def holds(field: Field, value: Any, op: str, wanted: Any) -> bool:
    """Whether one rule holds for a kept value."""
    empty = value in (None, "", [], False)
    if op == "filled":
        return not empty
    if op == "empty":
        return empty
    options = [str(part) for part in (wanted if isinstance(wanted, list) else [wanted])]
    if op in ("is", "is_not"):
        if field.type == Field.Type.CHECKBOX:
            found = ("yes" if value else "no") in options
        elif isinstance(value, list):
            found = any(str(part) in options for part in value)
        else:
            found = value is not None and str(value).casefold() in [option.casefold() for option in options]
        return found if op == "is" else not found
    if value is None:
        return False
    if field.shown_as == "date":
        return value > options[0] if op == "more" else value < options[0]
    number, bound = kinds.decimal_of(value), kinds.decimal_of(options[0])
    if number is None or bound is None:
        return False
    return number > bound if op == "more" else number < bound
