"""The door to court_rules: which rule sets there are, and which dates they give. One query for the firm's packs, one for closures."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from court_rules import calendars
from court_rules.engine import Result, compute, count
from court_rules.packs import Pack
from court_rules.queries import closures_of, packs_for
from court_rules.text import RuleError

# Kinds of rules beside deadlines: before that day nothing may be done; on that day something ends by itself.
KIND_WORDS = {"earliest": "Not before", "expiry": "Runs out by itself"}
UNITS = {
    "days": "calendar days",
    "court_days": "court days",
    "weeks": "weeks",
    "months": "months",
    "years": "years",
    "hours": "hours",
}
DIRECTIONS = {"after": "after", "before": "before"}


@dataclass(frozen=True)
class Facts:
    """What a chain is counted from. `pack` is the key of a rule set, or of a calendar for a count of days."""

    pack: str
    kind: str
    on: datetime.date
    at: datetime.datetime | None = None
    service: str = ""
    state: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def moment(self) -> datetime.date | datetime.datetime:
        """The day, or the instant in the zone of today's settings where the hour counts."""
        return timezone.localtime(self.at) if self.at else self.on

    @cached_property
    def rules(self) -> Pack | None:
        """The rule set, as the firm has it; None for a calendar or one that is gone."""
        return rule_sets().get(self.pack)

    @property
    def kind_label(self) -> str:
        """What the event is called in the rule set."""
        event = self.rules.triggers.get(self.kind) if self.rules else None
        return event.title if event else self.kind

    @property
    def service_label(self) -> str:
        """How the papers were served, in words."""
        return service_word(self.pack, self.service)


@dataclass(frozen=True)
class Free:
    """A count without a rule: so many days, weeks … after or before the event, by a calendar of court holidays."""

    n: int
    unit: str
    direction: str
    calendar: str = calendars.FEDERAL

    def as_json(self) -> dict[str, Any]:
        """As a deadline keeps it."""
        return {"n": self.n, "unit": self.unit, "direction": self.direction}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], calendar: str) -> "Free":
        """From what a deadline keeps."""
        return cls(int(data["n"]), data["unit"], data["direction"], calendar or calendars.FEDERAL)

    def __str__(self) -> str:
        unit = UNITS[self.unit]
        return f"{self.n} {unit[:-1] if self.n == 1 else unit} {self.direction}"


@dataclass(frozen=True)
class Counted:
    """A date of a chain. `due_on` is None when the rule gives none, and `problem` says why."""

    rule_id: str
    title: str
    authority: str
    text: str = ""
    kind: str = "court"
    critical: bool = False
    due_on: datetime.date | None = None
    due_at: datetime.datetime | None = None
    earliest_on: datetime.date | None = None
    latest_on: datetime.date | None = None
    derivation: dict[str, Any] = field(default_factory=dict)
    pack: str = ""
    version: str = ""
    calendar: str = ""
    party: str = ""
    problem: str = ""


def rule_sets() -> dict[str, Pack]:
    """{key: rule set} that the firm may count by: those that are shipped and its own in force."""
    return dict(packs_for())


def service_word(pack: str, method: str) -> str:
    """A way of service in the words of its rule set."""
    if not method:
        return ""
    found = rule_sets().get(pack)
    return found.methods().get(method, method) if found else method


def chain(facts: Facts) -> list[Counted]:
    """Every date that follows from the event by its rule set. Raises RuleError for an event the rule set does not know."""
    return _counted(f"{facts.pack}.{facts.kind}", facts)


def one_rule(rule_id: str, facts: Facts) -> Counted | None:
    """The date that one rule gives from the event; None when the rule is gone from its rule set."""
    try:
        found = _counted(f"{facts.pack}.{facts.kind}", facts)
    except RuleError:
        return None
    return next((one for one in found if one.rule_id == rule_id), None)
