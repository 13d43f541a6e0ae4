"""The panels beside a matter's stream on its Overview tab. Apps above this one bring theirs by dotted name."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import import_string

from accounts.models import Member
from matters.models import Matter


@dataclass(frozen=True)
class Panel:
    """One panel. `template` gets `panel` and the page's context. `place`: "rail", or "top" above the stream."""

    key: str
    title: str
    template: str
    rows: list[Any] = field(default_factory=list)
    url: str = ""
    link: str = "All"
    place: str = "rail"


# f(matter, member) -> Panel or None, shown in this order. At most one query each.
PANELS: list[str] = [
    "communications.panels.pinned_notes",
    "matters.queries.waiting.who_waits",
    "depositions.panels.coming",
    "documents.panels.recent",
]


def panels_of(matter: Matter, member: Member) -> list[Panel]:
    """The panels that have something to say."""
    found = [import_string(path)(matter, member) for path in PANELS]
    return [panel for panel in found if panel is not None]
