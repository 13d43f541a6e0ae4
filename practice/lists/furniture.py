"""What stands around the rows of a list page, as its templates ask for it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from practice.filters import ListFilterSet
from practice.lists import actions, table
from practice.lists.bulk import BulkAction
from practice.lists.state import ListState


class Furniture:
    """The part of ListPage that its templates read: what is offered, how high rows are, where panels are."""

    filterset: type[ListFilterSet] | None
    search: Any
    bulk: Iterable[BulkAction]
    export_name: str
    export_perm: Any
    request: HttpRequest
    state: ListState

    def can_export(self) -> bool:
        """Whether the page offers files. To guests it does not: what they take is counted and carries their name."""
        guest = self.request.member.sees_named_matters_only
        return bool(self.export_name) and not guest and self.may(self.export_perm)

    @cached_property
    def ticks(self) -> bool:
        """Whether rows have checkboxes: when there is something to do with ticked rows."""
        return self.can_export() or any(not action.hidden and self.may(action.perm) for action in self.bulk)

    @property
    def width(self) -> int:
        """Number of cells in a row."""
        return len(self.state.shown) + self.ticks

    @property
    def many(self) -> str:
        """The noun in the plural."""
        return self.nouns(2)

    @property
    def has_filters(self) -> bool:
        return self.filterset is not None

    @property
    def has_search(self) -> bool:
        return bool(self.search)

    @property
    def two_line(self) -> bool:
        """Whether rows are as high as two lines."""
        return any(column.kind == "two" or column.template for column in self.state.shown)

    @property
    def adds_up(self) -> bool:
        return any(column.total for column in self.state.shown)

    @property
    def sort_label(self) -> str:
        """The column the list is sorted by, for the button in the bar."""
        first = next(iter(table.sort_marks(self).values()), None)
        return first[1].column.label if first else "Sort"

    @cached_property
    def urls(self) -> dict[str, str]:
        """Addresses of the panels, the files and the sums."""
        names = ("filters", "columns", "sort", "views", "save", "export")
        return {name: self.state.url(panel=name) for name in names} | {
            "csv": self.state.url(export="csv"),
            "xlsx": self.state.url(export="xlsx"),
            "totals": self.state.url(part="totals"),
        }

    def job_url(self, job: Any) -> str:
        """Where a job's progress is shown; the list itself when there is no such page."""
        if hasattr(job, "get_absolute_url"):
            return job.get_absolute_url()
        return actions.address("job_detail", job.pk) or self.state.url()
