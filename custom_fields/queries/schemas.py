"""Which fields a record has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from custom_fields.hosts import area_of, host_of
from custom_fields.models import Field, FieldSet

# The sets of a practice area, an app above this one: practice_area, field_set.
PLACES = "matters.PracticeAreaFieldSet"
EVERY: Any = object()


@dataclass(frozen=True)
class Section:
    """A set with its fields on one record."""

    set: FieldSet
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True)
class Schema:
    """The fields of a record, or of all records of a host, in order. Groups hold their members."""

    host: str
    rows: list[Field]

    @cached_property
    def fields(self) -> list[Field]:
        """The fields themselves, without the members of groups."""
        return [found for found in self.rows if found.parent_id is None]

    @cached_property
    def by_id(self) -> dict[int, Field]:
        return {found.pk: found for found in self.rows}

    @cached_property
    def by_key(self) -> dict[str, Field]:
        return {found.key: found for found in self.fields}

    @cached_property
    def _members(self) -> dict[int, list[Field]]:
        found: dict[int, list[Field]] = {}
        for row in self.rows:
            if row.parent_id is not None:
                found.setdefault(row.parent_id, []).append(row)
        return found

    def members(self, group: Field) -> list[Field]:
        """The columns of a repeating group."""
        return self._members.get(group.pk, [])

    @cached_property
    def sections(self) -> list[Section]:
        """The fields by their sets."""
        found: dict[int, Section] = {}
        for row in self.fields:
            found.setdefault(row.field_set_id, Section(row.field_set)).fields.append(row)
        return list(found.values())

    def of(self, *types: str) -> Iterable[Field]:
        """The fields of some types, members too."""
        return (row for row in self.rows if row.type in types)

    def find(self, name: Any) -> Field | None:
        """The field of an id, as a number or in text, or of a key. Members only by id."""
        text = str(name)
        if text.isdecimal() and text.isascii() and len(text) < 19:
            return self.by_id.get(int(text))
        return self.by_key.get(text)


def schema(host: str, *, area: Any = EVERY, kind: str | None = None) -> Schema:
    """The fields in use of a host: of all its records, or of those of a practice area (`area`, an id or None) and of a kind of
    contact. One query.
    """
    rows = Field.objects.filter(host=host).current().select_related("field_set")
    if area is not EVERY:
        here = Q(field_set__everywhere=True)
        if area is not None:
            places = apps.get_model(PLACES).objects.filter(
                field_set=OuterRef("field_set"), practice_area=area
            )
            here |= Q(Exists(places))
        rows = rows.filter(here)
    found = rows.order_by("field_set__position", "field_set_id", "position", "id")
    return Schema(
        host,
        [row for row in found if kind is None or not row.field_set.kinds or kind in row.field_set.kinds],
    )


def schema_of(obj: Any) -> Schema:
    """The fields of one record. One query, and one for the matter of a task."""
    host = host_of(obj)
    kind = obj.kind if host.key == "contact" else None
    return schema(host.key, area=area_of(obj) if host.areas else EVERY, kind=kind)


class Book:
    """The fields of many records of a host, read once: two queries, whatever their practice areas and kinds."""

    def __init__(self, host: str):
        self.whole = schema(host)
        self._areas: dict[int, set[int]] = {}
        self._found: dict[Any, Schema] = {}
        sets = {row.field_set_id for row in self.whole.rows if not row.field_set.everywhere}
        if sets:
            places = apps.get_model(PLACES).objects.filter(field_set__in=sets)
            for set_id, area in places.order_by().values_list("field_set", "practice_area"):
                self._areas.setdefault(set_id, set()).add(area)

    def of(self, obj: Any) -> Schema:
        """The fields of one record."""
        host = host_of(obj)
        area = area_of(obj) if host.areas else None
        kind = obj.kind if host.key == "contact" else None
        if (area, kind) not in self._found:
            self._found[area, kind] = Schema(
                host.key, [row for row in self.whole.rows if self._has(row.field_set, area, kind)]
            )
        return self._found[area, kind]

    def _has(self, field_set: FieldSet, area: int | None, kind: str | None) -> bool:
        here = field_set.everywhere or area in self._areas.get(field_set.pk, ())
        return here and (kind is None or not field_set.kinds or kind in field_set.kinds)


def fields_of(host: str, practice_area: Any = None) -> list[Field]:
    """The fields in use of a host's records: all of them, or those of a practice area (an object or an id)."""
    if practice_area is None:
        return schema(host).fields
    return schema(host, area=getattr(practice_area, "pk", practice_area)).fields
