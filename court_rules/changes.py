"""What a version of a pack changes: its rules beside those of the version before it, in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from court_rules.packs import Pack
from court_rules.queries import KINDS, rule_words

Data = Mapping[str, Any]
# What of a rule says how it counts, and what else is shown of it.
_COUNTING = (
    "count",
    "unit",
    "direction",
    "roll",
    "service",
    "from",
    "until",
    "when",
    "take",
    "of",
    "periods",
    "says",
)
_PLAIN = {"title": "What is due", "cite": "Citation", "party": "Who must act", "note": "Note"}
_SHARED = {"triggers": "Events", "service": "Ways of service", "choices": "Choices"}


@dataclass(frozen=True)
class Change:
    """A rule, or what rules share, that is Added, Removed or Changed; each line is what it is about, before and after."""

    how: str
    title: str
    lines: tuple[tuple[str, str, str], ...] = ()


def changes(old: Data, new: Data, was: Pack | None, now: Pack | None) -> list[Change]:
    """What is different in `new`: rules in its order, then those that are gone, then events, ways of service and choices.

    `was` and `now` are the packs as built, for the words of their periods; None where one cannot be used yet.
    """
    before = {rule["key"]: rule for rule in old.get("rules", ()) if "key" in rule}
    after = {rule["key"]: rule for rule in new.get("rules", ()) if "key" in rule}
    found = []
    for key, rule in after.items():
        if key not in before:
            found.append(Change("Added", _title(rule), (("Period", "", _words(rule, now)),)))
        elif before[key] != rule:
            lines = _lines(before[key], rule, was, now, {**_titles(old), **_titles(new)})
            found.append(Change("Changed", _title(rule), tuple(lines)))
    found += [
        Change("Removed", _title(rule), (("Period", _words(rule, was), ""),))
        for key, rule in before.items()
        if key not in after
    ]
    for name, label in _SHARED.items():
        found += _shared(label, old.get(name, ()), new.get(name, ()))
    if old.get("computation") != new.get("computation"):
        found.append(Change("Changed", "How its courts count"))
    return found


def _title(rule: Data) -> str:
    return rule.get("title") or rule["key"]


def _titles(data: Data) -> dict[str, str]:
    """{key: title} of events and rules, for what a rule is counted from."""
    return {
        one["key"]: _title(one)
        for part in ("triggers", "rules")
        for one in data.get(part, ())
        if "key" in one
    }


def _words(rule: Data, pack: Pack | None) -> str:
    """The periods of a rule in words; the bare numbers while its pack cannot be built."""
    if pack and rule["key"] in pack.rules:
        told = [f"{words} {when}".strip() for words, when in rule_words(pack.rules[rule["key"]], pack)]
        return "; ".join(told)
    return _bare(rule)


def _bare(rule: Data) -> str:
    return ", ".join(f"{name} {rule[name]}" for name in _COUNTING if name in rule)


def _lines(
    old: Data, new: Data, was: Pack | None, now: Pack | None, titles: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Each difference of a rule that is in both versions."""
    found = []
    if any(old.get(name) != new.get(name) for name in _COUNTING):
        words = _words(old, was), _words(new, now)
        # A roll or a way of service is no part of the words.
        found.append(("Period", *(words if words[0] != words[1] else (_bare(old), _bare(new)))))
    start = [
        titles.get(key, key) for key in (one.get("trigger") or one.get("after", "") for one in (old, new))
    ]
    if start[0] != start[1]:
        found.append(("Counted from", start[0], start[1]))
    found += [
        (label, str(old.get(name, "")), str(new.get(name, "")))
        for name, label in _PLAIN.items()
        if old.get(name, "") != new.get(name, "")
    ]
    kinds = [KINDS[one.get("kind", "deadline")] for one in (old, new)]
    if kinds[0] != kinds[1]:
        found.append(("What the day is", kinds[0], kinds[1]))
    critical = ["Critical" if one.get("critical") else "Not critical" for one in (old, new)]
    if critical[0] != critical[1]:
        found.append(("Acknowledgment", critical[0], critical[1]))
    limits = [one.get("no_extension", {}).get("cite", "") for one in (old, new)]
    if limits[0] != limits[1]:
        found.append(("No extension, by", limits[0], limits[1]))
    return found


def _shared(label: str, old: Any, new: Any) -> list[Change]:
    """What was added to, taken from or changed in events, ways of service or choices."""
    before, after = ({one["key"]: one for one in part if "key" in one} for part in (old, new))
    found = []
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            how = "Changed" if key in before and key in after else "Added" if key in after else "Removed"
            found.append(Change(how, f"{label}: {_title(after.get(key) or before[key])}"))
    return found
