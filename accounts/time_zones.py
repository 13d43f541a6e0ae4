"""Time zones that the forms offer: those of the United States first, then all others of the IANA database."""

from zoneinfo import available_timezones

COMMON = [
    ("America/New_York", "Eastern (New York)"),
    ("America/Chicago", "Central (Chicago)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Phoenix", "Mountain, no daylight time (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
]
_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
OTHERS = [
    (name, name.replace("_", " "))
    for name in sorted(available_timezones())
    if name.startswith(_REGIONS) and name not in dict(COMMON)
]
ZONES = [("United States", COMMON), ("Other", [*OTHERS, ("UTC", "UTC")])]
ZONE_NAMES = frozenset(name for _group, rows in ZONES for name, _label in rows)
