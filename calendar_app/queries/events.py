"""Events as they are read: instances in a stretch of time, as one member may see them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from accounts.models import Member
from calendar_app.models import COURT_KINDS, Event, Room
from calendar_app.queries.busy import busy_times
from calendar_app.recurrence import instances
from matters.models import Matter


@dataclass(slots=True, eq=False)
class Occurrence:
    """An event, or one instance of a series, as the reader sees it. Without an event it is busy time and nothing else."""

    event: Event | Line | None
    start: datetime.datetime
    end: datetime.datetime
    all_day: bool = False
    people: frozenset[int] = field(default_factory=frozenset)
    room_id: int | None = None
    key: str = ""
    recurrence_id: datetime.datetime | None = None
    tentative: bool = False
    unanswered: frozenset[int] = field(default_factory=frozenset)
    event_id: int = 0
    zone: str = ""

    @property
    def whole(self) -> Event | None:
        """The event with all it has; None for busy time, and for what was read as lines."""
        return self.event if isinstance(self.event, Event) else None

    @property
    def title(self) -> str:
        """The title, or "Busy"."""
        return self.event.title if self.event is not None else "Busy"

    @property
    def kind(self) -> str:
        """The kind of event; "busy" for what the reader may not see."""
        return self.event.kind if self.event is not None else "busy"

    @property
    def is_court(self) -> bool:
        """Whether it is a visible appointment of a court."""
        return self.event is not None and self.event.is_court

    @property
    def with_travel(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Start and end with the way there and back. Of busy time the way is not known."""
        if self.event is None:
            return self.start, self.end
        second = datetime.timedelta(seconds=1)
        return self.start - self.event.travel_before * second, self.end + self.event.travel_after * second

    def days(self, zone: ZoneInfo) -> tuple[datetime.date, datetime.date]:
        """First and last day on which it shows in `zone`. Whole days are those they name, in every zone."""
        if self.all_day:
            own = ZoneInfo(self.zone) if self.zone else zone
            last = self.end.astimezone(own) - datetime.timedelta(microseconds=1)
            return self.start.astimezone(own).date(), last.date()
        last = self.end.astimezone(zone) - datetime.timedelta(microseconds=1)
        return self.start.astimezone(zone).date(), last.date()


def around(since: datetime.datetime, until: datetime.datetime) -> Q:
    """The condition that an event, or an instance of a series, may fall in [since, until)."""
    return (Q(starts_at__lt=until, ends_at__gt=since) & Q(rrule="")) | (
        ~Q(rrule="") & Q(starts_at__lt=until) & (Q(repeats_until=None) | Q(repeats_until__gt=since))
    )


def with_exceptions(events: QuerySet[Event]) -> QuerySet[Event]:
    """Events that carry the starts of the instances that exceptions stand for, as `replaced`."""
    found = Event.objects.filter(parent=OuterRef("pk")).order_by().values("recurrence_id")
    return events.annotate(replaced=ArraySubquery(found))


def expanded(
    event: Event | Line, since: datetime.datetime, until: datetime.datetime
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """(start, end) of the event's instances in [since, until). No query for events of `with_exceptions`."""
    if not event.rrule:
        inside = event.starts_at < until and event.ends_at > since
        return [(event.starts_at, event.ends_at)] if inside else []
    replaced = getattr(event, "replaced", None)
    if replaced is None:
        replaced = list(event.exceptions.values_list("recurrence_id", flat=True))
    return instances(
        event.rrule,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        since=since,
        until=until,
        without=[*event.exdates, *replaced],
    )


def occurrences(
    member: Member,
    start: datetime.datetime,
    end: datetime.datetime,
    *,
    people: Collection[int] | None = None,
    rooms: Collection[int] = (),
    matter: Matter | None = None,
    court: bool = False,
    travel: bool = False,
    light: bool = False,
) -> list[Occurrence]:
    """What falls in [start, end) as `member` may see it, in the order of time: of `people` (default: the member), in
    `rooms`, of a matter; with `court` all court dates of the firm, with `travel` all travel. Two queries.

    `light` is for the grid, which shows thousands: a Line in place of each event, and matters and rooms read once.

    What the member may not read, because it is private or behind a wall, is busy time of the person or room asked for.
    """
    people = [member.pk] if people is None else people
    busy = busy_times(start, end, people=people, rooms=rooms)
    whose: dict[int, set[int]] = {}
    for row in busy:
        whose.setdefault(row.event_id, set())
        if row.member_id is not None:
            whose[row.event_id].add(row.member_id)
    wanted = Q(pk__in=list(whose))
    if matter is not None:
        wanted |= Q(matter=matter) & around(start, end)
    kinds = [*(COURT_KINDS if court else ()), *([Event.Kind.TRAVEL] if travel else ())]
    if kinds:
        wanted |= Q(kind__in=kinds) & around(start, end)
    readable = Event.objects.visible_to(member).standing().filter(wanted)
    readable = with_exceptions(readable)
    events: dict[int, Event] | dict[int, Line]
    if light:
        events = lines(readable)
    else:
        rows = readable.select_related("matter", "room", "organizer").defer("note")
        events = {event.pk: event for event in rows}
    found = [
        Occurrence(
            event,
            begins,
            ends,
            all_day=event.all_day,
            people=frozenset(whose.get(event.pk, ())),
            room_id=event.room_id,
            key=_key(event, begins),
            recurrence_id=begins if event.rrule else event.recurrence_id,
            tentative=event.state == Event.State.TENTATIVE,
            event_id=event.pk,
            zone=event.zone,
        )
        for event in events.values()
        for begins, ends in expanded(event, start, end)
    ]
    found += _hidden(busy, events)
    return sorted(found, key=lambda row: (row.start, row.end, row.key))


# What the grid asks of an event's matter, for whoever may move it and for its name.
OF_MATTER = ("firm", "number", "name", "state", "responsible", "supervising")
SHOWN = (
    "pk title kind state matter_id room_id organizer_id starts_at ends_at zone all_day rrule exdates replaced recurrence_id "
    "department location is_private appearance_required verified_at travel_before travel_after"
).split()


class Line:
    """An event as the grid shows it: its columns without a model's weight. A month may have thousands."""

    __slots__ = (*SHOWN, "matter", "room")

    kind: str

    def __init__(self, values: tuple, matters: Mapping[int, Matter], rooms: Mapping[int, Room]):
        # In the order of SHOWN, name by name: a loop takes four times as long, and a week has hundreds.
        (
            self.pk, self.title, self.kind, self.state, self.matter_id, self.room_id, self.organizer_id, self.starts_at,
            self.ends_at, self.zone, self.all_day, self.rrule, self.exdates, self.replaced, self.recurrence_id,
            self.department, self.location, self.is_private, self.appearance_required, self.verified_at,
            self.travel_before, self.travel_after,
        ) = values  # fmt: skip
        self.matter = matters[self.matter_id] if self.matter_id is not None else None
        self.room = rooms[self.room_id] if self.room_id is not None else None

    @property
    def is_court(self) -> bool:
        """As of the event."""
        return self.kind in COURT_KINDS

    @property
    def is_unverified(self) -> bool:
        """As of the event. Those that were called off are not read."""
        return self.is_court and self.verified_at is None

    def get_kind_display(self) -> str:
        """The kind in words."""
        return KINDS.get(self.kind, self.kind)


KINDS: dict[str, str] = dict(Event.Kind.choices)


def lines(readable: QuerySet[Event]) -> dict[int, Line]:
    """{id: line}, with matters and rooms that events share. Three queries."""
    rows = list(readable.order_by().values_list(*SHOWN))
    at, room_at = SHOWN.index("matter_id"), SHOWN.index("room_id")
    matters = Matter.objects.only(*OF_MATTER).in_bulk({row[at] for row in rows} - {None})
    rooms = Room.objects.in_bulk({row[room_at] for row in rows} - {None})
    return {row[0]: Line(row, matters, rooms) for row in rows}


def _key(event: Event | Line, begins: datetime.datetime) -> str:
    return f"{event.pk}@{begins:%Y%m%dT%H%MZ}" if event.rrule else str(event.pk)


def _hidden(busy, events: Collection[int]) -> list[Occurrence]:
    """Busy time of what is not among the readable events: one for each stretch, however many take part."""
    hidden: dict[tuple, set[int]] = {}
    rooms: dict[tuple, int | None] = {}
    for row in busy:
        if row.event_id in events:
            continue
        key = (row.event_id, row.start, row.end, row.all_day, row.tentative, row.zone)
        hidden.setdefault(key, set())
        if row.member_id is not None:
            hidden[key].add(row.member_id)
        if row.room_id is not None:
            rooms[key] = row.room_id
    return [
        Occurrence(
            None,
            key[1],
            key[2],
            all_day=key[3],
            people=frozenset(people),
            room_id=rooms.get(key),
            tentative=key[4],
            event_id=key[0],
            zone=key[5],
        )
        for key, people in hidden.items()
    ]


def of_matter(
    member: Member, matter: Matter, start: datetime.datetime, end: datetime.datetime
) -> list[Occurrence]:
    """The matter's events in [start, end) that the member may read."""
    rows = occurrences(member, start, end, people=(), matter=matter)
    return [row for row in rows if row.event is not None]
