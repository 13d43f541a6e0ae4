"""A pack of rules as the engine uses it: compiled once from its data."""

import datetime
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from court_rules.calendars import Calendar, calendar
from court_rules.text import RuleError

FIRST, LAST = datetime.date.min, datetime.date.max
# The longest count that a pack or an order may set.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included."""

    start: datetime.date = FIRST
    end: datetime.date = LAST

    def __contains__(self, day: object) -> bool:
        return isinstance(day, datetime.date) and self.start <= day <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether a day lies in both."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that periods run from. `time`: it matters at what hour it happened."""

    key: str
    title: str
    time: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """What a method of service adds: so many days, put on after the last day was rolled, or before."""

    span: Span
    count: int
    unit: str
    before_roll: bool
    cite: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A way of serving a paper. Without extensions it adds nothing.

    `deemed`: served on a day that is no court day, the paper counts as served on the next one; with the days of the event for which
    that holds, and the citation.
    """

    key: str
    title: str
    adds: tuple[Extension, ...] = ()
    deemed: tuple[Span, str] | None = None

    def extension(self, day: datetime.date) -> Extension | None:
        """What it adds when the event is on that day."""
        return next((one for one in self.adds if day in one.span), None)

    def deemed_by(self, day: datetime.date) -> str:
        """The citation of what moves a service on that day to the next court day, "" when nothing does."""
        return self.deemed[1] if self.deemed and day in self.deemed[0] else ""


@dataclass(frozen=True, slots=True)
class Count:
    """So many days, weeks … after or before a day. `roll` is forward, backward or none; `scheme` the service rule or "".

    `asked` names the choice whose answer is the number, where an order or the parties set it; `count` is then 0.
    """

    count: int
    unit: str
    before: bool
    roll: str
    scheme: str
    cite: str
    event: str = ""
    title: str = ""
    note: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """One form of a rule: in force in `span` for the choices `when`. Several counts: the earliest or latest of them.

    Without a count it `says` what the law asks where it names no day, or why this pack counts none.
    """

    span: Span
    when: tuple[tuple[str, str], ...]
    counts: tuple[Count, ...]
    take: str
    cite: str
    note: str = ""
    says: str = ""

    def fits(self, day: datetime.date, choices: Mapping[str, str]) -> bool:
        """Whether it holds for an event on that day."""
        return day in self.span and all(choices.get(key) == value for key, value in self.when)


NO_EXTENSION = "The court must not extend it, and the parties cannot agree on more time."


@dataclass(frozen=True, slots=True)
class NoExtension:
    """That the time of a rule cannot be extended, or only as another rule allows (`text`), and by what law."""

    cite: str
    text: str = NO_EXTENSION


@dataclass(frozen=True, slots=True)
class Rule:
    """A period with its name. It hangs on a trigger of the pack, or on the result of another rule (`after`).

    `kind`: deadline (the last day to act), earliest (no act before it), expiry (something ends by itself).
    """

    key: str
    title: str
    trigger: str
    after: str
    kind: str
    critical: bool
    party: str
    cite: str
    note: str
    periods: tuple[Period, ...]
    no_extension: NoExtension | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A question on which a period depends; the first option is taken when nobody answered.

    With `number` it asks how many days (weeks, hours) an order gives, `least` or more, and has no options: without an
    answer nothing is counted by it.
    """

    key: str
    title: str
    options: tuple[tuple[str, str], ...] = ()
    number: bool = False
    least: int = 1

    @property
    def usual(self) -> str:
        """What is taken when nobody answered; "" for a number."""
        return self.options[0][0] if self.options else ""

    def refuses(self, value: str) -> str:
        """Why `value` is no answer, "" when it is one."""
        if not self.number:
            known = [key for key, _ in self.options]
            return "" if value in known else f"“{value}” is no option of “{self.key}”: {', '.join(known)}."
        if not (value.isascii() and value.isdigit() and len(value) <= 5 and int(value) <= MOST):
            return f"“{self.key}” takes a whole number up to {MOST:,}; “{value}” is none."
        if int(value) < self.least:
            return f"“{self.key}” is {self.least} at least; {value} is less."
        return ""


@dataclass(frozen=True)
class Pack:
    """Rules of one jurisdiction in one version, with what they share."""

    key: str
    title: str
    version: str
    author: str
    jurisdiction: str
    calendar: str
    span: Span
    note: str
    sources: tuple[str, ...]
    computation: Mapping[str, Any]
    choices: Mapping[str, Choice]
    schemes: Mapping[str, Mapping[str, Method]]
    triggers: Mapping[str, Trigger]
    rules: Mapping[str, Rule]
    tests: tuple[Mapping[str, Any], ...]
    next_of: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)

    @property
    def holidays(self) -> Calendar:
        """The calendar that its courts keep."""
        return calendar(self.calendar)

    @property
    def states(self) -> int:
        """The holidays of how many states may count: two where a district court and a circuit clerk may sit in different ones."""
        return int(self.computation.get("states", 1))

    def methods(self, rule: str = "") -> dict[str, str]:
        """{key: title} of the ways to serve that matter to a rule, its trigger and all that hangs on it; of all without one."""
        wanted: set[str] = set()
        if rule:
            for one in self.chain(rule):
                wanted |= {c.scheme for period in one.periods for c in period.counts if c.scheme}
        else:
            wanted = set(self.schemes)
        return {
            key: method.title
            for name, scheme in self.schemes.items()
            if name in wanted
            for key, method in scheme.items()
        }

    def chain(self, key: str) -> list[Rule]:
        """The rules that follow from a trigger, or a rule and those that hang on it: each after the one it hangs on.

        Raises RuleError when there is no such rule or trigger.
        """
        if key in self.triggers:
            found, waiting = [], list(self.next_of.get(key, ()))
        elif key in self.rules:
            found, waiting = [], [self.rules[key]]
        else:
            raise RuleError(f"There is no such rule or trigger. {self._like(key)}", pack=self.key, rule=key)
        while waiting:
            rule = waiting.pop(0)
            found.append(rule)
            waiting += self.next_of.get(rule.key, ())
        return found

    def _like(self, key: str) -> str:
        """What somebody may have meant by a key that the pack does not have: keys that look alike, or rules with that number."""
        near = difflib.get_close_matches(key, [*self.triggers, *self.rules], n=4, cutoff=0.6)
        number = re.sub(r"[^0-9a-z.]", "", key.lower().removeprefix("rule"))
        if not near and number[:1].isdigit():
            wanted = re.compile(rf"(?<![\w.]){re.escape(number)}(?![0-9])")
            cited = {rule.key: re.sub(r"[()]", "", rule.cite.lower()) for rule in self.rules.values()}
            near = [name for name, cite in cited.items() if wanted.search(cite)][:8]
        if near:
            return f"Did you mean: {', '.join(f'{self.key}.{name}' for name in near)}?"
        return f"The pack has: {', '.join([*self.triggers, *self.rules][:60])}."

    def further_of(self, key: str) -> dict[str, Trigger]:
        """The further events whose days a chain needs: those of which a period takes the later or earlier count."""
        chain = self.chain(key)
        wanted = {c.event for rule in chain for period in rule.periods for c in period.counts if c.event}
        return {name: self.triggers[name] for name in self.triggers if name in wanted and name != key}

    def event_of(self, key: str) -> Trigger:
        """The event on which a rule or trigger is counted, for the label of its date."""
        if key in self.triggers:
            return self.triggers[key]
        rule = self.chain(key)[0]
        if rule.trigger:
            return self.triggers[rule.trigger]
        other = self.rules[rule.after]
        return Trigger(other.key, other.title)

    def choices_of(self, key: str) -> list[Choice]:
        """The questions on which a chain depends."""
        periods = [period for rule in self.chain(key) for period in rule.periods]
        wanted = {name for period in periods for name, _ in period.when}
        wanted |= {count.asked for period in periods for count in period.counts}
        return [choice for name, choice in self.choices.items() if name in wanted]
