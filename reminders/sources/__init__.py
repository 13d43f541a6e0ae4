"""Where reminders come from: each source tells its things of some days, and finds those that were reminded of again.

Run in the system's own scope of a firm. An app above this one adds a source by its dotted name.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from django.utils.module_loading import import_string

from reminders.plan import Thing

Key = tuple[int, str]
# Name of a source, as Reminder.about_kind keeps it → dotted path of its class.
SOURCES: dict[str, str] = {
    "deadline": "reminders.sources.deadlines.Deadlines",
    "event": "reminders.sources.events.Events",
    "task": "reminders.sources.tasks.Tasks",
}


class Source(Protocol):
    """What a source offers. Each method makes a fixed number of queries."""

    model: str
    # The kinds of its things (reminders.ladders.Kind).
    kinds: tuple[str, ...]

    def between(self, ranges: Iterable[tuple[date, date]]) -> list[Thing]:
        """What stands and falls on a day of one of the ranges (first and last day)."""

    def find(self, keys: Collection[Key]) -> list[Thing]:
        """Of the (id, occurrence) those that still stand with this date."""


def source(name: str) -> Source:
    """The source of that name."""
    return import_string(SOURCES[name])()


def standing(keys: Iterable[tuple[str, int, str]]) -> dict[tuple[str, int, str], Thing]:
    """{(source, id, occurrence): thing} of those that still stand with that date. A fixed number of queries a source."""
    by_source: dict[str, set[Key]] = {}
    for name, pk, occurrence in keys:
        by_source.setdefault(name, set()).add((pk, occurrence))
    found = {}
    for name, wanted in by_source.items():
        if name in SOURCES:
            found.update({thing.key: thing for thing in source(name).find(wanted)})
    return found
