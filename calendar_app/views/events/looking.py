"""An event looked at: in the drawer and on its page."""

import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from calendar_app.clock import own_clock
from calendar_app.models import Attendee, Event
from calendar_app.origins import origin_of
from calendar_app.queries.access import may_change
from calendar_app.queries.shown import span
from calendar_app.queries.triggers import hanging_on, waiting_on
from calendar_app.recurrence import local_of
from calendar_app.views.events.one import STAMP, event_or_404, link_of, occurrence_of, times_of
from matters.queries.access import may
from practice import audit
from practice.rrules import in_words


def peek_context(request: HttpRequest, text: str) -> dict:
    """What the drawer and the page of an event show. `text` is its id, with "@20261130T1700" for an instance."""
    number, _at, stamp = text.partition("@")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    event = event_or_404(request, int(number))
    member = request.member
    moment = occurrence_of(event, stamp)
    start, end = times_of(event, moment)
    local, local_end = timezone.localtime(start), timezone.localtime(end)
    guests = list(event.attendees.select_related("member__role", "contact"))
    own = next((row for row in guests if row.member_id == member.pk), None)
    changes = not event.is_cancelled and may_change(member, event)
    hours = (end - start).total_seconds() / 3600
    query = f"?on={start:{STAMP}}" if moment is not None else ""
    return {
        "event": event,
        "moment": moment,
        "query": query,
        "start": local,
        "end": local_end,
        "last_day": (local_end - datetime.timedelta(microseconds=1)).date(),
        "when": "All day" if event.all_day else span(local, local_end),
        "own_zone": _own_zone(event, start, end),
        "guests": guests,
        "own": own,
        "hanging": hanging_on(event) if event.matter is not None else [],
        "waits": next(iter(waiting_on(event)), None) if event.matter is not None else None,
        "answers": Attendee.Response.choices[1:],
        "may_change": changes,
        "may_verify": event.is_unverified
        and event.matter is not None
        and may(member, Perm.DEADLINE_VERIFY, event.matter)
        and event.set_by_id != member.pk,
        "rule": in_words(event.rrule or (event.parent.rrule if event.parent_id else "")),
        "entered_by": event.created_by if event.created_by_id != event.organizer_id else None,
        "time_url": _time_url(event, local, hours),
        "origin": origin_of(event, member),
        "travel_url": link_of("trip_create"),
        "deadlines_url": link_of("chain_create"),
        "events": audit.history_of(event)
        if event.matter is not None and may(member, Perm.AUDIT_VIEW, event.matter)
        else None,
    }


def _own_zone(event: Event, start: datetime.datetime, end: datetime.datetime) -> str:
    """The time in the event's own clock, where that is another than the firm's."""
    if event.zone == timezone.get_current_timezone_name() or event.all_day:
        return ""
    return f"{span(local_of(start, event.zone), local_of(end, event.zone))} in {event.zone.rpartition('/')[2].replace('_', ' ')}"


def _time_url(event: Event, local: datetime.datetime, hours: float) -> str:
    url = link_of("time_create")
    if not url or event.matter_id is None or event.all_day:
        return ""
    asked = {"matter": event.matter_id, "date": local.date().isoformat(), "duration": f"{hours:.1f}"}
    return f"{url}?{urlencode(asked | {'narrative': event.title, 'event': event.pk})}"


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_GET
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one event on a page of its own; ?on= names an instance."""
    stamp = request.GET.get("on", "")
    context = peek_context(request, f"{pk}@{stamp}" if stamp else str(pk))
    return render(request, "calendar_app/event_detail.html", context)
