"""What the URL of a list page says: filters, search, sort, columns, page size, where the next page starts.

Nothing in a URL is trusted and nothing in it is an error page: what cannot be used is left out and said in
`notes`, and a bad filter value stays on its chip with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.http import QueryDict

from practice.filters import ListFilter, ListFilterSet, params_of
from practice.lists.columns import Column

PER_PAGE = 50
PER_CHOICES = (25, 50, 100, 200)
MAX_SORTS = 3
#: parameters of the list itself; no filter may take one of these names
OWN = ("q", "sort", "cols", "per", "view")
#: parameters of one request, never part of a view
PASSING = ("after", "peek", "panel", "field", "part", "export", "bulk", "undo")
RESERVED = frozenset((*OWN, *PASSING, "csrfmiddlewaretoken", "action", "ids", "all"))


@dataclass(frozen=True)
class Chip:
    """One filter in use: field · operator · value · ×."""

    name: str
    label: str
    op: str
    value: str
    remove: str
    edit: str
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sorting:
    """One key of the sort order."""

    column: Column
    descending: bool

    @property
    def text(self) -> str:
        return f"{'-' if self.descending else ''}{self.column.name}"


@dataclass
class ListState:
    """The parsed URL. `may` tells whether the member holds a permission (None: everybody does)."""

    params: QueryDict
    model: Any
    columns: Iterable[Column]
    filterset_class: type[django_filters.FilterSet] | None
    request: Any
    may: Any
    path: str
    landing: str = ""
    notes: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.is_landing = bool(self.landing) and not set(self.params) - set(PASSING)
        if self.is_landing:
            self.params = QueryDict(self.landing)
        self.allowed = [column for column in self.columns if self.may(column.perm)]
        self.by_name = {column.name: column for column in self.allowed}
        self.search = self.params.get("q", "").replace("\x00", "").strip()[:200]
        self.shown = self._read_columns()
        self.sorting = self._read_sort()
        self.per = self._read_per()
        self._known_parameters()

    # Reading

    def _read_columns(self) -> list[Column]:
        text = ",".join(self.params.getlist("cols"))
        if not text.strip(","):
            return [column for column in self.allowed if column.default or column.always]
        names = list(dict.fromkeys(part for part in text.split(",") if part))
        self._note_unknown(names, "show")
        wanted = [self.by_name[name] for name in names if name in self.by_name]
        fixed = [column for column in self.allowed if column.always and column not in wanted]
        return fixed + wanted if wanted else [c for c in self.allowed if c.default or c.always]

    def _read_sort(self) -> list[Sorting]:
        text = ",".join(self.params.getlist("sort"))
        keys: list[Sorting] = []
        unknown = []
        for part in text.split(","):
            name = part.removeprefix("-")
            column = self.by_name.get(name)
            if column is None or not column.sorts:
                unknown += [name] if name else []
            elif all(key.column is not column for key in keys):
                keys.append(Sorting(column, part.startswith("-")))
        if unknown:
            self._note_unknown(unknown, "sort by", every=True)
        return keys[:MAX_SORTS]

    def _read_per(self) -> int:
        text = self.params.get("per", "")
        if not text:
            return PER_PAGE
        if not text.isdecimal() or len(text) > 4:
            self.notes.append("The number of rows a page is from 25 to 200. This page shows 50.")
            return PER_PAGE
        return min(max(int(text), PER_CHOICES[0]), PER_CHOICES[-1])

    def _note_unknown(self, names: list[str], verb: str, *, every: bool = False) -> None:
        lost = names if every else [name for name in names if name not in self.by_name]
        if lost:
            listed = ", ".join(f"“{name[:40]}”" for name in lost[:5])
            self.notes.append(f"There is no column {listed} here to {verb}. It was left out.")

    def _known_parameters(self) -> None:
        owners = {}
        if self.filterset_class is not None:
            owners = {
                param: name
                for name, filter_ in self.filterset_class.base_filters.items()
                if self.may(getattr(filter_, "perm", None))
                for param in params_of(filter_, name)
            }
        self.filter_params = owners
        lost = [
            name for name in self.params if name not in owners and name not in RESERVED and self.params[name]
        ]
        self.unknown = bool(lost)
        if lost:
            listed = ", ".join(f"“{name[:40]}”" for name in lost[:5])
            self.notes.append(f"There is no filter {listed} here. It was left out.")

    @cached_property
    def filterset(self) -> django_filters.FilterSet | None:
        """The filters that are in use, bound to the URL; None when none is."""
        if self.filterset_class is None:
            return None
        used = {name for param, name in self.filter_params.items() if self.params.get(param)}
        if not used:
            return None
        if issubclass(self.filterset_class, ListFilterSet):
            found = self.filterset_class(
                self.params, self.model.objects.none(), request=self.request, only=used, may=self.may
            )
        else:
            found = self.filterset_class(self.params, self.model.objects.none(), request=self.request)
        return found

    @property
    def unsafe(self) -> bool:
        """Whether some filter could not be applied, so that “all matching” would mean too much."""
        return self.unknown or (self.filterset is not None and bool(self.filterset.errors))

    def apply_filters(self, qs, *, leave_out: str = ""):
        """`qs` narrowed by every filter whose value is good, but for the one called `leave_out`."""
        if self.filterset is None:
            return qs
        form = self.filterset.form
        form.is_valid()
        for name, value in form.cleaned_data.items():
            if name != leave_out:
                qs = self.filterset.filters[name].filter(qs, value)
        return qs

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in use, in the order of the filter set."""
        if self.filterset is None:
            return []
        form = self.filterset.form
        form.is_valid()
        chips = []
        for name, filter_ in self.filterset.filters.items():
            errors = tuple(form.errors.get(name, ()))
            value = form.cleaned_data.get(name)
            if not errors and value in (None, "", [], ()):
                continue
            if errors:
                op, said = "is", ", ".join(self.raw(filter_, name))
            elif isinstance(filter_, ListFilter):
                op, said = filter_.describe(value)
            else:
                op, said = "is", str(value)
            chips.append(
                Chip(
                    name=name,
                    label=str(filter_.label or name),
                    op=op,
                    value=said,
                    remove=self.url(without=params_of(filter_, name)),
                    edit=self.url(panel="filters", field=name),
                    errors=errors,
                )
            )
        return chips

    def raw(self, filter_, name: str) -> list[str]:
        """The texts the URL gives a filter, as typed."""
        return [
            text[:60]
            for param in params_of(filter_, name)
            for text in self.params.getlist(param)
            if text.strip()
        ]

    # Writing URLs

    @cached_property
    def lasting(self) -> list[tuple[str, str]]:
        """The parameters that make up the view, without those of one request and without empty ones."""
        used = {
            name
            for param, name in self.filter_params.items()
            if self.params.get(param) and not param.endswith("_op")
        }
        found = []
        for param, values in self.params.lists():
            values = [value for value in values if value]
            if param in ("cols", "sort"):
                values = [",".join(values)] if values else []
            elif (
                param == "per"
                and values
                and values[-1] == str(PER_PAGE)
                or param not in OWN
                and self.filter_params.get(param) not in used
            ):
                values = []
            found += [(param, value) for value in values]
        return found

    @cached_property
    def query(self) -> str:
        """The view as a query string."""
        return urlencode(self.lasting)

    def url(self, *, without: Iterable[str] = (), **changes: Any) -> str:
        """This list's URL with `changes` (None removes) and `without` some parameters.

        An empty view needs a word of its own where the bare address means the landing view.
        """
        drop = {*without, *changes}
        pairs = [(name, value) for name, value in self.lasting if name not in drop]
        pairs += [
            (name, str(value)) for name, value in changes.items() if value not in (None, "") or name == "peek"
        ]
        if self.landing and not pairs:
            pairs = [("view", "all")]
        elif len(pairs) > 1 and ("view", "all") in pairs and not changes.keys() & set(PASSING):
            pairs.remove(("view", "all"))
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def sort_url(self, column: Column, order: list[Sorting], *, add: bool = False) -> str:
        """Where a click on the head cell leads from `order`; with `add` the column joins that order."""
        mine = next((key for key in order if key.column is column), None)
        turned = Sorting(column, not mine.descending if mine else column.down_first)
        if not add:
            return self.url(sort=turned.text)
        keys = [turned if key.column is column else key for key in order]
        keys = keys if mine else [*keys[: MAX_SORTS - 1], turned]
        return self.url(sort=",".join(key.text for key in keys))

    @cached_property
    def normal(self) -> frozenset[tuple[str, str]]:
        """The view's meaning, for comparing with saved views: order of parameters does not matter."""
        return normal_query(self.lasting)


def normal_query(pairs: Iterable[tuple[str, str]] | str) -> frozenset[tuple[str, str]]:
    """The parameters of a view without page size and empty ones, choices given together or apart the same."""
    if isinstance(pairs, str):
        pairs = [(name, value) for name, values in QueryDict(pairs).lists() for value in values]
    found = set()
    for name, value in pairs:
        if not value or name == "per" or name in PASSING or (name, value) == ("view", "all"):
            continue
        for part in [value] if name in ("q", "sort", "cols") else value.split(","):
            found.add((name, part))
    return frozenset(found)
