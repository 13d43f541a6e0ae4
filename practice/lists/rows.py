"""The rows of a list page: which, in what order, and what is loaded with them."""

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from practice.lists import paging
from practice.lists.columns import Column
from practice.lists.state import ListState
from practice.veils import spoken


class Rows:
    """The part of ListPage that makes its queries."""

    noun: str
    plural: str
    model: type[models.Model]
    default_sort: str | tuple[str, ...]
    search: Any
    request: HttpRequest
    state: ListState

    def queryset(self, request: HttpRequest) -> models.QuerySet:
        """The rows the member may see, before filters."""
        found = self.model.objects.all()
        return found.visible_to(request.member) if hasattr(found, "visible_to") else found

    @cached_property
    def everything(self) -> models.QuerySet:
        """The visible rows, unfiltered, with the annotations of the columns in use."""
        qs = self.queryset(self.request)
        for column in self._columns_in_use():
            if column.annotate:
                found = column.annotate(self.request) if callable(column.annotate) else column.annotate
                qs = qs.annotate(**found)
        return qs

    def _columns_in_use(self) -> list[Column]:
        """Columns that are shown, sorted by, or named by a filter or the default order."""
        state = self.state
        used = {column.name: column for column in state.shown}
        used |= {key.column.name: key.column for key in state.sorting}
        paths = [] if state.sorting else [path.removeprefix("-") for path in self.default_paths]
        if state.filterset is not None:
            paths += [found.field_name or "" for found in state.filterset.filters.values()]
        roots = {path.split("__")[0] for path in paths}
        for column in state.columns:
            if column.annotate and not callable(column.annotate) and roots & set(column.annotate):
                used[column.name] = column
        return list(used.values())

    @cached_property
    def matching(self) -> models.QuerySet:
        """The rows that search and filters leave."""
        return self.state.apply_filters(self.searched(self.everything))

    def searched(self, qs: models.QuerySet) -> models.QuerySet:
        """`qs` narrowed by the search: each word in one of the fields, or as the list's own `search` says."""
        text = self.state.search
        if not text or not self.search:
            return qs
        if callable(self.search):
            return self.search(qs, text)
        for word in text.split()[:8]:
            condition = Q()
            for name in self.search:
                condition |= spoken(qs, name, Q(**{f"{name}__icontains": word}))
            qs = qs.filter(condition)
        return qs

    @cached_property
    def default_paths(self) -> list[str]:
        """The default order as ORM paths."""
        texts = (self.default_sort,) if isinstance(self.default_sort, str) else self.default_sort
        sorts = {column.name: column.sorts for column in self.state.columns if column.sorts}
        paths = []
        for text in texts:
            sign, name = ("-", text[1:]) if text.startswith("-") else ("", text)
            paths += [f"{sign}{path}" for path in sorts.get(name, (name,))]
        return paths

    @cached_property
    def order(self) -> list[paging.Key]:
        """The sort keys, from the URL or the list's default, ending with the id."""
        paths = [
            f"{'-' if key.descending else ''}{path}"
            for key in self.state.sorting
            for path in key.column.sorts
        ]
        return paging.keys_for(self.model, paths or self.default_paths)

    def loaded(self, qs: models.QuerySet) -> models.QuerySet:
        """`qs` with what the shown columns read, so that rows cause no queries."""
        select = [name for column in self.state.shown for name in column.select]
        prefetch = [name for column in self.state.shown for name in column.loads]
        qs = qs.select_related(*select) if select else qs
        return qs.prefetch_related(*prefetch) if prefetch else qs

    def nouns(self, count: int) -> str:
        """`matter` or `matters`."""
        meta = self.model._meta
        if count == 1:
            return self.noun or str(meta.verbose_name)
        return self.plural or (f"{self.noun}s" if self.noun else str(meta.verbose_name_plural))
