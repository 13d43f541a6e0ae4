"""Events in the command palette and the search over everything."""

from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import Event
from practice.palette import Entry
from search.queries.typing import texts_begun

EVENTS = "Events"


def search(member: Member, text: str) -> list[Entry]:
    """Events whose title has words that begin as typed, the next to come first. Private ones are not found. Two queries."""
    if not text or not member.can(Perm.CALENDAR_OWN):
        return []
    ids = [pk for _, pk in texts_begun(text, only=["event"])]
    if not ids:
        return []
    now = timezone.now()
    rows = Event.objects.visible_to(member).standing().filter(pk__in=ids).select_related("matter")
    found = sorted(
        rows, key=lambda event: (event.starts_at < now and not event.rrule, abs(event.starts_at - now))
    )
    return [
        Entry(
            EVENTS,
            event.title,
            " · ".join(part for part in (_when(event), event.matter.name if event.matter_id else "") if part),
            event.get_absolute_url(),
            "gavel" if event.is_court else "calendar-event",
            verb="event",
            key=event.pk,
        )
        for event in found[:3]
    ]


def _when(event: Event) -> str:
    if event.rrule:
        return "Repeats"
    local = timezone.localtime(event.starts_at)
    return (
        f"{local:%a}, {local:%b} {local.day}"
        if event.all_day
        else f"{local:%a}, {local:%b} {local.day}, {local.hour % 12 or 12}:{local:%M} {local:%p}"
    )
