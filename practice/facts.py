"""Small facts that a page needs at once, asked for in one statement.

A fact is an expression that stands on its own (a count, a lookup, a short list as JSON). However many parts of the
product give one, the page pays one round trip. No answer is kept between requests, and each subquery passes through the
firm's and the walls' policies like any other.
"""

import datetime
import itertools
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from practice.clock import Reading, held
from practice.models import Firm
from practice.scope import current_firm_id

# Questions kept in a process, and how many of them PostgreSQL keeps the plan of with each connection (a plan takes a
# megabyte). People of one role share a plan, in all firms.
KEPT = 512
PLANNED = 16
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Fact:
    """An expression, and what to make of its value.

    A function that gives the expression is called only when a statement is built from it: what stands on every page gives
    one, for there the statement is mostly there already.
    """

    expression: Any
    read: Callable[[Any], Any] = lambda value: value


class _Question:
    """A statement with its parameters, and how the answer is read."""

    def __init__(self, facts: Mapping[str, Fact]):
        self.facts = facts
        # The firm's row is only what the subqueries hang on.
        rows = Firm.objects.filter(pk=current_firm_id()).values_list(
            *(fact.expression() if callable(fact.expression) else fact.expression for fact in facts.values())
        )
        self._compiler = rows.query.get_compiler(rows.db)
        self.sql, self.params = self._compiler.as_sql()
        self._converters = self._compiler.get_converters([part[0] for part in self._compiler.select])

    def ask(self, sql: str, params: Any) -> dict[str, Any]:
        """What `sql`, a form of this statement, answers now."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows = [cursor.fetchone()]
        if self._converters:
            rows = list(self._compiler.apply_converters(rows, self._converters))
        return {
            name: fact.read(value) for (name, fact), value in zip(self.facts.items(), rows[0], strict=True)
        }


def ask(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The values of `facts`, for the firm in scope. One query, or none when there is nothing to ask."""
    if not facts:
        return {}
    question = _Question(facts)
    return question.ask(question.sql, question.params)


class _Kept:
    """A question for another time.

    Its `text` has numbered places for whose it is, which day and what hour, so that people of one role have the same text
    and PostgreSQL plans it once for all of them. What the clock was read for is kept as the distance from it.
    """

    def __init__(self, make: Callable[[], Mapping[str, Fact]]):
        with held() as clock:
            self.question = _Question(make())
        moment = clock.moment
        self._values: list[Any] = []
        # A moment that is no reading may have come from the clock all the same: such a question lasts a minute too.
        self._until = None
        if clock.passing or any(type(value) is datetime.datetime for value in self.question.params):
            self._until = moment + datetime.timedelta(minutes=1)
        params = iter(self.question.params)

        def place(found: re.Match) -> str:
            return "%" if found[0] == "%%" else self._place(next(params), moment)

        self.text = re.sub("%[%s]", place, self.question.sql)
        self._call = f"({', '.join(['%s'] * len(self._values))})" if self._values else ""

    def _place(self, value: Any, moment: Reading) -> str:
        cast = _cast(value)
        if cast is None:
            return _filled("%s", [value])
        self._values.append(value - moment if isinstance(value, Reading) else value)
        return f"${len(self._values)}::{cast}"

    @property
    def is_over(self) -> bool:
        """Whether it has to be built anew."""
        return self._until is not None and timezone.now() >= self._until

    def ask(self) -> dict[str, Any]:
        """The answers. One round trip, whatever is to be planned or forgotten with it."""
        now = timezone.now()
        values = [now + value if isinstance(value, datetime.timedelta) else value for value in self._values]
        before, name = _plan_of(self.text)
        # The plan is for anybody's values; without this PostgreSQL would make one for each of the first five.
        sql = f"{before}SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE {name}"
        return self.question.ask(sql + _filled(self._call, values), None)


def _cast(value: Any) -> str | None:
    """The type of the place that a parameter takes in a statement that is kept; None for what is the same for everybody."""
    if isinstance(value, datetime.datetime):
        return "timestamptz"
    if isinstance(value, datetime.date):
        return "date"
    if isinstance(value, int) and not isinstance(value, bool):
        return "integer" if abs(value) < 2**31 else "bigint"
    return None


def _filled(sql: str, values: list[Any]) -> str:
    """`sql` with the values written into it, by the driver."""
    with connection.cursor() as cursor:
        return cursor.mogrify(sql, values).decode()


def _plan_of(text: str) -> tuple[str, str]:
    """(SQL to be sent before, the name of the plan) for the open connection; another connection knows none of its plans."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    of, plans = vars(wrapper).get("_plans", (None, None))
    if of is not wrapper.connection:
        plans = OrderedDict()
        vars(wrapper)["_plans"] = (wrapper.connection, plans)
    if text in plans:
        plans.move_to_end(text)
        return "", plans[text]
    before = ""
    while len(plans) >= PLANNED:
        before += f"DEALLOCATE {plans.popitem(last=False)[1]}; "
    # Never a name twice: a plan whose first answer failed is there all the same.
    name = f"question_{next(_numbers)}"
    plans[text] = name
    return f"{before}PREPARE {name} AS {text}; ", name


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_lock = Lock()


def ask_again(key: Hashable, make: Callable[[], Mapping[str, Fact]]) -> dict[str, Any]:
    """The values of what `make` gives, as `ask` would; the statement of `key` is built once a day in a process.

    Building and planning the statement cost many times its answer. The question is kept, never an answer: a page is as
    fresh as before. `key` says all that the question depends on (whose, with which powers); the firm, the day and the time
    zone are always part of it, and the hour is read anew where a condition has it from practice.clock.reading.
    """
    known = (current_firm_id(), key, timezone.get_current_timezone_name(), timezone.localdate())
    with _lock:
        kept = _kept.get(known)
        if kept is not None:
            _kept.move_to_end(known)
    if kept is None or kept.is_over:
        kept = _Kept(make)
        with _lock:
            _kept[known] = kept
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return kept.ask()


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
