"""An event moved, by drag or in the dialog, and put back."""

import datetime
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from calendar_app import services
from calendar_app.clock import own_clock
from calendar_app.forms.events import read_clock
from calendar_app.models import Event
from calendar_app.queries.collisions import Asked, Warning, mark_of, warnings
from calendar_app.queries.shown import span
from calendar_app.queries.triggers import waiting_on
from calendar_app.recurrence import local_of, placed
from calendar_app.services.events import ALL, THIS
from calendar_app.views.events.dates import moved_dates, on_grid, show_dates
from calendar_app.views.events.one import SCOPE_WORDS, event_or_404, occurrence_of, read_stamp, times_of, went
from matters.views.tools import next_url
from practice.dates import NotADate, parse_day
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to, toast, trigger


class MoveForm(forms.Form):
    """A new time for an event, as the grid or the Move dialog gives it: local times of the clock that is shown."""

    start = forms.CharField(max_length=16)
    end = forms.CharField(max_length=16)
    zone = forms.CharField(max_length=64, required=False)
    scope = forms.CharField(max_length=10, required=False)
    reason = forms.CharField(max_length=500, required=False)
    seen = forms.CharField(max_length=4000, required=False)
    accept = forms.BooleanField(required=False)
    who_from = forms.IntegerField(required=False)
    who_to = forms.IntegerField(required=False)

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        for name in ("start", "end"):
            try:
                data[name] = datetime.datetime.fromisoformat(data[name])
            except ValueError:
                self.add_error(name, "Not a time.")
        return data


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_http_methods(["GET", "POST"])
def event_move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog that moves an event by keyboard; ?start= and ?end= propose a time, ?scope= how far it reaches.

    POST: move it (start, end; ?on= for an instance).

    Answers with nothing but a toast with Undo; 422 with a dialog when the series, a warning or a verification asks something back.
    """
    event = event_or_404(request, pk)
    services.ensure_changes(request.member, event)
    moment = occurrence_of(event, request.GET.get("on", ""))
    start, end = times_of(event, moment)
    zone = timezone.get_current_timezone_name()
    local, local_end = local_of(start, zone), local_of(end, zone)
    if request.method == "GET":
        begins, ends = read_stamp(request.GET.get("start", "")), read_stamp(request.GET.get("end", ""))
        if begins is not None and ends is not None and begins < ends:
            local, local_end = local_of(begins, zone), local_of(ends, zone)
        reach = request.GET.get("scope", "")
        reaching = {"scope": reach} if reach in dict(SCOPE_WORDS) else {}
        return _ask(request, event, moment, local, local_end, [], zone, given=reaching, first=True)
    data = request.POST.copy()
    if data.get("day"):
        problem = _from_dialog(data, local, local_end)
        if problem:
            return _ask(request, event, moment, local, local_end, [], zone, error=problem, first=True)
    form = MoveForm(data)
    if not form.is_valid():
        return _ask(
            request, event, moment, local, local_end, [], zone, error="Give a day and times.", first=True
        )
    given = form.cleaned_data
    zone = given["zone"] or zone
    try:
        wanted, wanted_end = placed(given["start"], zone), placed(given["end"], zone)
    except (KeyError, ValueError):
        raise Http404 from None
    scope = given["scope"] or (ALL if moment is None else "")
    guests, error = _guests_after(request, event, given)
    people = [guest for guest in guests if isinstance(guest, Member)]
    asked = Asked(
        people,
        wanted,
        wanted_end,
        event.zone,
        event.kind,
        event.all_day,
        "",
        event.travel_before,
        event.travel_after,
        event,
    )
    against = warnings(request.member, asked)
    unseen = against if not (given["accept"] and given["seen"] == mark_of(against)) else []
    needs_reason = event.verified_at is not None and not given["reason"]
    ask = (request, event, moment, given["start"], given["end"], unseen, zone)
    if error or unseen or not scope or needs_reason:
        return _ask(*ask, error=error, given=given)
    values: dict = {"starts_at": wanted, "ends_at": wanted_end}
    if event.all_day:
        first = given["start"].date()
        values = {"starts_on": first, "ends_on": first + event.further_days}
    if given.get("who_to") and given.get("who_to") != given.get("who_from"):
        values["attendees"] = guests
    try:
        moved = services.change_event(
            event, by=request.member, scope=scope, occurrence=moment, reason=given["reason"], **values
        )
    except Refused as refused:
        return _ask(*ask, error=refused.message, given=given)
    except DomainError as problem:
        return _ask(*ask, error=problem.message, given=given)
    return _moved(request, moved, local, local_end, given, zone)


def _from_dialog(data, local: datetime.datetime, local_end: datetime.datetime) -> str:
    """Put the dialog's day and times into start and end. Returns what is wrong with them."""
    try:
        day = parse_day(data["day"])
        begins = read_clock(data.get("from") or f"{local:%H:%M}")
        ends = read_clock(data.get("until") or f"{local_end:%H:%M}")
    except NotADate as error:
        return str(error)
    except ValueError:
        return "Type a time such as 9:30 AM or 2pm."
    start, end = datetime.datetime.combine(day, begins), datetime.datetime.combine(day, ends)
    if end <= start:
        end += datetime.timedelta(days=1)
    data["start"], data["end"] = start.isoformat(timespec="minutes"), end.isoformat(timespec="minutes")
    return ""


def _guests_after(request: HttpRequest, event: Event, given: dict) -> tuple[list, str]:
    """Who comes after a drag from one person's column to another's, and what speaks against that."""
    rows = list(event.attendees.select_related("member", "contact"))
    guests = [row.member or row.contact or row.email for row in rows]
    old, new = given.get("who_from"), given.get("who_to")
    if not new or new == old:
        return guests, ""
    target = Member.objects.active().filter(pk=new).first()
    if target is None:
        return guests, "This person is not here any more."
    if event.is_court:
        return guests, "Who appears in court is changed in the form, not by dragging."
    kept = [guest for guest in guests if not (isinstance(guest, Member) and guest.pk == old)]
    return [*kept, *([] if target in kept else [target])], ""


def _ask(
    request: HttpRequest,
    event: Event,
    moment: datetime.datetime | None,
    start: datetime.datetime,
    end: datetime.datetime,
    against: list[Warning],
    zone: str,
    *,
    error: str = "",
    given: dict | None = None,
    first: bool = False,
) -> HttpResponse:
    """The dialog of a move: its time, how far it reaches, what speaks against it, why a verified date moves."""
    context = {
        "event": event,
        "start": start,
        "end": end,
        "zone": zone,
        "against": against,
        "loud": any(one.loud for one in against),
        "seen": mark_of(against),
        "scopes": SCOPE_WORDS if moment is not None else (),
        "scope": (given or {}).get("scope") or THIS,
        "reason": (given or {}).get("reason", ""),
        "who_from": (given or {}).get("who_from") or "",
        "who_to": (given or {}).get("who_to") or "",
        "error": error,
        "when": span(start, end),
        "stands_on": request.get_full_path(),
    }
    status = 200 if first and not error else INVALID
    return render(request, "calendar_app/event_move.html", context, status=status)


def _moved(request: HttpRequest, event: Event, local, local_end, given: dict, zone: str) -> HttpResponse:
    """Say so, with Undo to where it was."""
    back: dict[str, str | int] = {"start": f"{local:%Y-%m-%dT%H:%M}", "end": f"{local_end:%Y-%m-%dT%H:%M}"}
    if event.rrule:
        back["shift"] = int((local - given["start"]).total_seconds() // 60)
    if given.get("who_to") and given["who_to"] != given.get("who_from"):
        back |= {"who_from": given["who_to"], "who_to": given.get("who_from") or ""}
    undo = f"{reverse('event_unmove', args=[event.pk])}?{urlencode(back)}"
    start = timezone.localtime(placed(given["start"], zone))
    said = f"{event.title} moved to {start:%a}, {start:%b} {start.day}"
    if not event.all_day:
        said += f", {span(given['start'], given['end'])}"
    waiting = moved_dates(event, request.member)
    if waiting and on_grid(request):
        # What hangs on it is asked at once: the dates go along, stay, or the event goes back.
        response = show_dates(request, event, waiting, back)
        return trigger(response, "calendar-changed", {"id": event.pk})
    if waiting:
        goal = f"{reverse('event_dates', args=[event.pk])}?{urlencode(back)}"
        return redirect_to(request, goal, toast=said)
    if event.matter_id and waiting_on(event):
        said += ". Its dates are counted anew and wait to be accepted"
    if on_grid(request):
        # Not 204: htmx tells the page of what came with an answer only when it swaps one in.
        response = HttpResponse()
        trigger(response, "calendar-changed", {"id": event.pk})
        return toast(response, said, undo if not event.verified_at else None)
    return went(request, event, said, undo=undo)


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_POST
def event_unmove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put a moved event back to ?start= until ?end=. The Undo of a move."""
    event = event_or_404(request, pk)
    form = MoveForm({"start": request.GET.get("start", ""), "end": request.GET.get("end", "")})
    if not form.is_valid():
        raise Http404
    zone = timezone.get_current_timezone_name()
    given = form.cleaned_data
    values: dict = {"starts_at": placed(given["start"], zone), "ends_at": placed(given["end"], zone)}
    if event.all_day:
        values = {
            "starts_on": given["start"].date(),
            "ends_on": given["start"].date() + event.further_days,
        }
    elif event.rrule:
        # The whole series went by the same distance; it goes back by it.
        values = _shift_back(event, given, request.GET.get("shift", ""))
    who = {"who_from": request.GET.get("who_from", ""), "who_to": request.GET.get("who_to", "")}
    if all(part.isdecimal() for part in who.values()):
        values["attendees"] = _guests_after(request, event, {name: int(part) for name, part in who.items()})[
            0
        ]
    services.change_event(event, by=request.member, reason="Undone", **values)
    said = f"{event.title} is back where it was"
    if on_grid(request):
        return toast(trigger(HttpResponse(), "calendar-changed", {"id": event.pk}), said)
    return redirect_to(request, next_url(request, reverse("calendar")), toast=said)


def _shift_back(event: Event, given: dict, text: str) -> dict:
    if not text.lstrip("-").isdecimal() or len(text) > 7:
        raise Http404
    first = local_of(event.starts_at, event.zone) + datetime.timedelta(minutes=int(text))
    begins = placed(first, event.zone)
    return {"starts_at": begins, "ends_at": begins + (given["end"] - given["start"])}
