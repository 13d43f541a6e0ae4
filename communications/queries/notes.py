"""Reads about notes: of a matter, a contact or a lead; the pinned ones; who may be mentioned."""

import re
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Member
from communications.models import Mention, Note
from communications.queries.desk import colleagues
from matters.models import Matter
from matters.queries.access import seers_of

# "@Otis Farrow" or "@Otis": the letters of a name after the sign, as they are typed.
SIGN = re.compile(r"(?<![\w@])@([^\W\d_][\w’'.-]*(?: [^\W\d_][\w’'.-]*){0,3})")


def notes_about(kind: str, pk: int, member: Member) -> QuerySet[Note]:
    """The notes on one thing that the member may read: pinned ones first, then the newest."""
    rows = Note.objects.visible_to(member).kept().filter(about_kind=kind, about_id=pk)
    return (
        rows.select_related("written_by", "pinned_by", "matter")
        .prefetch_related(Prefetch("mentions", Mention.objects.select_related("member")))
        .order_by("-pinned_at", "-written_at", "-id")
    )


def sorted_notes(kind: str, pk: int, member: Member) -> list[Note]:
    """`notes_about` with the pinned ones in front."""
    return sorted(notes_about(kind, pk, member), key=lambda note: note.pinned_at is None)


def pinned(matter: Matter, limit: int = 5) -> list[Note]:
    """The pinned notes of a matter, the latest pinned first: for its overview. One query, as the scope sees them."""
    rows = Note.objects.kept().filter(matter=matter, pinned_at__isnull=False)
    return list(rows.select_related("written_by").order_by("-pinned_at", "-id")[:limit])


def mentionable(matter: Matter | None) -> QuerySet[Member]:
    """Who may be named in a note: members who may see the matter; without one, everybody but guests."""
    if matter is None:
        return colleagues(guests=False)
    return colleagues().filter(pk__in=seers_of(matter))


@dataclass(frozen=True)
class Named:
    """Who a text names: the members found, and the words after @ that fit nobody who may be named."""

    members: list[Member]
    unknown: list[str]


def named_in(text: str, people: list[Member]) -> Named:
    """The members of `people` that `text` names with @: by full name, or by a first name only one of them has."""
    full = {person.name.casefold(): person for person in people}
    firsts: dict[str, list[Member]] = {}
    for person in people:
        firsts.setdefault(person.name.split()[0].casefold(), []).append(person)
    found: dict[int, Member] = {}
    unknown: list[str] = []
    for words in (match.group(1).rstrip(".'’-").split() for match in SIGN.finditer(text)):
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length]).rstrip(".,;:!?").casefold()
            meant = full.get(name)
            if meant is None and length == 1 and len(firsts.get(name, [])) == 1:
                meant = firsts[name][0]
            if meant is not None:
                found[meant.pk] = meant
                break
        else:
            unknown.append(words[0])
    return Named(list(found.values()), unknown)


def html_of(note: Note) -> SafeString:
    """The note's text with its mentions set off, safe for a page. Reads `mentions__member`."""
    text: str = escape(note.body)
    for mention in note.mentions.all():
        for name in (mention.member.name, mention.member.name.split()[0]):
            said = f"@{escape(name)}"
            if said in text:
                text = text.replace(said, f'<b class="at">{said}</b>')
                break
    return mark_safe(text.replace("\n", "<br>"))


def unseen_mentions(member: Member) -> QuerySet[Mention]:
    """Mentions of the member that they have not seen, in notes that stand, the newest first."""
    rows = Mention.objects.filter(member=member, seen_at=None, note__deleted_at=None)
    return rows.select_related("note__written_by", "note__matter", "made_by").order_by("-id")
