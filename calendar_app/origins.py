"""What put an event on the calendar, for the link on its page. Apps above this one name where theirs is found.

A provider is `provider(member, about_id) -> Origin | None`: None when there is nothing, or nothing the member may see.
"""

from dataclasses import dataclass

from django.utils.module_loading import import_string

from accounts.models import Member
from calendar_app.models import Event

ORIGINS: dict[str, str] = {
    "booking": "booking.queries.origins.booking",
    "poll": "booking.queries.origins.poll",
    "trip_leg": "travel.queries.origins.leg",
    "trip_stay": "travel.queries.origins.stay",
    "deposition": "depositions.queries.origins.deposition",
    "task": "work.queries.origins.task",
    "lead": "intake.queries.origins.lead",
}


@dataclass(frozen=True)
class Origin:
    """What an event came from, in words, and its page."""

    label: str  # "Trip", "Deposition"
    name: str
    url: str
    icon: str = "arrow-right"


def origin_of(event: Event, member: Member) -> Origin | None:
    """What the event came from, where the member may see it. One query, none for events that people entered."""
    path = ORIGINS.get(event.about_kind)
    if path is None or not event.about_id:
        return None
    return import_string(path)(member, event.about_id)
