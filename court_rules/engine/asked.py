"""What is asked of a pack: its version in force, the answers to its questions, the states and the zone of the court."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from court_rules.calendars import Calendar, of_state
from court_rules.packs import Pack, named, shipped
from court_rules.text import RuleError

Closed = Collection[datetime.date] | Mapping[datetime.date, str]


def pack_of(key: str, day: datetime.date, packs: Iterable[Pack] | None = None) -> Pack:
    """The pack of that name that is in force on that day; those of `packs` go before those that are shipped.

    Raises RuleError.
    """
    own = [pack for pack in packs or () if pack.key == key]
    found = own or [pack for pack in (named(key),) if pack]
    if not found:
        known = sorted({*shipped(), *(pack.key for pack in packs or ())})
        raise RuleError(f"There is no pack “{key}”. Known: {', '.join(known)}.", at="rule")
    for pack in found:
        if day in pack.span:
            return pack
    first = min(pack.span.start for pack in found)
    raise RuleError(
        f"No version of the pack is in force on {day.isoformat()}. The first begins on {first.isoformat()}.",
        pack=key,
        at="effective",
    )


def answers_of(pack: Pack, given: Mapping[str, str]) -> dict[str, str]:
    """The pack's choices as answered; the first option where nobody did. Raises RuleError for an answer that is none."""
    for name, value in given.items():
        choice = pack.choices.get(name)
        if choice is None:
            known = ", ".join(pack.choices) or "none"
            raise RuleError(f"There is no choice “{name}”. Known: {known}.", pack=pack.key, at="choices")
        if value and (why := choice.refuses(value)):
            raise RuleError(why, pack=pack.key, at="choices")
    return {name: given.get(name) or choice.usual for name, choice in pack.choices.items()}


def states_of(text: str) -> tuple[Calendar, ...]:
    """The calendars of states, from "MA" or "MA,NY". Raises RuleError."""
    return tuple(of_state(one.strip()) for one in text.split(",")) if text else ()


@lru_cache(maxsize=600)
def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of that name, None for "". Raises RuleError."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RuleError(f"There is no time zone “{name}”. Write America/Chicago.", at="zone") from error
