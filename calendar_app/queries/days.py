"""A day of some people in short: for Today, and for the columns of those who keep several desks."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.queries.events import Occurrence, occurrences, of_matter
from calendar_app.recurrence import placed
from matters.models import Matter


@dataclass(frozen=True)
class Appointment:
    """One event of a day, as a line says it."""

    time: str
    title: str
    sub: str
    url: str
    is_court: bool
    is_past: bool
    people: frozenset[int]
    event: Event | None = None


def day_of(member: Member, people: Collection[int], day: datetime.date) -> list[Appointment]:
    """The events of these people on a day, as `member` may see them. Two queries."""
    zone = timezone.get_current_timezone_name()
    start = placed(datetime.datetime.combine(day, datetime.time()), zone)
    end = placed(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()), zone)
    rows = occurrences(member, start, end, people=people)
    now = timezone.now()
    return [_line(row, now) for row in sorted(rows, key=lambda row: (not row.all_day, row.start))]


def _line(row: Occurrence, now: datetime.datetime) -> Appointment:
    local = timezone.localtime(row.start)
    time = "All day" if row.all_day else f"{local.hour % 12 or 12}:{local:%M} {local:%p}"
    event = row.whole
    if event is None:
        return Appointment(time, "Busy", "", "", False, row.end <= now, row.people)
    place = event.department or (event.room.name if event.room_id else "") or event.location
    sub = " · ".join(part for part in (event.matter.name if event.matter_id else "", place) if part)
    url = event.get_absolute_url()
    if event.rrule:
        url += f"?on={row.start:%Y%m%dT%H%M}"
    return Appointment(time, event.title, sub, url, event.is_court, row.end <= now, row.people, event)


def coming_of(
    member: Member, matter: Matter, *, days: int = 180, most: int = 20
) -> list[tuple[datetime.date, Appointment]]:
    """The next events of a matter that the member may read, each with its day. Two queries."""
    now = timezone.now()
    rows = of_matter(member, matter, now - datetime.timedelta(hours=12), now + datetime.timedelta(days=days))
    return [(row.days(timezone.get_current_timezone())[0], _line(row, now)) for row in rows[:most]]
