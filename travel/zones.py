"""Times as people book them, by the clocks of a place, and the instants they are."""

import datetime
import zoneinfo
from functools import cache
from zoneinfo import ZoneInfo

from practice.exceptions import DomainError

# The zones offered first: those of the United States, in the words people use for them.
USUAL = (
    ("America/Los_Angeles", "Pacific"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Chicago", "Central"),
    ("America/New_York", "Eastern"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
)


@cache
def choices() -> tuple:
    """Zones for a form: those of the United States in words, then all of the tz database by name."""
    rest = sorted(
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/"))
    )
    usual = tuple((name, f"{words} ({name.split('/')[1].replace('_', ' ')})") for name, words in USUAL)
    return (
        ("United States", usual),
        ("All zones", tuple((name, name.replace("_", " ")) for name in rest)),
    )


def instant(day: datetime.date, clock: datetime.time, zone: str, *, field: str = "") -> datetime.datetime:
    """The instant at which the clocks of `zone` show `clock` on `day`, in UTC.

    Of an hour that comes twice, when the clocks go back, the first is meant. Raises DomainError for an hour that does not
    exist, when they go forward, and for an unknown zone.
    """
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise DomainError("Choose a time zone.", field=field or None) from None
    naive = datetime.datetime.combine(day, clock)
    found = naive.replace(tzinfo=place).astimezone(datetime.UTC)
    if found.astimezone(place).replace(tzinfo=None) != naive:
        raise DomainError(
            f"There is no {clock:%H:%M} on {day:%b} {day.day} there: the clocks go forward.",
            field=field or None,
        )
    return found


def told(seconds: int) -> str:
    """How long something takes: 2 h 40 min."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02} min" if minutes else f"{hours} h"
