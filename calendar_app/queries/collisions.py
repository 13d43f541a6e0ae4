"""What speaks against a time, said before an event is saved: whoever goes on all the same ticks that they saw it."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Member
from accounts.queries import zones_of
from calendar_app.models import COURT_KINDS, Event
from calendar_app.queries.events import Occurrence, occurrences
from calendar_app.queries.hours import absences_between, days_off, hours_of, is_working
from calendar_app.recurrence import instances, local_of

# How far a series is looked through.
FAR, MOST = datetime.timedelta(days=190), 60


@dataclass(frozen=True)
class Warning:
    """One thing that speaks against the time. `loud`: somebody would have to be in two courts at once."""

    kind: str  # courts, double, away, holiday, closed, hours
    text: str
    who: str = ""

    @property
    def loud(self) -> bool:
        """Whether it is shown in red."""
        return self.kind == "courts"


@dataclass(frozen=True)
class Asked:
    """The time somebody wants: as the form has it, saved or not."""

    people: Collection[Member]
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    kind: str = Event.Kind.MEETING
    all_day: bool = False
    rrule: str = ""
    travel_before: int = 0
    travel_after: int = 0
    event: Event | None = None

    def times(self) -> list[tuple[datetime.datetime, datetime.datetime]]:
        """(start, end) of the instances that are looked at."""
        if not self.rrule:
            return [(self.starts_at, self.ends_at)]
        found = instances(
            self.rrule,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            zone=self.zone,
            since=self.starts_at,
            until=self.starts_at + FAR,
        )
        return found[:MOST]


def warnings(member: Member, asked: Asked) -> list[Warning]:
    """Everything that speaks against the time, the loudest first. Seven queries, however many people come.

    A guest of the firm hears of their own time alone, as on the calendar.
    """
    times = asked.times()
    people = {
        person.pk: person
        for person in asked.people
        if person.pk == member.pk or not member.sees_named_matters_only
    }
    if not times or not people:
        return []
    second = datetime.timedelta(seconds=1)
    before, after = asked.travel_before * second, asked.travel_after * second
    since, until = times[0][0] - before - _DAY, times[-1][1] + after + _DAY
    known = occurrences(member, since, until, people=list(people))
    own = _own_ids(asked.event)
    others = [row for row in known if row.event is None or row.event.pk not in own]
    if asked.event is not None:
        others = [row for row in others if row.event is not None or not _is_same(row, asked.event)]
    found: dict[tuple, Warning] = {}
    for start, end in times:
        for row in others:
            for warning in _clash(asked, people, start, end, start - before, end + after, row):
                found.setdefault((warning.kind, warning.who), warning)
    for warning in _days(asked, people, times):
        found.setdefault((warning.kind, warning.who), warning)
    order = ("courts", "double", "away", "holiday", "closed", "hours")
    return sorted(found.values(), key=lambda warning: (order.index(warning.kind), warning.who))


def mark_of(found: Collection[Warning]) -> str:
    """What a form carries of the warnings it showed."""
    return "|".join(sorted(f"{one.kind}:{one.who}" for one in found))


def not_ticked(found: list[Warning], given: Mapping[str, str]) -> list[Warning]:
    """What a form has yet to show. A tick ("accept") holds for the warnings that were shown: the form carries their mark
    ("seen").
    """
    return [] if given.get("accept") and given.get("seen", "") == mark_of(found) else found


_DAY = datetime.timedelta(days=1)


def _own_ids(event: Event | None) -> set[int]:
    """Ids of the event, its series and its exceptions: none of them stands in its own way."""
    if event is None or event.pk is None:
        return set()
    series = event.parent_id or event.pk
    return {event.pk, series, *Event.objects.filter(parent=series).values_list("pk", flat=True)}


def _is_same(row: Occurrence, event: Event) -> bool:
    return row.key == str(event.pk)


def _said(moment: datetime.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%a}, {local:%b} {local.day} at {local.hour % 12 or 12}:{local:%M} {local:%p}"


def _there(theirs: datetime.datetime, here: datetime.datetime) -> str:
    """What their clock shows, where it is another."""
    return "" if theirs == here else f", for whom it is {theirs.hour % 12 or 12}:{theirs:%M} {theirs:%p}"


def _clash(asked: Asked, people, start, end, leaves, returns, row: Occurrence) -> list[Warning]:
    """What an occurrence of somebody's day has against the stretch."""
    if row.all_day and not row.is_court:
        return []
    row_leaves, row_returns = row.with_travel
    if leaves >= row_returns or returns <= row_leaves:
        return []
    overlap = start < row.end and end > row.start
    both_courts = asked.kind in COURT_KINDS and row.is_court
    if asked.all_day and not both_courts:
        return []
    found = []
    for pk in row.people & people.keys():
        name = people[pk].name
        what = f"“{row.event.title}”" if row.event is not None else "something else"
        when = _said(row.start)
        if both_courts:
            place = ", ".join(part for part in (row.event.court, row.event.department) if part)
            how = "" if overlap else " The way between them does not fit."
            text = f"{name} would be in two courts at once: {what}{f', {place},' if place else ''} is on {when}.{how}"
            found.append(Warning("courts", text, name))
        elif overlap:
            maybe = " (tentative)" if row.tentative else ""
            found.append(Warning("double", f"{name} has {what}{maybe} on {when}.", name))
        else:
            text = f"{name} would be on the way: {what} is on {when}."
            found.append(Warning("double", text, name))
    return found


def _days(asked: Asked, people: dict[int, Member], times) -> list[Warning]:
    """What the days themselves have against it: absences, holidays, closures, hours."""
    first = timezone.localtime(times[0][0]).date()
    last = timezone.localtime(times[-1][1]).date()
    away = absences_between(people, first, last)
    hours, zones = hours_of(people), zones_of(people)
    off = days_off(first, last)
    found = []
    for start, end in times:
        local = timezone.localtime(start).replace(tzinfo=None)
        day = local.date()
        for pk, person in people.items():
            for begins, ends in away.get(pk, ()):
                if begins <= day <= ends and asked.kind != Event.Kind.ABSENCE:
                    text = f"{person.name} is away from {begins:%b} {begins.day} until {ends:%b} {ends.day}."
                    found.append(Warning("away", text, person.name))
            theirs, theirs_end = local_of(start, zones[pk]), local_of(end, zones[pk])
            if not asked.all_day and not is_working(hours[pk], theirs, theirs_end):
                text = f"{_said(start)} is outside the working hours of {person.name}{_there(theirs, local)}."
                found.append(Warning("hours", text, person.name))
        reason = off.on(day)
        if reason is not None and reason.is_court and asked.kind in COURT_KINDS:
            text = f"{day:%A}, {day:%b} {day.day} is a court holiday: {reason.name}."
            found.append(Warning("holiday", text))
        elif reason is not None and asked.kind != Event.Kind.ABSENCE:
            found.append(
                Warning("closed", f"{day:%A}, {day:%b} {day.day}: {reason.label.lower()}, {reason.name}.")
            )
    return found
