"""What a schema cannot see in a pack: names that lead nowhere, days that do not exist, circles, periods that overlap."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from court_rules.calendars import calendar
from court_rules.packs.pack import Choice, Pack, Span, Trigger
from court_rules.packs.parts import counts_of, day_of, periods_of, span_of
from court_rules.text import COMPLAINTS, Problem, RuleError


class Checks:
    """What a schema cannot see: names that lead nowhere, days that do not exist, circles, periods that overlap.

    `base` is the pack that it uses.
    """

    def __init__(self, data: Mapping[str, Any], base: Pack | None):
        self.data = data
        self.rules = data["rules"]
        self.base = base
        self.keys = {one["key"] for one in self.rules}
        self._found: dict[str, dict[str, Any]] = {}

    def all(self) -> Iterator[Problem]:
        """The problems of the pack, as many as are worth telling."""
        return islice(self._all(), COMPLAINTS)

    def _all(self) -> Iterator[Problem]:
        data = self.data
        named = {
            "calendar": data["calendar"],
            "computation.open_holidays": data.get("computation", {}).get("open_holidays"),
        }
        for at, key in named.items():
            try:
                if key:
                    calendar(key)
            except RuleError as error:
                yield Problem(error.problems[0].message, at=at)
        if "uses" in data and not self.base:
            yield Problem(f"There is no pack “{data['uses']}”.", at="uses")
        for name in ("triggers", "choices", "service", "rules"):
            yield from _twice([one["key"] for one in data.get(name, ())], name)
        both = {one["key"] for one in data["triggers"]} & self.keys
        for key in sorted(both):
            yield Problem(f"“{key}” names a trigger and a rule.", rule=key, at="key")
        yield from _bad_span(data["effective"], "", "effective")
        for s, scheme in enumerate(data.get("service", ())):
            yield from _twice([one["key"] for one in scheme["methods"]], f"service.{s}.methods")
            for m, method in enumerate(scheme["methods"]):
                yield from _spans(method.get("adds", ()), "", f"service.{s}.methods.{m}.adds")
                yield from _bad_span(method.get("deemed", {}), "", f"service.{s}.methods.{m}.deemed")
        for rule in self.rules:
            yield from self._rule(rule)
        yield from self._circles()
        for n, test in enumerate(data.get("tests", ())):
            yield from self._test(n, test)

    def _known(self, name: str) -> dict[str, Any]:
        """Triggers, choices or service rules by key, those of the pack that is used among them."""
        if name in self._found:
            return self._found[name]
        inherited: Mapping[str, Any] = {}
        if self.base:
            inherited = {
                "triggers": self.base.triggers,
                "choices": self.base.choices,
                "service": self.base.schemes,
            }[name]
        found = self._found[name] = {**inherited, **{one["key"]: one for one in self.data.get(name, ())}}
        return found

    def _rule(self, rule: Mapping[str, Any]) -> Iterator[Problem]:
        key = rule["key"]
        triggers = self._known("triggers")
        if "trigger" in rule and rule["trigger"] not in triggers:
            yield Problem(f"There is no trigger “{rule['trigger']}”.", key, "trigger")
        if "after" in rule and rule["after"] not in self.keys:
            yield Problem(f"There is no rule “{rule['after']}” in the pack.", key, "after")
        if "periods" in rule:
            for name in ("count", "take", "of", "says", "from", "until", "when"):
                if name in rule:
                    yield Problem(f"“{name}” belongs into the periods.", key, name)
        listed = "periods" in rule
        periods = periods_of(rule)
        for n, period in enumerate(periods):
            at = f"periods.{n}." if listed else ""
            yield from _bad_span(period, key, at.rstrip("."))
            yield from self._when(period, key, at)
            for a, arm in enumerate(counts_of(period)):
                place = f"{at}of.{a}." if "of" in period else at
                if "service" in arm and arm["service"] not in self._known("service"):
                    yield Problem(f"There is no service rule “{arm['service']}”.", key, f"{place}service")
                if isinstance(arm["count"], str) and not self._is_number(arm["count"]):
                    said = f"“{arm['count']}” is neither a whole number nor a choice that asks for one."
                    yield Problem(said, key, f"{place}count")
                if "event" in arm and arm["event"] not in triggers:
                    yield Problem(f"There is no trigger “{arm['event']}”.", key, f"{place}event")
                if arm.get("unit") == "hours" and "trigger" in rule and rule["trigger"] in triggers:
                    event = triggers[rule["trigger"]]
                    timed = event.time if isinstance(event, Trigger) else event.get("time")
                    if not timed:
                        said = f"Hours need a trigger with a time; “{rule['trigger']}” has none (time: true)."
                        yield Problem(said, key, f"{place}unit")
        yield from _overlaps(periods, key)

    def _is_number(self, name: str) -> bool:
        """Whether it is a choice that asks for a number."""
        choice = self._known("choices").get(name)
        return bool(choice and (choice.number if isinstance(choice, Choice) else choice.get("number")))

    def _when(self, period: Mapping[str, Any], key: str, at: str) -> Iterator[Problem]:
        for name, value in period.get("when", {}).items():
            choice = self._known("choices").get(name)
            if choice is None:
                yield Problem(f"There is no choice “{name}”.", key, f"{at}when")
                continue
            if self._is_number(name):
                yield Problem(f"“{name}” asks for a number; it is no condition.", key, f"{at}when")
                continue
            options = (
                [option for option, _ in choice.options]
                if isinstance(choice, Choice)
                else [option["key"] for option in choice["options"]]
            )
            if value not in options:
                yield Problem(
                    f"“{value}” is no option of “{name}”: {', '.join(options)}.", key, f"{at}when.{name}"
                )

    def _circles(self) -> Iterator[Problem]:
        after = {rule["key"]: rule.get("after") for rule in self.rules}
        done: set[str] = set()
        for key in after:
            path: dict[str, None] = {}
            at: str | None = key
            while at is not None and at in after and at not in done and at not in path:
                path[at] = None
                at = after[at]
            done.update(path)
            if at in path:  # from there on the path is a circle
                for one in list(path)[list(path).index(at) :]:
                    yield Problem("The rule hangs on itself through other rules.", one, "after")

    def _test(self, n: int, test: Mapping[str, Any]) -> Iterator[Problem]:
        for name in (test["rule"], *test.get("results", ())):
            if name not in self.keys and name not in self._known("triggers"):
                yield Problem(f"There is no rule or trigger “{name}”.", at=f"tests.{n}.rule")
        values = [test.get(name, "") for name in ("trigger", "due", "earliest", "latest")]
        for value in (
            *values,
            *test.get("closed", ()),
            *test.get("results", {}).values(),
            *test.get("dates", {}).values(),
        ):
            if value and not _is_day(value):
                yield Problem(f"There is no day {value}.", at=f"tests.{n}")


def _is_day(text: str) -> bool:
    try:
        day_of(text)
    except ValueError:
        return False
    return True


def _twice(keys: Sequence[str], at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, key in enumerate(keys):
        if key not in seen:
            seen.add(key)
        else:
            rule = key if at == "rules" else ""
            yield Problem(f"“{key}” stands here twice.", rule=rule, at=f"{at}.{n}.key")


def _bad_span(data: Mapping[str, Any], rule: str, at: str) -> Iterator[Problem]:
    found = []
    for name in ("from", "until"):
        if name in data:
            if not _is_day(data[name]):
                yield Problem(f"There is no day {data[name]}.", rule, f"{at}.{name}".lstrip("."))
                return
            found.append(data[name])
    if len(found) == 2 and found[0] > found[1]:
        yield Problem("It ends before it begins.", rule, f"{at}.until".lstrip("."))


def _spans(entries: Sequence[Mapping[str, Any]], rule: str, at: str) -> Iterator[Problem]:
    """Problems of days, and of entries that hold on the same day."""
    for n, entry in enumerate(entries):
        bad = list(_bad_span(entry, rule, f"{at}.{n}"))
        if bad:
            yield from bad
            return
        for other in entries[:n]:
            if span_of(entry).overlaps(span_of(other)):
                yield Problem("Two of these hold on the same day.", rule, f"{at}.{n}")
                return


def _overlaps(periods: Sequence[Mapping[str, Any]], rule: str) -> Iterator[Problem]:
    """Periods that could both be meant: in force on the same day, and for the same choices."""
    if any(list(_bad_span(period, rule, "")) for period in periods):
        return
    before: list[tuple[set[tuple[str, str]], Span]] = []
    for n, period in enumerate(periods):
        wanted, span = set(period.get("when", {}).items()), span_of(period)
        for choices, other in before:
            if choices <= wanted and span.overlaps(other):
                said = "Two periods hold on the same day."
                if choices != wanted:
                    said = f"{said} The one before holds for every choice; put it after this one."
                yield Problem(said, rule, f"periods.{n}")
                break
        before.append((wanted, span))
