"""The time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_names() -> frozenset[str]:
    """Every name of the IANA time zone database. To read them off the disk takes 20 ms, so that is done once."""
    return frozenset(available_timezones())
