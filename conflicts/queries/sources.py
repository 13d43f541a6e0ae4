"""Where hits come from: contacts with their parts in matters, leads, captions, declarations, staff, texts.

Read in the system's own scope, a handful of queries for any number of hits. Apps beside and above this one are named by label.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps

from accounts.models import Member
from conflicts.models import Interest
from matters.models import Contact, ContactName, Matter, Party
from search.queries.fetching import Asked
from search.queries.texts import FoundText, forms

# Kinds of texts: the model, the column, what it is called, and the relation that gives its place.
TEXTS = {
    "contact": ("matters.Contact", "notes", "Notes on the contact", ()),
    "matter": ("matters.Matter", "description", "Description of the matter", ()),
    "document": ("documents.DocumentText", "body", "Document", ("document",)),
    "note": ("communications.Note", "body", "Note", ("matter", "contact")),
    "lead": ("intake.Lead", "summary", "What the lead is about", ()),
    "lead_note": ("intake.LeadNote", "text", "Note on the lead", ("lead",)),
}


@dataclass
class Line:
    """One place where a name was found."""

    kind: str
    object_id: int
    name: str
    score: int
    why: tuple[str, ...]
    slot: str = ""
    role: str = ""
    side: str = ""
    place: str = ""
    state: str = ""
    snippet: str = ""
    matter_id: int | None = None
    member_id: int | None = None


@dataclass
class Entity:
    """One contact, lead, text or declaration with the places where it was found: what becomes a hit."""

    kind: str
    object_id: int
    lines: list[Line] = field(default_factory=list)
    adverse: bool = False

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.object_id

    @property
    def score(self) -> int:
        return max(line.score for line in self.lines)


@dataclass(frozen=True)
class Part:
    """A contact's part in a matter."""

    kind: str
    object_id: int
    role: str
    side: str
    matter_id: int
    place: str
    state: str


def parts_of(contact_ids: Iterable[int]) -> dict[int, list[Part]]:
    """The parts of contacts in matters, open and closed, as client or party. Two queries."""
    ids = list(contact_ids)
    found: dict[int, list[Part]] = defaultdict(list)
    states, roles = dict(Matter.State.choices), dict(Party.Role.choices)
    rows = Matter.objects.filter(client_id__in=ids).order_by("-id")
    for contact_id, pk, number, name, state in rows.values_list("client_id", "id", "number", "name", "state"):
        found[contact_id].append(
            Part("client", pk, "Client", "ours", pk, f"{number} {name}", states.get(state, state))
        )
    parties = Party.objects.filter(contact_id__in=ids).order_by("-id")
    columns = (
        "contact_id",
        "id",
        "role",
        "side",
        "matter_id",
        "matter__number",
        "matter__name",
        "matter__state",
    )
    for contact_id, pk, role, side, matter_id, number, name, state in parties.values_list(*columns):
        found[contact_id].append(
            Part(
                "party",
                pk,
                roles.get(role, role),
                side,
                matter_id,
                f"{number} {name}",
                states.get(state, state),
            )
        )
    return found


@dataclass(frozen=True)
class Person:
    """What hits show of a contact."""

    pk: int
    name: str
    kind: str


def contacts_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """Contacts by id. One query."""
    kinds = dict(Contact.Kind.choices)
    rows = Contact.objects.filter(pk__in=list(ids)).order_by().values_list("pk", "name", "kind")
    return {pk: Person(pk, name, kinds.get(kind, kind)) for pk, name, kind in rows}


def alias_kinds(ids: Iterable[int]) -> dict[int, str]:
    """What kind of name each alias is, in words. One query; none when there is nothing to read."""
    ids = list(ids)
    if not ids:
        return {}
    return {row.pk: row.get_kind_display() for row in ContactName.objects.filter(pk__in=list(ids))}


def rows_of(label: str, ids: Iterable[int], *joins: str) -> dict:
    """Rows of a model of another app by id, joined. One query; none when there is nothing to read."""
    ids = list(ids)
    if not ids:
        return {}
    return apps.get_model(label).objects.filter(pk__in=ids).select_related(*joins).in_bulk()


def interests_by_id(ids: Iterable[int]) -> dict[int, Interest]:
    """Interests by id, with who declared them. One query; none when there is nothing to read."""
    ids = list(ids)
    if not ids:
        return {}
    return {row.pk: row for row in Interest.objects.filter(pk__in=list(ids)).select_related("member")}


@dataclass(frozen=True)
class Colleague:
    """What hits show of somebody of the firm."""

    pk: int
    name: str
    title: str


def staff() -> list[Colleague]:
    """People of the firm, active or not: a party may be one of them. One query."""
    return [Colleague(*row) for row in Member.objects.order_by("id").values_list("pk", "name", "title")]


def snippet_of(text: str, asked: Asked, *, around: int = 90) -> str:
    """The words of `text` around the first place where the name stands, "" when it is not found there."""
    words = [word for word in asked.words if len(word) > 1]
    each = ["(?:" + "|".join(map(re.escape, forms(word))) + ")" for word in words[:5]]
    folded = _folded(text)
    for pattern in (r"\W+(?:\w+\W+)?".join(each), r"\W+".join(reversed(each)), each[0] if each else ""):
        found = re.search(rf"\b{pattern}\b", folded) if pattern else None
        if found:
            start, end = max(0, found.start() - around), min(len(text), found.end() + around)
            cut = " ".join(text[start:end].split())
            return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"[:300]
    return ""


def _folded(text: str) -> str:
    """Lower case without accents, sign for sign, so that places are the same in both."""
    import unicodedata

    return "".join(unicodedata.normalize("NFD", sign)[0].lower()[:1] or sign for sign in text)


def text_rows(found: list[FoundText]) -> dict[tuple[str, int], object]:
    """The rows that hold the texts, by (kind, id). One query for each kind."""
    rows: dict[tuple[str, int], object] = {}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one.object_id)
    for kind, ids in by_kind.items():
        if kind in TEXTS:
            label, _column, _words, joins = TEXTS[kind]
            rows |= {(kind, pk): row for pk, row in rows_of(label, ids, *joins).items()}
    return rows
