"""iCalendar text from items (RFC 5545). Same items, same text: no clock is read, so that a digest tells a change."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import vDuration, vText

from feeds.ical.items import Alarm, Item, Person
from feeds.ical.zones import vtimezone

PRODID = "-//Bailiwick//Calendar//EN"
STATUS = {"tentative": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED"}
# A stamp is required; what has none was never changed.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def calendar(
    items: Iterable[Item], *, name: str = "", method: str = "", refresh: str = "", comment: str = ""
) -> bytes:
    """A VCALENDAR of `items` with the zones they need. `refresh` is how often a feed is worth reading (PT30M), `comment` what
    a message says of its items.
    """
    items = list(items)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    if name:
        lines += [f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}"]
    if refresh:
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}", f"X-PUBLISHED-TTL:{refresh}"]
    for zone, first in sorted(_zones(items).items()):
        lines += vtimezone(zone, first)
    for item in items:
        lines += component(item, comment)
        for changed in item.changed:
            lines += component(changed)
    lines.append("END:VCALENDAR")
    return ("".join(f"{fold(line)}\r\n" for line in lines)).encode()


def zone_alone(zone: str, first: int) -> str:
    """A VCALENDAR with the rules of one zone from the year `first` on, and nothing else."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}"]
    return "".join(f"{fold(line)}\r\n" for line in (*head, *vtimezone(zone, first), "END:VCALENDAR"))


def _zones(items: Iterable[Item]) -> dict[str, int]:
    """The zones that the items name, with the first year each is needed for."""
    found: dict[str, int] = {}
    for item in items:
        for one in (item, *item.changed):
            if one.zone and one.zone != "UTC":
                year = one.starts.year
                found[one.zone] = min(found.get(one.zone, year), year)
    return found


def text(value: str) -> str:
    """A TEXT value, escaped (RFC 5545, 3.3.11). Control characters are dropped: some programs refuse the whole file."""
    clean = "".join(c for c in value.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t")
    return vText(clean).to_ical().decode()


def quoted(value: str) -> str:
    """A parameter value in quotes. It has no escape for quotes, so they become apostrophes."""
    clean = "".join(c for c in value if c >= " ").replace('"', "'")
    return f'"{clean}"'


def fold(line: str) -> str:
    """A content line in parts of at most 75 octets, never cutting a character (RFC 5545, 3.1)."""
    if len(line.encode()) <= 75:
        return line
    parts, current, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > 75:
            parts.append(current)
            current, size = " ", 1
        current += char
        size += octets
    return "\r\n".join([*parts, current])


def utc(at: datetime) -> str:
    """An instant as UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def when(name: str, value: date | datetime, zone: str) -> str:
    """A property with a day, an instant in UTC, or a local time with its zone."""
    if not isinstance(value, datetime):
        return f"{name};VALUE=DATE:{value:%Y%m%d}"
    if not zone or zone == "UTC":
        return f"{name}:{utc(value)}"
    return f"{name};TZID={zone}:{value:%Y%m%dT%H%M%S}"


def person(name: str, who: Person, *, attendee: bool) -> str:
    """ORGANIZER or ATTENDEE."""
    parts = [name]
    if who.name:
        parts.append(f"CN={quoted(who.name)}")
    if attendee:
        parts.append(f"ROLE={'OPT-PARTICIPANT' if who.optional else 'REQ-PARTICIPANT'}")
        parts.append(f"PARTSTAT={(who.answer or 'needs-action').upper()}")
        if who.answer in ("", "needs-action"):
            parts.append("RSVP=TRUE")
    return f"{';'.join(parts)}:mailto:{who.email}"


def component(item: Item, comment: str = "") -> list[str]:
    """The unfolded lines of a VEVENT or VTODO, without its exceptions."""
    kind = "VTODO" if item.todo else "VEVENT"
    lines = [
        f"BEGIN:{kind}",
        f"UID:{text(item.uid)}",
        f"DTSTAMP:{utc(item.modified or item.created or EPOCH)}",
    ]
    if item.recurrence is not None:
        lines.append(when("RECURRENCE-ID", item.recurrence, item.zone))
    lines += _todo_times(item) if item.todo else _times(item)
    if item.rrule:
        lines.append(f"RRULE:{_rule(item)}")
    lines += [when("EXDATE", day, item.zone) for day in item.exdates]
    lines.append(f"SUMMARY:{text(item.title)}")
    if item.location:
        lines.append(f"LOCATION:{text(item.location)}")
    if item.text:
        lines.append(f"DESCRIPTION:{text(item.text)}")
    if item.url:
        lines.append(f"URL:{item.url}")
    if item.categories:
        lines.append(f"CATEGORIES:{','.join(text(word) for word in item.categories)}")
    if item.todo:
        lines.append(f"STATUS:{'COMPLETED' if item.done else 'NEEDS-ACTION'}")
        lines += [f"COMPLETED:{utc(item.done)}", "PERCENT-COMPLETE:100"] if item.done else []
    else:
        lines += [f"STATUS:{STATUS[item.status]}", f"TRANSP:{'OPAQUE' if item.busy else 'TRANSPARENT'}"]
    if item.private:
        lines.append("CLASS:PRIVATE")
    if item.organizer is not None:
        lines.append(person("ORGANIZER", item.organizer, attendee=False))
    if comment:
        lines.append(f"COMMENT:{text(comment)}")
    lines += [person("ATTENDEE", who, attendee=True) for who in item.attendees]
    lines.append(f"SEQUENCE:{item.sequence}")
    if item.created:
        lines.append(f"CREATED:{utc(item.created)}")
    if item.modified:
        lines.append(f"LAST-MODIFIED:{utc(item.modified)}")
    for one in item.alarms:
        lines += alarm(one, item.title)
    lines.append(f"END:{kind}")
    return lines


def alarm(one: Alarm, title: str) -> list[str]:
    """The lines of a VALARM."""
    lines = ["BEGIN:VALARM", f"ACTION:{'AUDIO' if one.sound else 'DISPLAY'}"]
    if one.at is not None:
        lines.append(f"TRIGGER;VALUE=DATE-TIME:{utc(one.at)}")
    else:
        offset = vDuration(one.offset or timedelta()).to_ical().decode()
        lines.append(f"TRIGGER;RELATED=END:{offset}" if one.to_end else f"TRIGGER:{offset}")
    if not one.sound:  # RFC 5545, 3.6.6 asks for it
        lines.append(f"DESCRIPTION:{text(title or 'Reminder')}")
    if one.uid:
        lines += [f"UID:{text(one.uid)}", f"X-WR-ALARMUID:{text(one.uid)}"]
    if one.silenced is not None:
        lines.append(f"ACKNOWLEDGED:{utc(one.silenced)}")
    return [*lines, "END:VALARM"]


def _rule(item: Item) -> str:
    """The rule with its last day in the form that RFC 5545 (3.3.10) asks for: an instant when the start has an hour."""
    if item.all_day or "UNTIL=" not in item.rrule:
        return item.rrule
    head, _, rest = item.rrule.partition("UNTIL=")
    day, semicolon, tail = rest.partition(";")
    if len(day) != 8:
        return item.rrule
    last = datetime.strptime(day, "%Y%m%d").replace(hour=23, minute=59, second=59, tzinfo=item.starts.tzinfo)  # type: ignore[union-attr]
    return f"{head}UNTIL={utc(last)}{semicolon}{tail}"


def _times(item: Item) -> list[str]:
    lines = [when("DTSTART", item.starts, item.zone)]
    if item.ends is None:
        return lines
    # DTEND is the first day after the last (RFC 5545, 3.6.1).
    ends = item.ends + timedelta(days=1) if item.all_day else item.ends
    return [*lines, when("DTEND", ends, item.zone)]


def _todo_times(item: Item) -> list[str]:
    return [when("DUE", item.ends or item.starts, item.zone)]
