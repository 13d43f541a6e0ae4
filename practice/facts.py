"""Small facts that a page needs at once, asked for in one statement.

A fact is an expression that stands on its own (a count, a lookup, a short list as JSON). However many parts of the
product give one, the page pays one round trip. No answer is kept between requests, and each subquery passes through the
firm's and the walls' policies like any other.
"""

import itertools
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from practice.models import Firm
from practice.scope import current_firm_id

# Questions kept for each connection, and how many of them PostgreSQL keeps the plan of (a plan takes a megabyte).
KEPT = 256
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
    """A statement that was built once: its SQL, and how the answer is read."""

    def __init__(self, facts: Mapping[str, Fact]):
        self.facts = facts
        # The firm's row is only what the subqueries hang on.
        rows = Firm.objects.filter(pk=current_firm_id()).values_list(
            *(fact.expression() if callable(fact.expression) else fact.expression for fact in facts.values())
        )
        self._compiler = rows.query.get_compiler(rows.db)
        self._sql, self._params = self._compiler.as_sql()
        self._converters = self._compiler.get_converters([part[0] for part in self._compiler.select])
        self.name = ""  # of the plan that PostgreSQL keeps

    def ask(self) -> dict[str, Any]:
        """The answers, planned anew."""
        return self._read(self._sql, self._params)

    def ask_and_plan(self, before: str) -> dict[str, Any]:
        """The answers; PostgreSQL keeps the plan. `before` is SQL that goes along."""
        # Never a name twice: a plan whose first answer failed is there all the same.
        self.name = f"question_{next(_numbers)}"
        return self._read(f"{before}PREPARE {self.name} AS {self._sql}; EXECUTE {self.name}", self._params)

    def ask_planned(self) -> dict[str, Any]:
        """The answers by the plan that is kept."""
        return self._read(f"EXECUTE {self.name}", None)

    def _read(self, sql: str, params) -> dict[str, Any]:
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
    return _Question(facts).ask() if facts else {}


class _Memory:
    """The questions of one connection to PostgreSQL, of the present minute."""

    def __init__(self):
        self.minute: Any = None
        self.questions: OrderedDict[Hashable, _Question] = OrderedDict()
        self.planned: OrderedDict[Hashable, _Question] = OrderedDict()
        self.gone: list[str] = []  # plans to be given back with the next that is made

    def turn(self, minute: Any) -> None:
        """Forget what was built in another minute."""
        if minute != self.minute:
            self.gone += [question.name for question in self.planned.values()]
            self.planned.clear()
            self.questions.clear()
            self.minute = minute

    def answer(self, key: Hashable, make: Callable[[], Mapping[str, Fact]]) -> dict[str, Any]:
        """One round trip, whatever is to be planned or forgotten with it."""
        question = self.questions.get(key)
        if question is None:
            question = self.questions[key] = _Question(make())
            while len(self.questions) > KEPT:
                self.questions.popitem(last=False)
            return question.ask()
        if key in self.planned:
            return question.ask_planned()
        while len(self.planned) >= PLANNED:
            self.gone.append(self.planned.popitem(last=False)[1].name)
        before = "".join(f"DEALLOCATE {name}; " for name in self.gone)
        self.gone = []
        # Planning takes several times as long as the answer: worth keeping from the second time on.
        found = question.ask_and_plan(before)
        self.planned[key] = question
        return found


def _memory() -> _Memory:
    """What is kept with the open connection; another connection knows none of its plans."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    of, memory = vars(wrapper).get("_questions", (None, None))
    if of is not wrapper.connection:
        memory = _Memory()
        vars(wrapper)["_questions"] = (wrapper.connection, memory)
    return memory


def ask_again(key: Hashable, make: Callable[[], Mapping[str, Fact]]) -> dict[str, Any]:
    """The values of what `make` gives, as `ask` would; the statement of `key` is built and planned once a minute at most.

    Building and planning the statement cost many times its answer. The question is kept, never an answer: a page is as
    fresh as before, but for a clock read into the question, which may be a minute slow. `key` says all that the question
    depends on (whose, with which powers), and the firm is always part of it.
    """
    minute = timezone.now().replace(second=0, microsecond=0)
    memory = _memory()
    memory.turn(minute)
    return memory.answer((current_firm_id(), key, timezone.get_current_timezone_name()), make)


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
