"""When people and rooms are not free, without a word of why: walls and private events included."""

import datetime
from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import NamedTuple

from django.db import connection

from calendar_app.recurrence import instances


class Busy(NamedTuple):
    """A stretch in which a member or a room is taken. `event_id` tells two stretches of one event apart, no more."""

    event_id: int
    member_id: int | None
    room_id: int | None
    start: datetime.datetime
    end: datetime.datetime
    all_day: bool
    is_instance: bool
    tentative: bool
    travel_before: int = 0
    travel_after: int = 0
    zone: str = ""

    @property
    def with_travel(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Start and end with the way there and back."""
        second = datetime.timedelta(seconds=1)
        return self.start - self.travel_before * second, self.end + self.travel_after * second


_BY_TIME = attrgetter("start", "event_id")


def busy_times(
    since: datetime.datetime,
    until: datetime.datetime,
    *,
    people: Collection[int] = (),
    rooms: Collection[int] = (),
    without: Collection[int] = frozenset(),
) -> list[Busy]:
    """Every stretch in [since, until) of these members and rooms, series expanded, whoever asks. One query.

    Events in `without` are passed over before anything is counted of them. Cancelled events and declined invitations take
    no time.
    """
    if not people and not rooms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM calendar_busy(%s::bigint[], %s::bigint[], %s, %s)",
            [list(people), list(rooms), since, until],
        )
        rows = cursor.fetchall()
    found = []
    series: dict[int, list] = {}
    second = datetime.timedelta(seconds=1)
    for event, member, room, start, end, zone, all_day, _on, _to, rule, gone, before, after, maybe in rows:
        if event in without:
            continue
        times: Iterable[tuple[datetime.datetime, datetime.datetime]]
        if rule:
            if event not in series:
                series[event] = instances(
                    rule,
                    starts_at=start,
                    ends_at=end,
                    zone=zone,
                    since=since - after * second,
                    until=until + before * second,
                    without=gone,
                )
            times = series[event]
        else:
            if before or after:
                reaches = start - before * second < until and end + after * second > since
            else:
                reaches = start < until and end > since
            times = ((start, end),) if reaches else ()
        found += [
            Busy(event, member, room, begins, ends, all_day, bool(rule), maybe, before, after, zone)
            for begins, ends in times
        ]
    return sorted(found, key=_BY_TIME)
