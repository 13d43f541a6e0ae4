"""VTIMEZONE from the time zone database that Python carries.

Programs that know the IANA name use their own tables; others need the rules in the file, right on both sides of each
change. A zone that changes by one yearly rule is written as that rule; one that does not (Morocco), as the list of its changes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS = 20  # how far ahead changes are compared, and listed where they follow no rule


@dataclass(frozen=True)
class Change:
    """The clock of a zone is put: at the UTC instant `at`, from one offset to another."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool

    @property
    def local(self) -> datetime:
        """The wall clock that is put, as it stood before: what DTSTART of an observance says (RFC 5545, 3.6.5)."""
        return (self.at + self.before).replace(tzinfo=None)


def changes(zone: str, first: int, last: int) -> list[Change]:
    """Every change of the zone's clock in the years `first` to `last`, found by halving the days around it."""
    tz = ZoneInfo(zone)
    found = []
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while at < end:
        step = at + timedelta(days=7)
        if _state(at, tz) != _state(step, tz):
            low, high = at, step
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                middle = middle.replace(microsecond=0)
                if _state(middle, tz) == _state(at, tz):
                    low = middle
                else:
                    high = middle
            before, after = low.astimezone(tz), high.astimezone(tz)
            found.append(
                Change(
                    high,
                    before.utcoffset() or timedelta(),
                    after.utcoffset() or timedelta(),
                    after.tzname() or zone,
                    bool(after.dst()),
                )
            )
        at = step
    return found


def _state(at: datetime, tz: ZoneInfo) -> tuple:
    local = at.astimezone(tz)
    return local.utcoffset(), local.tzname()


def _offset(delta: timedelta) -> str:
    seconds = int(delta.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{seconds // 3600:02d}{seconds % 3600 // 60:02d}"
    return f"{text}{seconds % 60:02d}" if seconds % 60 else text


def _rule(change: Change) -> tuple:
    """What a yearly rule says of this change, with the week counted from the start and from the end of the month."""
    local = change.local
    from_start = (local.day - 1) // 7 + 1
    following = (local.replace(day=28) + timedelta(days=4)).replace(day=1)
    from_end = -(((following - timedelta(days=1)).day - local.day) // 7 + 1)
    return (
        local.month,
        local.weekday(),
        local.time(),
        change.before,
        change.after,
        change.name,
        change.daylight,
        from_start,
        from_end,
    )


def _yearly(found: list[Change], years: int) -> list[tuple[Change, str]] | None:
    """The first of each yearly change with its RRULE; None when the changes of so many years do not keep to rules."""
    rows: dict[tuple, list[tuple[Change, tuple]]] = {}
    for change in found:
        rule = _rule(change)
        rows.setdefault(rule[:7], []).append((change, rule))
    made = []
    for same in rows.values():
        if len(same) != years:
            return None
        starts, ends = {rule[7] for _, rule in same}, {rule[8] for _, rule in same}
        # The second Sunday is never the same week counted from the end, and the last never the same from the start.
        week = starts.pop() if len(starts) == 1 else ends.pop() if len(ends) == 1 else None
        if week is None:
            return None
        change, rule = same[0]
        made.append((change, f"FREQ=YEARLY;BYMONTH={rule[0]};BYDAY={week}{DAYS[rule[1]]}"))
    return made


def _told(found: list[Change], first: int) -> list[tuple[Change, str]]:
    """The changes with their rules: those of the first years one by one where the law was changed since (2007 in the
    United States), then the yearly ones. All one by one where there is no rule.
    """
    for year in range(first, first + YEARS):
        later = [change for change in found if year <= change.local.year <= year + YEARS]
        rules = _yearly(later, YEARS + 1)
        if rules is not None:
            return [(change, "") for change in found if change.local.year < year] + rules
    return [(change, "") for change in found]


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: int) -> tuple[str, ...]:
    """The lines of the VTIMEZONE of an IANA zone, right from the year `first` on.

    Raises ZoneInfoNotFoundError for a zone that there is not.
    """
    tz = ZoneInfo(zone)
    found = changes(zone, first, first + 2 * YEARS)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    opening = datetime(first, 1, 1, tzinfo=tz)
    # What holds when the year begins, before the first change.
    lines += _observance(
        "DAYLIGHT" if opening.dst() else "STANDARD",
        datetime(first - 1, 1, 1) if found else datetime(1970, 1, 1),
        opening.utcoffset() or timedelta(),
        opening.utcoffset() or timedelta(),
        opening.tzname() or zone,
    )
    for change, rule in _told(found, first):
        lines += _of(change, *([f"RRULE:{rule}"] if rule else []))
    return (*lines, "END:VTIMEZONE")


def _of(change: Change, *more: str) -> list[str]:
    kind = "DAYLIGHT" if change.daylight else "STANDARD"
    return _observance(kind, change.local, change.before, change.after, change.name, *more)


def _observance(
    kind: str, starts: datetime, before: timedelta, after: timedelta, name: str, *more: str
) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{starts:%Y%m%dT%H%M%S}",
        *more,
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after)}",
        f"TZNAME:{name}",
        f"END:{kind}",
    ]
