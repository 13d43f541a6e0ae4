"""A record's values for people, texts and programs."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Member
from custom_fields import kinds
from custom_fields.hosts import host_of
from custom_fields.models import Field
from custom_fields.queries.names import address, named, references, say_all
from custom_fields.queries.schemas import Schema, schema, schema_of
from custom_fields.queries.sheet import Sheet


@dataclass(frozen=True)
class Cell:
    """One value as a panel shows it."""

    field: Field
    value: Any
    text: str
    url: str = ""
    rows: tuple[tuple["Cell", ...], ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Part:
    """One set with what a record has in it."""

    set: Any
    cells: list[Cell]

    @property
    def filled(self) -> bool:
        return any(cell.text or cell.rows for cell in self.cells)


def reading(obj: Any, member: Member | None, *, schema: Schema | None = None) -> list[Part]:
    """The visible fields of a record by set, with their values as `member` may know them."""
    known = schema or schema_of(obj)
    sheet = Sheet(known, obj.custom)
    names = named(references(known, [obj.custom or {}]), member)
    parts = []
    for section in known.sections:
        cells = [_cell(known, sheet, field, names) for field in section.fields if sheet.visible(field)]
        if cells:
            parts.append(Part(section.set, cells))
    return parts


def _cell(schema: Schema, sheet: Sheet, field: Field, names) -> Cell:
    value = sheet.value(field)
    if field.type == Field.Type.GROUP:
        members = schema.members(field)
        rows = tuple(tuple(_one(m, row.get(m.id_text), names) for m in members) for row in value or ())
        return Cell(field, value, "", rows=rows)
    return _one(field, value, names, sheet.faults.get(field.pk, ""))


def _one(field: Field, value: Any, names, fault: str = "") -> Cell:
    text = kinds.say(field, value, names)
    url = ""
    if field.type in kinds.REFERENCES and (field.type, value) in names:
        url = address(field.type, value)
    elif field.type == "url" and text:
        url = text
    elif field.type == "email" and text:
        url = f"mailto:{text}"
    return Cell(field, value, text, url, fault=fault)


def merge_values(obj: Any, member: Member | None = None) -> dict[str, str]:
    """{key: text} of every field of a record, for texts: `{{ custom.policy_limit }}`. Hidden and empty fields are empty text.

    Without a `member` names are as the firm knows them, for what the firm itself writes; give the one who writes where a text is
    shown to them first. A group gives its rows a line each; `vehicles.plate` the column with commas.
    """
    known = schema_of(obj)
    sheet = Sheet(known, obj.custom)
    names = named(references(known, [obj.custom or {}]), member)
    found: dict[str, str] = {}
    for field in known.fields:
        value = sheet.value(field)
        if field.type == Field.Type.GROUP:
            rows = value or []
            members = known.members(field)
            found[field.key] = "\n".join(kinds.say_row(members, row, names) for row in rows)
            for m in members:
                texts = [kinds.say(m, row.get(m.id_text), names) for row in rows]
                found[f"{field.key}.{m.key}"] = ", ".join(text for text in texts if text)
        else:
            found[field.key] = kinds.say(field, value, names)
    return found


def places(*objs: Any, member: Member | None = None) -> dict[str, str]:
    """{"custom.key": text} of the fields of some records, for texts with places in braces; the first that has a value counts."""
    found: dict[str, str] = {}
    for obj in objs:
        for key, text in merge_values(obj, member).items():
            found[f"custom.{key}"] = found.get(f"custom.{key}") or text
    return found


def known_places(*hosts: str) -> dict[str, str]:
    """{"custom.key": field's name} of all fields of some hosts: what a text may name. One query a host."""
    found: dict[str, str] = {}
    for host in hosts:
        known = schema(host)
        for field in known.fields:
            found.setdefault(f"custom.{field.key}", f"{field.label} ({field.field_set.name})")
            for m in known.members(field):
                found.setdefault(f"custom.{field.key}.{m.key}", f"{field.label}: {m.label}")
    return found


def missing(obj: Any, stage: Any = None, *, schema: Schema | None = None) -> list[str]:
    """What a record still needs, a sentence each: its required fields; or, before a `stage` (a Stage, its id, or a state), the fields
    that are asked for there. Hidden fields are not asked for.
    """
    known = schema or schema_of(obj)
    step = "" if stage is None else str(getattr(stage, "pk", stage))
    sheet = Sheet(known, obj.custom)
    found = []
    for field in known.fields:
        wanted = step in field.required_at if step else field.required
        if wanted and sheet.visible(field) and sheet.value(field) in (None, "", [], {}):
            found.append(f"Fill in “{field.label}”.")
        if field.type == Field.Type.GROUP and not step and sheet.visible(field):
            for number, row in enumerate(sheet.value(field) or (), 1):
                found += [
                    f"{field.label} {number}: fill in “{m.label}”."
                    for m in known.members(field)
                    if m.required and row.get(m.id_text) is None and sheet.row_visible(field, m, row)
                ]
    return found


def for_programs(obj: Any, member: Member, *, schema: Schema | None = None, names=None) -> dict[str, Any]:
    """{key: value} for the API: kept values, references as {"id", "name"}; a hidden record's reference as {"restricted": true}."""
    known = schema or schema_of(obj)
    sheet = Sheet(known, obj.custom)
    if names is None:
        names = named(references(known, [obj.custom or {}]), member)
    found = {}
    for field in known.fields:
        value = sheet.value(field)
        if field.type == Field.Type.GROUP:
            members = known.members(field)
            found[field.key] = [
                {m.key: _plain(m, row.get(m.id_text), names) for m in members} for row in value or ()
            ]
        else:
            found[field.key] = _plain(field, value, names)
    return found


def _plain(field: Field, value: Any, names) -> Any:
    if field.type in kinds.REFERENCES and value is not None:
        name = names.get((field.type, value))
        return {"restricted": True} if name is None else {"id": value, "name": name}
    if field.type == Field.Type.CHECKBOX:
        return bool(value)
    if field.type == Field.Type.MULTI:
        return value or []
    return value


def text_of(obj: Any, key: str, member: Member | None) -> str:
    """One value in words, empty for an unknown key."""
    known = schema_of(obj)
    field = known.by_key.get(key)
    if field is None:
        return ""
    sheet = Sheet(known, obj.custom)
    names = named(references(known, [obj.custom or {}], only={field.pk}), member)
    return say_all(known, field, sheet.value(field), names)


def host_key(obj: Any) -> str:
    """matter, contact, lead or task."""
    return host_of(obj).key
