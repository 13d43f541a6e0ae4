"""The parts of a pack's data: days, spans, the periods of a rule and their counts."""

import datetime
from collections.abc import Mapping
from typing import Any

from court_rules.packs.pack import FIRST, LAST, Span

_SHARED = ("unit", "direction", "roll", "service")


def day_of(text: str) -> datetime.date | datetime.datetime:
    """A day, or a moment when there is a time: 2026-11-30, 2026-11-30T14:30, 2026-11-30T14:30-08:00. Raises ValueError."""
    if len(text) == 10:
        return datetime.date.fromisoformat(text)
    return datetime.datetime.fromisoformat(text)


def span_of(data: Mapping[str, Any]) -> Span:
    """From when until when an entry holds."""
    start, end = data.get("from"), data.get("until")
    return Span(
        datetime.date.fromisoformat(start) if start else FIRST,
        datetime.date.fromisoformat(end) if end else LAST,
    )


def periods_of(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The periods of a rule, whether it has a list of them or is one itself; what they share is filled in."""
    shared = {name: rule[name] for name in _SHARED if name in rule}
    own = [dict(one) for one in rule.get("periods", ())] or [
        {
            name: rule[name]
            for name in ("from", "until", "when", "count", "take", "of", "says")
            if name in rule
        }
    ]
    return [{"cite": rule["cite"], **shared, **one} for one in own]


def counts_of(period: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The counts of a period, with what they take over from it; none where it only says something."""
    if "says" in period:
        return []
    shared = {name: period[name] for name in (*_SHARED, "cite") if name in period}
    return (
        [{**shared, **arm} for arm in period["of"]]
        if "of" in period
        else [{**shared, "count": period["count"]}]
    )


def named_in(data: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The triggers and the choices that the rules of a pack name."""
    triggers, choices = set(), set()
    for rule in data["rules"]:
        triggers.add(rule.get("trigger", ""))
        for period in periods_of(rule):
            choices |= period.get("when", {}).keys()
            for arm in counts_of(period):
                triggers.add(arm.get("event", ""))
                if isinstance(arm["count"], str):
                    choices.add(arm["count"])
    return triggers, choices
