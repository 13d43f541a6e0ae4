"""What became private is named no more, not even in lines that were written before: older words are covered when read.

The rows stay as they are: the audit trail is sealed, and what was decided or appended is frozen. A table that keeps words of
other objects reads through VeiledQuerySet; the app of those objects covers them, by dotted name. What is read for a write,
with `select_for_update`, comes as it stands, so that no covered word is ever saved.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.query import ModelIterable
from django.utils.module_loading import import_string

from practice.tenancy import FirmQuerySet

# (rows) -> None: takes out of the rows of one read what nobody is told any more.
COVER = "calendar_app.queries.veil.cover"
# () -> Q: which rows that name an object by type and number are covered; and which approvals.
LINES, ROUNDS = "calendar_app.queries.veil.covered_lines", "calendar_app.queries.veil.covered_rounds"
AT_ONCE = 2000


def cover(rows: Sequence[Model]) -> None:
    """Cover the words in rows of one table."""
    if rows:
        import_string(COVER)(rows)


class _Covered(ModelIterable):
    """The rows of a query, covered some thousand at a time."""

    def __iter__(self) -> Iterator[Any]:
        rows = iter(super().__iter__())
        if self.queryset.query.select_for_update:
            yield from rows
            return
        while some := list(islice(rows, AT_ONCE)):
            cover(some)
            yield from some


class VeiledQuerySet(FirmQuerySet):
    """Rows that keep words of other objects. `values` and `values_list` give what is written: for ids and dates alone.

    `WORDS` are the columns with such words and `COVERED` gives the condition of which rows they are covered, so that nobody
    finds by a word what they may not read (`spoken`).
    """

    WORDS: tuple[str, ...] = ()
    COVERED = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._iterable_class = _Covered


class LinesQuerySet(VeiledQuerySet):
    """Rows of a history: they name an object by `object_type`, `object_id` and `object_label`."""

    WORDS, COVERED = ("object_label", "reason"), LINES


def spoken(rows: QuerySet, field: str, condition: Q) -> Q:
    """A condition on the text of `field`, of rows whose words are not covered."""
    if isinstance(rows, VeiledQuerySet) and field in rows.WORDS:
        return condition & ~import_string(rows.COVERED)()
    return condition
