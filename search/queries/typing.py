"""Names found while they are typed, for pickers and the palette."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models.expressions import RawSQL

# Candidates fetched for one look-up; the caller orders them.
LIMIT = 200
# Words of the dictionary that may stand for a typed one: in a picker, and where nothing may be missing.
WORDS, EVERY_WORD = 60, 5000
CALL = "search_begun(search_words(%s), %s::text[], %s, %s)"


@dataclass(frozen=True)
class Hit:
    """A name whose words begin with what was typed. `slot` is the column of the object it stands in."""

    kind: str
    object_id: int
    slot: str
    contact_id: int | None
    matter_id: int | None
    name: str


def begun(text: str, *, only: Sequence[str] | None = None, limit: int = LIMIT) -> list[Hit]:
    """Names in which each of the first three typed words begins a word (or stands within one), unordered. One query.

    `only` names kinds. The firm and the walls of the scope hold. One letter alone finds nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT b.* FROM {CALL} b", _arguments(text, only, WORDS, limit))
        return [Hit(*row) for row in cursor.fetchall()]


def ids_of(column: str, text: str, *, only: Sequence[str]) -> RawSQL:
    """All ids (`column`: object_id, contact_id or matter_id) of the names that `begun` would find: for `pk__in=`."""
    if column not in ("object_id", "contact_id", "matter_id"):
        raise ValueError(f"search_begun has no column of ids {column!r}")
    return RawSQL(f"SELECT b.{column} FROM {CALL} b", _arguments(text, only, EVERY_WORD, None))


def _arguments(text: str, only: Sequence[str] | None, most: int, limit: int | None) -> tuple:
    return (text[:200], list(only) if only is not None else None, most, limit)


def prefixes(text: str) -> str:
    """The typed words as a raw tsquery of beginnings: "dra mot" as "dra:* & mot:*"; "" without a word of two letters."""
    words = [word for word in re.findall(r"[^\W_]+", text.lower())[:6] if len(word) > 1]
    return " & ".join(f"{word}:*" for word in words)


def texts_begun(text: str, *, only: Sequence[str], limit: int = LIMIT) -> list[tuple[str, int]]:
    """(kind, object id) of texts in which each typed word begins a word, the newest first. One query; none for nothing."""
    query = prefixes(text)
    if not query:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.kind, t.object_id FROM search_texts(unaccent(%s), %s::text[], %s) t",
            [query, list(only), limit],
        )
        return list(cursor.fetchall())
