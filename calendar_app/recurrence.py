"""Series: the instances of a rule in the clock they were meant in. Pure functions: no database, no clock.

A rule is expanded in local time and each instance is then placed on the line of instants, so that a meeting at nine stays
at nine when daylight saving time begins or ends (RFC 5545 section 3.3.10). A local time that a change skips is the same
distance after the change (02:30 becomes 03:30); of one that occurs twice it is the first (section 3.3.5).
"""

import datetime
from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

# Nobody looks further than this at a series without an end.
MOST = 5000
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def placed(local: datetime.datetime, zone: str) -> datetime.datetime:
    """The instant (UTC) at which the clocks of `zone` show `local`, a naive time."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(datetime.UTC)


def local_of(instant: datetime.datetime, zone: str) -> datetime.datetime:
    """What the clocks of `zone` show at an instant, as a naive time."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def parts_of(rule: str) -> dict[str, str]:
    """{"FREQ": "WEEKLY", …} of a rule."""
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def rule_of(parts: dict[str, str]) -> str:
    """The rule of its parts."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _read(rule: str, start: datetime.datetime):
    parts = parts_of(rule)
    if "UNTIL" in parts:
        # The last day counts whole, whatever the hour of the series.
        parts["UNTIL"] = f"{parts['UNTIL'][:8]}T235959"
    return rrulestr(f"RRULE:{rule_of(parts)}", dtstart=start)


def _from(
    rule: str, start: datetime.datetime, since: datetime.datetime, until: datetime.datetime
) -> Iterator[datetime.datetime]:
    rows = _read(rule, start)
    if since <= start <= until and next(iter(rows), None) != start:
        yield start
    for number, local in enumerate(rows.xafter(since, inc=True)):
        if local > until or number >= MOST:
            return
        yield local


def instances(
    rule: str,
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    zone: str,
    since: datetime.datetime,
    until: datetime.datetime,
    without: Collection[datetime.datetime] = (),
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """(start, end) in UTC of the instances that overlap [since, until), but for those whose start is in `without`.

    `starts_at` and `ends_at` are those of the first. An instance lasts as long as the first does; one of whole days ends
    at the midnight its days end.
    """
    first, last = local_of(starts_at, zone), local_of(ends_at, zone)
    midnights = first.time() == last.time() == datetime.time()
    length, days = ends_at - starts_at, last - first
    gone = {moment.astimezone(datetime.UTC) for moment in without}
    # A day on each side, for what the clocks were moved in between.
    near, far = local_of(since, zone) - days - DAY, local_of(until, zone) + DAY
    found = []
    for local in _from(rule, first, near, far):
        start = placed(local, zone)
        end = placed(local + days, zone) if midnights else start + length
        if start not in gone and start < until and end > since:
            found.append((start, end))
    return found


DAY = datetime.timedelta(days=1)


def is_instance(rule: str, *, starts_at: datetime.datetime, zone: str, moment: datetime.datetime) -> bool:
    """Whether an instance of the series starts at this instant."""
    local = local_of(moment, zone)
    rows = _from(rule, local_of(starts_at, zone), local - DAY, local + DAY)
    return any(placed(row, zone) == moment for row in rows)


def end_of(
    rule: str, *, starts_at: datetime.datetime, ends_at: datetime.datetime, zone: str
) -> datetime.datetime | None:
    """The instant at which the last instance ends; None for a series without an end."""
    parts = parts_of(rule)
    if "UNTIL" not in parts and "COUNT" not in parts:
        return None
    last = local_of(starts_at, zone)
    for number, last in enumerate(_read(rule, local_of(starts_at, zone))):  # noqa: B007
        if number >= MOST:
            return None
    return placed(last, zone) + (ends_at - starts_at) + datetime.timedelta(hours=2)


def before(rule: str, day: datetime.date) -> str:
    """The rule, ended on the day before `day`."""
    parts = parts_of(rule)
    parts.pop("COUNT", None)
    return rule_of(parts | {"UNTIL": f"{day - DAY:%Y%m%d}"})


def onward(rule: str, *, start: datetime.datetime, at: datetime.datetime) -> str:
    """The rule of what is left of a series from `start` when it is cut at its instance `at` (naive local times)."""
    parts = parts_of(rule)
    if "COUNT" in parts:
        gone = sum(1 for local in _read(rule, start) if local < at)
        parts["COUNT"] = str(max(int(parts["COUNT"]) - gone, 1))
    return rule_of(parts)


def shifted(rule: str, *, old: datetime.date, new: datetime.date) -> str:
    """The rule of a series whose instance of the day `old` moves to `new`: its weekdays or its day of the month follow."""
    if old == new:
        return rule
    parts = parts_of(rule)
    if "BYDAY" in parts and parts["FREQ"] == "WEEKLY":
        by = (new - old).days
        days = [WEEKDAYS[(WEEKDAYS.index(day[-2:]) + by) % 7] for day in parts["BYDAY"].split(",")]
        parts["BYDAY"] = ",".join(sorted(days, key=WEEKDAYS.index))
    elif "BYDAY" in parts and "," not in parts["BYDAY"]:
        number = "-1" if parts["BYDAY"].startswith("-") else str((new.day - 1) // 7 + 1)
        parts["BYDAY"] = f"{number}{WEEKDAYS[new.weekday()]}"
    elif "BYMONTHDAY" in parts:
        parts["BYMONTHDAY"] = str(new.day)
    return rule_of(parts)
