"""Which IANA zone the TZID of another program means: by its name, its Windows name, or by how its clock goes."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from practice.zones import zone_names

# Tried first when a zone is told by its rules alone, so that New York is not called after one of its many twins.
COMMON = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "America/Halifax", "America/St_Johns",
    "Europe/London", "Europe/Paris", "Europe/Athens", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney", "UTC",
)  # fmt: skip


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names()}


@lru_cache(maxsize=512)
def known_zone(tzid: str, hint: str = "", rules: str = "", prefer: str = "") -> str:
    """The IANA name; "" when it cannot be told. `hint` is another name, `rules` the text of its VTIMEZONE."""
    for name in (tzid, hint):
        found = _named(name)
        if found:
            return found
    return _by_rules(rules, prefer) if rules else ""


def _named(name: str) -> str:
    clean = name.strip().strip('"').strip("/")
    if not clean:
        return ""
    if clean.upper() in ("Z", "GMT", "UTC", "ETC/UTC"):
        return "UTC"
    parts = clean.split("/")
    # /freeassociation.sourceforge.net/America/New_York and the like end in the name.
    for start in range(len(parts)):
        found = _zones().get("/".join(parts[start:]).casefold())
        if found and (len(parts) - start > 1 or start == 0):
            return found
    return WINDOWS_TO_OLSON.get(clean, "")


def _by_rules(rules: str, prefer: str) -> str:
    """The first zone whose clock stood and stands as the rules say, over six years by weeks."""
    try:
        tz = Timezone.from_ical(rules).to_tz(lookup_tzid=False)
        days = [datetime(2021, 1, 1, 12) + timedelta(days=7 * n) for n in range(313)]
        told = [day.replace(tzinfo=tz).utcoffset() for day in days]
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, AttributeError):
        return ""
    candidates = [name for name in (prefer, *COMMON) if name]
    for name in [*candidates, *sorted(zone_names() - set(candidates))]:
        zone = ZoneInfo(name)
        if all(
            day.replace(tzinfo=zone).utcoffset() == offset for day, offset in zip(days, told, strict=True)
        ):
            return name
    return ""
