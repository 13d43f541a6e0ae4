"""Time zones to choose from: those of the United States by the names people use, then all others by region."""

from functools import lru_cache

from practice.zones import zone_names

UNITED_STATES = (
    ("America/New_York", "Eastern time (New York)"),
    ("America/Chicago", "Central time (Chicago)"),
    ("America/Denver", "Mountain time (Denver)"),
    ("America/Phoenix", "Arizona (Phoenix)"),
    ("America/Los_Angeles", "Pacific time (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Puerto Rico"),
)
REGIONS = ("America", "Europe", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian")


@lru_cache(maxsize=1)
def groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """[(region, [(IANA name, label)])] for a select."""
    known = dict(UNITED_STATES)
    found = [("United States", list(UNITED_STATES))]
    names = sorted(zone_names() - known.keys())
    for region in REGIONS:
        rows = [
            (name, name.partition("/")[2].replace("_", " ").replace("/", ", "))
            for name in names
            if name.startswith(f"{region}/")
        ]
        found.append((region, rows))
    found.append(("Other", [("UTC", "UTC")]))
    return found


@lru_cache(maxsize=512)
def label_of(zone: str) -> str:
    """The zone as people call it."""
    return dict(UNITED_STATES).get(zone) or zone.rpartition("/")[2].replace("_", " ")


def known(zone: str) -> bool:
    """Whether there is such a zone."""
    return zone in zone_names()
