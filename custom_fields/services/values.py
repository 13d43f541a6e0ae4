"""Writing the values of a record: checked, normalised and recorded in one place, whoever asks."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from custom_fields import kinds
from custom_fields.hosts import host_of
from custom_fields.models import Field
from custom_fields.queries.names import named, references, say_all
from custom_fields.queries.schemas import Schema, schema_of
from custom_fields.queries.sheet import KEPT, Sheet
from custom_fields.services.lookups import resolve
from practice import audit
from practice.exceptions import DomainError

EMPTY = (None, "", [], {})


class FieldErrors(DomainError):
    """Values that their fields do not take. `errors` has them by path: "12", or "12.0.15" in a group's first row."""

    def __init__(self, errors: Mapping[str, str], schema: Schema):
        self.errors = dict(errors)
        path, message = next(iter(self.errors.items()))
        field = schema.by_id[int(path.rpartition(".")[2])]
        super().__init__(f"{field.label}: {message}", field=field.key)


def examine(
    schema: Schema,
    custom: Mapping[str, Any],
    values: Mapping[Any, Any],
    *,
    by: Member | None,
    whole: bool = False,
) -> tuple[dict[str, Any], dict[str, str]]:
    """(the values as they would be kept, {path: error}) if `values` (by id or key) were set over `custom`. Writes nothing.

    With `whole` every visible required field must be filled, else only those in `values`. A reference must point to what `by` sees,
    unless it stands there already.
    """
    errors: dict[str, str] = {}
    new = {name: value for name, value in custom.items() if name != KEPT}
    kept = dict(custom.get(KEPT) or {})
    touched: list[Field] = []
    for name, raw in values.items():
        field = schema.find(name)
        if field is None or field.parent_id is not None:
            raise DomainError(f"There is no field “{str(name)[:60]}” here.", field=str(name)[:60])
        touched.append(field)
        before = custom.get(field.id_text)
        before = kept.get(field.id_text) if before is None else before
        value = _cleaned(schema, field, raw, before, by, errors)
        kept.pop(field.id_text, None)
        if value in EMPTY:
            new.pop(field.id_text, None)
        else:
            new[field.id_text] = value
    _check_references(schema, new, custom, touched, by, errors)
    sheet = Sheet(schema, new | ({KEPT: kept} if kept else {}))
    settled = sheet.settled
    for field in schema.fields if whole else touched:
        if (
            field.id_text not in errors
            and field.required
            and sheet.visible(field)
            and sheet.value(field) in EMPTY
        ):
            errors[field.id_text] = "Fill this in."
        if field.type == Field.Type.GROUP and (whole or field in touched) and sheet.visible(field):
            _check_rows(schema, field, sheet, errors)
    return settled, errors


def _cleaned(
    schema: Schema, field: Field, raw: Any, before: Any, by: Member | None, errors: dict[str, str]
) -> Any:
    if field.type == Field.Type.GROUP:
        return _clean_rows(schema, field, raw, before, by, errors)
    try:
        return kinds.clean(field, resolve(field, raw, by), before=before)
    except ValidationError as error:
        errors[field.id_text] = error.messages[0]
        return before


def _clean_rows(
    schema: Schema, group: Field, raw: Any, before: Any, by: Member | None, errors: dict[str, str]
) -> Any:
    if raw in EMPTY:
        return None
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        errors[group.id_text] = "This is a list of rows."
        return before
    members = {m.key: m for m in schema.members(group)} | {m.id_text: m for m in schema.members(group)}
    earlier = before if isinstance(before, list) else []
    rows = []
    for number, given in enumerate(raw):
        old = earlier[number] if number < len(earlier) and isinstance(earlier[number], dict) else {}
        row: dict[str, Any] = {}
        for name, value in given.items():
            member = members.get(str(name))
            if member is None:
                errors[group.id_text] = f"{group.label} has no column “{str(name)[:40]}”."
                continue
            if member.type == Field.Type.FORMULA:
                continue
            try:
                found = kinds.clean(member, resolve(member, value, by), before=old.get(member.id_text))
            except ValidationError as error:
                errors[f"{group.id_text}.{number}.{member.id_text}"] = error.messages[0]
                continue
            if found not in EMPTY:
                row[member.id_text] = found
        if row or any(path.startswith(f"{group.id_text}.{number}.") for path in errors):
            rows.append(row)
    if len(rows) > kinds.MOST_ROWS:
        errors[group.id_text] = f"{group.label} takes at most {kinds.MOST_ROWS} rows."
    return rows


def _check_rows(schema: Schema, group: Field, sheet: Sheet, errors: dict[str, str]) -> None:
    for number, row in enumerate(sheet.value(group) or ()):
        for member in schema.members(group):
            path = f"{group.id_text}.{number}.{member.id_text}"
            wanted = member.required and member.type != Field.Type.FORMULA
            if (
                wanted
                and path not in errors
                and row.get(member.id_text) in EMPTY
                and sheet.row_visible(group, member, row)
            ):
                errors[path] = "Fill this in."


def _check_references(schema, new, custom, touched, by, errors) -> None:
    only = {field.pk for field in touched}
    fresh = references(schema, [new], only=only) - references(
        schema, [custom, custom.get(KEPT) or {}], only=only
    )
    lost = fresh - set(named(fresh, by))
    for kind, pk in lost:
        for field in touched:
            said = f"Choose {kinds.REFERENCES[kind]} from the list."
            if field.type == kind and new.get(field.id_text) == pk:
                errors[field.id_text] = said
            elif field.type == Field.Type.GROUP:
                for number, row in enumerate(new.get(field.id_text) or ()):
                    for member in schema.members(field):
                        if member.type == kind and row.get(member.id_text) == pk:
                            errors[f"{field.id_text}.{number}.{member.id_text}"] = said


@transaction.atomic
def set_custom(
    obj: Any, values: Mapping[Any, Any], *, by: Member | None, whole: bool = False, new: bool = False
) -> Any:
    """Set values of a record, by the field's id or key, as typed or as kept; None empties one. Returns `obj` with them.

    `by` None is the system: a form that a stranger filled in. `new` says that `by` has just made the record: whoever may open a
    matter fills in its fields, also where they do not edit it later. `whole` demands what is required.
    Raises Refused when `by` may not change the record, FieldErrors with what is wrong at each field, DomainError for a field that
    the record does not have. What changed is recorded under the fields' names, in words.
    """
    host = host_of(obj)
    if by is not None and not new:
        host.ensure(by, obj)
    rows = type(obj).objects.select_for_update(of=("self",))
    locked = rows.get(pk=obj.pk)
    schema = schema_of(locked)
    custom, errors = examine(schema, locked.custom or {}, values, by=by, whole=whole)
    if errors:
        raise FieldErrors(errors, schema)
    _write(host.key, schema, locked, custom, by)
    obj.custom = locked.custom
    return obj


def _write(host: str, schema: Schema, locked: Any, custom: dict[str, Any], by: Member | None) -> bool:
    before = locked.custom or {}
    if custom == before:
        return False
    changes = changes_of(schema, before, custom, by)
    locked.custom = custom
    fields = ["custom"]
    if any(f.name == "updated_at" for f in locked._meta.local_fields):
        locked.updated_at = timezone.now()
        fields.append("updated_at")
    locked.save(update_fields=fields)
    if changes:
        audit.record(by, f"{host}.changed", locked, changes=changes)
    return True


def changes_of(
    schema: Schema, before: Mapping[str, Any], after: Mapping[str, Any], by: Member | None
) -> dict[str, list[str | None]]:
    """{field's name: [before, after]} in words. A matter is named by its id alone: who reads the history may not see it."""
    names = {
        key: name
        for key, name in named(references(schema, [before, after]), by).items()
        if key[0] != "matter"
    }
    names |= {key: f"matter id {key[1]}" for key in references(schema, [before, after]) if key[0] == "matter"}
    found: dict[str, list[str | None]] = {}
    for field in schema.fields:
        old, new = before.get(field.id_text), after.get(field.id_text)
        if old == new:
            continue
        label = field.label if field.label not in found else f"{field.label} ({field.key})"
        if field.type == Field.Type.GROUP:
            _row_changes(schema, field, old or [], new or [], names, found)
        else:
            found[label] = [say_all(schema, field, part, names) or None for part in (old, new)]
    return found


def _row_changes(schema: Schema, group: Field, old: list, new: list, names, found: dict) -> None:
    members = schema.members(group)
    for number in range(max(len(old), len(new))):
        pair = [rows[number] if number < len(rows) else {} for rows in (old, new)]
        if pair[0] != pair[1]:
            found[f"{group.label} {number + 1}"] = [
                kinds.say_row(members, row, names) or None for row in pair
            ]


def recompute(obj: Any, *, schema: Schema | None = None) -> bool:
    """Work the formulas and conditions of a locked record out again and save what is new. For jobs: recorded as the system's.

    Returns whether anything changed.
    """
    known = schema or schema_of(obj)
    return _write(host_of(obj).key, known, obj, Sheet(known, obj.custom).settled, None)


@transaction.atomic
def put_what_fits(obj: Any, values: Mapping[Any, Any]) -> list[str]:
    """Set what their fields take of `values` (by id), as the system: answers of a stranger, who is not told about our fields.

    Returns the names of the fields that took nothing.
    """
    known = schema_of(obj)
    found = {
        name: value
        for name, value in values.items()
        if (f := known.find(name)) is not None and f.parent_id is None
    }
    lost = []
    for _ in range(len(found)):
        _, errors = examine(known, obj.custom or {}, found, by=None)
        if not errors:
            break
        for path in {path.partition(".")[0] for path in errors}:
            lost.append(known.by_id[int(path)].label)
            found = {name: value for name, value in found.items() if known.find(name).pk != int(path)}  # type: ignore[union-attr]
    if found:
        set_custom(obj, found, by=None)
    return lost


@transaction.atomic
def carry_over(source: Any, target: Any, *, by: Member | None) -> list[str]:
    """Copy the values of one record to the fields of the same key and type of another: a lead's to its matter and contact.
    Part of the act that makes the one of the other, which has asked whether `by` may.

    Returns the names of the fields that were filled. Fields that hold something already keep it.
    """
    source_schema, target_schema = schema_of(source), schema_of(target)
    sheet, there = Sheet(source_schema, source.custom), Sheet(target_schema, target.custom)
    values: dict[str, Any] = {}
    for field in target_schema.fields:
        twin = source_schema.by_key.get(field.key)
        if twin is None or twin.type != field.type or field.type in (Field.Type.FORMULA, Field.Type.FILE):
            continue
        value = sheet.value(twin)
        if value in EMPTY or there.stored(field) not in EMPTY:
            continue
        values[field.id_text] = _translated(source_schema, twin, target_schema, field, value)
    if not values:
        return []
    custom, errors = examine(target_schema, target.custom or {}, values, by=by)
    for path in {path.partition(".")[0] for path in errors}:
        values.pop(path, None)  # what the other field does not take stays with the source
    if values:
        set_custom(target, values, by=by, new=True)
    return [target_schema.by_id[int(key)].label for key in values]


def _translated(source: Schema, twin: Field, target: Schema, field: Field, value: Any) -> Any:
    """A value of one field as the other reads it: choices by their words, rows by their columns' keys."""
    if field.type == Field.Type.GROUP:
        columns = {m.id_text: m for m in source.members(twin)}
        wanted = {m.key: m for m in target.members(field)}
        return [
            {
                columns[key].key: _translated(source, columns[key], target, wanted[columns[key].key], part)
                for key, part in row.items()
                if key in columns and columns[key].key in wanted and columns[key].type != Field.Type.FORMULA
            }
            for row in value
        ]
    if field.type == Field.Type.PICKLIST:
        return kinds.plain(twin, value)
    if field.type == Field.Type.MULTI:
        return kinds.plain(twin, value)
    return value
