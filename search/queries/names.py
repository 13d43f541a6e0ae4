"""How near two names are, and why: the scoring of what search.queries.fetching finds.

Words are compared with words, whatever their order; each asked word may meet one of the name's. A name is taken when the asked
words are found in it, or when all of its own words are among the asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from search.lexicon import GENERIC, PARTICLES, SHORT_FORMS
from search.queries.fetching import LIMIT, Asked, Found, ask, is_short_of, near, nicknames

# How much of the asked words must be found; or, when all of the name's own words are among the asked, how much then.
ENOUGH, ENOUGH_OF_BOTH = 0.78, 0.5
LIGHT, LETTER = 0.35, 0.3  # weights of a word that many have, and of an initial; 1 for others
ALONE, SELDOM = 60, 50  # scores of a name that is one of the asked words alone, or shares one that few have


@dataclass(frozen=True)
class Match:
    """A name near the asked one: how near (0 to 100) and why, in words."""

    found: Found
    score: int
    why: tuple[str, ...]

    def __getattr__(self, name):
        return getattr(self.found, name)


@dataclass(frozen=True)
class _Pair:
    score: float
    why: str = ""


_NOTHING = _Pair(0.0)


def weight(word: str) -> float:
    """How much a word says of who is meant."""
    if len(word) == 1:
        return LETTER
    return LIGHT if word in GENERIC or word in PARTICLES else 1.0


@lru_cache(maxsize=50_000)  # the same few words meet in most of the names
def compare(one: str, other: str, one_sound: str = "", other_sound: str = "") -> _Pair:
    """How near two words are, 0 to 1. The sounds are their double metaphone codes."""
    if one == other:
        return _Pair(1.0)
    if len(one) == 1 or len(other) == 1:
        return _Pair(0.6, f"initial {min(one, other, key=len).upper()}.") if one[0] == other[0] else _NOTHING
    if other in nicknames(one):
        if is_short_of(one, other):
            return _Pair(0.93, f"nickname: {one} and {other}")
        return _Pair(0.85, f"nicknames of one name: {one} and {other}")
    if SHORT_FORMS.get(one, one) == SHORT_FORMS.get(other, other):
        return _Pair(0.95, f"short form: {one} and {other}")
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(shorter) >= 4 and longer.endswith(shorter) and longer.removesuffix(shorter) in PARTICLES:
        return _Pair(0.9, f"particle: {one} and {other}")
    return _spelt(one, other, longer, bool(one_sound) and one_sound == other_sound)


def _spelt(one: str, other: str, longer: str, alike: bool) -> _Pair:
    digits = "".join(filter(str.isdigit, one))
    if digits or any(map(str.isdigit, other)):
        same = digits == "".join(filter(str.isdigit, other)) and len(longer) >= 6
        return (
            _Pair(0.85, f"misspelt: {one} and {other}")
            if same and OSA.distance(one, other) == 1
            else _NOTHING
        )
    apart = OSA.distance(one, other, score_cutoff=3)
    size = len(longer)
    if apart == 1 and size >= 4:
        swapped = sorted(one) == sorted(other)
        return _Pair(
            0.94 if alike or swapped else 0.9,
            f"{'letters swapped' if swapped else 'misspelt'}: {one} and {other}",
        )
    if alike and one[0] == other[0] and apart == 1:
        return _Pair(0.88, f"sounds alike: {one} and {other}")
    if apart == 2 and (size >= 7 or sorted(one) == sorted(other)):
        return _Pair(0.86, f"misspelt: {one} and {other}")
    if alike and apart <= 3 and apart * 2 <= size:
        return _Pair(0.84, f"sounds alike: {one} and {other}")
    if size >= 7 and fuzz.ratio(one, other) >= 75:
        return _Pair(0.8, f"similar: {one} and {other}")
    return _NOTHING


def _nearest(pair: tuple) -> tuple:
    return pair[:2]


def _placed(asked: Asked, found: Found) -> tuple[dict[int, _Pair], dict[int, _Pair]]:
    """Which asked word meets which of the name's: the best pairs first, each word once; then words written together."""
    pairs = []
    for q, word in enumerate(asked.words):
        for w, other in enumerate(found.words):
            pair = compare(word, other, asked.sounds[q], found.sounds[w])
            if pair.score:
                pairs.append((pair.score, -abs(q - w), q, w, pair))
    mine: dict[int, _Pair] = {}
    theirs: dict[int, _Pair] = {}
    if len(pairs) > 1:
        pairs.sort(key=_nearest, reverse=True)
    for _score, _off, q, w, pair in pairs:
        if q not in mine and w not in theirs:
            mine[q] = theirs[w] = pair
    if len(mine) == len(asked.words) and len(theirs) == len(found.words):
        return mine, theirs
    _join(asked.words, found.words, mine, theirs)
    _join(found.words, asked.words, theirs, mine)
    return mine, theirs


def _join(many: Sequence[str], one: Sequence[str], left: dict[int, _Pair], right: dict[int, _Pair]) -> None:
    """Two or three words of `many` that are one word in `one`: Bright Water and Brightwater, De La Cruz and Delacruz."""
    runs: list[tuple[int, ...]] = [*pairwise(range(len(many)))]
    runs += [(i, i + 1, i + 2) for i in range(len(many) - 2)]
    for run in runs:
        if all(i in left and left[i].score > 0.94 for i in run):
            continue
        joined = "".join(many[i] for i in run)
        for w, word in enumerate(one):
            if len(word) < 4 or (w in right and right[w].score >= 0.94):
                continue
            if joined == word or (len(word) >= 7 and OSA.distance(joined, word) == 1):
                pair = _Pair(0.95, f"written together: {' '.join(many[i] for i in run)} and {word}")
                right[w] = pair
                left.update(dict.fromkeys(run, pair))


def _covered(words: Sequence[str], pairs: dict[int, _Pair]) -> float:
    weights = [weight(word) for word in words]
    return sum(weights[i] * pair.score for i, pair in pairs.items()) / sum(weights)


def score(asked: Asked, found: Found) -> Match | None:
    """The match of a name with the asked one, or None when they are too far apart."""
    if not asked.words or not found.words:
        return None
    mine, theirs = _placed(asked, found)
    if not mine:
        return None
    of_asked, of_found = _covered(asked.words, mine), _covered(found.words, theirs)
    why = tuple(dict.fromkeys(pair.why for pair in mine.values() if pair.why))
    strong = [i for i, pair in mine.items() if len(asked.words[i]) > 1 and pair.score >= 0.84]
    if found.words == asked.words:
        same = found.name.casefold() == asked.text.casefold()
        return Match(
            found, 100 if same else 99, ("same name" if same else "same but for suffix, accents or signs",)
        )
    if of_asked >= ENOUGH and strong:
        return Match(found, _points(of_asked, of_found), _order(asked, found, mine, why))
    if of_found >= ENOUGH and of_asked >= ENOUGH_OF_BOTH and len(mine) >= 2 and strong:
        return Match(found, _points(of_asked, of_found), (*why, "has fewer words"))
    if len(found.words) == 1 and theirs[0].score >= 0.9 and weight(found.words[0]) == 1 and strong:
        return Match(found, ALONE, (*why, "one word of the name alone"))
    if found.rare:
        shared = [
            asked.words[i] for i, pair in mine.items() if pair.score == 1 and weight(asked.words[i]) == 1
        ]
        shared = [word for word in shared if len(word) >= 5]
        if shared:
            return Match(found, SELDOM, (f"shares the rare word {shared[0]}",))
    return None


def _points(of_asked: float, of_found: float) -> int:
    return min(98, round(100 * (0.75 * of_asked + 0.25 * of_found)))


def _order(asked: Asked, found: Found, mine: dict[int, _Pair], why: tuple[str, ...]) -> tuple[str, ...]:
    if sorted(asked.words) == sorted(found.words):
        return ("other order of words",)
    if why:
        return why
    return ("has more words",) if len(mine) == len(asked.words) else ("has other words",)


def matches(asked: Asked, candidates: Iterable[Found]) -> list[Match]:
    """The candidates that are near enough, best first."""
    found = [match for candidate in candidates if (match := score(asked, candidate)) is not None]
    return sorted(found, key=lambda m: (-m.score, m.found.name, m.found.id))


def like(
    text: str, *, only: Sequence[str] | None = None, without: Sequence[str] = (), limit: int = LIMIT
) -> list[Match]:
    """Names like `text` that the scope may see, best first, with why. Two queries.

    `only` and `without` name kinds ("contact", "alias", "lead", …). `limit` bounds what is fetched in each step.
    """
    (asked,) = ask([text])
    return matches(asked, near(asked, only=only, without=without, limit=limit))
