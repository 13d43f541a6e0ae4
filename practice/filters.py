"""Filters of the list pages: each reads its part of the URL, checks it, narrows rows and says what it does.

A filter set is a django-filter FilterSet, so the API can use the same class. Every filter here has one short
parameter and says no with a sentence: a bad value is an error on its chip, never an exception and never a
silent "all rows".

    class MatterFilter(ListFilterSet):
        status = ChoiceFilter(label="Status", choices=Matter.Status.choices)
        responsible = MemberFilter(label="Responsible", field_name="responsible")
        opened = DateFilter(label="Opened", field_name="opened_on")
"""

import calendar
import copy
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from practice.dates import parse_day

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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


class TextFilter(ListFilter):
    """Text in one field or in any of `fields`. Upper and lower case are the same."""

    kind = "text"
    ops = {"": "contains", "is": "is", "starts": "starts with", "not": "does not contain"}
    LOOKUPS = {"": "icontains", "is": "iexact", "starts": "istartswith", "not": "icontains"}

    def __init__(self, field_name=None, *, fields: Iterable[str] = (), **kwargs):
        super().__init__(field_name, **kwargs)
        self.fields = tuple(fields)

    def pick(self, raw):
        text = " ".join(part.strip() for part in raw[""]).strip()
        if not text:
            return None
        if "\x00" in text:
            raise ValidationError("Text cannot hold a null character.")
        if len(text) > 200:
            raise ValidationError("Type at most 200 characters.")
        return Picked(raw["op"], text)

    def narrow(self, qs, picked):
        condition = models.Q()
        for name in self.fields or (self.field_name,):
            condition |= models.Q(**{f"{name}__{self.LOOKUPS[picked.op]}": picked.value})
        return qs.exclude(condition) if picked.op == "not" else qs.filter(condition)


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


class DateFilter(ListFilter):
    """Days from–to, both included.

    `opened=last-month`, `opened=-30d..today`, or `opened_from=` and `opened_to=`.
    """

    kind = "date"
    suffixes = ("_from", "_to")

    def pick(self, raw):
        first, last = raw["_from"], raw["_to"]
        words = raw[""][0].strip() if raw[""] else ""
        if words and not (first or last):
            if ".." in words:
                first, last = (part.strip() for part in words.split("..", 1))
            else:
                span = read_span(words)
                return Picked("", span) if span else None
        start = read_day(first) if first else None
        end = read_day(last) if last else None
        if start is None and end is None:
            return None
        if start and end and start > end:
            raise ValidationError(f"{say_day(start)} is after {say_day(end)}.")
        return Picked("", (start, end))

    def narrow(self, qs, picked):
        start, end = picked.value
        if _is_datetime(qs.model, self.field_name):
            if start:
                qs = qs.filter(**{f"{self.field_name}__gte": _midnight(start)})
            return qs.filter(**{f"{self.field_name}__lt": _midnight(end + timedelta(days=1))}) if end else qs
        if start:
            qs = qs.filter(**{f"{self.field_name}__gte": start})
        return qs.filter(**{f"{self.field_name}__lte": end}) if end else qs

    def describe(self, picked):
        start, end = picked.value
        if start and end:
            return (
                ("is", say_day(start))
                if start == end
                else ("between", f"{say_day(start)} and {say_day(end)}")
            )
        return ("from", say_day(start)) if start else ("until", say_day(end))


class MoneyFilter(ListFilter):
    """An amount from–to, both included: `total=100..500`, or `total_min=` and `total_max=`."""

    kind = "money"
    suffixes = ("_min", "_max")

    def pick(self, raw):
        low, high = raw["_min"], raw["_max"]
        words = raw[""][0].strip() if raw[""] else ""
        if words and not (low or high):
            low, _, high = words.partition("..") if ".." in words else (words, "", words)
        least, most = read_amount(low), read_amount(high)
        if least is None and most is None:
            return None
        if least is not None and most is not None and least > most:
            raise ValidationError(f"{say_amount(least)} is more than {say_amount(most)}.")
        return Picked("", (least, most))

    def narrow(self, qs, picked):
        least, most = picked.value
        if least is not None:
            qs = qs.filter(**{f"{self.field_name}__gte": least})
        return qs.filter(**{f"{self.field_name}__lte": most}) if most is not None else qs

    def describe(self, picked):
        least, most = picked.value
        if least is not None and most is not None:
            if least == most:
                return "is", say_amount(least)
            return "between", f"{say_amount(least)} and {say_amount(most)}"
        return ("at least", say_amount(least)) if least is not None else ("at most", say_amount(most))


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


_MONTHS_OFF = re.compile(r"^([+-]?)(\d{1,4})\s*([my])$")
_NO_YEAR = re.compile(r"^(\d{1,2})/(\d{1,2})$")


def read_day(text: str, *, today: date | None = None) -> date:
    """A day as practice.dates reads it, and `-3m`, `+1y` in months and years.

    Unlike a deadline, a month and day without a year are of this year: filters look back. Raises
    ValidationError that says what to type.
    """
    today = today or timezone.localdate()
    word = text.strip().lower()
    try:
        if found := _MONTHS_OFF.match(word):
            amount = int(found[2]) * (-1 if found[1] == "-" else 1)
            return add_months(today, amount * (12 if found[3] == "y" else 1))
        if found := _NO_YEAR.match(word):
            return date(today.year, int(found[1]), int(found[2]))
        return parse_day(word, today)
    except (ValueError, OverflowError):
        shown = text.strip()[:40]
        raise ValidationError(
            f"“{shown}” is not a date. Type 11/30/2026, 2026-11-30, today or -30d."
        ) from None


def read_span(text: str, *, today: date | None = None) -> tuple[date, date]:
    """First and last day of `this-week` (from Monday), `last-month`, `next-quarter`, `this-year`, or of one
    day.
    """
    today = today or timezone.localdate()
    which, _, unit = text.strip().lower().replace(" ", "-").partition("-")
    step = {"last": -1, "this": 0, "next": 1}.get(which)
    if step is None or unit not in {"week", "month", "quarter", "year"}:
        day = read_day(text, today=today)
        return day, day
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return first, first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start_month = (today.month - 1) // months * months + 1
    first = add_months(date(today.year, start_month, 1), step * months)
    return first, add_months(first, months) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months; the 31st becomes the month's last day. Raises ValueError beyond year
    9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def read_amount(text: str) -> Decimal | None:
    """An amount of money from `1,250.50`, `$80`, `(12.00)`; None when empty. Raises ValidationError."""
    plain = text.strip().replace(",", "").replace("$", "").replace("−", "-")
    if not plain:
        return None
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= 10**12 or amount != round(amount, 2):
        raise ValidationError(f"“{text[:40]}” is not an amount. Type 1250.50.")
    return amount


def say_day(day: date) -> str:
    """`Nov 13` in this year, `Nov 13, 2025` in another."""
    short = f"{MONTHS[day.month - 1]} {day.day}"
    return short if day.year == timezone.localdate().year else f"{short}, {day.year}"


def say_amount(amount: Decimal) -> str:
    """`$1,250.50`, `−$80.00`."""
    return f"{'−' if amount < 0 else ''}${abs(amount):,.2f}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _is_datetime(model, path: str) -> bool:
    field: Any = None
    for part in path.split("__"):
        try:
            field = model._meta.get_field(part)
        except models.FieldDoesNotExist:
            return False
        model = field.related_model
    return isinstance(field, models.DateTimeField)
