"""Names near a given one. The one way to search names: a function of PostgreSQL that keeps to the firm and the walls."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection
from nicknames import NickNamer

from search.lexicon import PARTICLES, SHORT_FORMS

# At most so many names are fetched for one look-up, in each of its steps.
LIMIT = 400


@dataclass(frozen=True)
class Found:
    """A name that holds enough words near the asked ones. `slot` is the column of the object it stands in."""

    id: int
    kind: str
    object_id: int
    slot: str
    contact_id: int | None
    matter_id: int | None
    name: str
    words: tuple[str, ...]
    sounds: tuple[str, ...]
    rare: bool  # found by one word that few names have


@dataclass(frozen=True)
class Asked:
    """A name that is asked for, taken apart: its words, how each sounds, and what may stand for each."""

    text: str
    words: tuple[str, ...]
    sounds: tuple[str, ...]
    initials: tuple[str, ...]
    # (number of the word from 1, another word that stands for it)
    more: tuple[tuple[int, str], ...]

    @property
    def full(self) -> tuple[str, ...]:
        """The words that are no mere initials."""
        return tuple(word for word in self.words if len(word) > 1)


@cache
def _namer() -> NickNamer:
    return NickNamer()


@cache
def nicknames(word: str) -> frozenset[str]:
    """Names that the person called `word` may go by: short forms, the full name, and other short forms of it."""
    namer = _namer()
    full = namer.canonicals_of(word)
    near = set(namer.nicknames_of(word)) | set(full)
    for name in full:
        near |= namer.nicknames_of(name)
    return frozenset(near - {word})


def is_short_of(one: str, other: str) -> bool:
    """Whether one is a nickname of the other."""
    namer = _namer()
    return other in namer.nicknames_of(one) or one in namer.nicknames_of(other)


def ask(texts: Sequence[str]) -> list[Asked]:
    """Take names apart as the index does. One query for all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.words, ARRAY(SELECT dmetaphone(x) FROM unnest(w.words) WITH ORDINALITY u(x, o) ORDER BY o) "
            "FROM unnest(%s) WITH ORDINALITY t(name, n), LATERAL (SELECT search_words(t.name) AS words) w ORDER BY t.n",
            [[text[:300] for text in texts]],
        )
        rows = cursor.fetchall()
    return [_taken_apart(text, words, sounds) for text, (words, sounds) in zip(texts, rows, strict=True)]


def _taken_apart(text: str, words: list[str], sounds: list[str]) -> Asked:
    full = [word for word in words if len(word) > 1] or words
    more: set[tuple[int, str]] = set()
    for n, word in enumerate(full[:6], 1):
        more |= {(n, other) for other in nicknames(word)}
        if word in SHORT_FORMS:
            more.add((n, SHORT_FORMS[word]))
        more |= {(n, short) for short, long in SHORT_FORMS.items() if long == word}
        if len(word) > 2 and len(full) > 1:
            more.add((n, word[0]))  # "J. Smith" stands for John Smith
        more |= {(n, word[len(p) :]) for p in PARTICLES if word.startswith(p) and len(word) - len(p) >= 4}
    for n in range(1, min(len(full), 6)):
        joined = full[n - 1] + full[n]  # "Bright Water", "De La Cruz"
        more |= {(n, joined), (n + 1, joined)}
        if n + 1 < len(full):
            joined += full[n + 1]
            more |= {(n, joined), (n + 1, joined), (n + 2, joined)}
    initials = tuple(dict.fromkeys(word for word in words if len(word) == 1)) if full != words else ()
    return Asked(text, tuple(words), tuple(sounds), initials, tuple(sorted(more)))


def near(
    asked: Asked, *, only: Sequence[str] | None = None, without: Sequence[str] = (), limit: int = LIMIT
) -> list[Found]:
    """Names that hold enough words near the asked ones, unordered: candidates for scoring. One query.

    `only` and `without` name kinds. Walls of the scope hold: to find what a wall hides, ask in the system's own scope.
    """
    words = [word for word in asked.words if len(word) > 1] or list(asked.words)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM search_names(%s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s)",
            [
                words,
                [n for n, _ in asked.more],
                [word for _, word in asked.more],
                list(asked.initials),
                list(only) if only is not None else None,
                list(without),
                limit,
            ],
        )
        return [
            Found(pk, kind, object_id, slot, contact_id, matter_id, name, tuple(held), tuple(heard), rare)
            for pk, kind, object_id, slot, contact_id, matter_id, name, held, heard, rare in cursor.fetchall()
        ]
