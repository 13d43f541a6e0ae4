"""What hangs on a court's days, told by the apps above: they count anew when a closure comes, changes or goes.

`RECOUNT` are functions (calendar, first, last, *, by, reason) -> number of chains that wait for somebody's yes. `WAITING` are
functions (calendar, first, last) -> list of Change, the dates that a closure moves and that nobody has settled.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string

from accounts.models import Member

RECOUNT: tuple[str, ...] = ("calendar_app.services.courtdays.court_days_changed",)
WAITING: tuple[str, ...] = ("calendar_app.queries.courtdays.changes_waiting",)


@dataclass(frozen=True)
class Change:
    """A date that would move: what, of which matter, from when to when, and where that is accepted."""

    title: str
    matter: Any
    owner: str
    old: datetime.date
    new: datetime.date
    url: str


def recount(
    calendar: str, first: datetime.date, last: datetime.date, *, by: Member | None, reason: str
) -> int:
    """Have everything that counts over these days counted again. Returns how many chains then wait."""
    return sum(import_string(path)(calendar, first, last, by=by, reason=reason) for path in RECOUNT)


def waiting(calendar: str, first: datetime.date, last: datetime.date) -> list[Change]:
    """The dates around these days that would move and wait to be accepted, by the day they have now."""
    found = [change for path in WAITING for change in import_string(path)(calendar, first, last)]
    return sorted(found, key=lambda change: change.old)
