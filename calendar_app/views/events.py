"""One event: entered, looked at, changed, moved, called off, answered, verified."""

import datetime
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from calendar_app import services
from calendar_app.forms.events import EventForm, read_clock
from calendar_app.models import Attendee, Event
from calendar_app.queries.access import kept_by, may_change
from calendar_app.queries.collisions import Asked, Warning, warnings
from calendar_app.queries.grid import span
from calendar_app.recurrence import is_instance, local_of, placed
from calendar_app.services.events import ALL, FOLLOWING, THIS
from matters.models import Matter
from matters.queries.access import may
from matters.views.tools import next_url
from practice import audit
from practice.dates import NotADate, parse_day
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to, toast, trigger, wants_part
from practice.rrules import in_words

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


def _occurrence(event: Event, text: str) -> datetime.datetime | None:
    """The start of the instance that an address names; None for an event that does not repeat. Unknown ones: 404."""
    if not event.rrule:
        return None
    moment = read_stamp(text) if text else event.starts_at
    if moment is None or not is_instance(
        event.rrule, starts_at=event.starts_at, zone=event.zone, moment=moment
    ):
        raise Http404
    return moment


def _times(event: Event, moment: datetime.datetime | None) -> tuple[datetime.datetime, datetime.datetime]:
    start = moment or event.starts_at
    return start, start + (event.ends_at - event.starts_at)


def _link(name: str, *args) -> str:
    """The address of a view of another app; "" where this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def peek_context(request: HttpRequest, text: str) -> dict:
    """What the drawer and the page of an event show. `text` is its id, with "@20261130T1700" for an instance."""
    number, _at, stamp = text.partition("@")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    event = event_or_404(request, int(number))
    member = request.member
    moment = _occurrence(event, stamp)
    start, end = _times(event, moment)
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
        "answers": Attendee.Response.choices[1:],
        "may_change": changes,
        "may_verify": event.is_unverified
        and event.matter is not None
        and may(member, Perm.DEADLINE_VERIFY, event.matter)
        and event.set_by_id != member.pk,
        "rule": in_words(event.rrule or (event.parent.rrule if event.parent_id else "")),
        "entered_by": event.created_by if event.created_by_id != event.organizer_id else None,
        "time_url": _time_url(event, local, hours),
        "travel_url": _link("trip_create"),
        "deadlines_url": _link("chain_create"),
        "events": audit.history_of(event)
        if event.matter is not None and may(member, Perm.AUDIT_VIEW, event.matter)
        else None,
    }


def _about(event: Event) -> str:
    """The page of what put the event on the calendar, where there is one."""
    names = {"deposition": "deposition_detail", "booking": "booking_detail"}
    name = names.get(event.about_kind, "")
    return _link(name, event.about_id) if name and event.about_id else ""


def _own_zone(event: Event, start: datetime.datetime, end: datetime.datetime) -> str:
    """The time in the event's own clock, where that is another than the firm's."""
    if event.zone == timezone.get_current_timezone_name() or event.all_day:
        return ""
    return f"{span(local_of(start, event.zone), local_of(end, event.zone))} in {event.zone.rpartition('/')[2].replace('_', ' ')}"


def _time_url(event: Event, local: datetime.datetime, hours: float) -> str:
    url = _link("time_create")
    if not url or event.matter_id is None or event.all_day:
        return ""
    asked = {"matter": event.matter_id, "date": local.date().isoformat(), "duration": f"{hours:.1f}"}
    return f"{url}?{urlencode(asked | {'narrative': event.title, 'event': event.pk})}"


@requires(Perm.CALENDAR_OWN)
@require_GET
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one event on a page of its own; ?on= names an instance."""
    stamp = request.GET.get("on", "")
    context = peek_context(request, f"{pk}@{stamp}" if stamp else str(pk))
    return render(request, "calendar_app/event_detail.html", context)


# ── entering and changing ──


def _asked(form: EventForm, values: dict, event: Event | None) -> Asked:
    """What the form wants, as the warnings take it."""
    shell = Event(zone=values["zone"], starts_at=values.get("starts_at"), ends_at=values.get("ends_at"))
    if values.get("starts_on"):
        midnight = datetime.time()
        last = values["ends_on"] + datetime.timedelta(days=1)
        shell.starts_at = placed(datetime.datetime.combine(values["starts_on"], midnight), shell.zone)
        shell.ends_at = placed(datetime.datetime.combine(last, midnight), shell.zone)
    people = [guest for guest in values["attendees"] if isinstance(guest, Member)]
    return Asked(
        people,
        shell.starts_at,
        shell.ends_at,
        shell.zone,
        values["kind"],
        bool(values.get("starts_on")),
        values.get("rrule", ""),
        values["travel_before"],
        values["travel_after"],
        event,
    )


def _speaks_against(
    request: HttpRequest, form: EventForm, values: dict, event: Event | None
) -> list[Warning]:
    """The warnings that were not ticked yet. A tick holds for what was shown: the form carries its marks."""
    found = warnings(request.member, _asked(form, values, event))
    seen = request.POST.get("seen", "")
    if form.cleaned_data.get("accept") and seen == _mark(found):
        return []
    return found


def _mark(found: list[Warning]) -> str:
    return "|".join(sorted(f"{one.kind}:{one.who}" for one in found))


def _initial(request: HttpRequest) -> dict:
    """What ?date=, ?from=, ?until=, ?who=, ?kind=, ?matter=, ?room=, ?title= ask a new event for."""
    asked = request.GET
    now = timezone.localtime()
    start = (now + datetime.timedelta(minutes=59)).replace(minute=0, second=0, microsecond=0)
    try:
        day = datetime.date.fromisoformat(asked.get("date", ""))
    except ValueError:
        day = start.date()
    times = {"starts": start.time(), "ends": (start + datetime.timedelta(hours=1)).time()}
    for name, param in (("starts", "from"), ("ends", "until")):
        try:
            times[name] = read_clock(asked.get(param, ""))
        except ValueError:
            continue
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
    kept = kept_by(request.member)
    owner = next((pk for pk in who if pk in kept), request.member.pk)
    found["organizer"] = owner
    found["people"] = who or [owner]
    return found


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def event_create(request: HttpRequest) -> HttpResponse:
    """GET the form, in the drawer or on its page (?date=, ?from=, ?until=, ?who= fill it), POST: a new event."""
    quick = wants_part(request) and request.htmx.target == "drawer"
    form = EventForm(request.POST or None, member=request.member, initial=_initial(request))
    against: list[Warning] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        against = _speaks_against(request, form, values, None)
        if not against:
            try:
                event = services.create_event(by=request.member, **values)
            except DomainError as error:
                _put(form, error)
            else:
                return _went(request, event, f"{event.title} is on the calendar", quick=quick)
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
        "seen": _mark(against),
        "event": event,
        "loud": any(one.loud for one in against),
        "next": next_url(request, ""),
        "court_kinds": ("hearing", "trial", "court_other"),
        "quarter_hours": _QUARTERS,
        **more,
    }
    template = "calendar_app/event_quick.html" if quick else "calendar_app/event_form.html"
    return render(request, template, context, status=INVALID if form.errors or against else 200)


_QUARTERS = [
    f"{hour % 12 or 12}:{minute:02d} {'AM' if hour < 12 else 'PM'}"
    for hour in range(7, 20)
    for minute in (0, 30)
]


def _went(
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


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change an event; ?on= names an instance of a series, ?scope= how far the change reaches."""
    event = event_or_404(request, pk)
    services.ensure_changes(request.member, event)
    moment = _occurrence(event, request.GET.get("on", ""))
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
    start, end = _times(event, moment)
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
        against = _speaks_against(request, form, values, event)
        if not against:
            if event.rrule and scope == ALL and not _time_changed(form):
                for name in ("starts_at", "ends_at", "starts_on", "ends_on"):
                    values.pop(name, None)
            try:
                changed = services.change_event(
                    event,
                    by=request.member,
                    scope=scope,
                    occurrence=moment,
                    reason=form.cleaned_data.get("reason", ""),
                    **values,
                )
            except Refused as refused:
                form.add_error("reason" if "reason" in form.fields else None, refused.message)
            except DomainError as error:
                _put(form, error)
            else:
                return _went(request, changed, f"{changed.title} saved")
    words = dict(SCOPE_WORDS)[scope] if event.rrule else ""
    return _render_form(request, form, against, event=event, scope=scope, scope_words=words)


def _time_changed(form: EventForm) -> bool:
    return bool({"starts_on", "ends_on", "starts", "ends", "all_day", "zone"} & set(form.changed_data))


# ── moving ──


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
@require_http_methods(["GET", "POST"])
def event_move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog that moves an event by keyboard. POST: move it (start, end; ?on= for an instance).

    Answers with nothing but a toast with Undo; 422 with a dialog when the series, a warning or a verification asks something back.
    """
    event = event_or_404(request, pk)
    services.ensure_changes(request.member, event)
    moment = _occurrence(event, request.GET.get("on", ""))
    start, end = _times(event, moment)
    zone = timezone.get_current_timezone_name()
    local, local_end = local_of(start, zone), local_of(end, zone)
    if request.method == "GET":
        return _ask(request, event, moment, local, local_end, [], zone, first=True)
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
    unseen = against if not (given["accept"] and given["seen"] == _mark(against)) else []
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
        "seen": _mark(against),
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
    if wants_part(request):
        # Not 204: htmx tells the page of what came with an answer only when it swaps one in.
        response = HttpResponse()
        trigger(response, "calendar-changed", {"id": event.pk})
        return toast(response, said, undo if not event.verified_at else None)
    return _went(request, event, said, undo=undo)


@requires(Perm.CALENDAR_OWN)
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
    return redirect_to(
        request, next_url(request, reverse("calendar")), toast=f"{event.title} is back where it was"
    )


def _shift_back(event: Event, given: dict, text: str) -> dict:
    if not text.lstrip("-").isdecimal() or len(text) > 7:
        raise Http404
    first = local_of(event.starts_at, event.zone) + datetime.timedelta(minutes=int(text))
    begins = placed(first, event.zone)
    return {"starts_at": begins, "ends_at": begins + (given["end"] - given["start"])}


# ── calling off, answering, verifying ──


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def event_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks how far, and for a verified court date why; POST calls the event off. The toast offers Undo."""
    event = event_or_404(request, pk)
    services.ensure_changes(request.member, event)
    moment = _occurrence(event, request.GET.get("on", ""))
    scope = request.POST.get("scope", "") or (ALL if moment is None else "")
    context = {
        "event": event,
        "moment": moment,
        "scopes": SCOPE_WORDS if moment is not None else (),
        "scope": THIS,
        "on": request.GET.get("on", ""),
    }
    if request.method == "GET" or not scope:
        return render(request, "calendar_app/event_cancel.html", context)
    try:
        gone = services.cancel_event(
            event, by=request.member, scope=scope, occurrence=moment, reason=request.POST.get("reason", "")
        )
    except Refused:
        raise
    except DomainError as error:
        return render(
            request, "calendar_app/event_cancel.html", context | {"error": error.message}, status=INVALID
        )
    undo = reverse("event_restore", args=[gone.pk])
    if scope == THIS and gone.rrule:
        undo += f"?on={moment:{STAMP}}"
    said = f"{event.title} is called off"
    day = timezone.localtime(moment or event.starts_at).date()
    goal = next_url(request, f"{reverse('calendar')}?date={day.isoformat()}")
    return redirect_to(request, goal, toast=said, undo_url="" if scope == FOLLOWING else undo)


@requires(Perm.CALENDAR_OWN)
@require_POST
def event_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: put back what was called off; ?on= names an instance taken out of a series."""
    event = event_or_404(request, pk)
    try:
        services.restore_event(event, by=request.member, occurrence=read_stamp(request.GET.get("on", "")))
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, next_url(request, reverse("calendar")), toast=error.message)
    return redirect_to(request, next_url(request, reverse("calendar")), toast=f"{event.title} is back")


@requires(Perm.CALENDAR_OWN)
@require_POST
def event_respond(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: answer an invitation (response: accepted, tentative or declined)."""
    event = event_or_404(request, pk)
    try:
        row = services.respond(
            event,
            by=request.member,
            response=request.POST.get("response", ""),
            note=request.POST.get("note", ""),
        )
    except DomainError as error:
        return redirect_to(request, next_url(request, event.get_absolute_url()), toast=error.message)
    said = f"{event.title}: {row.get_response_display().lower()}"
    return redirect_to(request, next_url(request, event.get_absolute_url()), toast=said)


@requires(Perm.CALENDAR_OWN)
@require_POST
def event_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a second person vouches for the date of a court."""
    event = event_or_404(request, pk)
    try:
        services.verify_event(event, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        return redirect_to(request, next_url(request, event.get_absolute_url()), toast=error.message)
    return redirect_to(request, next_url(request, event.get_absolute_url()), toast=f"{event.title} verified")
