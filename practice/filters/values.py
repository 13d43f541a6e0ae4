"""Filters by value: text, days from–to, amounts from–to."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from practice.dates import short_day
from practice.filters.base import ListFilter, Picked
from practice.filters.reading import read_amount, read_day, read_span, say_amount
from practice.veils import spoken


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
            condition |= spoken(qs, name, models.Q(**{f"{name}__{self.LOOKUPS[picked.op]}": picked.value}))
        return qs.exclude(condition) if picked.op == "not" else qs.filter(condition)


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
            raise ValidationError(f"{short_day(start)} is after {short_day(end)}.")
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
                ("is", short_day(start))
                if start == end
                else ("between", f"{short_day(start)} and {short_day(end)}")
            )
        return ("from", short_day(start)) if start else ("until", short_day(end))


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


class DaysFilter(ListFilter):
    """One of a few numbers of days, named in `DAYS`; a subclass narrows by it, and `ops[""]` is its word on the chip."""

    kind = "choice"
    DAYS: tuple[int, ...] = ()

    def options(self):
        return [(str(n), f"{n} day{'' if n == 1 else 's'}") for n in self.DAYS]

    def pick(self, raw):
        if not raw[""]:
            return None
        if raw[""][0] not in dict(self.options()):
            *first, last = self.DAYS
            raise ValidationError(f"Choose {', '.join(map(str, first))} or {last} days.")
        return Picked("", raw[""][0])

    def describe(self, picked):
        return self.ops[""], dict(self.options())[picked.value]
