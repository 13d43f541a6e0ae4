"""Events of a file: what somebody's calendar held in the old system."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.models import Member
from accounts.time_zones import ZONE_NAMES
from calendar_app.models import COURT_KINDS, Event, Room
from calendar_app.models.rooms import RoomTime
from calendar_app.recurrence import placed
from calendar_app.services import events as services
from exchange.queries.directory import Matters, NotFound, People, fold, known_uids, screens
from exchange.readers import Table
from exchange.services.plan import NO, YES, Cells, Plan, Sheet, plural, some
from matters.models import Matter
from practice.scope import current_firm_id, firm_scope

KINDS = {fold(label): value for value, label in Event.Kind.choices} | {
    fold(value): value for value in Event.Kind.values
} | {
    "appointment": Event.Kind.MEETING, "event": Event.Kind.MEETING, "phone call": Event.Kind.CALL, "court date": Event.Kind.COURT_OTHER,
    "court appearance": Event.Kind.COURT_OTHER, "conference": Event.Kind.MEETING, "vacation": Event.Kind.ABSENCE,
}  # fmt: skip
CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::\d{2})?)?\s*(?:([ap])m?)?", re.ASCII)
LONGEST = datetime.timedelta(days=366)
HOUR = datetime.timedelta(hours=1)


@dataclass
class NewEvent:
    """One event as it would be made: `values` are its fields and `attendees`."""

    uid: str
    values: dict[str, Any] = field(default_factory=dict)

    def as_service_takes_it(self) -> services.NewEvent:
        """The event for calendar_app.services.events.create_events."""
        values = {name: value for name, value in self.values.items() if name != "attendees"}
        return services.NewEvent(values | {"uid": self.uid}, self.values["attendees"])

    @property
    def span(self) -> tuple[datetime.datetime, datetime.datetime]:
        """From its start to its end, as instants."""
        if "starts_at" in self.values:
            return self.values["starts_at"], self.values["ends_at"]
        midnight, zone = datetime.time(), self.values["zone"]
        last = self.values["ends_on"] + datetime.timedelta(days=1)
        first = placed(datetime.datetime.combine(self.values["starts_on"], midnight), zone)
        return first, placed(datetime.datetime.combine(last, midnight), zone)


def read_time(text: str) -> datetime.time:
    """The hour of “9:30 AM”, “14:00”, “9am”. Raises ValueError with a text for the user."""
    found = CLOCK.fullmatch(text.strip().lower().replace(".", ""))
    hour, minute, half = (int(found[1]), int(found[2] or 0), found[3]) if found else (24, 0, "")
    # Without AM or PM a file means the clock of 24 hours, and then it has minutes.
    if found is None or minute > 59 or not (1 <= hour <= 12 if half else hour < 24 and found[2]):
        raise ValueError("This is no time. Write 9:30 AM or 14:30.")
    return datetime.time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _kind(text: str) -> str:
    try:
        return KINDS[fold(text)]
    except KeyError:
        known = ", ".join(label.lower() for label in Event.Kind.labels)
        raise ValueError(f"Write one of these, or leave it empty: {known}.") from None


def _yes(text: str) -> bool:
    word = fold(text)
    if word in YES or word == "private":
        return True
    if word in NO or word == "public":
        return False
    raise ValueError("Write yes or no, or leave it empty.")


ZONES = {fold(name): name for name in ZONE_NAMES}


def _zone(text: str) -> str:
    try:
        return ZONES[fold(text).replace(" ", "_")]
    except KeyError:
        raise ValueError("Write the zone as America/Los_Angeles, or leave it empty.") from None


def plan_events(table: Table, mapping: dict[str, str], options: dict, by: Member) -> Plan:
    """Check a file of events. A handful of queries whatever its length. `options` are not used."""
    sheet = Sheet("events", table, mapping)
    people, matters, walls = People.load(), Matters.load(by, sheet.column("matter")), screens()
    rooms: dict[str, list[Room]] = {}
    for room in Room.objects.filter(is_active=True).select_related("office"):
        rooms.setdefault(fold(room.name), []).append(room)
    reader = _Reader(sheet, people, matters, walls, rooms, by)
    read = [(cells, reader.row(cells)) for cells in sheet.cells()]
    held = _held([row for _cells, row in read if row is not None])
    known = known_uids([row.uid for _cells, row in read if row is not None])
    past = 0
    without: Counter[str] = Counter()
    for cells, row in read:
        here = row is not None and row.uid in known
        if row is not None and not here and not cells.problems and held.is_taken(row):
            cells.fault("room", f"{row.values['room'].name} is taken then.")
        if row is None or cells.problems:
            sheet.reject(cells)
        elif here:
            sheet.skip()
        else:
            held.take(row)
            sheet.accept(row)
            begins = row.values.get("starts_on") or row.values["starts_at"].date()
            past += begins < timezone.localdate()
            without[row.values["kind"]] += row.values["kind"] in COURT_KINDS
    if past:
        sheet.plan.notes.append(f"{plural(past, 'event')} would lie in the past.")
    if sum(without.values()):
        count = sum(without.values())
        sheet.plan.notes.append(
            f"{plural(count, 'court date')} would come in unverified. No deadline is counted from them."
        )
    if reader.foreign:
        sheet.plan.notes.append(f"Meant in another clock than the firm’s: {some(reader.foreign)}.")
    return sheet.plan


class _Held:
    """Which rooms are held when: in the firm, and by the rows of the file so far."""

    def __init__(self, spans: list[tuple[int, datetime.datetime, datetime.datetime]]):
        self._spans: dict[int, list[tuple[datetime.datetime, datetime.datetime]]] = {}
        for room, start, end in spans:
            self._spans.setdefault(room, []).append((start, end))

    def is_taken(self, row: NewEvent) -> bool:
        """Whether the row's room is held at its time."""
        if row.values["room"] is None:
            return False
        start, end = row.span
        return any(
            start < until and end > since for since, until in self._spans.get(row.values["room"].pk, ())
        )

    def take(self, row: NewEvent) -> None:
        """The row holds its room from now on."""
        if row.values["room"] is not None:
            self._spans.setdefault(row.values["room"].pk, []).append(row.span)


def _held(rows: list[NewEvent]) -> _Held:
    wanted = [row for row in rows if row.values["room"] is not None]
    if not wanted:
        return _Held([])
    first, last = min(row.span[0] for row in wanted), max(row.span[1] for row in wanted)
    # A room is held by events behind walls too: nothing is said of them but that.
    with firm_scope(current_firm_id()):
        times = RoomTime.objects.filter(
            room__in={row.values["room"].pk for row in wanted}, starts_at__lt=last, ends_at__gt=first
        )
        return _Held(list(times.order_by().values_list("room_id", "starts_at", "ends_at")))


@dataclass
class _Reader:
    """What a row is looked up in."""

    sheet: Sheet
    people: People
    matters: Matters
    walls: set
    rooms: dict[str, list[Room]]
    by: Member
    foreign: Counter = field(default_factory=Counter)

    def row(self, cells: Cells) -> NewEvent | None:
        """The event of a row, its faults noted in `cells`; None where there is too little for one."""
        title = cells.text("title", 200, required=True)
        kind = cells.read("kind", _kind) or Event.Kind.MEETING
        matter: Matter | None = cells.read("matter", self.matters.find)
        if kind in COURT_KINDS and matter is None and not cells.raw("matter"):
            cells.fault("matter", "A court date needs its matter.")
        zone = cells.read("zone", _zone) or timezone.get_current_timezone_name()
        times = self._times(cells, zone)
        owner: Member = cells.read("owner", self.people.find) or self.by
        guests = self._guests(cells, owner)
        for member in guests:
            name = "owner" if member.pk == owner.pk else "people"
            if not member.is_active:
                cells.fault(name, f"{member.name} no longer works here.")
            elif matter is not None and (member.pk, matter.pk) in self.walls:
                cells.fault(name, f"{member.name} is screened from this matter.")
        room = cells.read("room", self._room)
        court = {name: cells.text(name, most) for name, most in COURT.items()} if kind in COURT_KINDS else {}
        values = {
            "title": title,
            "kind": kind,
            "matter": matter,
            "zone": zone,
            "organizer": owner,
            "attendees": guests,
            "room": room,
            "location": cells.text("location", 300),
            "note": cells.text("note", 5000, lines=True),
            "is_private": bool(cells.read("private", _yes)),
            **court,
            **times,
        }
        if not title or not times:
            return None
        if zone != timezone.get_current_timezone_name():
            self.foreign[zone] += 1
        return NewEvent(self._uid(cells, values, owner), values)

    def _times(self, cells: Cells, zone: str) -> dict[str, Any]:
        """Start and end as the service takes them: of whole days without a time, else instants; {} with a fault."""
        first = cells.date("date", required=True)
        last = cells.date("end_date") or first
        begins, ends = cells.read("start", read_time), cells.read("end", read_time)
        whole = bool(cells.read("all_day", _yes)) or (begins is None and not cells.raw("start"))
        if (
            first is None
            or last is None
            or (begins is None and not whole)
            or (ends is None and cells.raw("end"))
        ):
            return {}
        if last < first:
            cells.fault("end_date", "It ends before it starts.")
            return {}
        if last - first > LONGEST:
            cells.fault("end_date", "An event lasts a year at most.")
            return {}
        if whole:
            return {"starts_on": first, "ends_on": last}
        assert begins is not None  # else it is of whole days
        start = placed(datetime.datetime.combine(first, begins), zone)
        end = placed(datetime.datetime.combine(last, ends), zone) if ends is not None else start + HOUR
        if end <= start:
            cells.fault("end" if cells.raw("end") else "end_date", "It ends before it starts.")
            return {}
        return {"starts_at": start, "ends_at": end}

    def _guests(self, cells: Cells, owner: Member) -> list[Member]:
        found = [owner]
        for text in re.split(r"[;,]", cells.raw("people")):
            if not text.strip():
                continue
            try:
                member = self.people.find(text.strip())
            except NotFound as error:
                cells.fault("people", str(error), text.strip())
            else:
                if member not in found:
                    found.append(member)
        return found

    def _room(self, text: str) -> Room:
        found = self.rooms.get(fold(text), [])
        if len(found) == 1:
            return found[0]
        raise ValueError(
            "There are several rooms of this name."
            if found
            else "There is no such room. Put other places under Location."
        )

    def _uid(self, cells: Cells, values: dict[str, Any], owner: Member) -> str:
        """The name by which the same row is known again: the file's own, else its contents."""
        own = cells.text("external_id", 150)
        if not own:
            begins = values.get("starts_at") or values.get("starts_on")
            return f"{self.sheet.fingerprint(values['title'], begins, owner.pk)}@import"
        first = self.sheet.lines.setdefault(own, cells.row.line)
        if first != cells.row.line:
            cells.fault("external_id", f"This ID stands on line {first} too. An ID belongs to one event.")
        return own if "@" in own else f"{own}@import"


COURT = {"court": 120, "department": 60, "judge": 120}


def make_events(plan: Plan, by: Member) -> dict:
    """Write the events of a plan onto the calendars of whom the file names: the import was approved by a second person.

    Returns control totals of what was made.
    """
    made = services.create_events([new.as_service_takes_it() for new in plan.make], by=by)
    return {
        "rows": Event.objects.filter(pk__in=[event.pk for event in made]).count(),
        "said": plural(len(made), "event"),
    }
