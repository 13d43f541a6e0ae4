"""The panels of a list: filters, columns, sort, views, saving, export. Built only when one is opened.

A filter panel needs every choice of every filter, which costs more than the rows: it is no part of the page.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from practice.filters import ListFilter, params_of
from practice.lists.state import MAX_SORTS, PER_CHOICES
from practice.lists.table import capped

WAYS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("text", "two", "state", "avatars"), ("A to Z", "Z to A")),
    **dict.fromkeys(("money", "hours", "number"), ("smallest first", "largest first")),
    "date": ("earliest first", "latest first"),
    "bool": ("no first", "yes first"),
}


def panel(page) -> dict[str, Any] | None:
    """The panel that `?panel=` opens, None when there is none of that name."""
    which = page.request.GET.get("panel", "")
    make = {
        "filters": filters,
        "columns": columns,
        "sort": sort,
        "views": lambda page: {"views": page.views(counted=False)},
        "save": lambda page: {},
        "export": lambda page: {},
    }.get(which)
    if make is None or (which == "export" and not page.can_export()):
        return None
    replaced = {"columns": ("cols", "per"), "sort": ("sort",)}.get(which, ())
    return {
        "name": which,
        "template": f"ui/list/panel_{which}.html",
        "kept": [pair for pair in page.state.lasting if pair[0] not in replaced],
        "close": page.state.url(),
        **make(page),
    }


def filters(page) -> dict[str, Any]:
    """All filters with their choices, or the one that `?field=` names, as it stands on its chip."""
    if page.filterset is None:
        raise Http404
    state, only = page.state, page.request.GET.get("field", "")
    bound = state.filterset_class(state.params, page.model.objects.none(), request=page.request, may=page.may)
    used = {chip.name for chip in state.chips}
    one = only in bound.filters
    items = [
        _filter(bound, name, found, state, name in used)
        for name, found in bound.filters.items()
        if isinstance(found, ListFilter) and (name == only or not one)
    ]
    owned = {param for item in items for param in params_of(bound.filters[item["name"]], item["name"])}
    return {
        "filters": items,
        "one": one,
        "kept": [pair for pair in state.lasting if pair[0] not in owned],
    }


def _filter(bound, name: str, found: ListFilter, state, used: bool) -> dict[str, Any]:
    raw = found.read(state.params, name)
    return {
        "name": name,
        "label": found.label or name,
        "kind": found.kind,
        "hint": found.hint,
        "ops": list(found.ops.items()) if len(found.ops) > 1 else [],
        "op": raw["op"],
        "text": ", ".join(raw[""]),
        "chosen": {part for text in raw[""] for part in text.split(",")},
        "suffixes": [(name + suffix, suffix.strip("_"), raw[suffix]) for suffix in found.suffixes],
        "options": found.options(),
        "errors": bound.form.errors.get(name, ()),
        "used": used,
        "search_url": getattr(found, "search_url", ""),
    }


def columns(page) -> dict[str, Any]:
    """The columns, those shown first and in their order."""
    shown = page.state.shown
    rest = [column for column in page.state.allowed if column not in shown]
    return {
        "columns": [(column, True) for column in shown] + [(column, False) for column in rest],
        "per_choices": PER_CHOICES,
        "reset": page.state.url(cols=None),
    }


def sort(page) -> dict[str, Any]:
    """Up to three sort keys."""
    options = [
        (f"{sign}{column.name}", f"{column.label}, {WAYS[column.kind][bool(sign)]}")
        for column in page.state.allowed
        if column.sorts
        for sign in ("", "-")
    ]
    chosen = [key.text for key in page.state.sorting]
    return {"options": options, "levels": [*chosen, *[""] * MAX_SORTS][:MAX_SORTS]}


def filtered_empty(page) -> dict[str, Any]:
    """What to say when filters leave nothing: which one to remove, and how many rows that would show."""
    state = page.state
    found = []
    for chip in state.chips[:4]:
        rows = capped(state.apply_filters(page.searched(page.everything), leave_out=chip.name), 1000)
        if rows != "0":
            label = f"{chip.label} {chip.op} {chip.value}"
            found.append({"label": label, "url": chip.remove, "count": rows})
    if state.search:
        rows = capped(state.apply_filters(page.everything), 1000)
        if rows != "0":
            label = f"search for “{state.search}”"
            found.append({"label": label, "url": state.url(q=None), "count": rows})
    return {
        "filtered": True,
        "remove": found,
        "all_url": state.url(without=(*state.filter_params, "q")),
    }
