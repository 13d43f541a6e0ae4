"""One occurrence as the calendar shows it to one reader: its words, its tone, its times in the clock that is shown."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from accounts.models import Member
from calendar_app.models import Event, Room
from calendar_app.queries.events import Line, Occurrence

ICONS = {
    "hearing": "gavel",
    "trial": "gavel",
    "court_other": "gavel",
    "deposition": "microphone",
    "mediation": "heart-handshake",
    "consultation": "user-question",
    "travel": "plane",
    "focus": "focus",
    "absence": "beach",
    "busy": "lock",
}
TONES = {
    "consultation": "warnk",
    "travel": "way",
    "focus": "hold",
    "absence": "house",
    "busy": "busy",
}


@dataclass
class Shown:
    """An occurrence as the templates take it: everything worked out, nothing that the reader may not know."""

    occurrence: Occurrence
    title: str
    sub: str
    tone: str
    icon: str
    when: str
    begins: str
    spoken: str
    peek: str = ""
    movable: bool = False
    who: list[Member] = field(default_factory=list)
    starts: datetime.datetime | None = None  # in the clock that is shown
    ends: datetime.datetime | None = None

    @property
    def on(self) -> str:
        """How an address names the instance: 20261130T1700; "" for an event that does not repeat."""
        return self.peek.partition("@")[2]

    @property
    def event(self) -> Event | Line | None:
        """The event, or its line; None for busy time."""
        return self.occurrence.event


def clock(moment: datetime.datetime) -> str:
    """9 AM, 9:30 AM."""
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'AM' if moment.hour < 12 else 'PM'}"


def span(start: datetime.datetime, end: datetime.datetime) -> str:
    """9:30 – 11 AM, in one clock."""
    first = clock(start)
    if (start.hour < 12) == (end.hour < 12) and start.date() == end.date():
        first = first[:-3]
    return f"{first} – {clock(end)}"


def shown(
    row: Occurrence,
    member: Member,
    members: Mapping[int, Member],
    rooms: Mapping[int, Room],
    zone: ZoneInfo,
    kept: Collection[int],
    *,
    several: bool,
) -> Shown:
    """`row` as `member` sees it, whose `kept` are the people whose calendars they keep; initials where `several` are shown."""
    event = row.event
    start, end = row.start.astimezone(zone), row.end.astimezone(zone)
    when = "All day" if row.all_day else span(start, end)
    who = sorted((members[pk] for pk in row.people if pk in members), key=lambda one: one.name)
    names = ", ".join(one.name for one in who)
    initials = ", ".join(one.initials or one.name[:2] for one in who) if several else ""
    if event is None:
        held = rooms.get(row.room_id) if row.room_id is not None and not who else None
        room = held.name if held is not None else ""
        spoken = ", ".join(part for part in ("Busy", names, room, when) if part)
        return Shown(row, "Busy", initials or room, "busy", "lock", when, clock(start), spoken, who=who)
    place = event.department or (event.room.name if event.room_id else "") or event.location
    sub = " · ".join(part for part in (event.matter.name if event.matter_id else "", place, initials) if part)
    tone = "court" if event.is_court else TONES.get(event.kind, "" if event.matter_id else "house")
    movable = event.organizer_id in kept or (
        event.matter_id is not None
        and not event.is_private
        and member.pk in (event.matter.responsible_id, event.matter.supervising_id)
    )
    said = (event.get_kind_display(), f"{start:%A} {start:%B} {start.day}, {when}", names)
    extra = [
        word
        for word, on in (
            ("tentative", row.tentative),
            ("private", event.is_private),
            ("not verified", event.is_unverified),
            ("appearance required", event.appearance_required),
        )
        if on
    ]
    peek = str(event.pk)
    if event.rrule:
        peek = f"{event.pk}@{row.start:%Y%m%dT%H%M}"
    return Shown(
        row,
        event.title,
        sub,
        tone,
        ICONS.get(event.kind, ""),
        when,
        clock(start),
        ", ".join(part for part in (*said, *extra) if part),
        peek,
        movable,
        who,
        *_stretch_of(row, start, end, zone),
    )


def _stretch_of(
    row: Occurrence, start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo
) -> tuple[datetime.datetime, datetime.datetime]:
    """Start and end as the clock that is shown has them; whole days are those they name, in every clock."""
    if not row.all_day:
        return start, end
    first, last = row.days(zone)
    midnight = datetime.time()
    return datetime.datetime.combine(first, midnight), datetime.datetime.combine(
        last + datetime.timedelta(days=1), midnight
    )
