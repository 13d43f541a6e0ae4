"""The month as times alone, and then the few events of it that a page has room for.

A month may have thousands of events and shows a handful a day. What stands in an event is read of those alone.
"""

import datetime
from collections.abc import Collection, Iterable

from accounts.models import Member
from calendar_app.models import COURT_KINDS, Event
from calendar_app.queries.busy import busy_times
from calendar_app.queries.events import Occurrence, around, expanded, lines, with_exceptions


def outlines(
    member: Member,
    start: datetime.datetime,
    end: datetime.datetime,
    *,
    people: Collection[int],
    rooms: Collection[int] = (),
    court: bool = False,
    travel: bool = False,
) -> list[Occurrence]:
    """What `occurrences` finds in [start, end), each as busy time until `fill` was asked for it. One or two queries."""
    found: dict[tuple[int, datetime.datetime], Occurrence] = {}
    alone = {pk: frozenset((pk,)) for pk in people}
    nobody: frozenset[int] = frozenset()
    for row in busy_times(start, end, people=people, rooms=rooms):
        if row.start >= end or row.end <= start:
            continue  # only the way there or back reaches into this stretch
        one = found.get((row.event_id, row.start))
        who = alone.get(row.member_id, nobody) if row.member_id is not None else nobody
        if one is None:
            found[row.event_id, row.start] = Occurrence(
                None,
                row.start,
                row.end,
                row.all_day,
                who,
                row.room_id,
                str(row.event_id),
                None,
                row.tentative,
                nobody,
                row.event_id,
                row.zone,
            )
            continue
        one.people |= who
        one.room_id = one.room_id or row.room_id
    kinds = [*(COURT_KINDS if court else ()), *([Event.Kind.TRAVEL] if travel else ())]
    if kinds:
        known = {event for event, _at in found}
        rows = Event.objects.visible_to(member).standing().filter(around(start, end), kind__in=kinds)
        for line in lines(with_exceptions(rows)).values():
            if line.pk in known:
                continue
            for begins, ends in expanded(line, start, end):
                found[line.pk, begins] = Occurrence(
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
    return list(found.values())


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
