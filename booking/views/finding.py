"""“Find a time”: common free times of several people and a room, and what is made of them."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Member
from accounts.permissions import Perm, requires
from booking.forms.polls import EventForm, FindForm
from booking.queries.finding import find_times
from booking.services.meetings import put_meeting
from booking.slots import Common
from booking.views.pages import tabs
from booking.views.pick import moment_of, stamp
from calendar_app.queries.hours import days_off
from practice.dates import NotADate, parse_day
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

BEST = 5
# What was typed beside the times, for the form of a poll: kept in the session, so that no address holds names.
TYPED, CARRIED = "booking.poll", ("title", "kind", "place", "matter", "guests", *EventForm.CONTACTS)


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What was typed for the meeting before the person went on to ask about several times."""
    return {name: value for name, value in request.session.pop(TYPED, {}).items() if value}


def people(reader: Member) -> list[Member]:
    """Whose time the reader may look for, by name: everybody of the firm, for a guest their own. What is told is when they
    are free.
    """
    rows = Member.objects.timekeepers().select_related("user").prefetch_related("licences")
    if reader.sees_named_matters_only:
        return list(rows.filter(pk=reader.pk))
    return [member for member in rows if not member.sees_named_matters_only]


def wanted(request: HttpRequest, staff: list[Member]) -> FindForm:
    """The search as it stands in the address; for oneself over two weeks when nothing is."""
    given = request.GET.copy()
    for name in ("at", "csrfmiddlewaretoken", *CARRIED):
        given.pop(name, None)
    if not given:
        given = QueryDict(mutable=True)
        given.setlist("people", [str(request.member.pk)])
    given.setdefault("minutes", "60")
    given.setdefault("days", "14")
    try:
        first = parse_day(given.get("first") or timezone.localdate().isoformat())
        given["first"] = f"{first:%b} {first.day}, {first.year}"
    except NotADate:
        pass  # the field says so
    return FindForm(given, people=staff, rooms=not request.member.sees_named_matters_only)


def search_of(form: FindForm) -> dict:
    """What queries.finding.find_times takes, of a valid form."""
    data = form.cleaned_data
    return {
        "wished": data["wished"],
        "room": data["room"],
        "minutes": data["minutes"],
        "first": max(data["first"], timezone.localdate()),
        "days": data["days"],
        "zone": timezone.get_current_timezone_name(),
        "guest_zone": data["guest_zone"],
    }


def query_of(form: FindForm, *, at: Iterable[str] = ()) -> str:
    """The search as an address has it."""
    data = form.cleaned_data
    pairs = [("people", person.pk) for person in data["people"]]
    pairs += [("wished", person.pk) for person in data["wished"]]
    pairs += [("minutes", data["minutes"]), ("days", data["days"]), ("first", data["first"].isoformat())]
    if data["room"]:
        pairs.append(("room", data["room"].pk))
    if data["guest_zone"]:
        pairs.append(("guest_zone", data["guest_zone"]))
    return urlencode([*pairs, *(("at", one[:20]) for one in list(at)[:20])])


def _shown(common: Common, names: dict[int, str], guest_zone: str) -> dict:
    guest = common.start.astimezone(ZoneInfo(guest_zone)) if guest_zone else None
    why = [*(f"without {names[key]}" for key in common.missing), *common.why]
    return {
        "start": common.start,
        "end": common.end,
        "stamp": stamp(common.start),
        "points": common.points,
        "tone": "" if common.points >= 80 else "fair" if common.points >= 55 else "poor",
        "why": ", ".join(why) or "everybody free",
        "guest": f"{guest:%-I:%M %p}" if guest else "",
    }


def _days(times: list[dict], first: datetime.date, days: int) -> list[dict]:
    """The times under their days; days without any are left out, but for working days."""
    rows: dict[datetime.date, list[dict]] = {}
    for time in times:
        rows.setdefault(timezone.localtime(time["start"]).date(), []).append(time)
    all_days = (first + datetime.timedelta(days=n) for n in range(days))
    off = days_off(first, first + datetime.timedelta(days=days))
    return [
        {"date": day, "times": rows.get(day, []), "off": off.on(day)}
        for day in all_days
        if day in rows or day.weekday() < 5
    ]


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def find_time(request: HttpRequest) -> HttpResponse:
    """GET the common times of whom the address names. POST at=: a meeting at that time."""
    staff = people(request.member)
    form = wanted(request, staff)
    valid = form.is_valid()
    if request.method == "POST" and valid and "ask" in request.POST:
        query = query_of(form, at=request.POST.getlist("at"))
        request.session[TYPED] = {name: request.POST.get(name, "")[:2000] for name in CARRIED}
        return redirect_to(request, f"{reverse('poll_create')}?{query}")
    event_form = EventForm(request.POST or None, member=request.member, initial=_typed(request))
    if request.method == "POST" and valid and event_form.is_valid():
        answer = _create(request, form, event_form)
        if answer is not None:
            return answer
    times: list[dict] = []
    if valid:
        names = {member.pk: member.name for member in staff}
        found = find_times(form.cleaned_data["people"], **search_of(form))
        times = [_shown(one, names, form.cleaned_data["guest_zone"]) for one in found]
    first = search_of(form)["first"] if valid else timezone.localdate()
    days = form.cleaned_data["days"] if valid else 14
    rows = _days(times, first, days)
    context = {
        "tabs": tabs("find", request),
        "form": form,
        "event_form": event_form,
        "times": times,
        "best": sorted(times, key=lambda one: (-one["points"], one["start"]))[:BEST],
        "days": rows,
        "columns": max((len(row["times"]) for row in rows), default=0) or 1,
        "query": query_of(form) if valid else "",
        "picked": set(request.POST.getlist("at")),
        "guest_zone": form.cleaned_data.get("guest_zone", "") if valid else "",
        "valid": valid,
    }
    return render(request, "booking/find.html", context, status=INVALID if event_form.errors else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What the event form had already, when the search began there: ?title=, ?kind=, ?place=, ?matter=."""
    found = {name: request.GET[name][:300] for name in ("title", "kind", "place") if request.GET.get(name)}
    if request.GET.get("matter", "").isdecimal():
        found["matter"] = request.GET["matter"][:18]
    return found


def _create(request: HttpRequest, form: FindForm, event_form: EventForm) -> HttpResponse | None:
    data, search = event_form.cleaned_data, form.cleaned_data
    # Each once: the best times stand in the list of all of them too.
    chosen = sorted({moment for moment in map(moment_of, request.POST.getlist("at")) if moment is not None})
    if len(chosen) != 1:
        event_form.add_error(None, "Choose one time for the meeting. With several, ask by a poll.")
        return None
    try:
        event = put_meeting(
            by=request.member,
            title=data["title"],
            kind=data["kind"],
            start=chosen[0],
            minutes=search["minutes"],
            needed=search["people"],
            others=[*search["wished"], *data["contacts"]],
            named=data["guests"],
            room=search["room"],
            matter=data["matter"],
            location=data["place"],
            tentative=data["tentative"],
        )
    except DomainError as error:
        put_error(event_form, error)
        return None
    return redirect_to(request, event, toast=f"{event.title} is on the calendar")
