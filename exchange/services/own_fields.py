"""The firm's own fields in a file of contacts or matters: each cell is judged as on the pages, formulas are worked out."""

from typing import Any

from accounts.models import Member
from custom_fields import kinds
from custom_fields import queries as custom
from custom_fields.models import Field
from custom_fields.queries.schemas import Book
from custom_fields.services.lookups import resolve
from exchange.services.plan import Cells, Sheet


class OwnFields:
    """The own fields that a sheet has columns of. One query for the fields, one for each different name of a record."""

    def __init__(self, host: str, sheet: Sheet, by: Member):
        known = custom.fields_of(host) if any(name.startswith("cf") for name in sheet.places) else []
        self.fields = [field for field in known if sheet.has(f"cf{field.pk}")]
        self.by = by
        self._found: dict[tuple[int, str], Any] = {}

    def read(self, cells: Cells) -> dict[str, Any]:
        """{field id: value} of one row; what a field does not take is a fault of its cell."""
        found = {}
        for field in self.fields:
            value = cells.read(f"cf{field.pk}", lambda text, field=field: self._value(field, text))
            if value not in (None, "", []):
                found[field.id_text] = value
        return found

    def _value(self, field: Field, text: str) -> Any:
        key = (field.pk, text.casefold())
        if field.is_reference and key in self._found:
            return self._found[key]
        value = kinds.clean(field, resolve(field, text, self.by))
        if field.is_reference and isinstance(value, int) and not custom.named([(field.type, value)], self.by):
            raise kinds.Wrong(f"There is no such record. Choose {kinds.REFERENCES[field.type]}.")
        if field.is_reference:
            self._found[key] = value
        return value


def settle(host: str, rows: list[Any]) -> None:
    """Work the formulas and conditions of new rows out, before they are written. Two queries."""
    filled = [row for row in rows if row.custom]
    if filled:
        book = Book(host)
        for row in filled:
            row.custom = custom.Sheet(book.of(row), row.custom).settled
