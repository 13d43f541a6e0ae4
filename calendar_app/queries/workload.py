"""How full somebody's days are: what is due, and the hours that are taken. For the strip beside each date."""

import datetime
from dataclasses import dataclass

from accounts.models import Member
from accounts.queries import zone_of
from calendar_app.queries.busy import busy_times
from calendar_app.queries.hours import DayOff, absences_between, days_off, hours_of
from calendar_app.recurrence import placed
from practice.due import PROVIDERS, due

# Of the day's working hours: from here on a day is heavy, from there it is full.
HEAVY, FULL = 0.6, 0.95
LIGHT = 0.25


@dataclass(frozen=True)
class Load:
    """One day of one person: how many things are due, hours on the calendar, and what that makes of it in words."""

    day: datetime.date
    due: int
    court: int
    hours: float
    share: float
    is_away: bool = False
    off: DayOff | None = None

    @property
    def word(self) -> str:
        """Away, closed, weekend, free, light, busy, heavy or full."""
        if self.is_away:
            return "away"
        if self.off is not None:
            return "closed"
        if self.day.weekday() > 4:
            return "weekend" if not self.due and not self.hours else "busy weekend"
        if not self.due and not self.hours:
            return "free"
        if self.share >= FULL:
            return "full"
        if self.share >= HEAVY:
            return "heavy"
        return "light" if self.share < LIGHT else "busy"

    @property
    def short(self) -> str:
        """The word that fits under the day."""
        return {"busy weekend": "busy", "weekend": "off"}.get(self.word, self.word)

    @property
    def level(self) -> int:
        """0 (nothing) to 4 (full), for the height of the bar."""
        if not self.due and not self.hours:
            return 0
        if self.share >= FULL:
            return 4
        if self.share >= HEAVY:
            return 3
        return 1 if self.share < LIGHT else 2

    @property
    def words(self) -> str:
        """ "Heavy: 3 due, 1 of a court; 4.5 h on the calendar." """
        parts = []
        if self.due:
            court = f", {self.court} of a court" if self.court else ""
            parts.append(f"{self.due} due{court}")
        if self.hours:
            parts.append(f"{self.hours:.1f} h on the calendar")
        reason = f" ({self.off.name})" if self.off is not None else ""
        said = f"{self.word.capitalize()}{reason}"
        return f"{said}: {'; '.join(parts)}" if parts else said


def workload(member: Member, person: Member, start: datetime.date, days: int = 14) -> list[Load]:
    """The person's days from `start`, as full as they are: also with what `member` may not read, told as hours alone.

    Weights: an hour's estimate of a task is an hour, half an hour without one; an internal date is an hour, a date of a
    court or a statute two. Nothing is counted twice.
    """
    end = start + datetime.timedelta(days=days - 1)
    zone = zone_of(person)
    midnights = [
        placed(datetime.datetime.combine(start + datetime.timedelta(days=n), datetime.time()), zone)
        for n in range(days + 1)
    ]
    rows = due(member, start, end, [person.pk], PROVIDERS)
    hours = hours_of([person.pk])[person.pk]
    off = days_off(start, end)
    away = absences_between([person.pk], start, end).get(person.pk, [])
    taken = [
        (row.start, row.end)
        for row in busy_times(midnights[0], midnights[-1], people=[person.pk])
        if not row.all_day
    ]
    found = []
    for n in range(days):
        day = start + datetime.timedelta(days=n)
        open_rows = [row for row in rows if row.day == day and not row.is_done]
        busy = _union(taken, midnights[n], midnights[n + 1])
        length = sum(_hours(begins, ends) for begins, ends in hours.get(day.weekday(), ())) or 8.0
        share = (busy + sum(row.weight for row in open_rows)) / length
        found.append(
            Load(
                day,
                len(open_rows),
                sum(1 for row in open_rows if row.kind in ("court", "limitation")),
                round(busy, 1),
                share,
                is_away=any(first <= day <= last for first, last in away),
                off=off.on(day),
            )
        )
    return found


def _hours(begins: datetime.time, ends: datetime.time) -> float:
    return (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute) / 60


def _union(taken, since: datetime.datetime, until: datetime.datetime) -> float:
    """Hours of [since, until) that are taken, overlaps once."""
    total, reach = datetime.timedelta(), since
    for start, end in sorted(taken):
        start, end = max(start, reach), min(end, until)
        if end > start:
            total += end - start
            reach = end
    return total.total_seconds() / 3600
