"""Worked examples of a draft: a case, and the day that somebody counted by hand."""

from copy import deepcopy
from typing import Any

from django.db import transaction

from accounts.models import Member
from court_rules import drafts
from court_rules.models import FirmPackVersion
from court_rules.services.packs import headed, write
from court_rules.services.rights import ensure_writes, locked_draft
from court_rules.text import RuleError
from practice import audit
from practice.exceptions import DomainError

MOST = 500


@transaction.atomic
def add_example(version: FirmPackVersion, *, by: Member, test: dict[str, Any]) -> FirmPackVersion:
    """Add an example to a draft: {"rule", "trigger", "due", …} as packs have it. Whether it holds is for the page to say."""
    ensure_writes(by)
    version = locked_draft(version)
    if drafts.rule_of(version.content, test.get("rule", "")) is None:
        raise DomainError("Choose a rule of this pack.", field="rule")
    content = deepcopy(version.content)
    tests = content.setdefault("tests", [])
    if test in tests:
        raise DomainError("The pack has this example already.", field="due")
    if len(tests) >= MOST:
        raise DomainError(f"A pack has at most {MOST} examples.")
    tests.append(test)
    version.content = content
    at = f"tests.{len(tests) - 1}"
    found = [one for one in drafts.problems_of(headed(version)) if one.at.startswith(at)]
    if found:
        raise RuleError(found[0].message, at=found[0].at, problems=tuple(found))
    write(version, content, by=by)
    audit.record(
        by, "rule_pack.example_added", version.pack, changes={test["rule"]: [None, test.get("due", "")]}
    )
    return version


@transaction.atomic
def remove_example(version: FirmPackVersion, *, by: Member, number: int) -> FirmPackVersion:
    """Take the example with that number (from 0) out of a draft."""
    ensure_writes(by)
    version = locked_draft(version)
    content = deepcopy(version.content)
    tests = content.get("tests", [])
    if not 0 <= number < len(tests):
        raise DomainError("There is no such example.")
    gone = tests.pop(number)
    write(version, content, by=by)
    audit.record(
        by, "rule_pack.example_removed", version.pack, changes={gone["rule"]: [gone.get("due", ""), None]}
    )
    return version
