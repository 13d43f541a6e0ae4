"""What references point to, as one reader may know it: a record they do not see has no name for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from accounts.models import Member
from custom_fields import kinds
from custom_fields.models import Field, Value
from custom_fields.queries.schemas import Schema

MODELS = {
    "contact": "matters.Contact",
    "matter": "matters.Matter",
    "user": "accounts.Member",
    "file": "documents.Document",
}
Key = tuple[str, int]


def rows_of(kind: str, member: Member | None):
    """The records a reference of a type may point to for this member; None is the firm itself (a job, a letter)."""
    rows = apps.get_model(MODELS[kind]).objects.all()
    if member is not None and hasattr(rows, "visible_to"):
        rows = rows.visible_to(member)
    return rows


def references(
    schema: Schema, customs: Iterable[Mapping[str, Any]], *, only: set[int] | None = None
) -> set[Key]:
    """Every (type, id) that the values point to; of the fields in `only`, when given."""
    found: set[Key] = set()
    top = [f for f in schema.fields if only is None or f.pk in only]
    direct = [(f.type, f.id_text) for f in top if f.type in MODELS]
    groups = [
        (g.id_text, [(m.type, m.id_text) for m in schema.members(g) if m.type in MODELS])
        for g in top
        if g.type == Field.Type.GROUP
    ]
    groups = [(key, members) for key, members in groups if members]
    for custom in customs:
        for kind, key in direct:
            if isinstance(custom.get(key), int):
                found.add((kind, custom[key]))
        for key, members in groups:
            for row in custom.get(key) or ():
                found |= {
                    (kind, row[m])
                    for kind, m in members
                    if isinstance(row, dict) and isinstance(row.get(m), int)
                }
    return found


def named(keys: Iterable[Key], member: Member | None) -> dict[Key, str]:
    """The names of what the member sees among `keys`. One query a type, whatever the number.

    Without a member another matter is named by its number alone: who will read the text may be walled from it.
    """
    by_kind: dict[str, set[int]] = {}
    for kind, pk in keys:
        by_kind.setdefault(kind, set()).add(pk)
    found: dict[Key, str] = {}
    for kind, ids in by_kind.items():
        for obj in rows_of(kind, member).filter(pk__in=ids):
            found[(kind, obj.pk)] = obj.number if kind == "matter" and member is None else str(obj)
    return found


def address(kind: str, pk: int) -> str:
    """The page of what a reference points to; nothing for people."""
    if kind == "user":
        return ""
    return apps.get_model(MODELS[kind])(pk=pk).get_absolute_url()


def name_rows(
    schema: Schema, objs: Iterable[Any], member: Member | None, *, only: set[int] | None = None
) -> dict[Key, str]:
    """The names that the values of `objs` need."""
    return named(references(schema, (obj.custom or {} for obj in objs), only=only), member)


def uses(kind: str, pk: int) -> list[str]:
    """Labels of the fields through which records point to a contact, matter, member or document."""
    rows = Value.objects.filter(ref=pk, field__type=kind).order_by()
    return sorted(set(rows.values_list("field__label", flat=True)))


def say_all(schema: Schema, field: Field, value: Any, names: Mapping[Key, str]) -> str:
    """Any value in words, groups as their rows with a semicolon between them."""
    if field.type == Field.Type.GROUP:
        members = schema.members(field)
        return "; ".join(kinds.say_row(members, row, names) for row in value or () if isinstance(row, dict))
    return kinds.say(field, value, names)
