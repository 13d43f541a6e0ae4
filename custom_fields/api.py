"""/api/v1/matters/, /contacts/, /leads/, /tasks/: records with the firm's own fields, for programs. Each app gives its rows.

GET lists what the member sees, with the filters of the page; the firm's own fields filter by their keys: ?custom.policy_limit_min=5000.
PATCH {"custom": {key: value}} on one record writes values as the pages do; null empties one. Errors are those of /api/v1/approvals/,
and for several fields at once "errors": {key: why}.
"""

import re
from typing import Any

from django.http import Http404, QueryDict
from rest_framework.response import Response

from custom_fields.filters import filters_for
from custom_fields.hosts import HOSTS
from custom_fields.models import Field
from custom_fields.queries import Schema, for_programs
from custom_fields.queries.names import named, references
from custom_fields.queries.schemas import Book
from custom_fields.services import FieldErrors, set_custom
from practice.exceptions import DomainError
from practice.filters import ListFilterSet
from supervision.api.views import ApprovalsView, Pages

CUSTOM = re.compile(r"custom\.([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)")


def reference(obj: Any, *more: str) -> dict | None:
    """A record that a row points to: its id, its name, and `more`."""
    if obj is None:
        return None
    return {"id": obj.pk, "name": getattr(obj, "name", str(obj))} | {
        name: getattr(obj, name) for name in more
    }


class RecordsView(ApprovalsView):
    """What the two views of a host share. `host` is its key, `row(obj)` its plain values, `select` what they read."""

    host: str = ""
    filterset: type[ListFilterSet] | None = None
    select: tuple[str, ...] = ()

    def row(self, obj: Any) -> dict[str, Any]:
        """The record's own values, without custom fields."""
        raise NotImplementedError

    def rows(self):
        """What the member sees."""
        return HOSTS[self.host].visible_to(self.member).select_related(*self.select)

    def said_of(self, objs: list[Any]) -> list[dict[str, Any]]:
        """The records as programs read them. Two queries for the fields, and one for each type of record they point to."""
        book = Book(self.host)
        keys = set()
        for obj in objs:
            keys |= references(book.of(obj), [obj.custom or {}])
        names = named(keys, self.member)
        return [
            self.row(obj) | {"custom": for_programs(obj, self.member, schema=book.of(obj), names=names)}
            for obj in objs
        ]


class RecordList(RecordsView):
    """GET: the records the member sees, newest first."""

    def get(self, request):
        rows = self.rows().order_by("-pk")
        known = Book(self.host).whole
        params = by_id(request.query_params, known)
        if self.filterset is not None:
            extra = filters_for(known)
            found = type(self.filterset.__name__, (self.filterset,), {})
            found.base_filters = {**self.filterset.base_filters, **extra}  # type: ignore[attr-defined]
            bound = found(
                params, rows, request=request._request, may=lambda perm: perm is None or self.member.can(perm)
            )
            if not bound.is_valid():
                name, errors = next(iter(bound.errors.items()))
                raise DomainError(str(errors[0]), field=name)
            rows = bound.qs
        pages = Pages()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(self.said_of(list(page)))


class RecordDetail(RecordsView):
    """GET one record; PATCH {"custom": {...}} writes values of its fields."""

    def one_or_404(self) -> Any:
        """The record of the address, if the member sees it."""
        found = self.rows().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request, pk):
        return Response(self.said_of([self.one_or_404()])[0])

    def patch(self, request, pk):
        obj = self.one_or_404()
        values = self.said("custom").get("custom")
        if not isinstance(values, dict):
            raise DomainError("“custom” is an object of fields by key.", field="custom")
        book = Book(self.host)
        known = book.of(obj)
        unknown = [name for name in values if name not in known.by_key]
        if unknown:
            raise DomainError(f"There is no field “{unknown[0][:60]}” on this record.", field=unknown[0][:60])
        try:
            set_custom(obj, values, by=self.member)
        except FieldErrors as error:
            said = {path_of(known, path): message for path, message in error.errors.items()}
            return Response({"error": error.message, "field": error.field, "errors": said}, status=400)
        return Response(self.said_of([self.one_or_404()])[0])


def path_of(known: Schema, path: str) -> str:
    """An error's place by keys: `vehicles.0.plate`."""
    top, *rest = path.split(".")
    parts = [known.by_id[int(top)].key]
    if rest:
        parts += [rest[0], known.by_id[int(rest[1])].key]
    return ".".join(parts)


def by_id(params: QueryDict, known: Schema) -> QueryDict:
    """The query with `custom.policy_limit_min` as `cf12_min`. Raises DomainError for a key that is none."""
    keys = {field.key: field for field in known.fields}
    for group in known.of(Field.Type.GROUP):
        keys |= {f"{group.key}.{member.key}": member for member in known.members(group)}
    found = QueryDict(mutable=True)
    for name, values in params.lists():
        match = CUSTOM.fullmatch(name)
        if match is None:
            found.setlist(name, values)
            continue
        text = match[1]
        key = max(
            (
                k
                for k in keys
                if text == k or text in (f"{k}_op", f"{k}_from", f"{k}_to", f"{k}_min", f"{k}_max")
            ),
            key=len,
            default="",
        )
        if not key:
            raise DomainError(f"There is no field “{text[:60]}”.", field=name[:80])
        found.setlist(f"cf{keys[key].pk}{text[len(key) :]}", values)
    return found
