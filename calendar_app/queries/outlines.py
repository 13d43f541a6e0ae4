"""The month as a few times a day and how many there are, and then what stands in those few.

A month may have thousands of events and shows a handful a day. What stands in an event is read of those alone.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, OuterRef

from accounts.models import Member
from calendar_app import grid
from calendar_app.models import COURT_KINDS, Attendee, Event
from calendar_app.queries.events import Occurrence, around, expanded, lines, with_exceptions
from calendar_app.recurrence import instances


@dataclass(frozen=True)
class Outline:
    """Of each day the first occurrences in the order the month shows them, and how many the day has in all."""

    first: Mapping[datetime.date, list[Occurrence]]
    counts: Mapping[datetime.date, int]


def outline(
    member: Member,
    days: Sequence[datetime.date],
    zone: ZoneInfo,
    *,
    people: Collection[int],
    rooms: Collection[int] = (),
    court: bool = False,
    travel: bool = False,
    most: int,
) -> Outline:
    """What `occurrences` finds on `days` (one after the other, in the clock of `zone`), at least the `most` that come
    first of each, as busy time until `fill` was asked for it. One query, or four with court dates or travel.
    """
    midnights = grid.midnights(days, zone)
    since, until = midnights[0], midnights[-1]
    first: dict[datetime.date, list[Occurrence]] = {day: [] for day in days}
    counts = dict.fromkeys(days, 0)
    known: dict[int, Occurrence] = {}
    apart: list[Occurrence] = []  # what the database has not dealt out to the days
    for row in _rows(people, rooms, midnights, days[0], most):
        if row.rrule:
            times = instances(
                row.rrule,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                zone=row.zone,
                since=since,
                until=until,
                without=row.out_of_series,
            )
            apart += [_busy(row, begins, ends) for begins, ends in times]
            continue
        if row.event_id not in known:
            known[row.event_id] = _busy(row, row.starts_at, row.ends_at)
        first[days[row.day]].append(known[row.event_id])
        counts[days[row.day]] = row.on_day
    kinds = [*(COURT_KINDS if court else ()), *([Event.Kind.TRAVEL] if travel else ())]
    if kinds:
        apart += _of_the_firm(member, since, until, kinds, people, rooms)
    for day, rows in grid.spread(apart, days, zone).items():
        first[day] = sorted([*first[day], *rows], key=grid.in_a_day)
        counts[day] += len(rows)
    return Outline(first, counts)


class _Row(NamedTuple):
    """What calendar_outline gives: an event on the day of this number, or a series, which has none."""

    day: int
    on_day: int
    event_id: int
    members: list[int]
    room_id: int | None
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    all_day: bool
    tentative: bool
    rrule: str
    out_of_series: list[datetime.datetime]


def _busy(row: _Row, start: datetime.datetime, end: datetime.datetime) -> Occurrence:
    return Occurrence(
        None,
        start,
        end,
        row.all_day,
        frozenset(row.members),
        row.room_id,
        str(row.event_id),
        tentative=row.tentative,
        event_id=row.event_id,
        zone=row.zone,
    )


def _rows(
    people: Collection[int],
    rooms: Collection[int],
    midnights: Sequence[datetime.datetime],
    first: datetime.date,
    most: int,
) -> list[_Row]:
    if not people and not rooms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM calendar_outline(%s::bigint[], %s::bigint[], %s::timestamptz[], %s, %s)",
            [list(people), list(rooms), list(midnights), first, most],
        )
        return [_Row(*row) for row in cursor.fetchall()]


def _of_the_firm(
    member: Member,
    since: datetime.datetime,
    until: datetime.datetime,
    kinds: Collection[str],
    people: Collection[int],
    rooms: Collection[int],
) -> list[Occurrence]:
    """Events of these kinds that `member` may read and that take none of the people and rooms."""
    theirs = Attendee.objects.filter(event=OuterRef("pk"), member__in=list(people)).exclude(
        response=Attendee.Response.DECLINED
    )
    rows = Event.objects.visible_to(member).standing().filter(around(since, until), kind__in=kinds)
    rows = rows.exclude(room__in=list(rooms)).exclude(Exists(theirs))
    return [
        Occurrence(
            line,
            begins,
            ends,
            line.all_day,
            room_id=line.room_id,
            key=str(line.pk),
            tentative=line.state == Event.State.TENTATIVE,
            event_id=line.pk,
            zone=line.zone,
        )
        for line in lines(with_exceptions(rows)).values()
        for begins, ends in expanded(line, since, until)
    ]


def fill(member: Member, rows: Iterable[Occurrence]) -> None:
    """Put into these what `member` may read of them; the rest stays busy time. Three queries for any number."""
    empty = [row for row in rows if row.event is None]
    if not empty:
        return
    readable = Event.objects.visible_to(member).filter(pk__in={row.event_id for row in empty})
    known = lines(with_exceptions(readable))
    for row in empty:
        row.event = known.get(row.event_id)
        if row.event is not None:
            row.room_id = row.event.room_id
            row.recurrence_id = row.start if row.event.rrule else row.event.recurrence_id
