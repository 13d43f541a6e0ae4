"""What a count comes to: the day, and how it was found."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

Day = datetime.date | datetime.datetime


class Step(NamedTuple):
    """One step of a derivation in plain words: from which day to which, by what rule, over which days and why."""

    text: str
    citation: str
    from_: Day
    to: Day
    skipped: tuple[tuple[datetime.date, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "text": self.text,
            "citation": self.citation,
            "from": written(self.from_),
            "to": written(self.to),
            "skipped": [{"date": day.isoformat(), "why": why} for day, why in self.skipped],
        }


@dataclass(frozen=True, slots=True)
class Result:
    """A computed day. `due` is a date, or a moment for periods in hours.

    `earliest` and `latest` are None unless the law can be read in more than one way (`reason`): then no court would take an act
    by `earliest` for late, and one may argue for `latest`. `start` is the day it was counted from, `after` the rule that gave
    that day. `kind` is deadline, earliest (no act before) or expiry. `no_extension` says that no court or agreement lengthens it.
    """

    due: Day
    steps: tuple[Step, ...]
    citations: tuple[str, ...]
    start: Day
    rule: str = ""
    title: str = ""
    kind: str = "deadline"
    critical: bool = False
    party: str = ""
    note: str = ""
    after: str = ""
    service: str = ""
    earliest: Day | None = None
    latest: Day | None = None
    reason: str = ""
    pack: str = ""
    version: str = ""
    no_extension: str = ""

    @property
    def rule_key(self) -> str:
        """The rule without its pack."""
        return self.rule.partition(".")[2]

    def as_json(self) -> dict[str, Any]:
        """As JSON keeps it; days are ISO text."""
        return {
            "rule": self.rule,
            "title": self.title,
            "kind": self.kind,
            "critical": self.critical,
            "party": self.party,
            "note": self.note,
            "due": written(self.due),
            "from": written(self.start),
            "after": self.after,
            "service": self.service,
            "earliest": written(self.earliest) if self.earliest else None,
            "latest": written(self.latest) if self.latest else None,
            "reason": self.reason,
            "no_extension": self.no_extension,
            "pack": self.pack,
            "version": self.version,
            "citations": list(self.citations),
            "steps": [step.as_json() for step in self.steps],
        }


def written(day: Day) -> str:
    """ISO: 2026-11-30, or 2026-11-30T10:23-05:00."""
    return day.isoformat(timespec="minutes") if isinstance(day, datetime.datetime) else day.isoformat()
