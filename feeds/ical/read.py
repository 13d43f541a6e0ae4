"""Items from iCalendar text (RFC 5545): each event by itself, so that a broken one does not take the file with it.

Only what the calendar keeps is read. Nothing is expanded: a rule that comes every second, or a thousand times, is refused
here before anybody counts it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from icalendar import vDuration, vRecur, vText
from icalendar.parser import Contentline

from feeds.ical.items import Fault, Found, Item, Person
from feeds.ical.known_zones import known_zone

MAX_COMPONENTS = 5000
MAX_LINES = 400_000
MAX_EXDATES = 500
MAX_COUNT = 999
MAX_LINE = 100_000
MAX_ATTENDEES = 200
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
YEARS = (1900, 2200)
_DATE = re.compile(r"^\d{8}$")
_TIME = re.compile(r"^\d{8}T\d{6}Z?$")


class Unreadable(ValueError):
    """Why something cannot be read, in words."""


@dataclass
class _Block:
    """The properties of one component: [(name, parameters, raw value)], and what was nested in it."""

    kind: str
    line: int
    rows: list = field(default_factory=list)
    inner: list = field(default_factory=list)
    broken: str = ""

    def first(self, name: str) -> tuple[dict, str] | None:
        """Parameters and raw value of the first property of that name."""
        return next(((params, value) for key, params, value in self.rows if key == name), None)

    def every(self, name: str) -> list[tuple[dict, str]]:
        """Parameters and raw values of all properties of that name."""
        return [(params, value) for key, params, value in self.rows if key == name]

    def text(self, name: str) -> str:
        """A TEXT property without its escapes; "" when there is none."""
        found = self.first(name)
        return str(vText.from_ical(found[1])).strip() if found else ""


def parse(raw: bytes, *, zone: str) -> list[Found]:
    """The calendars of a file, in order. `zone` is the clock of times that name none.

    Raises Unreadable for what is no iCalendar at all, or beyond the limits.
    """
    calendars = []
    for block in _calendars(raw):
        calendars.append(_calendar(block, zone))
    if not calendars:
        raise Unreadable("This is not a calendar file: it has no BEGIN:VCALENDAR.")
    return calendars


def one(raw: bytes, *, zone: str) -> Item:
    """The one event or to-do of a calendar object resource (RFC 4791, 4.1), with its exceptions.

    Raises Unreadable when there is none, more than one, or one that cannot be read.
    """
    calendars = parse(raw, zone=zone)
    faults = [fault for found in calendars for fault in found.faults]
    if faults:
        raise Unreadable(faults[0].why)
    items = [item for found in calendars for item in found.items]
    if len(items) != 1:
        raise Unreadable("A calendar resource has one event.")
    return items[0]


def _lines(raw: bytes) -> Iterator[tuple[int, str]]:
    """Unfolded content lines with the number of the line they begin on."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    parts: list[str] = []
    started = size = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if number > MAX_LINES:
            raise Unreadable(f"The file has more than {MAX_LINES:,} lines.")
        if line[:1] in (" ", "\t") and parts:
            size += len(line)
            if size <= MAX_LINE:
                parts.append(line[1:])
            continue
        if parts:
            yield started, "".join(parts)
        parts, started, size = ([line] if line.strip() else []), number, len(line)
    if parts:
        yield started, "".join(parts)


def _calendars(raw: bytes) -> Iterator[_Block]:
    stack: list[_Block] = []
    count = 0
    for number, line in _lines(raw):
        head = line[:6].upper()
        if head == "BEGIN:":
            count += 1
            if count > MAX_COMPONENTS * 4 or len(stack) > 4:
                raise Unreadable("The file has more parts than a calendar can have.")
            block = _Block(line[6:].strip().upper(), number)
            if stack:
                stack[-1].inner.append(block)
            stack.append(block)
        elif line[:4].upper() == "END:":
            if not stack or stack[-1].kind != line[4:].strip().upper():
                raise Unreadable(f"Line {number} ends something that was not begun.")
            done = stack.pop()
            if not stack and done.kind == "VCALENDAR":
                yield done
        elif stack:
            try:
                name, params, value = Contentline(line).parts()
            except ValueError:
                # One bad line spoils the event it is in, unless it is one that nobody needs.
                if not line.upper().startswith("X-"):
                    stack[-1].broken = stack[-1].broken or f"line {number} is not iCalendar"
                continue
            stack[-1].rows.append((name.upper(), params, value))
    if stack:
        raise Unreadable(
            f"The file ends inside the {stack[-1].kind} of line {stack[-1].line}: it was cut off."
        )


def _calendar(block: _Block, zone: str) -> Found:
    named = block.text("X-WR-TIMEZONE")
    clock = _Clock(known_zone(named, "") if named else "", zone, block)
    items: list[Item] = []
    faults: list[Fault] = []
    parts = [part for part in block.inner if part.kind in ("VEVENT", "VTODO")]
    if len(parts) > MAX_COMPONENTS:
        raise Unreadable(f"The file has more than {MAX_COMPONENTS:,} events. Import it in parts.")
    for part in parts:
        title = part.text("SUMMARY")[:200] or "Without a title"
        try:
            items.append(_item(part, clock))
        except (Unreadable, ValueError, OverflowError) as error:
            why = str(error) if isinstance(error, Unreadable) else "a value in it is not as RFC 5545 has it"
            faults.append(Fault(part.line, title, why, part.text("UID")[:255]))
    whole, odd = _gathered(items)
    return Found(
        name=(block.text("X-WR-CALNAME") or block.text("NAME"))[:200],
        method=block.text("METHOD").upper(),
        items=tuple(whole),
        faults=(*faults, *odd),
    )


def _gathered(items: list[Item]) -> tuple[list[Item], list[Fault]]:
    """Series with their exceptions; an exception without its series stands by itself."""
    masters: dict[str, Item] = {}
    faults = []
    for item in items:
        if item.recurrence is None:
            if item.uid in masters:
                faults.append(Fault(0, item.title, "another event of the file has the same UID", item.uid))
            else:
                masters[item.uid] = item
    alone = []
    for item in items:
        if item.recurrence is None:
            continue
        master = masters.get(item.uid)
        if master is not None and master.rrule:
            # The same instance twice: the later one counts.
            rest = tuple(one for one in master.changed if one.recurrence != item.recurrence)
            masters[item.uid] = replace(master, changed=(*rest, item))
        elif master is None:
            alone.append(item)
        else:
            faults.append(Fault(0, item.title, "it changes an event that does not repeat", item.uid))
    return [*masters.values(), *alone], faults


class _Clock:
    """Which IANA zone a TZID of this file means."""

    def __init__(self, named: str, fallback: str, block: _Block):
        self.floating = named or fallback
        self.blocks = {part.text("TZID"): part for part in block.inner if part.kind == "VTIMEZONE"}
        self.found: dict[str, str] = {}

    def zone(self, tzid: str) -> str:
        if tzid not in self.found:
            block = self.blocks.get(tzid)
            hint = block.text("X-LIC-LOCATION") if block else ""
            zone = known_zone(tzid, hint, _zone_text(block) if block else "", prefer=self.floating)
            if not zone:
                raise Unreadable(f"it names the time zone “{tzid[:60]}”, which nobody knows")
            self.found[tzid] = zone
        return self.found[tzid]


def _zone_text(block: _Block) -> str:
    """A VTIMEZONE as text again, with its rules alone."""
    keep = ("DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO")
    lines = ["BEGIN:VTIMEZONE", "TZID:X"]
    for part in block.inner[:100]:
        if part.kind in ("STANDARD", "DAYLIGHT"):
            lines.append(f"BEGIN:{part.kind}")
            lines += [f"{name}:{value}" for name, _, value in part.rows if name in keep]
            lines.append(f"END:{part.kind}")
    return "\r\n".join([*lines, "END:VTIMEZONE", ""])


def _moment(found: tuple[dict, str], clock: _Clock) -> tuple[date | datetime, str]:
    """A date, or an aware datetime with the name of its zone."""
    from zoneinfo import ZoneInfo

    params, value = found
    value = value.strip()
    try:
        if _DATE.match(value):
            day = datetime.strptime(value, "%Y%m%d").date()
            _in_range(day.year)
            return day, ""
        if not _TIME.match(value):
            raise Unreadable("a date or time in it cannot be read")
        at = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    except ValueError as error:
        raise Unreadable("a date or time in it cannot be read") from error
    _in_range(at.year)
    if value.endswith("Z"):
        return at.replace(tzinfo=UTC), "UTC"
    tzid = params.get("TZID")
    zone = clock.zone(str(tzid)) if tzid else clock.floating
    return at.replace(tzinfo=ZoneInfo(zone)), zone


def _in_range(year: int) -> None:
    if not YEARS[0] <= year <= YEARS[1]:
        raise Unreadable(f"its year, {year}, is out of range")


def _item(block: _Block, clock: _Clock) -> Item:
    if block.broken:
        raise Unreadable(block.broken)
    uid = block.text("UID")
    if not uid:
        raise Unreadable("it has no UID")
    if len(uid) > 255:
        raise Unreadable("its UID is longer than 255 characters")
    todo = block.kind == "VTODO"
    starts, ends, zone = _span(block, clock, todo)
    recurrence = None
    if found := block.first("RECURRENCE-ID"):
        if "RANGE" in found[0]:
            raise Unreadable("it changes all later dates of a series at once (RANGE), which is not read")
        recurrence = _like(starts, _moment(found, clock)[0], zone)
    if block.first("RDATE") or block.first("EXRULE"):
        raise Unreadable("it repeats on a list of dates (RDATE) instead of by a rule")
    rule = ""
    if found := block.first("RRULE"):
        if len(block.every("RRULE")) > 1:
            raise Unreadable("it repeats by more than one rule")
        rule = checked_rule(found[1], starts)
    status = block.text("STATUS").lower()
    return Item(
        uid=uid,
        starts=starts,
        ends=ends,
        zone=zone,
        title=block.text("SUMMARY"),
        todo=todo,
        location=block.text("LOCATION"),
        text=block.text("DESCRIPTION"),
        url=_address(block),
        status=status if status in ("tentative", "cancelled") else "confirmed",
        busy=block.text("TRANSP").upper() != "TRANSPARENT",
        private=block.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        organizer=_person(found) if (found := block.first("ORGANIZER")) else None,
        attendees=tuple(_person(found) for found in block.every("ATTENDEE")[:MAX_ATTENDEES]),
        rrule=rule,
        exdates=_exdates(block, clock, starts, zone),
        recurrence=recurrence,
        sequence=_number(block.text("SEQUENCE")),
        modified=_stamp(block),
        done=_completed(block),
    )


def _span(block: _Block, clock: _Clock, todo: bool) -> tuple[date | datetime, date | datetime, str]:
    """First and last moment (or day) and the zone."""
    found = block.first("DTSTART") or (block.first("DUE") if todo else None)
    if found is None:
        raise Unreadable("it says no start")
    starts, zone = _moment(found, clock)
    whole = not isinstance(starts, datetime)
    until = block.first("DTEND") or (block.first("DUE") if todo else None)
    ends: date | datetime
    if until is not None:
        ends, own = _moment(until, clock)
        if isinstance(ends, datetime) is whole:
            raise Unreadable("it starts on a day and ends at an hour")
        if not whole and own != zone:
            # An end in another clock (a flight): one zone is kept, that of the start.
            ends = ends.astimezone(starts.tzinfo)  # type: ignore[union-attr]
        if whole and until is not block.first("DUE"):
            ends = max(starts, ends - timedelta(days=1))
    elif length := block.first("DURATION"):
        span = vDuration.from_ical(length[1])
        if not timedelta() <= span <= timedelta(days=3660):
            raise Unreadable("its duration is out of range")
        if whole:
            ends = starts + timedelta(days=max(span.days - 1, 0))
        else:
            # An exact length of time, whatever the clock does in between (RFC 5545, 3.3.6).
            ends = (starts.astimezone(UTC) + span).astimezone(starts.tzinfo)  # type: ignore[union-attr]
    else:
        ends = starts
    if ends < starts:
        raise Unreadable("it ends before it starts")
    return starts, ends, zone


def _like(starts: date | datetime, value: date | datetime, zone: str) -> date | datetime:
    """`value` of an EXDATE or RECURRENCE-ID in the form of the start: some programs write days for hours."""
    from zoneinfo import ZoneInfo

    if not isinstance(starts, datetime):
        return value.date() if isinstance(value, datetime) else value
    if not isinstance(value, datetime):
        return datetime.combine(value, starts.timetz())
    return value.astimezone(ZoneInfo(zone) if zone else UTC)


def _exdates(block: _Block, clock: _Clock, starts, zone: str) -> tuple[date | datetime, ...]:
    found = set()
    for params, value in block.every("EXDATE"):
        parts = value.split(",")
        if len(parts) + len(found) > MAX_EXDATES:
            raise Unreadable(f"it leaves out more than {MAX_EXDATES} dates")
        found.update(_like(starts, _moment((params, part), clock)[0], zone) for part in parts)
    return tuple(sorted(found))


def checked_rule(value: str, starts: date | datetime) -> str:
    """An RRULE that can be counted, in one spelling, its UNTIL as the last day on which there is an instance.

    Raises Unreadable for others.
    """
    if len(value) > 500:
        raise Unreadable("its rule of repetition is too long")
    parts = dict(part.partition("=")[::2] for part in value.upper().strip().strip(";").split(";"))
    try:
        vRecur.from_ical(value)
    except ValueError as error:
        raise Unreadable("its rule of repetition cannot be read") from error
    if parts.get("FREQ") not in FREQUENCIES:
        raise Unreadable(
            "it repeats by the hour, minute or second; a calendar keeps days, weeks, months and years"
        )
    if strange := set(parts) - PARTS:
        raise Unreadable(f"its rule of repetition uses {', '.join(sorted(strange))}, which is not read")
    for name in ("COUNT", "INTERVAL"):
        if name in parts and not (parts[name].isdecimal() and 1 <= int(parts[name]) <= MAX_COUNT):
            raise Unreadable(f"its rule of repetition has {name} outside 1 to {MAX_COUNT}")
    if any(len(text.split(",")) > 40 for text in parts.values()):
        raise Unreadable("its rule of repetition has too many parts")
    if "UNTIL" in parts:
        parts["UNTIL"] = _last_day(parts["UNTIL"], starts)
    order = sorted(parts, key=lambda name: (name != "FREQ", name))
    return ";".join(f"{name}={parts[name]}" for name in order)


def _last_day(until: str, starts: date | datetime) -> str:
    """The last day of a rule in the clock of its start. An instant before that day's hour leaves the day out."""
    if not _DATE.match(until) and not _TIME.match(until):
        raise Unreadable("its rule of repetition ends at a time that cannot be read")
    try:
        day = datetime.strptime(until[:8], "%Y%m%d")
        if len(until) == 8 or not isinstance(starts, datetime):
            return f"{day:%Y%m%d}"
        at = datetime.strptime(until.rstrip("Z"), "%Y%m%dT%H%M%S")
    except ValueError as error:
        raise Unreadable("its rule of repetition ends at a time that cannot be read") from error
    if until.endswith("Z"):
        at = at.replace(tzinfo=UTC).astimezone(starts.tzinfo).replace(tzinfo=None)
    if at.time() < starts.time().replace(tzinfo=None):
        at -= timedelta(days=1)
    return f"{at:%Y%m%d}"


def _address(block: _Block) -> str:
    """Where it is held on the net: a URL, or what conference programs write."""
    for name in ("URL", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"):
        value = block.first(name)
        if value and value[1].strip().startswith(("https://", "http://")) and len(value[1]) <= 500:
            return value[1].strip()
    return ""


def _person(found: tuple[dict, str]) -> Person:
    params, value = found
    email = value.strip()
    email = email[7:] if email.lower().startswith("mailto:") else ""
    return Person(
        email=email.strip().lower()[:254],
        name=str(params.get("CN", "")).strip('"')[:200],
        answer=str(params.get("PARTSTAT", "")).lower(),
        optional=str(params.get("ROLE", "")).upper() == "OPT-PARTICIPANT",
    )


def _number(text: str) -> int:
    return min(int(text), 2_000_000_000) if text.isdecimal() and len(text) < 12 else 0


def _stamp(block: _Block) -> datetime | None:
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        text = block.text(name)
        if _TIME.match(text):
            try:
                return datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            except ValueError:
                continue
    return None


def _completed(block: _Block) -> datetime | None:
    if block.text("STATUS").upper() != "COMPLETED" and not block.first("COMPLETED"):
        return None
    text = block.text("COMPLETED")
    if _TIME.match(text):
        return datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return _stamp(block)
