"""What stands in the table and below it: head cells with their sort links, and the foot with its sums."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from practice.lists.cells import hours_text
from practice.lists.columns import Column
from practice.lists.state import Sorting

#: rows are counted exactly up to here; beyond, the page says "10,000+" and adds up when asked
COUNT_CAP = 10_000


@dataclass(frozen=True)
class Head:
    """A head cell. `add_url` sorts by this column as well, `url` by it alone."""

    label: str
    css: str
    url: str = ""
    add_url: str = ""
    aria: str = ""
    arrow: str = ""
    note: str = ""


@dataclass(frozen=True)
class Total:
    """A sum in the foot."""

    label: str
    text: str
    tone: str


@dataclass(frozen=True)
class Sums:
    """Rows and sums of the whole filtered set. `waiting`: too many to add up unasked."""

    count: int
    count_text: str
    totals: tuple[Total, ...] = ()
    waiting: bool = False


def sort_marks(page) -> dict[str, tuple[int, Sorting]]:
    """The columns the rows are sorted by, with their place in the order; the list's default order if none."""
    if page.state.sorting:
        return {key.column.name: (index, key) for index, key in enumerate(page.state.sorting)}
    first = page.default_paths[0]
    for column in page.state.shown:
        if column.sorts and column.sorts[0] == first.removeprefix("-"):
            return {column.name: (0, Sorting(column, first.startswith("-")))}
    return {}


def heads(page) -> list[Head]:
    """The head cells. Only the first sort key carries `aria-sort`; the others say their place in words."""
    state, marks = page.state, sort_marks(page)
    order = [key for _, key in marks.values()]
    found = []
    for column in state.shown:
        index, key = marks.get(column.name, (0, None))
        way = "" if key is None else "descending" if key.descending else "ascending"
        found.append(
            Head(
                label=column.label,
                css=column.th_class,
                url=state.sort_url(column, order) if column.sorts else "",
                add_url=state.sort_url(column, order, add=True) if column.sorts else "",
                aria=way if index == 0 else "",
                arrow={"": "", "descending": "arrow-down", "ascending": "arrow-up"}[way],
                note=f"sorted {way}, key {index + 1}" if index else "",
            )
        )
    return found


def sums(page, *, exact: bool = False) -> Sums:
    """How many rows match, and the sums of the columns that are added up. One query.

    Beyond COUNT_CAP rows the sums wait until they are asked for (`exact`).
    """
    added = [column for column in page.state.shown if column.total]
    qs = page.matching.order_by()
    if not exact:
        qs = qs[: COUNT_CAP + 1]
    found = qs.aggregate(rows=Count("pk"), **{f"sum{i}": Sum(c.total_path) for i, c in enumerate(added)})
    count = found["rows"]
    if count > COUNT_CAP and not exact:
        return Sums(COUNT_CAP, f"{COUNT_CAP:,}+ {page.nouns(2)}", waiting=True)
    totals = tuple(_total(column, found[f"sum{i}"]) for i, column in enumerate(added))
    return Sums(count, f"{count:,} {page.nouns(count)}", totals)


def capped(qs, cap: int = COUNT_CAP) -> str:
    """The number of rows, or "10,000+" beyond the cap; nothing for none."""
    count = qs.order_by()[: cap + 1].count()
    return f"{cap:,}+" if count > cap else f"{count:,}"


def _total(column: Column, value: Any) -> Total:
    tone = f"t-{column.tone}" if isinstance(column.tone, str) and column.tone else ""
    value = value or 0
    if column.kind == "money":
        text = f"{'−' if value < 0 else ''}${abs(value):,.2f}"
    elif column.kind == "hours":
        text = hours_text(value)
    else:
        text = f"{value:,}"
    return Total(column.total_label or column.label, text, tone)
