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


_held: ContextVar[Reading | None] = ContextVar("held", default=None)


def reading() -> Reading:
    """Now (aware, UTC), for conditions of statements that may be kept."""
    return _held.get() or _read()


def _read() -> Reading:
    now = timezone.now()
    return Reading.combine(now.date(), now.timetz())


@contextmanager
def held() -> Iterator[Reading]:
    """While it lasts all readings are of one moment, which it gives."""
    moment = _read()
    token = _held.set(moment)
    try:
        yield moment
    finally:
        _held.reset(token)
