"""What the views of one event share: finding it, the instance that is meant, where to go afterwards."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from calendar_app.models import Event
from calendar_app.recurrence import is_instance
from calendar_app.services.events import ALL, FOLLOWING, THIS
from matters.views.tools import next_url
from practice.htmx import redirect_to, toast, trigger

SCOPE_WORDS = ((THIS, "This date alone"), (FOLLOWING, "This date and those that follow"), (ALL, "All dates"))
STAMP = "%Y%m%dT%H%M"


def event_or_404(request: HttpRequest, pk: int) -> Event:
    """The event, when the member may read it."""
    rows = Event.objects.visible_to(request.member).filter(pk=pk)
    found = rows.select_related(
        "matter__responsible",
        "matter__supervising",
        "organizer",
        "created_by",
        "verified_by",
        "room__office",
        "parent",
    ).first()
    if found is None:
        raise Http404
    return found


def read_stamp(text: str) -> datetime.datetime | None:
    """The moment (UTC) of 20261130T1700; None for anything else."""
    try:
        return datetime.datetime.strptime(text, STAMP).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def occurrence_of(event: Event, text: str) -> datetime.datetime | None:
    """The start of the instance that an address names; None for an event that does not repeat. Unknown ones: 404."""
    if not event.rrule:
        return None
    moment = read_stamp(text) if text else event.starts_at
    if moment is None or not is_instance(
        event.rrule, starts_at=event.starts_at, zone=event.zone, moment=moment
    ):
        raise Http404
    return moment


def times_of(event: Event, moment: datetime.datetime | None) -> tuple[datetime.datetime, datetime.datetime]:
    """Start and end of the event, or of its instance at `moment`."""
    start = moment or event.starts_at
    return start, start + (event.ends_at - event.starts_at)


def went(
    request: HttpRequest, event: Event, said: str, *, quick: bool = False, undo: str = ""
) -> HttpResponse:
    """After a write: back to the calendar, or for the drawer a word to the page to load itself again."""
    if quick:
        # Not 204: htmx tells the page of what came with an answer only when it swaps one in.
        response = HttpResponse()
        trigger(response, "calendar-changed", {"id": event.pk})
        return toast(response, said, undo or None)
    day = timezone.localtime(event.starts_at).date()
    goal = next_url(request, f"{reverse('calendar')}?date={day.isoformat()}&peek={event.pk}")
    return redirect_to(request, goal, toast=said, undo_url=undo)


def link_of(name: str, *args) -> str:
    """The address of a view of another app; "" where this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
