"""The firm's own fields in a host's list: columns, filters, sort and files. `class MatterList(CustomColumns, ListPage)` is all it takes.

A column or filter is called cf and the field's id, so that saved views outlive a change of name. Fields are read only where the
address names one or a panel offers them; names of contacts, matters and members are read in one query a type and page.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    DecimalField,
    Func,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Lower
from django.http import QueryDict

from custom_fields import kinds
from custom_fields.filters import filters_for, label_of, text_in
from custom_fields.hosts import BY_MODEL
from custom_fields.models import Field
from custom_fields.queries.names import MODELS, address, name_rows, say_all
from custom_fields.queries.schemas import Schema, schema
from practice.filters import ListFilter
from practice.lists import Column

NAMED = re.compile(r"(?:^|[,-])cf\d")
PANELS = ("columns", "filters", "sort")
KINDS = {"currency": "money", "numeric": "number", "date": "date"}
CHUNK = 500


class _Number(Func):
    """A number out of JSON; nothing where the text is none, so that a strange value cannot break a list."""

    template = (
        "CASE WHEN (%(expressions)s) ~ '^-?[0-9]{1,15}([.][0-9]{1,4})?$' THEN (%(expressions)s)::numeric END"
    )
    output_field: DecimalField | BigIntegerField = DecimalField(max_digits=20, decimal_places=4)

    def as_sql(self, compiler, connection, **extra):
        sql, params = super().as_sql(compiler, connection, **extra)
        return sql, (*params, *params)


class _Id(_Number):
    """An id out of JSON."""

    template = "CASE WHEN (%(expressions)s) ~ '^[0-9]{1,18}$' THEN (%(expressions)s)::bigint END"
    output_field = BigIntegerField()


def _sort_of(field: Field) -> Any:
    """What a list sorts by, None where an order says nothing."""
    text = text_in(field)
    kind = field.shown_as
    if kind in ("currency", "numeric"):
        return _Number(text)
    if kind in ("text", "email", "url", "date", "time", "checkbox", "tristate"):
        return Lower(text)
    if kind == "picklist":
        keys = Value([c["key"] for c in field.choices], output_field=ArrayField(CharField()))
        return Func(keys, text, function="array_position", output_field=IntegerField())
    if kind in ("contact", "user"):
        name = "sort_name" if kind == "contact" else "name"
        rows = _model(kind).objects.filter(pk=_Id(text_in(field, OuterRef("custom"))))
        return Lower(Subquery(rows.order_by().values(name)[:1]))
    return None


def _model(kind: str):
    return apps.get_model(MODELS[kind])


def _column(known: Schema, field: Field, labels: list[str]) -> Column:
    """The list's column of a field. What it shows of references is in `custom_names`, put there by `CustomColumns.loaded`."""
    name, kind, order = f"cf{field.pk}", KINDS.get(field.shown_as, "text"), _sort_of(field)

    def text(obj: Any) -> str:
        return say_all(known, field, (obj.custom or {}).get(field.id_text), getattr(obj, "custom_names", {}))

    def plain(obj: Any) -> Any:
        return kinds.plain(field, (obj.custom or {}).get(field.id_text))

    def link(obj: Any) -> str:
        pk = (obj.custom or {}).get(field.id_text)
        if pk is None or (field.type, pk) not in getattr(obj, "custom_names", {}):
            return ""
        return address(field.type, pk)

    linked = field.type in ("contact", "matter", "file")
    return Column(
        name,
        label_of(field, labels),
        kind=kind,
        value=text if kind == "text" else plain,
        href=link if linked else None,
        sort=name if order is not None else None,
        annotate={name: order} if order is not None else None,
        total=field.shown_as == "currency",
        default=False,
        phone="",
        css="cf-col",
    )


def columns(host: str, known: Schema | None = None) -> list[Column]:
    """The columns of a host's fields, for a list of its records."""
    known = known or schema(host)
    labels = [field.label for field in known.fields]
    return [_column(known, field, labels) for field in known.fields]


def filters(host: str, known: Schema | None = None) -> dict[str, ListFilter]:
    """{parameter: filter} of a host's fields."""
    return filters_for(known or schema(host))


def with_names(queryset, known: Schema, only: set[int], member):
    """`queryset` whose rows come with `custom_names`, the names that their references need: a query a type for each chunk."""
    clone = queryset.all()

    class Rows(clone._iterable_class):  # type: ignore[name-defined]
        def __iter__(self):
            rows = super().__iter__()
            while chunk := list(islice(rows, CHUNK)):
                names = name_rows(known, chunk, member, only=only)
                for row in chunk:
                    row.custom_names = names
                yield from chunk

    clone._iterable_class = Rows
    return clone


class CustomColumns:
    """Stands before ListPage among the bases of a host's list."""

    def _fields(self, params: QueryDict) -> Schema | None:
        """The host's fields, when the address names one or a panel offers them. One query a request."""
        request = self.request  # type: ignore[attr-defined]
        asked = request.GET.get("panel") in PANELS or any(
            NAMED.search(name) or any(NAMED.search(value) for value in values if name in ("cols", "sort"))
            for name, values in params.lists()
        )
        if not asked:
            return None
        host = BY_MODEL[self.model._meta.label_lower].key  # type: ignore[attr-defined]
        known = request.__dict__.setdefault("custom_schemas", {})
        if host not in known:
            known[host] = schema(host)
        return known[host]

    def extra_columns(self, params: QueryDict) -> Iterable[Column]:
        """The columns of the fields."""
        known = self._fields(params)
        return columns(known.host, known) if known else ()

    def extra_filters(self, params: QueryDict) -> Mapping[str, ListFilter]:
        """The filters of the fields."""
        known = self._fields(params)
        return filters(known.host, known) if known else {}

    def loaded(self, qs):
        """The rows with the names that the shown columns need."""
        found = super().loaded(qs)  # type: ignore[misc]
        shown = {int(column.name[2:]) for column in self.state.shown if re.fullmatch(r"cf\d+", column.name)}  # type: ignore[attr-defined]
        known = self._fields(self.state.params) if shown else None  # type: ignore[attr-defined]
        return with_names(found, known, shown, self.request.member) if known else found  # type: ignore[attr-defined]


__all__ = ["CustomColumns", "columns", "filters", "with_names"]
