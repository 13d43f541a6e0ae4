"""Rules of a draft: written, copied from a shipped pack, taken out."""

import re
from collections.abc import Container
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from court_rules import drafts
from court_rules.models import FirmPackVersion
from court_rules.packs import shipped
from court_rules.queries import raw_of
from court_rules.services.packs import headed, write
from court_rules.services.rights import ensure_writes, locked_draft
from court_rules.text import Problem, RuleError
from practice import audit
from practice.exceptions import DomainError

KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")


def with_rule(
    content: dict[str, Any],
    rule: dict[str, Any],
    *,
    was: str = "",
    new_event: str = "",
    with_time: bool = False,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pack with the rule put in, and the rule as it stands there: a key made from its title, its new event beside it."""
    rule = dict(rule)
    base = shipped().get(content.get("uses", ""))
    if new_event:
        name = " ".join(new_event.split())[:200]
        known = base.triggers.values() if base else ()
        titles = {one.key: one.title for one in known}
        titles |= {one["key"]: one["title"] for one in content.get("triggers", ())}
        same = next((key for key, title in titles.items() if title == name), "")
        rule["trigger"] = same or _free(name, "event", {*titles, *_keys(content, "rules"), rule.get("key")})
        content = drafts.with_trigger(content, rule["trigger"], name, time=with_time)
    if not rule.get("key"):
        taken = {*_keys(content, "rules"), *_keys(content, "triggers")} - {was}
        rule["key"] = _free(rule.get("title", ""), "rule", taken)
    # A pack names the events it uses, also those of the pack it builds on.
    event = base.triggers.get(rule.get("trigger", "")) if base else None
    if event:
        content = drafts.with_trigger(content, event.key, event.title, time=event.time)
    return drafts.with_rule(content, rule, was=was), rule


def _keys(content: dict[str, Any], section: str) -> list[str]:
    return [one.get("key", "") for one in content.get(section, ())]


def _free(name: str, other: str, taken: Container[str | None]) -> str:
    """A key from a name, `other` when it has no Latin letters, with a number when it is taken."""
    own = slugify(name)[:56].strip("-") or other
    key, number = own, 2
    while key in taken:
        key = f"{own}-{number}"
        number += 1
    return key


def problems_of_rule(content: dict[str, Any], key: str) -> list[Problem]:
    """What is wrong in one rule of a pack, or in the pack because of it."""
    return [one for one in drafts.problems_of(content) if one.rule == key]


@transaction.atomic
def save_rule(
    version: FirmPackVersion,
    *,
    by: Member,
    rule: dict[str, Any],
    was: str = "",
    new_event: str = "",
    with_time: bool = False,
) -> str:
    """Put a rule into a draft, in the place of the one called `was`. Returns its key.

    `rule` is a rule as data; `new_event` the name of an event that the pack does not know yet. Raises RuleError naming the
    rule and the field.
    """
    ensure_writes(by)
    version = locked_draft(version)
    key = rule.get("key", "")
    if key and not KEY.match(key):
        raise DomainError("A key has letters, digits, - and _, without spaces or dots.", field="key")
    content, rule = with_rule(version.content, rule, was=was, new_event=new_event, with_time=with_time)
    if rule["key"] != was and drafts.rule_of(version.content, rule["key"]):
        raise DomainError(f"The pack has a rule “{rule['key']}” already.", field="key")
    version.content = content
    found = problems_of_rule(headed(version), rule["key"])
    if found:
        first = found[0]
        raise RuleError(first.message, rule=rule["key"], at=first.at, problems=tuple(found))
    before = drafts.rule_of(version.content, was) if was else None
    write(version, content, by=by)
    verb = "rule_pack.rule_changed" if before is not None or was else "rule_pack.rule_added"
    audit.record(by, verb, version.pack, changes={"rule": [was or None, f"{rule['title']} ({rule['cite']})"]})
    return rule["key"]


@transaction.atomic
def copy_rule(version: FirmPackVersion, *, by: Member, pack: str, key: str) -> str:
    """Copy a rule of a shipped pack into a draft, with its events, its ways of service and its examples. Returns its key."""
    ensure_writes(by)
    version = locked_draft(version)
    try:
        source = raw_of(pack)
    except KeyError as error:
        raise DomainError("There is no such pack.", field="rule") from error
    base = raw_of(source["uses"]) if "uses" in source else {}
    if drafts.rule_of(source, key) is None:
        raise DomainError("There is no such rule.", field="rule")
    if source["calendar"] != version.pack.jurisdiction:
        raise DomainError(
            "That rule is counted by another calendar than this pack. Choose a rule of the same courts.",
            field="rule",
        )
    content, own = drafts.copied(version.content, source, base, key)
    write(version, content, by=by)
    audit.record(by, "rule_pack.rule_added", version.pack, changes={"rule": [f"{pack}.{key}", own]})
    return own


@transaction.atomic
def remove_rule(version: FirmPackVersion, *, by: Member, key: str) -> None:
    """Take a rule and its examples out of a draft."""
    ensure_writes(by)
    version = locked_draft(version)
    rule = drafts.rule_of(version.content, key)
    if rule is None:
        raise DomainError("There is no such rule.")
    hanging = [one["title"] for one in version.content["rules"] if one.get("after") == key]
    if hanging:
        raise DomainError(f"“{hanging[0]}” is counted from this rule. Change that one first.")
    write(version, drafts.without_rule(version.content, key), by=by)
    audit.record(by, "rule_pack.rule_removed", version.pack, changes={"rule": [rule["title"], None]})
