"""calendar-query: which items a program asks for (RFC 4791, 9.7). What is not understood is refused, not guessed."""

import datetime
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from calendar_app.recurrence import instances
from feeds.dav.xml import c
from feeds.ical.items import Item

FAR = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


class Unsupported(ValueError):
    """A filter that this server does not know (CALDAV:supported-filter)."""


class Invalid(ValueError):
    """A filter that is not one (CALDAV:valid-filter)."""


@dataclass(frozen=True)
class Query:
    """What is asked: kind of component, a stretch of time, texts that properties hold."""

    kinds: frozenset[str] = frozenset({"VEVENT", "VTODO"})
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    texts: tuple[tuple[str, str, bool], ...] = ()
    nothing: bool = False
    rings: bool | None = None  # with an alarm (True), without one (False)

    @property
    def is_all(self) -> bool:
        """Whether every event is asked for."""
        bounds = (self.since, self.until, self.rings)
        return "VEVENT" in self.kinds and not self.nothing and not self.texts and bounds == (None, None, None)

    def matches(self, item: Item) -> bool:
        """Whether the item is asked for."""
        if self.nothing or ("VTODO" if item.todo else "VEVENT") not in self.kinds:
            return False
        rings = any(one.alarms for one in (item, *item.changed))
        if self.rings is not None and rings is not self.rings:
            return False
        for name, text, negate in self.texts:
            value = {"UID": item.uid, "SUMMARY": item.title, "LOCATION": item.location}[name]
            if (text.casefold() in value.casefold()) is negate:
                return False
        if self.since is None and self.until is None:
            return True
        return overlaps(item, self.since or LONG_AGO, self.until or FAR)


def overlaps(item: Item, since: datetime.datetime, until: datetime.datetime) -> bool:
    """Whether the item, or an instance of its series, falls into [since, until)."""
    if any(overlaps(one, since, until) for one in item.changed):
        return True
    starts, ends = _instants(item)
    if not item.rrule:
        return starts < until and (ends > since or starts == ends >= since)
    if starts >= until:
        return False
    replaced = [one.recurrence for one in item.changed if one.recurrence is not None]
    without = [_instant(at, item) for at in (*item.exdates, *replaced)]
    # A series is looked at for ten years at most: what a program shows is less.
    window = min(until, max(since, starts) + datetime.timedelta(days=3660))
    return bool(
        instances(
            item.rrule,
            starts_at=starts,
            ends_at=ends,
            zone=item.zone or "UTC",
            since=since,
            until=window,
            without=without,
        )
    )


def _instant(value: datetime.date | datetime.datetime, item: Item) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC)
    return datetime.datetime.combine(value, datetime.time(), ZoneInfo(item.zone or "UTC")).astimezone(
        datetime.UTC
    )


def _instants(item: Item) -> tuple[datetime.datetime, datetime.datetime]:
    ends = item.ends or item.starts
    if item.all_day:
        ends = ends + datetime.timedelta(days=1)
    return _instant(item.starts, item), _instant(ends, item)


def read(element: Element | None) -> Query:
    """The query of a CALDAV:filter element; everything when there is none."""
    if element is None:
        return Query()
    outer = element.findall(c("comp-filter"))
    if len(outer) != 1 or outer[0].get("name", "").upper() != "VCALENDAR":
        raise Invalid("a filter begins with VCALENDAR")
    if outer[0].find(c("is-not-defined")) is not None:
        return Query(nothing=True)
    if outer[0].find(c("prop-filter")) is not None or outer[0].find(c("time-range")) is not None:
        raise Unsupported("filters on the calendar itself")
    inner = outer[0].findall(c("comp-filter"))
    if not inner:
        return Query()
    if len(inner) > 1:
        raise Unsupported("more than one component")
    return _component(inner[0])


def _component(element: Element) -> Query:
    kind = element.get("name", "").upper()
    if element.find(c("is-not-defined")) is not None:
        return Query(kinds=frozenset({"VEVENT", "VTODO"} - {kind}))
    since = until = None
    span = element.find(c("time-range"))
    if span is not None:
        since, until = _stamp(span.get("start")), _stamp(span.get("end"))
        if since is None and until is None:
            raise Invalid("a time range has a start or an end")
        if since is not None and until is not None and since >= until:
            raise Invalid("a time range ends after it starts")
    texts = []
    for prop in element.findall(c("prop-filter")):
        name, match = prop.get("name", "").upper(), prop.find(c("text-match"))
        if match is None or name not in ("UID", "SUMMARY", "LOCATION") or len(prop) != 1:
            raise Unsupported(f"a filter on {name}")
        texts.append((name, match.text or "", match.get("negate-condition") == "yes"))
    nested = [part.get("name", "").upper() for part in element.findall(c("comp-filter"))]
    if nested and nested != ["VALARM"]:
        raise Unsupported("filters inside events")
    alarm = element.find(c("comp-filter"))
    if alarm is not None and any(part.tag != c("is-not-defined") for part in alarm):
        raise Unsupported("filters inside alarms")
    rings = alarm.find(c("is-not-defined")) is None if alarm is not None else None
    return Query(frozenset({kind}), since, until, tuple(texts), rings=rings)


def _stamp(text: str | None) -> datetime.datetime | None:
    if not text:
        return None
    try:
        return datetime.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    except ValueError as error:
        raise Invalid("a time of a range is in UTC") from error
