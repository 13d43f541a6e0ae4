"""Days, times and the clocks they are told in."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from feeds.ical.known_zones import known_zone
from feeds.ical.read.lines import Block, Unreadable

MAX_EXDATES = 500
YEARS = (1900, 2200)
DAY = re.compile(r"^\d{8}$")
TIME = re.compile(r"^\d{8}T\d{6}Z?$")


class Clock:
    """Which IANA zone a TZID of this file means."""

    def __init__(self, named: str, fallback: str, block: Block):
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


def _zone_text(block: Block) -> str:
    """A VTIMEZONE as text again, with its rules alone."""
    keep = ("DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO")
    lines = ["BEGIN:VTIMEZONE", "TZID:X"]
    for part in block.inner[:100]:
        if part.kind in ("STANDARD", "DAYLIGHT"):
            lines.append(f"BEGIN:{part.kind}")
            lines += [f"{name}:{value}" for name, _, value in part.rows if name in keep]
            lines.append(f"END:{part.kind}")
    return "\r\n".join([*lines, "END:VTIMEZONE", ""])


def moment(found: tuple[dict, str], clock: Clock) -> tuple[date | datetime, str]:
    """A date, or an aware datetime with the name of its zone."""
    params, value = found
    value = value.strip()
    try:
        if DAY.match(value):
            day = datetime.strptime(value, "%Y%m%d").date()
            _in_range(day.year)
            return day, ""
        if not TIME.match(value):
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


def like(starts: date | datetime, value: date | datetime, zone: str) -> date | datetime:
    """`value` of an EXDATE or RECURRENCE-ID in the form of the start: some programs write days for hours."""
    if not isinstance(starts, datetime):
        return value.date() if isinstance(value, datetime) else value
    if not isinstance(value, datetime):
        return datetime.combine(value, starts.timetz())
    return value.astimezone(ZoneInfo(zone) if zone else UTC)


def exdates_of(block: Block, clock: Clock, starts, zone: str) -> tuple[date | datetime, ...]:
    found = set()
    for params, value in block.every("EXDATE"):
        parts = value.split(",")
        if len(parts) + len(found) > MAX_EXDATES:
            raise Unreadable(f"it leaves out more than {MAX_EXDATES} dates")
        found.update(like(starts, moment((params, part), clock)[0], zone) for part in parts)
    return tuple(sorted(found))
