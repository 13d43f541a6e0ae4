"""One round as it is read: the content, what changed in it word by word, and the rounds before."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from practice.exceptions import DomainError
from practice.templatetags.ui import shown
from supervision.kinds import KINDS, Kind, content_of, hash_of, kind
from supervision.models import Approval
from supervision.queries.approvals import previous_round

# Above this many words a text is compared by its lines: word by word would take seconds.
MANY_WORDS = 3000


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `mark` is "", "added" or "removed"."""

    mark: str
    text: str


@dataclass(frozen=True)
class Part:
    """One field or row of the content. `change` is "", "added", "removed" or "changed", against an earlier reading."""

    label: str
    pieces: tuple[Piece, ...]
    change: str = ""


@dataclass(frozen=True)
class Section:
    """Parts under a heading; the fields have none."""

    title: str
    parts: tuple[Part, ...]

    @property
    def changed(self) -> int:
        return sum(bool(part.change) for part in self.parts)


@dataclass(frozen=True)
class Reading:
    """What the right pane shows of one round. `kind` and `obj` are None when the kind or the object is gone or hidden."""

    approval: Approval
    kind: Kind | None
    obj: Any
    content: dict
    seen: str
    sections: list[Section]
    before: Approval | None
    edited: list[Section] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many parts differ from what was read in the round before."""
        return sum(section.changed for section in self.sections) if self.before else 0

    @property
    def parts(self) -> int:
        return sum(len(section.parts) for section in self.sections)


def _tokens(text: str) -> list[str]:
    found = re.findall(r"\s+|\d[\d.,:/-]*\d|\w+|[^\w\s]", text)
    return found if len(found) <= MANY_WORDS else text.splitlines(keepends=True)


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """`after` with the words that are new and those that are gone marked."""
    if before == after:
        return (Piece("", after),) if after else ()
    if not before or not after:
        return (Piece("added", after),) if after else (Piece("removed", before),)
    old, new = _tokens(before), _tokens(after)
    found = []
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(Piece("", "".join(new[c:d])))
            continue
        if a < b:
            found.append(Piece("removed", "".join(old[a:b])))
        if c < d:
            found.append(Piece("added", "".join(new[c:d])))
    return tuple(found)


def sections_of(content: dict, before: dict | None = None) -> list[Section]:
    """The content in sections; with `before`, what changed since then is marked in its place, and what is gone is kept."""
    old = before or {}
    sections = [_section("", content.get("fields", {}), old.get("fields", {}), compared=before is not None)]
    rows, old_rows = content.get("rows", {}), old.get("rows", {})
    for title in dict.fromkeys([*rows, *(old_rows if before is not None else ())]):
        sections.append(
            _section(title, rows.get(title, {}), old_rows.get(title, {}), compared=before is not None)
        )
    return [section for section in sections if section.parts]


def _section(title: str, now: dict, then: dict, *, compared: bool) -> Section:
    parts = []
    for label in dict.fromkeys([*now, *(then if compared else ())]):
        after = _said(now.get(label))
        if not compared:
            parts.append(Part(label, pieces_of(after, after)))
            continue
        earlier = _said(then.get(label))
        same = label in now and label in then and now[label] == then[label]
        change = (
            "" if same else "added" if label not in then else "removed" if label not in now else "changed"
        )
        parts.append(Part(label, pieces_of(after if same else earlier, after), change))
    return Section(title, tuple(parts))


def _said(value) -> str:
    return "" if value in (None, "", []) else shown(value)


def read(approval: Approval) -> Reading:
    """The round with its content as it is now while it waits, as it was read once it is decided."""
    of, obj, content = None, None, approval.content
    try:
        of = kind(approval.kind) if approval.kind in KINDS else None
        obj = of.get(approval.object_id) if of else None
        if of is not None and obj is not None and approval.is_waiting:
            content = content_of(of, obj, approval.arguments)
    except DomainError:  # the object is in no state to be read
        content = approval.content
    before = previous_round(approval)
    edited = []
    if content != approval.content:
        edited = [
            Section(found.title, tuple(part for part in found.parts if part.change))
            for found in sections_of(content, approval.content)
            if found.changed
        ]
    return Reading(
        approval=approval,
        kind=of,
        obj=obj,
        content=content,
        seen=hash_of(content, approval.arguments),
        sections=sections_of(content, before.content if before else None),
        before=before,
        edited=edited,
    )


def rounds_before(approval: Approval) -> list[Approval]:
    """The earlier rounds about the same object, the newest first."""
    rows = Approval.objects.of(approval.kind, approval.object_id).filter(round__lt=approval.round)
    return list(rows.select_related("submitted_by", "decided_by", "assigned_to"))
