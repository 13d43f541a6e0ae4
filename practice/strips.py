"""The lines above a page that a member must not overlook: a lapsed licence, a screen to acknowledge, a power lent.

Apps offer theirs by dotted name. A provider runs on each full page, so it costs no more than one narrow query, and none when
what the member already carries (role, licences, session) answers it.
"""

from dataclasses import dataclass

from django.utils.module_loading import import_string

# Functions of (member) -> Strip, or None when there is nothing to say; in the order they are shown.
STRIPS: list[str] = []


@dataclass(frozen=True)
class Strip:
    """One line. `tone` is "" (a warning) or "info"; `url` and `label` name the next step."""

    text: str
    url: str = ""
    label: str = ""
    tone: str = ""
    icon: str = "alert-triangle"


def strips_for(member) -> list[Strip]:
    """What this member is told on each page."""
    found = (import_string(path)(member) for path in STRIPS)
    return [strip for strip in found if strip is not None]
