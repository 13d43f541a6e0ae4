"""Small facts that a page needs at once, asked for in one statement.

A fact is an expression that stands on its own (a count, a lookup, a short list as JSON). However many parts of the
product give one, the page pays one round trip. Nothing is kept between requests, and each subquery passes through
the firm's and the walls' policies like any other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.db.models.functions import JSONObject

from practice.models import Firm
from practice.scope import current_firm_id


@dataclass(frozen=True)
class Fact:
    """An expression, and what to make of its value."""

    expression: Any
    read: Callable[[Any], Any] = lambda value: value


def ask(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The values of `facts`, for the firm in scope. One query, or none when there is nothing to ask."""
    if not facts:
        return {}
    # The firm's row is only what the subqueries hang on.
    values = Firm.objects.filter(pk=current_firm_id()).values_list(
        *(fact.expression for fact in facts.values())
    )
    found = values.get()
    return {name: fact.read(value) for (name, fact), value in zip(facts.items(), found, strict=True)}


def count_of(rows: QuerySet) -> Subquery:
    """The number of `rows`, as an expression."""
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(_number=number).values("_number"))


def least_of(rows: QuerySet, path: str) -> Subquery:
    """The smallest value of the column `path` in `rows`, as an expression; empty without rows."""
    return Subquery(rows.order_by().annotate(_least=Func(F(path), function="MIN")).values("_least"))


def list_of(rows: QuerySet, **paths: Any) -> ArraySubquery:
    """`rows`, in their order, as dictionaries of the columns or expressions `paths`: whole numbers and text."""
    return ArraySubquery(rows.values(_row=JSONObject(**paths)))
