"""What the rules of a chain say where they name no day."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from court_rules.engine.asked import answers_of, pack_of
from court_rules.engine.counting import day_in
from court_rules.engine.result import Day
from court_rules.packs import Pack


class Undated(NamedTuple):
    """A rule that asks for something without a day that could be counted, in its own words."""

    rule: str
    title: str
    cite: str
    says: str

    def as_json(self) -> dict[str, str]:
        """As JSON keeps it."""
        return self._asdict()


def undated(
    rule_id: str,
    trigger: Day,
    *,
    packs: Iterable[Pack] | None = None,
    choices: Mapping[str, str] | None = None,
) -> list[Undated]:
    """The rules of the chain that `compute` leaves out because they name no day, in its order. Raises RuleError."""
    pack_key, _, key = rule_id.partition(".")
    day = day_in(trigger, None)
    pack = pack_of(pack_key, day, packs)
    answers = answers_of(pack, choices or {})
    found = []
    for rule in pack.chain(key):
        period = next((one for one in rule.periods if one.fits(day, answers)), None)
        if period and period.says:
            found.append(Undated(f"{pack.key}.{rule.key}", rule.title, period.cite, period.says))
    return found
