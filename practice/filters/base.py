"""What every filter has: its part of the URL, a checked value, a sentence; and the set they stand in."""

import copy
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models


@dataclass(frozen=True)
class Picked:
    """A checked value: the operator's name and what was chosen."""

    op: str
    value: Any


class _Field(forms.Field):
    """Hands reading and checking to the filter, so that one class serves every kind."""

    def __init__(self, owner: "ListFilter", **kwargs):
        kwargs.pop("null_label", None)
        self.owner = owner
        super().__init__(widget=_Widget(owner), **kwargs)

    def __deepcopy__(self, memo):
        result = copy.copy(self)
        result.widget = _Widget(self.owner)
        return result

    def clean(self, value):
        return self.owner.parse(value)


class _Widget(forms.Widget):
    def __init__(self, owner: "ListFilter"):
        super().__init__()
        self.owner = owner

    def value_from_datadict(self, data, files, name):
        return self.owner.read(data, name)


class ListFilter(django_filters.Filter):
    """Base of the filters. `perm` hides it from members who lack that permission."""

    kind = "text"
    #: operator name -> words on the chip; the first is the default and needs no parameter of its own
    ops: dict[str, str] = {"": "is"}
    #: parameters beside the filter's own name, as suffixes
    suffixes: tuple[str, ...] = ()

    def __init__(self, field_name=None, *, label=None, perm=None, hint="", **kwargs):
        super().__init__(field_name=field_name, label=label, **kwargs)
        self.perm = perm
        self.hint = hint

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self._field = _Field(self, label=self.label, required=False)
        return self._field

    @property
    def request(self):
        return getattr(getattr(self, "parent", None), "request", None)

    def params(self, name: str) -> tuple[str, ...]:
        """The URL parameters that belong to this filter under `name`."""
        own = (name, *(name + suffix for suffix in self.suffixes))
        return (*own, name + "_op") if len(self.ops) > 1 else own

    def read(self, data, name: str) -> dict[str, Any]:
        """The raw text of each parameter; nothing is judged here."""
        getlist = data.getlist if hasattr(data, "getlist") else lambda key: [data[key]] if key in data else []
        raw: dict[str, Any] = {"": [part for part in getlist(name) if part != ""]}
        for suffix in self.suffixes:
            raw[suffix] = (data.get(name + suffix) or "").strip()
        raw["op"] = data.get(name + "_op") or "" if len(self.ops) > 1 else ""
        return raw

    def parse(self, raw: dict[str, Any]) -> Picked | None:
        """The checked value, None when the filter is not set. Raises ValidationError with a sentence."""
        if raw["op"] not in self.ops:
            raise ValidationError(f"“{raw['op']}” is not a way to compare.")
        return self.pick(raw)

    def pick(self, raw: dict[str, Any]) -> Picked | None:
        """Kind-specific part of `parse`."""
        raise NotImplementedError

    def narrow(self, qs: models.QuerySet, picked: Picked) -> models.QuerySet:
        """`qs` with the condition on it."""
        raise NotImplementedError

    def filter(self, qs, value):
        """django-filter's door. An unset filter leaves the rows as they are."""
        if value is None:
            return qs
        qs = self.narrow(qs, value)
        return qs.distinct() if self.distinct else qs

    def describe(self, picked: Picked) -> tuple[str, str]:
        """Operator and value in words, for the chip."""
        return self.ops[picked.op], str(picked.value)

    def options(self) -> list[tuple[str, str]]:
        """Value and label of the choices a menu offers; empty for free input."""
        return []


class ListFilterSet(django_filters.FilterSet):
    """A filter set that builds only what a request needs and hides filters the member has no permission for.

    `only` names the filters to build; None builds all. `may` says whether the member holds a permission.
    """

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None, only=None, may=None):
        kept = self.base_filters
        if only is not None:
            kept = {name: filter_ for name, filter_ in kept.items() if name in only}
        if may is not None:
            kept = {name: filter_ for name, filter_ in kept.items() if may(getattr(filter_, "perm", None))}
        # django-filter copies what it finds here, and copying twelve filters costs more than
        # reading fifty rows.
        self.base_filters = kept
        super().__init__(data=data, queryset=queryset, request=request, prefix=prefix)


def params_of(filter_: django_filters.Filter, name: str) -> tuple[str, ...]:
    """URL parameters of any filter, also one of django-filter's own."""
    return filter_.params(name) if isinstance(filter_, ListFilter) else (name,)
