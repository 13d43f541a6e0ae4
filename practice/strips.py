"""The lines above a page that a member must not overlook: a lapsed licence, a screen to acknowledge, a power lent.

Apps offer theirs by dotted name. A provider runs on each full page and makes no query of its own: what the member
already carries (role, licences, session) answers it, or it gives a Fact, which is asked for with the page's others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string

from practice.facts import Fact

# Functions of (member) -> Strip, None when there is nothing to say, or a Fact whose value is read as one of these; in
# the order they are shown.
STRIPS: list[str] = [
    "accounts.queries.licence_strip",
    "accounts.queries.delegation_strip",
    "matters.queries.access.notice_strip",
    "matters.queries.guests.guest_strip",
    "communications.queries.visitors.waiting_strip",
    "workflows.queries.automations.failed_strip",
    "feeds.queries.questions.strip",
]


@dataclass(frozen=True)
class Strip:
    """One line. `tone` is "" (a warning) or "info"; `url` and `label` name the next step."""

    text: str
    url: str = ""
    label: str = ""
    tone: str = ""
    icon: str = "alert-triangle"


def offers(member) -> dict[str, Strip | Fact | None]:
    """What the providers have to say to this member, by their names."""
    return {path: import_string(path)(member) for path in STRIPS}


def told(offered: Mapping[str, Strip | Fact | None], known: Mapping[str, Any]) -> list[Strip]:
    """The lines to show, warnings first; `known` holds the answers to those that are facts."""
    found = (known[path] if isinstance(offer, Fact) else offer for path, offer in offered.items())
    return sorted((strip for strip in found if strip is not None), key=lambda strip: strip.tone)
