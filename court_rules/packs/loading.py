"""From the text or data of a pack to the pack; every mistake named by pack, rule, field and line."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from court_rules.calendars import calendar
from court_rules.packs.pack import (
    FIRST,
    LAST,
    Choice,
    Count,
    Extension,
    Method,
    Pack,
    Period,
    Rule,
    Span,
    Trigger,
)
from court_rules.text import DATA, Problem, RuleError, check, line_of, read

FOLDER = DATA / "packs"
_SHARED = ("unit", "direction", "roll", "service")


def load(text: str) -> Pack:
    """A pack from its YAML. Raises RuleError whose `problems` have every mistake that was found, with its line."""
    data = read(text, "pack")
    try:
        return build(data, checked=True)
    except RuleError as error:
        raise _with_lines(error, text, data) from error


def build(data: Mapping[str, Any], *, checked: bool = False) -> Pack:
    """A pack from its data (as JSON keeps it). Raises RuleError with every mistake; `checked`: it fits the schema already."""
    if not checked:
        check(data, "pack")
    problems = list(_Checks(data).all())
    if problems:
        first = problems[0]
        raise RuleError(
            first.message, pack=data["pack"], rule=first.rule, at=first.at, problems=tuple(problems)
        )
    return _compile(data)


@cache
def shipped() -> Mapping[str, Pack]:
    """The packs that are shipped, by key."""
    found = (named(path.stem) for path in sorted(FOLDER.glob("*.yaml")))
    return {pack.key: pack for pack in found if pack}


@cache
def named(key: str) -> Pack | None:
    """One pack that is shipped; only its file is read. None when there is none."""
    path = FOLDER / f"{key}.yaml"
    if "/" in key or not path.is_file():
        return None
    try:
        pack = load(path.read_text())
    except RuleError as error:
        said = "; ".join(str(problem) for problem in error.problems)
        raise RuleError(f"{path.name}: {said}") from error
    if pack.key != key:
        raise RuleError(f"The file {path.name} holds the pack {pack.key}.")
    return pack


def day_of(text: str) -> datetime.date | datetime.datetime:
    """A day, or a moment when there is a time: 2026-11-30, 2026-11-30T14:30, 2026-11-30T14:30-08:00. Raises ValueError."""
    if len(text) == 10:
        return datetime.date.fromisoformat(text)
    return datetime.datetime.fromisoformat(text)


def _span(data: Mapping[str, Any]) -> Span:
    start, end = data.get("from"), data.get("until")
    return Span(
        datetime.date.fromisoformat(start) if start else FIRST,
        datetime.date.fromisoformat(end) if end else LAST,
    )


def _periods(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The periods of a rule, whether it has a list of them or is one itself; what they share is filled in."""
    shared = {name: rule[name] for name in _SHARED if name in rule}
    own = [dict(one) for one in rule.get("periods", ())] or [
        {name: rule[name] for name in ("from", "until", "when", "count", "take", "of") if name in rule}
    ]
    return [{"cite": rule["cite"], **shared, **one} for one in own]


def _counts(period: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The counts of a period, with what they take over from it."""
    shared = {name: period[name] for name in (*_SHARED, "cite") if name in period}
    return (
        [{**shared, **arm} for arm in period["of"]]
        if "of" in period
        else [{**shared, "count": period["count"]}]
    )


def _compile(data: Mapping[str, Any]) -> Pack:
    base = named(data["uses"]) if "uses" in data else None
    schemes = dict(base.schemes) if base else {}
    for scheme in data.get("service", ()):
        schemes[scheme["key"]] = {
            method["key"]: Method(
                method["key"],
                method["title"],
                tuple(
                    Extension(
                        _span(one),
                        one["count"],
                        one.get("unit", "days"),
                        one.get("when") == "before_roll",
                        one["cite"],
                        one.get("note", ""),
                    )
                    for one in method.get("adds", ())
                ),
            )
            for method in scheme["methods"]
        }
    triggers = dict(base.triggers) if base else {}
    for one in data["triggers"]:
        triggers[one["key"]] = Trigger(one["key"], one["title"], one.get("time", False), one.get("note", ""))
    choices = dict(base.choices) if base else {}
    for one in data.get("choices", ()):
        options = tuple((option["key"], option["title"]) for option in one["options"])
        choices[one["key"]] = Choice(one["key"], one["title"], options)
    rules = {one["key"]: _rule(one) for one in data["rules"]}
    next_of: dict[str, list[Rule]] = {}
    for rule in rules.values():
        next_of.setdefault(rule.trigger or rule.after, []).append(rule)
    computation = {
        **calendar(data["calendar"]).computation,
        **(base.computation if base else {}),
        **data.get("computation", {}),
    }
    return Pack(
        key=data["pack"],
        title=data["title"],
        version=data["version"],
        author=data["author"],
        jurisdiction=data.get("jurisdiction", data["calendar"]),
        calendar=data["calendar"],
        span=_span(data["effective"]),
        note=data.get("note", ""),
        sources=tuple(data.get("sources", ())),
        computation=computation,
        choices=choices,
        schemes=schemes,
        triggers=triggers,
        rules=rules,
        tests=tuple(data.get("tests", ())),
        next_of={key: tuple(found) for key, found in next_of.items()},
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        key=data["key"],
        title=data["title"],
        trigger=data.get("trigger", ""),
        after=data.get("after", ""),
        kind=data.get("kind", "deadline"),
        critical=data.get("critical", False),
        party=data.get("party", ""),
        cite=data["cite"],
        note=data.get("note", ""),
        periods=tuple(_period(one) for one in _periods(data)),
    )


def _period(data: Mapping[str, Any]) -> Period:
    counts = []
    for arm in _counts(data):
        before = arm.get("direction") == "before"
        counts.append(
            Count(
                count=arm["count"],
                unit=arm.get("unit", "days"),
                before=before,
                roll=arm.get("roll", "backward" if before else "forward"),
                scheme=arm.get("service", ""),
                cite=arm["cite"],
                event=arm.get("event", ""),
                title=arm.get("title", ""),
                note=arm.get("note", ""),
            )
        )
    return Period(
        _span(data),
        tuple(data.get("when", {}).items()),
        tuple(counts),
        data.get("take", ""),
        data["cite"],
        data.get("note", ""),
    )


class _Checks:
    """What a schema cannot see: names that lead nowhere, days that do not exist, circles, periods that overlap."""

    def __init__(self, data: Mapping[str, Any]):
        self.data = data
        self.rules = data["rules"]
        self.base: Pack | None = None

    def all(self) -> Iterator[Problem]:
        """Every problem of the pack."""
        data = self.data
        try:
            calendar(data["calendar"])
        except RuleError as error:
            yield Problem(error.message, at="calendar")
        if "uses" in data:
            self.base = named(data["uses"]) if data["uses"] != data["pack"] else None
            if not self.base:
                yield Problem(f"There is no pack “{data['uses']}”.", at="uses")
        for name in ("triggers", "choices", "service", "rules"):
            yield from _twice([one["key"] for one in data.get(name, ())], name)
        both = {one["key"] for one in data["triggers"]} & {one["key"] for one in self.rules}
        for key in sorted(both):
            yield Problem(f"“{key}” names a trigger and a rule.", rule=key, at="key")
        yield from _bad_span(data["effective"], "", "effective")
        for s, scheme in enumerate(data.get("service", ())):
            yield from _twice([one["key"] for one in scheme["methods"]], f"service.{s}.methods")
            for m, method in enumerate(scheme["methods"]):
                yield from _spans(method.get("adds", ()), "", f"service.{s}.methods.{m}.adds")
        for rule in self.rules:
            yield from self._rule(rule)
        yield from self._circles()
        for n, test in enumerate(data.get("tests", ())):
            yield from self._test(n, test)

    def _known(self, name: str) -> dict[str, Any]:
        """Triggers, choices or service rules by key, those of the pack that is used among them."""
        inherited: Mapping[str, Any] = {}
        if self.base:
            inherited = {
                "triggers": self.base.triggers,
                "choices": self.base.choices,
                "service": self.base.schemes,
            }[name]
        return {**inherited, **{one["key"]: one for one in self.data.get(name, ())}}

    def _rule(self, rule: Mapping[str, Any]) -> Iterator[Problem]:
        key = rule["key"]
        triggers = self._known("triggers")
        if "trigger" in rule and rule["trigger"] not in triggers:
            yield Problem(f"There is no trigger “{rule['trigger']}”.", key, "trigger")
        if "after" in rule and rule["after"] not in {one["key"] for one in self.rules}:
            yield Problem(f"There is no rule “{rule['after']}” in the pack.", key, "after")
        if "periods" in rule:
            for name in ("count", "take", "of", "from", "until", "when"):
                if name in rule:
                    yield Problem(f"“{name}” belongs into the periods.", key, name)
        listed = "periods" in rule
        periods = _periods(rule)
        for n, period in enumerate(periods):
            at = f"periods.{n}." if listed else ""
            yield from _bad_span(period, key, at.rstrip("."))
            yield from self._when(period, key, at)
            for a, arm in enumerate(_counts(period)):
                place = f"{at}of.{a}." if "of" in period else at
                if "service" in arm and arm["service"] not in self._known("service"):
                    yield Problem(f"There is no service rule “{arm['service']}”.", key, f"{place}service")
                if "event" in arm and arm["event"] not in triggers:
                    yield Problem(f"There is no trigger “{arm['event']}”.", key, f"{place}event")
                if arm.get("unit") == "hours" and "trigger" in rule and rule["trigger"] in triggers:
                    event = triggers[rule["trigger"]]
                    timed = event.time if isinstance(event, Trigger) else event.get("time")
                    if not timed:
                        said = f"Hours need a trigger with a time; “{rule['trigger']}” has none (time: true)."
                        yield Problem(said, key, f"{place}unit")
        yield from _overlaps(periods, key)

    def _when(self, period: Mapping[str, Any], key: str, at: str) -> Iterator[Problem]:
        for name, value in period.get("when", {}).items():
            choice = self._known("choices").get(name)
            if choice is None:
                yield Problem(f"There is no choice “{name}”.", key, f"{at}when")
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
        for key in after:
            seen, at = {key}, after[key]
            while at in after and at not in seen:
                seen.add(at)
                at = after[at]
            if at == key:
                yield Problem("The rule hangs on itself through other rules.", key, "after")

    def _test(self, n: int, test: Mapping[str, Any]) -> Iterator[Problem]:
        keys = {one["key"] for one in self.rules}
        for name in (test["rule"], *test.get("results", ())):
            if name not in keys | self._known("triggers").keys():
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
    for n, key in enumerate(keys):
        if key in keys[:n]:
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
            if _span(entry).overlaps(_span(other)):
                yield Problem("Two of these hold on the same day.", rule, f"{at}.{n}")
                return


def _overlaps(periods: Sequence[Mapping[str, Any]], rule: str) -> Iterator[Problem]:
    """Periods that could both be meant: in force on the same day, and for the same choices."""
    by_choice: dict[tuple[tuple[str, str], ...], list[Mapping[str, Any]]] = {}
    for n, period in enumerate(periods):
        if list(_bad_span(period, rule, "")):
            return
        same = by_choice.setdefault(tuple(sorted(period.get("when", {}).items())), [])
        if any(_span(period).overlaps(_span(other)) for other in same):
            yield Problem("Two periods hold on the same day.", rule, f"periods.{n}")
        same.append(period)


def _with_lines(error: RuleError, text: str, data: Mapping[str, Any]) -> RuleError:
    numbers = {rule["key"]: n for n, rule in enumerate(data["rules"])}
    found = []
    for problem in error.problems:
        place: list[str | int] = [
            int(part) if part.isdigit() else part for part in problem.at.split(".") if part
        ]
        if problem.rule in numbers and place[:1] != ["rules"]:
            place = ["rules", numbers[problem.rule], *place]
        found.append(Problem(problem.message, problem.rule, problem.at, line_of(text, *place)))
    first = found[0]
    return RuleError(first.message, pack=error.pack, rule=first.rule, at=first.at, problems=tuple(found))
