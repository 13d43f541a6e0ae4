"""Reading custom fields: which a record has, and what stands in them."""

from custom_fields.queries.names import name_rows, named, uses
from custom_fields.queries.reading import (
    for_programs,
    known_places,
    merge_values,
    missing,
    places,
    reading,
    text_of,
)
from custom_fields.queries.schemas import Schema, fields_of, schema, schema_of
from custom_fields.queries.sheet import Sheet

__all__ = [
    "Schema",
    "Sheet",
    "fields_of",
    "for_programs",
    "known_places",
    "merge_values",
    "missing",
    "name_rows",
    "named",
    "places",
    "reading",
    "schema",
    "schema_of",
    "text_of",
    "uses",
]
