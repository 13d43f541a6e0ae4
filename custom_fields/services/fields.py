"""Fields: made, changed, retired and deleted by whoever keeps the firm's settings. Every rule about them is here."""

import re
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from custom_fields import formulas, kinds
from custom_fields.hosts import HOSTS
from custom_fields.models import Field, FieldSet, Value
from custom_fields.queries.schemas import Schema, schema
from custom_fields.queries.words import rule_words
from custom_fields.services.conditions import checked_condition, checked_formula
from custom_fields.services.sets import clean_name, work_out_later
from practice import audit
from practice.exceptions import DomainError

MOST_FIELDS, MOST_CHOICES = 100, 200
# Words that mean something in a formula.
TAKEN = {
    "and",
    "or",
    "not",
    "if",
    "if_",
    "in",
    "is",
    "for",
    "lambda",
    "none",
    "true",
    "false",
    "kept",
    *formulas.FUNCTIONS,
    *formulas.OF_TODAY,
}


@transaction.atomic
def save_field(
    field: Field | None,
    *,
    by: Member,
    field_set: FieldSet,
    label: str,
    type: str,
    parent: Field | None = None,
    key: str = "",
    hint: str = "",
    required: bool = False,
    required_at: Sequence[str] = (),
    choices: Sequence[Mapping[str, Any]] = (),
    settings: Mapping[str, Any] | None = None,
    formula: str = "",
    visible_if: Mapping[str, Any] | None = None,
) -> Field:
    """Make a field of a set (`field` None) or change one; with `parent` a column of a repeating group.

    `choices` are {"key", "label", "retired"}, new ones without a key. A choice that records have is retired, not lost. The type stays
    once records have values, which PostgreSQL keeps too. `settings` may have min, max, decimals, length and result.
    Raises DomainError at the field that is wrong.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    if field is not None:
        field = Field.objects.select_for_update(of=("self",)).get(pk=field.pk)
        field_set, parent = field.field_set, field.parent
    label = clean_name(label, "field")
    if type not in Field.Type.values:
        raise DomainError("Choose the type of the field.", field="type")
    _check_type(field, field_set, parent, type)
    if field is None and Field.objects.filter(field_set=field_set).count() >= MOST_FIELDS:
        raise DomainError(f"A set has at most {MOST_FIELDS} fields. Make a second set.", field="label")
    found = Field(
        pk=field.pk if field else None,
        field_set=field_set,
        host=field_set.host,
        parent=parent,
        type=type,
        label=label,
    )
    found.key = _key(field, field_set, parent, key or (field.key if field else "") or label, given=bool(key))
    known = schema(field_set.host)
    values: dict[str, Any] = {
        "label": label,
        "key": found.key,
        "type": type,
        "hint": " ".join(hint.split())[:200],
        "required": bool(required) and type != Field.Type.FORMULA,
        "required_at": _steps(field_set.host, required_at)
        if parent is None and type != Field.Type.FORMULA
        else [],
        "choices": _choices(field, choices) if type in (Field.Type.PICKLIST, Field.Type.MULTI) else [],
        "settings": _settings(type, settings or {}),
        "formula": "",
    }
    if type == Field.Type.FORMULA:
        values["formula"] = checked_formula(known, found, formula)
    values["visible_if"] = checked_condition(known, found, visible_if or {})
    if field is None:
        field = Field(field_set=field_set, host=field_set.host, parent=parent, **values)
        field.position = Field.objects.filter(field_set=field_set, parent=parent).count()
        field.save()
        audit.record(
            by,
            "field.created",
            field,
            changes={"type": [None, field.get_type_display()], "set": [None, field_set.name]},
        )
        changed = {"formula"} if field.formula else set()
    else:
        if field.key != found.key:
            _ensure_unused_key(known, field)
        changes = audit.apply(field, **values)
        field.save()
        changed = set(changes)
        if changes:
            audit.record(by, "field.changed", field, changes=_in_words(changes, known))
    if changed & {"formula", "visible_if", "settings"}:
        work_out_later(field_set.host)
    return field


def _check_type(field: Field | None, field_set: FieldSet, parent: Field | None, type: str) -> None:
    if field is not None and field.type != type:
        reason = why_type_stays(field)
        if reason:
            raise DomainError(reason, field="type")
    if parent is not None:
        if parent.type != Field.Type.GROUP or parent.field_set_id != field_set.pk:
            raise DomainError("That is no repeating group of this set.", field="type")
        if type in (Field.Type.GROUP, Field.Type.FILE):
            what = "group" if type == Field.Type.GROUP else "file"
            raise DomainError(f"A repeating group takes no {what}. Make it a field of its own.", field="type")
    if type == Field.Type.FILE and field_set.host in ("contact", "lead"):
        noun = HOSTS[field_set.host].label.lower()
        raise DomainError(
            f"Files are kept on a matter, and a {noun} has none. Put the field on matters or tasks.",
            field="type",
        )


def why_type_stays(field: Field) -> str:
    """Why the type of a field cannot change; empty when it can."""
    if field.type == Field.Type.GROUP and Field.objects.filter(parent=field).exists():
        return (
            "The type stays: the group has columns. Make a new field of the other type and retire this one."
        )
    count = records_with(field)
    if not count:
        return ""
    host = HOSTS[field.host]
    have = f"{count:,} {host.plural.lower()} have" if count > 1 else f"1 {host.label.lower()} has"
    return f"The type stays: {have} a value. Make a new field of the other type and retire this one."


def records_with(field: Field) -> int:
    """How many records have a value in the field, or in a column of the group; as far as the reader sees their matters."""
    rows = (
        Value.objects.filter(field__parent=field)
        if field.type == Field.Type.GROUP
        else Value.objects.filter(field=field)
    )
    return rows.order_by().values("object_id").distinct().count()


def _key(field: Field | None, field_set: FieldSet, parent: Field | None, text: str, *, given: bool) -> str:
    key = re.sub(r"[^a-z0-9]+", "_", slugify(text).lower()).strip("_")[:40].rstrip("_")
    if not key or not key[0].isalpha():
        key = f"field_{key}".rstrip("_")[:40]
    others = Field.objects.exclude(pk=field.pk if field else None)
    others = others.filter(parent=parent) if parent else others.filter(host=field_set.host, parent=None)
    taken = set(others.values_list("key", flat=True)) | TAKEN
    if key not in taken:
        return key
    if given:
        said = "means something in formulas" if key in TAKEN else "is the key of another field"
        raise DomainError(f"“{key}” {said}. Choose another.", field="key")
    return next(found for n in range(2, 1000) if (found := f"{key[:36]}_{n}") not in taken)


def _ensure_unused_key(known: Schema, field: Field) -> None:
    for other in known.rows:
        if other.type == Field.Type.FORMULA and other.pk != field.pk:
            read = formulas.names(other.formula)
            group = known.by_id.get(field.parent_id) if field.parent_id else None
            mine = {f"{group.key}.{field.key}", field.key} if group else {field.key}
            if read & mine or any(name.startswith(f"{field.key}.") for name in read):
                raise DomainError(
                    f"The formula of “{other.label}” reads “{field.key}”. Change that first.", field="key"
                )


def _steps(host: str, wanted: Sequence[str]) -> list[str]:
    known = {key for _, steps in HOSTS[host].steps_now() for key, _ in steps}
    unknown = [step for step in wanted if step not in known]
    if unknown:
        raise DomainError("Choose steps from the list.", field="required_at")
    return list(dict.fromkeys(wanted))


def _choices(field: Field | None, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    before = {c["key"]: c for c in (field.choices if field else [])}
    found: dict[str, dict[str, Any]] = {}
    labels: set[str] = set()
    for choice in given:
        label = " ".join(str(choice.get("label") or "").replace("\x00", "").split())
        if not label:
            continue
        if len(label) > 120:
            raise DomainError(
                f"“{label[:40]}…” is too long. A choice has at most 120 characters.", field="choices"
            )
        if ";" in label:
            raise DomainError("A choice has no semicolon: files put one between several.", field="choices")
        if label.casefold() in labels or label.casefold() in ("none", "nothing"):
            raise DomainError(
                f"“{label}” is there twice."
                if label.casefold() in labels
                else "Leave “nothing” out: the field may be empty.",
                field="choices",
            )
        labels.add(label.casefold())
        key = str(choice.get("key") or "")
        if key not in before or key in found:
            key = f"c{secrets.token_hex(3)}"
        found[key] = {"key": key, "label": label} | ({"retired": True} if choice.get("retired") else {})
    for key, choice in before.items():
        if key not in found and field is not None and Value.objects.filter(field=field, word=key).exists():
            found[key] = choice | {"retired": True}
    if not any(not choice.get("retired") for choice in found.values()):
        raise DomainError("Give the list at least one choice.", field="choices")
    if len(found) > MOST_CHOICES:
        raise DomainError(f"A list has at most {MOST_CHOICES} choices.", field="choices")
    return list(found.values())


def _settings(type: str, given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if type == Field.Type.FORMULA:
        found["result"] = given.get("result") or "text"
        if found["result"] not in dict(kinds.RESULTS):
            raise DomainError("Choose what the formula gives.", field="result")
    if type in (Field.Type.NUMERIC, Field.Type.FORMULA) and given.get("decimals") not in (None, ""):
        found["decimals"] = int(given["decimals"])
        if not 0 <= found["decimals"] <= 4:
            raise DomainError("A number has 0 to 4 decimals.", field="decimals")
    if type in (Field.Type.NUMERIC, Field.Type.CURRENCY):
        for name in ("min", "max"):
            if given.get(name) not in (None, ""):
                bound = kinds.decimal_of(given[name])
                if bound is None or abs(bound) >= 10**12:
                    raise DomainError("Type a number.", field=name)
                found[name] = kinds.number_text(bound)
        if "min" in found and "max" in found and Decimal(found["min"]) > Decimal(found["max"]):
            raise DomainError("The most is less than the least.", field="max")
    if type == Field.Type.TEXT and given.get("length") not in (None, ""):
        found["length"] = int(given["length"])
        if not 1 <= found["length"] <= kinds.TEXT:
            raise DomainError(f"A text has 1 to {kinds.TEXT} characters.", field="length")
    return found


def _in_words(changes: dict[str, list], known: Schema) -> dict[str, list]:
    found = dict(changes)
    if "visible_if" in found:
        found["shown only if"] = [rule_words(known, part or {}) or None for part in found.pop("visible_if")]
    if "choices" in found:
        found["choices"] = [
            [c["label"] + (" (retired)" if c.get("retired") else "") for c in part or []]
            for part in found["choices"]
        ]
    if "type" in found:
        found["type"] = [dict(Field.Type.choices).get(part, part) for part in found["type"]]
    return found


@transaction.atomic
def retire_field(field: Field, *, by: Member, back: bool = False) -> Field:
    """Take a field out of use, or put it back. Its values stay in the records; formulas and conditions must not need it."""
    ensure(by, Perm.FIRM_SETTINGS)
    field = Field.objects.select_for_update(of=("self",)).get(pk=field.pk)
    if (field.retired_at is None) is back:
        return field
    if not back:
        known = schema(field.host)
        _ensure_unused_key(known, field)
        for other in known.rows:
            if any(int(rule["field"]) == field.pk for rule in (other.visible_if or {}).get("rules", ())):
                raise DomainError(
                    f"“{other.label}” is shown only depending on this field. Change its condition first."
                )
    field.retired_at = None if back else timezone.now()
    field.save(update_fields=["retired_at"])
    audit.record(by, "field.restored" if back else "field.retired", field)
    return field


@transaction.atomic
def delete_field(field: Field, *, by: Member) -> None:
    """Delete a field that no record has a value of. Refused otherwise: it is retired then, and the values stay."""
    ensure(by, Perm.FIRM_SETTINGS)
    field = Field.objects.select_for_update(of=("self",)).get(pk=field.pk)
    if records_with(field):
        raise DomainError(
            "Records have values of this field. Retire it: nobody is asked any more, and the values stay."
        )
    retire_field(field, by=by)
    audit.record(by, "field.deleted", field, changes={"set": [field.field_set.name, None]})
    Field.objects.filter(parent=field).delete()
    field.delete()
