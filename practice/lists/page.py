"""ListPage: one class a list gives page, fragments, views, bulk actions and files (docs/lists.md)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string

from practice import audit
from practice.access import REFUSAL, requires
from practice.filters import ListFilter, ListFilterSet, params_of
from practice.htmx import wants_part
from practice.lists import actions, files, paging, panels, posts, saved_views, table
from practice.lists.actions import Action, Empty
from practice.lists.bulk import BulkAction
from practice.lists.cells import row_maker
from practice.lists.columns import Column
from practice.lists.furniture import Furniture
from practice.lists.rows import Rows
from practice.lists.saved_views import View
from practice.lists.state import RESERVED, ListState, normal_query

#: the file that answers a swap of each target; any other target gets the whole page
PARTS = {
    "list": "ui/list/body.html",
    "more": "ui/list/rows.html",
    "views": "ui/list/views.html",
    "totals": "ui/list/foot.html",
    "panel": "ui/list/panel.html",
    "drawer": "ui/list/drawer.html",
}


class ListPage(Rows, Furniture):
    """Base of the list pages. docs/lists.md explains each attribute. An instance serves one request."""

    name: str = ""
    title: str = ""
    noun: str = ""
    plural: str = ""
    model: type[models.Model]
    filterset: type[ListFilterSet] | None = None
    perm: Any = None
    columns: Iterable[Column] = ()
    default_sort: str | tuple[str, ...] = "-pk"
    search: Any = ()
    search_label: str = "Find in this view"
    bulk: Iterable[BulkAction] = ()
    actions: Iterable[Action] = ()
    export_name: str = ""
    export_perm: Any = None
    export_job: Callable[..., Any] | str | None = None
    empty: Empty | None = None
    default_views: Iterable[View] = ()
    lands_on_first_view: bool = False
    template: str = "ui/list/list.html"
    body_template: str = PARTS["list"]
    bar_template: str = ""
    peek_template: str = ""
    peek_acts_template: str = ""
    before_template: str = ""
    table_class: str = ""

    request: HttpRequest
    kwargs: dict[str, Any]
    state: ListState
    _addressed: tuple[Any, str] = (None, "")

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.filterset is not None:
            filters = cls.filterset.base_filters.items()
            taken = {param for name, found in filters for param in params_of(found, name)} & RESERVED
            if taken:
                raise ImproperlyConfigured(
                    f"{cls.__name__}: the list itself uses the parameter {taken.pop()!r}."
                )
        names = [column.name for column in cls.columns]
        if len(names) != len(set(names)):
            raise ImproperlyConfigured(f"{cls.__name__}: two columns have the same name.")

    # What a list may say for itself

    def extra_columns(self, params: QueryDict) -> Iterable[Column]:
        """Columns beside `columns` that the firm's own data makes, as far as `params` may name them."""
        return ()

    def extra_filters(self, params: QueryDict) -> Mapping[str, ListFilter]:
        """Filters beside those of `filterset`, likewise."""
        return {}

    def row_url(self, obj: Any) -> str:
        """Address of the record, which its name and Enter open."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""

    def address(self, obj: Any) -> str:
        """`row_url`, worked out once a row: the row and its link both say it."""
        if self._addressed[0] is not obj:
            self._addressed = (obj, self.row_url(obj))
        return self._addressed[1]

    def row_label(self, obj: Any) -> str:
        """What a screen reader says of the row's checkbox."""
        return str(obj)

    def row_class(self, obj: Any) -> str:
        """Class of the row, for exceptions that must be seen."""
        return ""

    def peek_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What `peek_template` needs beside `object`."""
        return {}

    def extra_context(self, request: HttpRequest) -> dict[str, Any]:
        """What a template of the list's own needs."""
        return {}

    def on_export(self, request: HttpRequest, fmt: str, count: int, columns: list[str]) -> None:
        """Record the export. Called inside the request's transaction, when the file is made."""
        said = {
            "list": self.title,
            "format": fmt,
            "rows": count,
            "columns": columns,
            "filters": self.state.query,
        }
        changes = {name: ["", value] for name, value in said.items()}
        audit.record(request.member, "list.exported", request.firm, changes=changes)

    # Serving

    @classmethod
    def as_view(cls) -> Callable[..., HttpResponse]:
        """The view function, behind the list's permission."""

        def view(request, *args, **kwargs):
            page = cls()
            page.request, page.kwargs = request, kwargs
            return page.respond()

        view.__name__ = view.__qualname__ = f"{cls.name}_list"
        view.__doc__ = cls.__doc__
        perms = cls.perm if isinstance(cls.perm, (list, tuple)) else (cls.perm,) if cls.perm else ()
        guarded = requires(*perms)(view)
        guarded.list_page = cls
        return guarded

    def respond(self) -> HttpResponseBase:
        """Answer the request: page, fragment, file, or the outcome of a POST."""
        request = self.request
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        self.state = self._read(request.GET)
        if request.method == "POST":
            return posts.handle(self)
        if request.GET.get("export"):
            return files.export(self, request.GET["export"])
        return self.show()

    def _read(self, params: QueryDict) -> ListState:
        first = next(iter(self.default_views), None)
        return ListState(
            params=params,
            model=self.model,
            columns=(*self.columns, *self.extra_columns(params)),
            filterset_class=self._filterset(params),
            request=self.request,
            may=self.may,
            path=self.request.path,
            landing=first.query.removeprefix("?") if self.lands_on_first_view and first else "",
        )

    def _filterset(self, params: QueryDict) -> type[ListFilterSet] | None:
        """The filters of this request: those of the class, and the firm's own."""
        plain = self.filterset
        if plain is None:
            return None
        extra = self.extra_filters(params)
        if not extra:
            return plain
        found = type(plain.__name__, (plain,), {})
        found.base_filters = {**plain.base_filters, **extra}
        return found

    def may(self, perm: Any) -> bool:
        """Whether the member holds `perm`; None is held by all."""
        return perm is None or self.request.member.can(perm)

    def ensure(self, perm: Any) -> None:
        """Raise the refusal that names who can, unless the member holds `perm`."""
        if not self.may(perm):
            raise import_string(REFUSAL)(self.request.member, perm)

    # Page and fragments

    def show(self, *, status: int = 200, **more: Any) -> HttpResponse:
        """The page, or the part of it that htmx asked for."""
        request, state = self.request, self.state
        target = (request.htmx.target or "") if wants_part(request) else ""
        context: dict[str, Any] = {"page": self, "state": state}
        if target == "more":
            context["table"] = self.table()
        elif target == "totals":
            context["sums"] = table.sums(self, exact=True)
        elif target == "views":
            context |= {"views": self.views(counted=True), "counted": True}
        elif target == "panel":
            context["panel"] = panels.panel(self)
            if context["panel"] is None:
                raise Http404
        elif target == "drawer":
            context |= self._peek() or _nothing()
        else:
            context |= self._whole(target == "list")
        parts = PARTS | {"list": self.body_template}
        response = render(request, parts.get(target, self.template), context | more, status=status)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        if target == "list" and request.method == "GET":
            # The browser's address is the view's own, without the empty fields of the form it came from.
            response.headers["HX-Push-Url"] = state.url()
        return response

    def _whole(self, swapped: bool) -> dict[str, Any]:
        request, state = self.request, self.state
        rows = self.table()
        peek = self._peek()
        if peek is None:
            state.notes.append("The record to look at does not exist, or you cannot see it.")
        views: list[saved_views.Tab] | None = self.views(counted=False)
        if swapped and not self._view_changed(views or []):
            views = None  # the counts beside the names stay as they are
        key = posts.result_key(self)
        return {
            "table": rows,
            "sums": table.sums(self, exact=request.GET.get("part") == "totals"),
            "views": views,
            "part": swapped,
            "panel": panels.panel(self),
            "drawer": bool(peek),
            "result": request.session.pop(key) if key in request.session else None,
            "bulk_actions": [action for action in self.bulk if not action.hidden and self.may(action.perm)],
            "head_actions": actions.offered(self),
            "empty": actions.empty(self) if not rows["rows"] and rows["is_first"] else None,
            **(peek or {}),
            **self.extra_context(request),
        }

    def table(self) -> dict[str, Any]:
        """Head cells, rows and the way to the next page."""
        state, given = self.state, self.request.GET.get("after", "")
        page = paging.take(self.loaded(self.matching), self.order, per=state.per, after=given)
        if page.lost:
            state.notes.append("The place to go on from could not be read, so this is the first page.")
        make = row_maker(state.shown, self, state.url(peek="") if self.peek_template else "")
        return {
            "heads": table.heads(self),
            "rows": [make(obj) for obj in page.rows],
            "more_url": state.url(after=page.after) if page.after else "",
            "per": state.per,
            "is_first": not given or page.lost,
            "first_url": state.url(),
        }

    def views(self, *, counted: bool) -> list[saved_views.Tab]:
        """The views of the bar. Counting them is a request of its own, made when the page stands."""
        defaults = [view for view in self.default_views if self.may(view.perm)]
        saved = saved_views.views_of(self.request.member, self.name)
        found = saved_views.tabs(defaults, saved, self.state, self.request.member)
        return [replace(tab, count=self._count_of(tab.query)) for tab in found] if counted else found

    def _count_of(self, query: str) -> str:
        other = type(self)()
        other.request, other.kwargs = self.request, self.kwargs
        other.state = other._read(QueryDict(query or "view=all"))
        return table.capped(other.matching)

    def _view_changed(self, tabs: list[saved_views.Tab]) -> bool:
        """Whether another view is the current one than on the page the request came from."""
        before = urlsplit(self.request.htmx.current_url or "").query
        was = normal_query(before or self.state.landing)
        return any((normal_query(tab.query) == was) != tab.current for tab in tabs)

    def _peek(self) -> dict[str, Any] | None:
        """Context of the drawer: empty when none is asked for, None when there is no such record."""
        text = self.request.GET.get("peek", "")
        if not self.peek_template or not text:
            return {}
        obj = self.everything.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
        if obj is None:
            return None
        return {
            "object": obj,
            "close_url": self.state.url(),
            "object_url": self.row_url(obj),
            **self.peek_context(self.request, obj),
        }


def _nothing():
    raise Http404
