"""An event entered and changed in its form."""

import datetime
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Perm, requires
from accounts.time_zones import ZONE_NAMES
from calendar_app import services
from calendar_app.clock import own_clock
from calendar_app.forms.events import EventForm, read_clock
from calendar_app.models import Event
from calendar_app.queries.access import kept_by
from calendar_app.queries.collisions import Warning, mark_of
from calendar_app.services.events import ALL, FOLLOWING, THIS
from calendar_app.views.events.dates import moved_dates
from calendar_app.views.events.one import SCOPE_WORDS, event_or_404, link_of, occurrence_of, times_of, went
from calendar_app.views.events.warned import speaks_against
from matters.models import Matter
from matters.views.tools import next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to, wants_part


def _initial(request: HttpRequest) -> dict:
    """What ?date=, ?from=, ?until=, ?who=, ?kind=, ?matter=, ?room=, ?title=, ?zone= ask a new event for."""
    asked = request.GET
    now = timezone.localtime()
    start = (now + datetime.timedelta(minutes=59)).replace(minute=0, second=0, microsecond=0)
    try:
        day = datetime.date.fromisoformat(asked.get("date", ""))
    except ValueError:
        day = start.date()
    # Another day than today is planned from its morning on; without an end it takes an hour.
    begins = _clock(asked, "from") or (start.time() if day == start.date() else _MORNING)
    an_hour_on = datetime.datetime.combine(day, begins) + datetime.timedelta(hours=1)
    times = {"starts": begins, "ends": _clock(asked, "until") or an_hour_on.time()}
    found: dict = {"starts_on": day, **times, "title": asked.get("title", asked.get("name", ""))[:200]}
    if asked.get("kind") in Event.Kind.values:
        found["kind"] = asked["kind"]
    if asked.get("all_day"):
        found |= {"all_day": True, "starts": None, "ends": None}
    if asked.get("matter", "").isdecimal():
        found["matter"] = (
            Matter.objects.visible_to(request.member).filter(pk=int(asked["matter"][:18])).first()
        )
    if asked.get("room", "").isdecimal():
        found["room"] = asked["room"]
    who = [int(part) for part in asked.get("who", "").split(",") if part.isdecimal() and len(part) < 19]
    if asked.get("zone") in ZONE_NAMES:
        found["zone"] = asked["zone"]
    kept = kept_by(request.member)
    owner = next((pk for pk in who if pk in kept), request.member.pk)
    found["organizer"] = owner
    found["people"] = who or [owner]
    return found


def _clock(asked: QueryDict, name: str) -> datetime.time | None:
    """The time of day that an address names; None for none, or for what is none."""
    try:
        return read_clock(asked.get(name, ""))
    except ValueError:
        return None


_MORNING = datetime.time(9)


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_http_methods(["GET", "POST"])
def event_create(request: HttpRequest) -> HttpResponse:
    """GET the form, in the drawer or on its page (?date=, ?from=, ?until=, ?who= fill it), POST: a new event."""
    quick = wants_part(request) and request.htmx.target == "drawer"
    form = EventForm(request.POST or None, member=request.member, initial=_initial(request))
    against: list[Warning] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        against = speaks_against(request, form, values, None)
        if not against:
            try:
                with transaction.atomic():
                    event = services.create_event(by=request.member, **values)
                    form.save_parts(event)
            except DomainError as error:
                _put(form, error)
            else:
                return went(request, event, f"{event.title} is on the calendar", quick=quick)
    return _render_form(request, form, against, quick=quick)


FIELDS_OF = {"starts_at": "starts", "ends_at": "ends", "attendees": "people", "recurrence": "repeats"}


def _put(form: EventForm, error: DomainError) -> None:
    """A broken rule beside the field of the form that it is about."""
    error.field = FIELDS_OF.get(error.field or "", error.field)
    put_error(form, error)


def _render_form(
    request: HttpRequest,
    form: EventForm,
    against: list[Warning],
    *,
    event: Event | None = None,
    quick: bool = False,
    **more,
) -> HttpResponse:
    context = {
        "form": form,
        "against": against,
        "seen": mark_of(against),
        "event": event,
        "loud": any(one.loud for one in against),
        "next": next_url(request, ""),
        "court_kinds": ("hearing", "trial", "court_other"),
        "quarter_hours": _QUARTERS,
        "find_url": "" if event is not None else link_of("find_time"),
        "other_clock": _other_clock(form, request),
        **more,
    }
    template = "calendar_app/event_quick.html" if quick else "calendar_app/event_form.html"
    return render(request, template, context, status=INVALID if form.errors or against else 200)


def _other_clock(form: EventForm, request: HttpRequest) -> str:
    """The zone in which the form's times are meant, in words, where it is not the firm's."""
    zone = form["zone"].value() or ""
    return "" if zone == request.firm.time_zone else zone.rpartition("/")[2].replace("_", " ")


_QUARTERS = [
    f"{hour % 12 or 12}:{minute:02d} {'AM' if hour < 12 else 'PM'}"
    for hour in range(7, 20)
    for minute in (0, 30)
]


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_http_methods(["GET", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change an event; ?on= names an instance of a series, ?scope= how far the change reaches."""
    event = event_or_404(request, pk)
    services.ensure_changes(request.member, event)
    moment = occurrence_of(event, request.GET.get("on", ""))
    scope = request.GET.get("scope") or request.POST.get("scope") or (ALL if moment is None else "")
    if scope not in (THIS, FOLLOWING, ALL):
        context = {
            "event": event,
            "scopes": SCOPE_WORDS,
            "verb": "Edit",
            "get": True,
            "on": request.GET.get("on", ""),
        }
        return render(request, "calendar_app/event_scope.html", context)
    start, end = times_of(event, moment)
    instance = bool(event.rrule) and scope == THIS
    form = EventForm(
        request.POST or None,
        member=request.member,
        event=event,
        instance=instance or bool(event.parent_id),
        initial=EventForm.initial_of(event, start=start, end=end),
    )
    against: list[Warning] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        against = speaks_against(request, form, values, event)
        if not against:
            if event.rrule and scope == ALL and not _time_changed(form):
                for name in ("starts_at", "ends_at", "starts_on", "ends_on"):
                    values.pop(name, None)
            try:
                with transaction.atomic():
                    changed = services.change_event(
                        event,
                        by=request.member,
                        scope=scope,
                        occurrence=moment,
                        reason=form.cleaned_data.get("reason", ""),
                        **values,
                    )
                    form.save_parts(changed)
            except Refused as refused:
                form.add_error("reason" if "reason" in form.fields else None, refused.message)
            except DomainError as error:
                _put(form, error)
            else:
                said = f"{changed.title} saved"
                if _time_changed(form) and moved_dates(changed, request.member):
                    # What hangs on it is asked at once, and from there it goes on to where the form came from.
                    goal = reverse("event_dates", args=[changed.pk])
                    after = urlencode({"next": next_url(request, changed.get_absolute_url())})
                    return redirect_to(request, f"{goal}?{after}", toast=said)
                return went(request, changed, said)
    words = dict(SCOPE_WORDS)[scope] if event.rrule else ""
    return _render_form(request, form, against, event=event, scope=scope, scope_words=words)


def _time_changed(form: EventForm) -> bool:
    return bool({"starts_on", "ends_on", "starts", "ends", "all_day", "zone"} & set(form.changed_data))
