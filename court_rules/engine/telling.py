"""What a derivation says at its end: until what hour the last day runs, and each citation once."""

from collections.abc import Mapping
from functools import lru_cache

from court_rules.engine.result import Day, Step


def say_last_day(
    law: Mapping[str, dict[str, str]], unit: str, due: Day, steps: list[Step], kind: str = "deadline"
) -> None:
    """Until what hour the last day runs, where the rules say so."""
    if kind == "deadline" and unit != "hours" and "last_day" in law:
        last = law["last_day"]
        steps.append(Step(last["text"], last["cite"], due, due))


@lru_cache(maxsize=10_000)
def _parts(cite: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cite.split(";") if part.strip())


def citations_of(cite: str, steps: list[Step]) -> tuple[str, ...]:
    """Each citation once: that of the rule, then those of the steps."""
    found: dict[str, None] = dict.fromkeys(_parts(cite)) if cite else {}
    for step in steps:
        for part in _parts(step.citation):
            found[part] = None
    return tuple(found)
