"""One event or to-do made of its component."""

from datetime import UTC, date, datetime, timedelta

from icalendar import vDuration

from feeds.ical import alarms
from feeds.ical.items import Alarm, Item, Person
from feeds.ical.read.lines import Block, Unreadable
from feeds.ical.read.rules import checked_rule
from feeds.ical.read.times import TIME, Clock, exdates_of, like, moment

MAX_ATTENDEES = 200


def item_of(block: Block, clock: Clock, *, answer: bool = False) -> Item:
    """The item of a VEVENT or VTODO. An `answer` (iTIP REPLY) need not say when it is: its UID is enough (RFC 5546, 3.2.3).

    Raises Unreadable in words that follow "it cannot be read:".
    """
    if block.broken:
        raise Unreadable(block.broken)
    uid = block.text("UID")
    if not uid:
        raise Unreadable("it has no UID")
    if len(uid) > 255:
        raise Unreadable("its UID is longer than 255 characters")
    todo = block.kind == "VTODO"
    starts, ends, zone = _span(block, clock, todo, answer)
    recurrence = None
    if found := block.first("RECURRENCE-ID"):
        if "RANGE" in found[0]:
            raise Unreadable("it changes all later dates of a series at once (RANGE), which is not read")
        recurrence = like(starts, moment(found, clock)[0], zone)
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
        exdates=exdates_of(block, clock, starts, zone),
        recurrence=recurrence,
        sequence=_number(block.text("SEQUENCE")),
        modified=_stamp(block),
        done=_completed(block),
        alarms=_alarms(block),
        line=block.line,
        comment=" ".join(block.text("COMMENT").split())[:500],
    )


def _alarms(block: Block) -> tuple[Alarm, ...]:
    found = []
    for part in block.inner[: 5 * alarms.MOST]:
        if part.kind == "VALARM" and not part.broken:
            one = alarms.alarm_of({name: (params, value) for name, params, value in part.rows})
            found += [one] if one is not None and one not in found else []
    return tuple(found[: alarms.MOST])


def _span(
    block: Block, clock: Clock, todo: bool, answer: bool
) -> tuple[date | datetime, date | datetime, str]:
    """First and last moment (or day) and the zone."""
    found = block.first("DTSTART") or (block.first("DUE") if todo else None)
    if found is None and answer:
        found = block.first("RECURRENCE-ID") or block.first("DTSTAMP")
    if found is None:
        raise Unreadable("it says no start")
    starts, zone = moment(found, clock)
    whole = not isinstance(starts, datetime)
    until = block.first("DTEND") or (block.first("DUE") if todo else None)
    ends: date | datetime
    if until is not None:
        ends, own = moment(until, clock)
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


def _address(block: Block) -> str:
    """Where it is held on the net: a URL, or what conference programs write."""
    for name in ("URL", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"):
        value = block.first(name)
        if value and value[1].strip().startswith(("https://", "http://")) and len(value[1]) <= 500:
            return value[1].strip()
    return ""


def _mail(value: str | list) -> str:
    """The address of a mailto: URI; "" for another. Of several (DELEGATED-TO may name more) the first."""
    text = str(value[0] if isinstance(value, list) and value else value).strip().strip('"')
    return text[7:].strip().lower()[:254] if text.lower().startswith("mailto:") else ""


def _person(found: tuple[dict, str]) -> Person:
    params, value = found
    return Person(
        email=_mail(value),
        name=str(params.get("CN", "")).strip('"')[:200],
        answer=str(params.get("PARTSTAT", "")).lower(),
        optional=str(params.get("ROLE", "")).upper() == "OPT-PARTICIPANT",
        sends=_mail(params.get("DELEGATED-TO", "")),
        instead_of=_mail(params.get("DELEGATED-FROM", "")),
    )


def _number(text: str) -> int:
    return min(int(text), 2_000_000_000) if text.isdecimal() and len(text) < 12 else 0


def _stamp(block: Block) -> datetime | None:
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        text = block.text(name)
        if TIME.match(text):
            try:
                return datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            except ValueError:
                continue
    return None


def _completed(block: Block) -> datetime | None:
    if block.text("STATUS").upper() != "COMPLETED" and not block.first("COMPLETED"):
        return None
    text = block.text("COMPLETED")
    if TIME.match(text):
        return datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return _stamp(block)
