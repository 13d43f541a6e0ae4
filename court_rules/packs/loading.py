"""From the text or data of a pack to the pack; every mistake named by pack, rule, field and line."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from court_rules.calendars import calendar
from court_rules.packs.checks import Checks
from court_rules.packs.pack import (
    Choice,
    Count,
    Extension,
    Method,
    NoExtension,
    Pack,
    Period,
    Rule,
    Trigger,
)
from court_rules.packs.parts import counts_of, named_in, periods_of, span_of
from court_rules.text import DATA, Problem, RuleError, check, lines_of, read

FOLDER = DATA / "packs"


def load(text: str) -> Pack:
    """A pack from its YAML. Raises RuleError whose `problems` have every mistake that was found, with its line."""
    data = read(text, "pack")
    try:
        return build(data, checked=True)
    except RuleError as error:
        raise lined(error.problems, text, data, error.pack) from error


def build(data: Mapping[str, Any], *, checked: bool = False, trusted: bool = False) -> Pack:
    """A pack from its data (as JSON keeps it). Raises RuleError with every mistake; `checked`: it fits the schema already.

    `trusted`: it was checked when it came into force; what a later version of the product would refuse still counts.
    """
    if not checked and not trusted:
        check(data, "pack")
    base = named(data["uses"]) if "uses" in data and data["uses"] != data["pack"] else None
    problems = [] if trusted else list(Checks(data, base).all())
    if problems:
        first = problems[0]
        raise RuleError(
            first.message, pack=data["pack"], rule=first.rule, at=first.at, problems=tuple(problems)
        )
    return _compile(data, base)


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


def _compile(data: Mapping[str, Any], base: Pack | None) -> Pack:
    schemes = dict(base.schemes) if base else {}
    for scheme in data.get("service", ()):
        schemes[scheme["key"]] = {
            method["key"]: Method(
                method["key"],
                method["title"],
                tuple(
                    Extension(
                        span_of(one),
                        one["count"],
                        one.get("unit", "days"),
                        one.get("when") == "before_roll",
                        one["cite"],
                        one.get("note", ""),
                    )
                    for one in method.get("adds", ())
                ),
                (span_of(method["deemed"]), method["deemed"]["cite"]) if "deemed" in method else None,
            )
            for method in scheme["methods"]
        }
    used, asked = named_in(data)
    # Of the pack that is used, only what leads somewhere in this one.
    triggers = {key: one for key, one in base.triggers.items() if key in used} if base else {}
    for one in data["triggers"]:
        triggers[one["key"]] = Trigger(one["key"], one["title"], one.get("time", False), one.get("note", ""))
    choices = {key: one for key, one in base.choices.items() if key in asked} if base else {}
    for one in data.get("choices", ()):
        options = tuple((option["key"], option["title"]) for option in one.get("options", ()))
        choices[one["key"]] = Choice(
            one["key"], one["title"], options, one.get("number", False), one.get("least", 1)
        )
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
        span=span_of(data["effective"]),
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
        periods=tuple(_period(one) for one in periods_of(data)),
        no_extension=NoExtension(**data["no_extension"]) if "no_extension" in data else None,
    )


def _period(data: Mapping[str, Any]) -> Period:
    counts = []
    for arm in counts_of(data):
        before = arm.get("direction") == "before"
        asked = arm["count"] if isinstance(arm["count"], str) else ""
        counts.append(
            Count(
                count=0 if asked else arm["count"],
                asked=asked,
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
        span_of(data),
        tuple(data.get("when", {}).items()),
        tuple(counts),
        data.get("take", ""),
        data["cite"],
        data.get("note", ""),
        data.get("says", ""),
    )


def lined(problems: Sequence[Problem], text: str, data: Mapping[str, Any], pack: str = "") -> RuleError:
    """The error to raise for problems of a pack that was read from a text: each with its line."""
    numbers = {rule["key"]: n for n, rule in enumerate(data["rules"])}
    found = []
    line_at = lines_of(text)
    for problem in problems:
        place: list[str | int] = [
            int(part) if part.isdigit() else part for part in problem.at.split(".") if part
        ]
        if problem.rule in numbers and place[:1] != ["rules"]:
            place = ["rules", numbers[problem.rule], *place]
        found.append(Problem(problem.message, problem.rule, problem.at, line_at(place)))
    first = found[0]
    return RuleError(first.message, pack=pack, rule=first.rule, at=first.at, problems=tuple(found))
