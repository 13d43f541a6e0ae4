"""A firm's packs and their versions: written as drafts, brought into force by an attorney, kept as they were."""

import datetime
import re
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Member
from accounts.queries import refusal
from court_rules import drafts, text
from court_rules.calendars import calendar
from court_rules.models import FirmPack, FirmPackVersion
from court_rules.packs import shipped
from court_rules.packs.loading import lined
from court_rules.services.rights import PERM, ensure_writes, locked_draft
from court_rules.text import RuleError
from practice import audit
from practice.exceptions import DomainError
from supervision.models import Approval
from supervision.services import decide, require

KEY = re.compile(r"^[a-z][a-z0-9_-]{1,59}$")
State = FirmPackVersion.State


def _name(value: str) -> str:
    name = " ".join(value.replace("\x00", "").split())
    if not name:
        raise DomainError("Give the pack a name: Alameda, local rules.", field="name")
    if len(name) > 120:
        raise DomainError("A name has at most 120 characters.", field="name")
    return name


def _key(value: str, name: str) -> str:
    key = value.strip().lower() or slugify(name)[:60].strip("-")
    if not KEY.match(key):
        raise DomainError(
            "The short name has small letters, digits, - and _, and starts with a letter.", field="key"
        )
    if key in shipped():
        raise DomainError(f"“{key}” is a pack that is shipped. Choose another short name.", field="key")
    if FirmPack.objects.filter(key=key).exists():
        raise DomainError(f"There is a pack “{key}” already.", field="key")
    return key


def _calendar(key: str) -> str:
    try:
        return calendar(key).key
    except RuleError as error:
        raise DomainError(error.problems[0].message, field="jurisdiction") from error


@transaction.atomic
def create_pack(
    *,
    by: Member,
    name: str,
    jurisdiction: str,
    key: str = "",
    note: str = "",
    uses: str = "",
    effective_from: datetime.date | None = None,
) -> FirmPack:
    """A new pack with an empty draft. `uses`: a shipped pack whose events and ways of service its rules may name."""
    ensure_writes(by)
    name = _name(name)
    if uses and uses not in shipped():
        raise DomainError("There is no such pack.", field="uses")
    pack = FirmPack.objects.create(
        key=_key(key, name), name=name, jurisdiction=_calendar(jurisdiction), note=note.strip(), created_by=by
    )
    day = effective_from or timezone.localdate()
    _draft(pack, {"triggers": [], "rules": [], "tests": [], **({"uses": uses} if uses else {})}, day, by)
    audit.record(by, "rule_pack.created", pack, changes={"name": [None, name], "key": [None, pack.key]})
    return pack


def _draft(pack: FirmPack, content: dict[str, Any], day: datetime.date, by: Member) -> FirmPackVersion:
    last = pack.versions.order_by("-number").first()  # type: ignore[attr-defined]
    version = FirmPackVersion(
        pack=pack,
        number=last.number + 1 if last else 1,
        effective_from=day,
        content=content,
        author=by,
        changed_by=by,
    )
    version.content = headed(version)
    version.save()
    return version


def headed(version: FirmPackVersion) -> dict[str, Any]:
    """The content of a draft with the head that its row says: key, title, version, author, calendar, first day."""
    pack = version.pack
    head = {
        "pack": pack.key,
        "title": pack.name,
        "version": str(version.number),
        "author": version.author.name if version.author else "The firm",
        "calendar": pack.jurisdiction,
        "effective": {"from": version.effective_from.isoformat()},
    }
    content = {**deepcopy(version.content), **head}
    if pack.note:
        content["note"] = pack.note[:2000]
    else:
        content.pop("note", None)
    return content


def write(version: FirmPackVersion, content: dict[str, Any], *, by: Member) -> None:
    """Save the content of a locked draft."""
    version.content = content
    version.content = headed(version)
    version.changed_by, version.changed_at = by, timezone.now()
    version.save()


@transaction.atomic
def save_head(
    version: FirmPackVersion,
    *,
    by: Member,
    name: str,
    jurisdiction: str,
    effective_from: datetime.date,
    note: str = "",
    uses: str = "",
    news: str = "",
) -> FirmPackVersion:
    """Change what stands over a draft: name, calendar, the first day it holds, a note; `news` is what is new in the version."""
    ensure_writes(by)
    version = locked_draft(version)
    pack = FirmPack.objects.select_for_update().get(pk=version.pack_id)
    if uses and uses not in shipped():
        raise DomainError("There is no such pack.", field="uses")
    if pack.versions.exclude(state=State.DRAFT).exists() and jurisdiction != pack.jurisdiction:  # type: ignore[attr-defined]
        raise DomainError(
            "The calendar of a pack that was in force stays. Write a new pack.", field="jurisdiction"
        )
    changes = audit.apply(pack, name=_name(name), jurisdiction=_calendar(jurisdiction), note=note.strip())
    pack.save()
    changes |= audit.apply(version, effective_from=effective_from, note=" ".join(news.split())[:300])
    version.pack = pack
    content = {**version.content}
    content.pop("uses", None)
    if uses:
        content["uses"] = uses
    write(version, content, by=by)
    if changes:
        audit.record(by, "rule_pack.changed", pack, changes=changes)
    return version


@transaction.atomic
def save_text(version: FirmPackVersion, *, by: Member, source: str) -> FirmPackVersion:
    """Take the whole draft from YAML. Its head (key, title, version, author, calendar, first day) stays the row's.

    Raises RuleError, a DomainError, whose `problems` name line, rule and field.
    """
    ensure_writes(by)
    version = locked_draft(version)
    content = text.read(source, "pack")
    version.content = content
    problems = drafts.problems_of(headed(version))
    if problems:
        raise lined(problems, source, content)
    write(version, content, by=by)
    audit.record(by, "rule_pack.imported", version.pack, changes={"rules": [None, len(content["rules"])]})
    return version


@transaction.atomic
def import_pack(*, by: Member, source: str) -> FirmPack:
    """A new pack from a YAML file, as a draft. Key, title and first day are the file's."""
    ensure_writes(by)
    content = text.read(source, "pack")
    problems = drafts.problems_of(content)
    if problems:
        raise lined(problems, source, content)
    pack = FirmPack.objects.create(
        key=_key(content["pack"], content["title"]),
        name=_name(content["title"][:120]),
        jurisdiction=_calendar(content["calendar"]),
        note=content.get("note", ""),
        created_by=by,
    )
    _draft(pack, content, datetime.date.fromisoformat(content["effective"]["from"]), by)
    audit.record(by, "rule_pack.imported", pack, changes={"rules": [None, len(content["rules"])]})
    return pack


@transaction.atomic
def new_version(pack: FirmPack, *, by: Member) -> FirmPackVersion:
    """A draft with what the newest version says, to hold from today; the draft there is, when there is one."""
    ensure_writes(by)
    pack = FirmPack.objects.select_for_update().get(pk=pack.pk)
    if pack.archived_at is not None:
        raise DomainError("The pack is put away. Bring it back first.")
    last = pack.versions.order_by("-number").first()  # type: ignore[attr-defined]
    if last is not None and last.state == State.DRAFT:
        return last
    version = _draft(pack, last.content if last else {}, timezone.localdate(), by)
    audit.record(by, "rule_pack.drafted", pack, changes={"version": [None, version.number]})
    return version


@transaction.atomic
def discard_draft(version: FirmPackVersion, *, by: Member) -> None:
    """Throw a draft away. The only version of a pack takes the pack along."""
    ensure_writes(by)
    version = locked_draft(version)
    waiting = Approval.objects.filter(kind="rule_pack", object_id=version.pk, state=Approval.State.WAITING)
    if waiting.exists():
        raise DomainError("The draft waits for an attorney. Withdraw it first.")
    pack = version.pack
    audit.record(by, "rule_pack.discarded", pack, changes={"version": [version.number, None]})
    version.delete()
    if not pack.versions.exists():  # type: ignore[attr-defined]
        pack.delete()


def check_ready(version: FirmPackVersion) -> None:
    """Raise DomainError unless the version could come into force: no mistake in it, an example for each rule, and all hold."""
    if version.state != State.DRAFT:
        raise DomainError("This version came into force already.")
    if version.pack.archived_at is not None:
        raise DomainError("The pack is put away. Bring it back first.")
    problems = drafts.problems_of(version.content)
    if problems:
        raise DomainError(f"The draft cannot be used yet. {problems[0]}")
    pack = drafts.built(version.content)
    assert pack is not None
    seen = drafts.failures_of(pack)
    if seen:
        raise DomainError(f"Example {seen[0].number + 1} comes out otherwise: {seen[0].message}.")
    tried = {test["rule"] for test in pack.tests} | {
        key for test in pack.tests for key in test.get("results", ())
    }
    untried = [rule.title for key, rule in pack.rules.items() if key not in tried]
    if untried:
        raise DomainError(
            f"“{untried[0]}” has no example yet. Each rule needs one with a date counted by hand."
        )
    current = _current(version)
    if current and version.effective_from < current.effective_from:
        raise DomainError(
            f"Version {current.number} holds from {current.effective_from:%B} {current.effective_from.day}, "
            f"{current.effective_from.year}. The next one begins then or later.",
            field="effective_from",
        )


def _current(version: FirmPackVersion) -> FirmPackVersion | None:
    rows = FirmPackVersion.objects.filter(pack_id=version.pack_id, state=State.IN_FORCE, effective_until=None)
    return rows.exclude(pk=version.pk).first()


@transaction.atomic
def put_in_force(version: FirmPackVersion, *, by: Member) -> FirmPackVersion:
    """An attorney brings a draft into force; the version before it ends on the day before. Raises DomainError, Refused."""
    check_ready(version)
    decide("rule_pack", version, by=by)
    version.refresh_from_db()
    return version


def enter_force(version: FirmPackVersion, approval: Approval, *, by: Member) -> None:
    """The effect of the approval: called by the kind `rule_pack` alone."""
    require("rule_pack", version)
    version = locked_draft(version)
    FirmPack.objects.select_for_update().get(pk=version.pack_id)
    check_ready(version)
    before = _current(version)
    if before is not None:
        if before.effective_from == version.effective_from:
            before.state = State.REPLACED
        before.effective_until = max(
            before.effective_from, version.effective_from - datetime.timedelta(days=1)
        )
        before.save(update_fields=["state", "effective_until"])
    version.state, version.in_force_by, version.in_force_at = State.IN_FORCE, by, timezone.now()
    version.save(update_fields=["state", "in_force_by", "in_force_at"])
    audit.record(
        by,
        "rule_pack.put_in_force",
        version.pack,
        changes={
            "version": [before.number if before else None, version.number],
            "from": [None, version.effective_from],
        },
    )


@transaction.atomic
def archive_pack(pack: FirmPack, *, by: Member) -> FirmPack:
    """Put a pack away: nobody counts by it from now on. Dates that were counted keep their derivation."""
    return _shelve(pack, timezone.now(), "rule_pack.archived", by)


@transaction.atomic
def restore_pack(pack: FirmPack, *, by: Member) -> FirmPack:
    """Bring a pack back."""
    return _shelve(pack, None, "rule_pack.restored", by)


def _shelve(pack: FirmPack, at: datetime.datetime | None, verb: str, by: Member) -> FirmPack:
    if not by.can(PERM):
        raise refusal(by, PERM)
    pack = FirmPack.objects.select_for_update().get(pk=pack.pk)
    if (pack.archived_at is None) == (at is None):
        return pack
    pack.archived_at = at
    pack.save(update_fields=["archived_at"])
    audit.record(by, verb, pack)
    return pack
