"""The clock, read in such a way that a statement which is kept for later reads it anew.

A queryset that says `filter(due_at__lt=reading())` holds a moment that is past the next time it is asked. What is kept of
it (see practice.facts) knows a reading from any other moment, and puts in its place the same distance from now.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone


class Reading(datetime.datetime):
    """A moment read from the clock, or counted from one: a reading plus or minus a timedelta is a reading."""


class Held:
    """The moment of which all readings are. `passing`: something was read that another minute may see otherwise."""

    def __init__(self) -> None:
        self.moment = _read()
        self.passing = False


_held: ContextVar[Held | None] = ContextVar("held", default=None)


def _read() -> Reading:
    now = timezone.now()
    return Reading.combine(now.date(), now.timetz())


def reading() -> Reading:
    """Now (aware, UTC), for conditions of statements that may be kept."""
    being_held = _held.get()
    return being_held.moment if being_held is not None else _read()


def passing() -> None:
    """Say that what is read here, and not by the statement itself, soon may be otherwise: a statement that is being built
    to be kept is then not kept for long.
    """
    being_held = _held.get()
    if being_held is not None:
        being_held.passing = True


@contextmanager
def held() -> Iterator[Held]:
    """While it lasts all readings are of one moment."""
    token = _held.set(Held())
    try:
        yield _held.get()  # type: ignore[misc]
    finally:
        _held.reset(token)
