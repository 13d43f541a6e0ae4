"""The worked examples that a pack carries, run against the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from court_rules.engine.chains import compute
from court_rules.engine.result import Result, written
from court_rules.packs import Pack, day_of
from court_rules.text import RuleError


@dataclass(frozen=True)
class Failure:
    """An example that came out otherwise: its number in the pack (from 0), its rule, and what was wanted and found."""

    number: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"test {self.number + 1}, {self.rule}: {self.message}"


def run_tests(pack: Pack, packs: Iterable[Pack] = ()) -> list[Failure]:
    """The examples of a pack that fail. Empty: all hold."""
    failures = []
    for number, test in enumerate(pack.tests):
        failures += [Failure(number, test["rule"], said) for said in _run(pack, test, packs)]
    return failures


def results_of(pack: Pack, test: Mapping[str, Any], packs: Iterable[Pack] = ()) -> list[Result]:
    """What a test's case comes to. Raises RuleError."""
    return compute(
        f"{pack.key}.{test['rule']}",
        day_of(test["trigger"]),
        service=test.get("service", ""),
        state=test.get("state", ""),
        closed={day_of(day): "" for day in test.get("closed", ())},
        packs=[pack, *packs],
        choices=test.get("choices"),
        dates={key: day_of(day) for key, day in test.get("dates", {}).items()},
        zone=test.get("zone", ""),
    )


def _run(pack: Pack, test: Mapping[str, Any], packs: Iterable[Pack]) -> list[str]:
    try:
        results = results_of(pack, test, packs)
    except RuleError as error:
        return [] if test.get("none") else [error.message]
    if test.get("none"):
        found = next((one for one in results if one.rule_key == test["rule"]), None)
        return [f"no result was wanted, found {written(found.due)}"] if found else []
    by_rule = {result.rule_key: result for result in results}
    said = []
    wanted = dict(test.get("results", {}))
    if "due" in test:
        if test["rule"] not in by_rule:
            return [f"“due” belongs to a rule; “{test['rule']}” is a trigger"]
        wanted[test["rule"]] = test["due"]
    for key, day in wanted.items():
        got = written(by_rule[key].due) if key in by_rule else "nothing"
        if got != day.replace(" ", "T"):
            said.append(f"{key} should be {day}, found {got}")
    result = by_rule.get(test["rule"])
    for name in ("earliest", "latest"):
        if name in test and result:
            value = getattr(result, name)
            got = written(value) if value else "nothing"
            if got != test[name].replace(" ", "T"):
                said.append(f"{name} should be {test[name]}, found {got}")
    return said
