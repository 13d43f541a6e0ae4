"""Texts that hold a name: notes, descriptions, documents. One function of PostgreSQL that keeps to the firm and the walls."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from search.queries.fetching import Asked, nicknames

LIMIT = 40


@dataclass(frozen=True)
class FoundText:
    """A text that holds the words: the row it is of and the column it stands in."""

    kind: str
    object_id: int
    slot: str
    contact_id: int | None
    matter_id: int | None


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''").replace("\\", "\\\\") + "'"


def forms(word: str) -> list[str]:
    """The word and its nicknames, as they are looked for in texts."""
    return [word, *sorted(other for other in nicknames(word) if other.isalpha())]


def query_of(asked: Asked) -> str:
    """The name as a tsquery: its words beside each other, one word may stand between; two words in either order.

    "" when the name is too short to be looked for in texts.
    """
    words = [word for word in asked.words if len(word) > 1][:5]
    if not words or (len(words) == 1 and len(words[0]) < 4):
        return ""
    groups = ["(" + " | ".join(_quoted(form) for form in forms(word)) + ")" for word in words]
    if len(groups) == 1:
        return _quoted(words[0])
    if len(groups) == 2:
        one, two = groups
        return f"({one} <-> {two}) | ({one} <2> {two}) | ({two} <-> {one})"
    beside = [f"(({a} <-> {b}) | ({a} <2> {b}))" for a, b in zip(groups, groups[1:])]
    return " & ".join(beside)


def holding(asked: Asked, *, only: Sequence[str] | None = None, limit: int = LIMIT) -> list[FoundText]:
    """Texts that hold the name, newest first. One query. `only` names kinds."""
    query = query_of(asked)
    if not query:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM search_texts(%s, %s::text[], %s)",
            [query, list(only) if only is not None else None, limit],
        )
        return [FoundText(*row) for row in cursor.fetchall()]
