"""Where in papers and notes a text stands."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import F, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Member
from accounts.permissions import Perm
from communications.models import Note
from documents.models import Document, DocumentText
from search.queries.typing import prefixes, texts_begun

PASSAGES = 20
# Marks that no text holds, so that everything else can be escaped.
START, STOP = "\ue000", "\ue001"


@dataclass(frozen=True)
class Passage:
    """A text in which what is searched for stands: where it is, and the words around, as safe HTML with marks."""

    title: str
    below: str
    url: str
    words: SafeString


def passages(member: Member, text: str) -> list[Passage]:
    """Papers (their newest version) and notes in which words begin as typed, the newest first. Three queries at most."""
    found = texts_begun(text, only=["document", "note"], limit=PASSAGES)
    ids = defaultdict(list)
    for kind, pk in found:
        ids[kind].append(pk)
    query = SearchQuery(prefixes(text), search_type="raw", config="simple")
    shown: dict[tuple[str, int], Passage] = {}
    if ids["document"] and member.can(Perm.MATTER_VIEW):
        rows = DocumentText.objects.filter(
            pk__in=ids["document"],
            document__in=Document.objects.visible_to(member).filter(trashed_at=None),
            version__number=F("document__latest"),
        )
        for row in _headed(rows, query).select_related("document__matter"):
            document = row.document
            shown["document", row.pk] = Passage(
                document.name,
                f"{document.get_category_display()} · {document.matter.name}",
                document.get_absolute_url(),
                _marked(row.headline),
            )
    if ids["note"]:
        notes = Note.objects.visible_to(member).filter(pk__in=ids["note"], deleted_at=None)
        for note in _headed(notes, query).select_related("written_by", "matter"):
            shown["note", note.pk] = Passage(
                f"Note by {note.written_by.name}",
                note.matter.name if note.matter else "",
                note.get_absolute_url(),
                _marked(note.headline),
            )
    return [shown[key] for key in found if key in shown]


def _headed(rows: QuerySet, query: SearchQuery) -> QuerySet:
    return rows.annotate(
        headline=SearchHeadline(
            "body",
            query,
            config="simple",
            start_sel=START,
            stop_sel=STOP,
            max_words=24,
            min_words=12,
            max_fragments=1,
        )
    )


def _marked(text: str) -> SafeString:
    """Text with the marks of the headline, everything else escaped."""
    return mark_safe(escape(text).replace(START, "<mark>").replace(STOP, "</mark>"))
