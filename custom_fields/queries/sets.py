"""Sets and fields as the settings show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from custom_fields.hosts import HOSTS, Host
from custom_fields.models import Field, FieldSet, Value
from custom_fields.queries.schemas import Schema, schema
from custom_fields.queries.words import rule_words


@dataclass(frozen=True)
class SetsOf:
    """The sets of one kind of record."""

    host: Host
    sets: list[FieldSet]


@dataclass(frozen=True)
class Row:
    """A field of a set with its columns, how many records have it, and when it is shown, in words."""

    field: Field
    used: int
    condition: str
    columns: list["Row"]
    steps: list[str]


def overview(*, retired: bool = False) -> list[SetsOf]:
    """The sets by kind of record, with `count` of fields and the `names` of their practice areas. Two queries."""
    live = Q(fields__retired_at=None, fields__parent=None)
    rows = FieldSet.objects.annotate(count=Count("fields", filter=live)).prefetch_related("practice_areas")
    if not retired:
        rows = rows.filter(retired_at=None)
    found: dict[str, list[FieldSet]] = {}
    for row in rows.order_by("position", "id"):
        found.setdefault(row.host, []).append(row)
    return [SetsOf(host, found.get(host.key, [])) for host in HOSTS.values()]


def set_with_fields(field_set: FieldSet, *, retired: bool = False) -> tuple[list[Row], int]:
    """(the fields of a set in order, how many more are retired)."""
    rows = list(Field.objects.filter(field_set=field_set).select_related("field_set"))
    known = schema(field_set.host)
    used = dict(
        Value.objects.filter(field__field_set=field_set)
        .order_by()
        .values_list("field")
        .annotate(n=Count("object_id", distinct=True))
    )
    hidden = sum(1 for row in rows if row.retired_at and row.parent_id is None)
    shown = [row for row in rows if retired or row.retired_at is None]
    steps = dict(pair for _, pairs in HOSTS[field_set.host].steps_now() for pair in pairs)
    return list(_rows(shown, None, used, known, steps)), 0 if retired else hidden


def _rows(
    rows: list[Field], parent: int | None, used: dict[int, int], known: Schema, steps: dict
) -> Iterable[Row]:
    for row in rows:
        if row.parent_id != parent:
            continue
        columns = list(_rows(rows, row.pk, used, known, steps)) if row.type == Field.Type.GROUP else []
        count: Any = used.get(row.pk, 0) or max((column.used for column in columns), default=0)
        asked = [steps[step] for step in row.required_at if step in steps]
        yield Row(row, count, rule_words(known, row.visible_if), columns, asked)
