"""Filters of the list pages: each reads its part of the URL, checks it, narrows rows and says what it does.

A filter set is a django-filter FilterSet, so the API can use the same class. Every filter here has one short
parameter and says no with a sentence: a bad value is an error on its chip, never an exception and never a
silent "all rows".

    class MatterFilter(ListFilterSet):
        status = ChoiceFilter(label="Status", choices=Matter.Status.choices)
        responsible = MemberFilter(label="Responsible", field_name="responsible")
        opened = DateFilter(label="Opened", field_name="opened_on")
"""

from practice.filters.base import ListFilter, ListFilterSet, Picked, params_of
from practice.filters.choices import ChoiceFilter, MemberFilter, RelatedFilter, YesNoFilter
from practice.filters.reading import read_amount, read_day, read_span
from practice.filters.values import DateFilter, DaysFilter, MoneyFilter, TextFilter

__all__ = [
    "ChoiceFilter",
    "DateFilter",
    "DaysFilter",
    "ListFilter",
    "ListFilterSet",
    "MemberFilter",
    "MoneyFilter",
    "Picked",
    "RelatedFilter",
    "TextFilter",
    "YesNoFilter",
    "params_of",
    "read_amount",
    "read_day",
    "read_span",
]
