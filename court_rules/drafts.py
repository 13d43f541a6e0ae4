"""Packs as data while they are being written: what is wrong in one, rules put in and taken out, YAML. Pure."""

import datetime
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import yaml

from court_rules.engine import Failure, run_tests
from court_rules.packs import Pack, Span, build
from court_rules.text import Problem, RuleError

Data = dict[str, Any]
# In this order a pack is written down.
_ORDER = (
    "pack", "title", "version", "author", "jurisdiction", "calendar", "uses", "effective", "note", "sources",
    "computation", "choices", "service", "triggers", "rules", "tests",
)  # fmt: skip


# Within an entry; the database keeps no order of its own.
_WITHIN = (
    "key", "rule", "title", "trigger", "after", "event", "time", "kind", "party", "critical", "cite", "from", "until", "when",
    "take", "count", "says", "unit", "direction", "roll", "service", "state", "closed", "choices", "dates", "due", "results", "none",
    "why", "note", "no_extension", "methods", "options", "adds", "of", "periods",
)  # fmt: skip
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_RANK = {name: number for number, name in enumerate(_WITHIN)}


def _ordered(value: Any) -> Any:
    """Entries with their fields in the order in which people write them."""
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (_RANK.get(name, len(_RANK)), name))
        return {name: _ordered(value[name]) for name in names}
    return value


class _Dumper(yaml.SafeDumper):
    """Lists stand in from their name, as people write them."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def to_yaml(content: Mapping[str, Any]) -> str:
    """The pack as a file, in the order in which shipped ones are written."""
    known = {key: content[key] for key in _ORDER if key in content}
    rest = {key: value for key, value in content.items() if key not in known}
    whole = (
        {key: _ordered(value) for key, value in {**known, **rest}.items()}
        if "rules" in content
        else _ordered(content)
    )
    return yaml.dump(whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def problems_of(content: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that keeps the pack from being used. Empty: it can be."""
    try:
        build(content)
    except RuleError as error:
        return error.problems
    return ()


def built(content: Mapping[str, Any]) -> Pack | None:
    """The pack, when it can be used."""
    try:
        return build(content)
    except RuleError:
        return None


def failures_of(pack: Pack) -> list[Failure]:
    """Its examples that come out otherwise, counted as if it had always been in force; rules by their title, days in words."""
    found = run_tests(replace(pack, span=Span()))
    return [replace(one, message=_in_words(one.message, pack)) for one in found]


def _in_words(message: str, pack: Pack) -> str:
    """What an example says, for people: “Trial binder should be Nov 20, 2026, found Nov 19, 2026”."""
    key, _, rest = message.partition(" should be ")
    if rest and key in pack.rules:
        message = f"“{pack.rules[key].title}” should be {rest}"
    return _ISO.sub(
        lambda day: f"{datetime.date.fromisoformat(day[0]):%b} {int(day[0][8:])}, {day[0][:4]}", message
    )


def rule_of(content: Mapping[str, Any], key: str) -> Data | None:
    """The data of a rule, None when the pack has none of that key."""
    return next((rule for rule in content.get("rules", ()) if rule.get("key") == key), None)


def with_rule(content: Mapping[str, Any], rule: Data, *, was: str = "") -> Data:
    """The pack with the rule put in: in the place of the one called `was`, else at the end. Examples follow a new key."""
    found = deepcopy(dict(content))
    rules = found.setdefault("rules", [])
    at = next((n for n, one in enumerate(rules) if was and one.get("key") == was), None)
    if at is None:
        rules.append(rule)
        return found
    rules[at] = rule
    if rule["key"] != was:
        for one in rules:
            if one.get("after") == was:
                one["after"] = rule["key"]
        for test in found.get("tests", ()):
            if test["rule"] == was:
                test["rule"] = rule["key"]
            if was in test.get("results", {}):
                test["results"][rule["key"]] = test["results"].pop(was)
    return found


def without_rule(content: Mapping[str, Any], key: str) -> Data:
    """The pack without that rule and its examples."""
    found = deepcopy(dict(content))
    found["rules"] = [rule for rule in found.get("rules", ()) if rule.get("key") != key]
    found["tests"] = [test for test in found.get("tests", ()) if test["rule"] != key]
    return found


def with_trigger(content: Mapping[str, Any], key: str, title: str, *, time: bool = False) -> Data:
    """The pack with an event of that key; one that is there stays as it is."""
    found = deepcopy(dict(content))
    triggers = found.setdefault("triggers", [])
    if not any(one["key"] == key for one in triggers):
        triggers.append({"key": key, "title": title, **({"time": True} if time else {})})
    return found


def copied(
    content: Mapping[str, Any], source: Mapping[str, Any], base: Mapping[str, Any], key: str
) -> tuple[Data, str]:
    """`content` with rule `key` of the pack `source`, and with the events, ways of service and choices that it needs.

    `base` is the pack that `source` uses, or empty. The rule gets another key when its own is taken; the key is returned too.
    """
    rule = deepcopy(rule_of(source, key))
    if rule is None:
        raise RuleError("There is no such rule.", rule=key)
    found = deepcopy(dict(content))
    # What hangs on another rule comes to hang on an event of that name.
    if "after" in rule:
        other = rule_of(source, rule.pop("after")) or {}
        event = {"key": other["key"], "title": other["title"]}
        rule["trigger"] = event["key"]
        found = with_trigger(found, event["key"], event["title"])
    for name in (rule["trigger"], *_named(rule, "event")):
        known = _find(source, base, "triggers", name)
        if known and not any(one["key"] == name for one in found.get("triggers", ())):
            found.setdefault("triggers", []).append(deepcopy(known))
    for section, names in (("service", _named(rule, "service")), ("choices", _choices(rule))):
        for name in names:
            needed = _find(source, base, section, name)
            if needed and not any(one["key"] == name for one in found.get(section, ())):
                found.setdefault(section, []).append(deepcopy(needed))
    # Of which days it is open whether a period ends on them: no day that is due changes, the readings beside it stay.
    for one in (base, source):
        if days := one.get("computation", {}).get("open_holidays"):
            found.setdefault("computation", {})["open_holidays"] = days
    taken = {one["key"] for one in (*found.get("rules", ()), *found.get("triggers", ()))}
    own, number = rule["key"], 2
    while rule["key"] in taken:
        rule["key"] = f"{own}-{number}"
        number += 1
    found.setdefault("rules", []).append(rule)
    for test in source.get("tests", ()):
        if test["rule"] == key and "results" not in test:
            found.setdefault("tests", []).append({**deepcopy(test), "rule": rule["key"]})
    return found, rule["key"]


def _find(source: Mapping[str, Any], base: Mapping[str, Any], section: str, key: str) -> Data | None:
    entries = (*source.get(section, ()), *base.get(section, ()))
    return next((one for one in entries if one["key"] == key), None)


def _parts(rule: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    periods = list(rule.get("periods", ()))
    return [rule, *periods, *rule.get("of", ()), *(arm for one in periods for arm in one.get("of", ()))]


def _named(rule: Mapping[str, Any], field: str) -> list[str]:
    return list(dict.fromkeys(part[field] for part in _parts(rule) if field in part))


def _choices(rule: Mapping[str, Any]) -> list[str]:
    found = dict.fromkeys(key for part in _parts(rule) for key in part.get("when", {}))
    asked = (part["count"] for part in _parts(rule) if isinstance(part.get("count"), str))
    return list(found | dict.fromkeys(asked))
