"""Filters by choice: of words, of people, of records, of yes and no."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from practice.filters.base import ListFilter, Picked


class ChoiceFilter(ListFilter):
    """One or several of fixed choices, given as a list or as a function of the request."""

    kind = "choice"
    ops = {"": "is", "not": "is not"}

    def __init__(self, field_name=None, *, choices: Iterable | Callable = (), **kwargs):
        super().__init__(field_name, **kwargs)
        self.choices = choices

    def options(self):
        if not hasattr(self, "_options"):
            found = self.choices(self.request) if callable(self.choices) else self.choices
            self._options = [(str(value), str(label)) for value, label in found]
        return self._options

    def pick(self, raw):
        wanted = [part.strip() for text in raw[""] for part in text.split(",") if part.strip()]
        if not wanted:
            return None
        known = dict(self.options())
        unknown = [value for value in wanted if value not in known]
        if unknown:
            raise ValidationError(f"“{unknown[0][:60]}” is not a choice here.")
        return Picked(raw["op"], list(dict.fromkeys(wanted)))

    def lookup(self, values: list[str]) -> models.Q:
        """The condition that a row has one of `values`."""
        return models.Q(**{f"{self.field_name}__in": values})

    def narrow(self, qs, picked):
        condition = self.lookup(picked.value)
        return qs.exclude(condition) if picked.op == "not" else qs.filter(condition)

    def describe(self, picked):
        known = dict(self.options())
        return self.ops[picked.op], ", ".join(known[value] for value in picked.value)


class MemberFilter(ChoiceFilter):
    """Members of the firm. `me` is the reader, `none` nobody; `queryset` is a function of the request."""

    kind = "member"

    def __init__(self, field_name=None, *, queryset: Callable | None = None, empty=False, **kwargs):
        super().__init__(field_name, **kwargs)
        self.queryset = queryset
        self.empty = empty

    def options(self):
        if not hasattr(self, "_options"):
            head = [("me", "Me")] if self._me() else []
            if self.empty:
                head.append(("none", "Nobody"))
            self._options = head + [(str(member.pk), str(member)) for member in self._members()]
        return self._options

    def _me(self):
        return getattr(self.request, "member", None)

    def _members(self):
        if self.queryset is not None:
            return self.queryset(self.request)
        target = self.model
        for part in self.field_name.split("__"):
            target = target._meta.get_field(part).related_model
        return target.objects.all()

    def pick(self, raw):
        # The commonest value needs no list of the members.
        wanted = [part.strip() for text in raw[""] for part in text.split(",") if part.strip()]
        if wanted == ["me"] and self._me():
            return Picked(raw["op"], wanted)
        return super().pick(raw)

    def lookup(self, values):
        ids = [self._me().pk if value == "me" else int(value) for value in values if value != "none"]
        condition = models.Q(**{f"{self.field_name}__in": ids}) if ids else models.Q()
        return condition | models.Q(**{f"{self.field_name}__isnull": True}) if "none" in values else condition

    def describe(self, picked):
        return (self.ops[picked.op], "Me") if picked.value == ["me"] else super().describe(picked)


class RelatedFilter(ListFilter):
    """Rows of one other record, by id: what a link from that record sets.

    With `search_url` the panel offers a combobox.
    `queryset` is a function of the request that returns what the member may see; a foreign id is an error.
    """

    kind = "related"
    ops = {"": "is"}

    def __init__(self, field_name=None, *, queryset: Callable, search_url: Any = "", **kwargs):
        super().__init__(field_name, **kwargs)
        self.queryset = queryset
        self.search_url = search_url

    def pick(self, raw):
        if not raw[""]:
            return None
        text = raw[""][0].strip()
        found = None
        if text.isdecimal() and len(text) < 19:
            found = self.queryset(self.request).filter(pk=int(text)).first()
        if found is None:
            raise ValidationError("That record does not exist, or you cannot see it.")
        return Picked("", found)

    def narrow(self, qs, picked):
        return qs.filter(**{self.field_name: picked.value.pk})


class YesNoFilter(ListFilter):
    """Yes or no. `condition` replaces the field: a Q that is true for “yes”."""

    kind = "bool"
    YES = {"1", "yes", "true", "on"}
    NO = {"0", "no", "false", "off"}

    def __init__(self, field_name=None, *, condition: models.Q | None = None, **kwargs):
        super().__init__(field_name, **kwargs)
        self.condition = condition

    def options(self):
        return [("yes", "Yes"), ("no", "No")]

    def pick(self, raw):
        if not raw[""]:
            return None
        text = raw[""][0].strip().lower()
        if text not in self.YES | self.NO:
            raise ValidationError("Choose yes or no.")
        return Picked("", text in self.YES)

    def narrow(self, qs, picked):
        condition = self.condition if self.condition is not None else models.Q(**{self.field_name: True})
        return qs.filter(condition) if picked.value else qs.exclude(condition)

    def describe(self, picked):
        return "is", "Yes" if picked.value else "No"
