"""How full days are, beside each date; and when people work."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Member
from accounts.permissions import Perm, requires
from calendar_app.clock import own_clock
from calendar_app.forms.events import read_clock
from calendar_app.forms.hours import RoomForm
from calendar_app.models import Room
from calendar_app.queries.hours import WEEKDAYS, hours_of
from calendar_app.queries.workload import workload
from calendar_app.services.looks import set_hours
from calendar_app.services.rooms import save_room
from calendar_app.views.grid import choosable
from practice.dates import NotADate, parse_day
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

DAYS = 14


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_GET
def workload_strip(request: HttpRequest) -> HttpResponse:
    """GET: two weeks of one person's days (?person=, default oneself) around ?date=, each with how full it is."""
    members = choosable(request.member)
    text = request.GET.get("person", "")
    person = members.get(int(text)) if text.isdecimal() and len(text) < 19 else request.member
    if person is None:
        raise Http404
    today = timezone.localdate()
    try:
        chosen = parse_day(request.GET.get("date", "")) if request.GET.get("date") else None
    except NotADate:
        chosen = None
    start = chosen or today
    start -= datetime.timedelta(days=start.weekday())
    loads = workload(request.member, person, start, DAYS)
    context = {
        "person": person,
        "loads": loads,
        "chosen": chosen,
        "today": today,
        "earlier": start - datetime.timedelta(days=DAYS),
        "later": start + datetime.timedelta(days=DAYS),
        "own": person.pk == request.member.pk,
    }
    return render(request, "calendar_app/workload.html", context)


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_http_methods(["GET", "POST"])
def own_hours(request: HttpRequest) -> HttpResponse:
    """GET: one's own working hours, POST: others."""
    return _hours(request, request.member)


@requires(Perm.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def member_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the working hours of a member, POST: others."""
    member = Member.objects.active().filter(pk=pk).first()
    if member is None:
        raise Http404
    return _hours(request, member)


def _hours(request: HttpRequest, person: Member) -> HttpResponse:
    errors: dict[int, str] = {}
    rows = _rows(hours_of([person.pk])[person.pk])
    if request.method == "POST":
        given, rows, errors = _read(request)
        if not errors:
            try:
                set_hours(person, by=request.member, hours=given)
            except DomainError as error:
                errors[-1] = error.message
            else:
                goal = request.path
                return redirect_to(request, goal, toast="Working hours saved")
    context = {
        "person": person,
        "rows": rows,
        "errors": errors,
        "problem": errors.get(-1, ""),
        "own": person.pk == request.member.pk,
        "people": list(Member.objects.active().order_by("name"))
        if request.member.can(Perm.USER_MANAGE)
        else [],
    }
    return render(request, "calendar_app/hours.html", context, status=INVALID if errors else 200)


def _menu(member: Member) -> list[dict]:
    """Whose hours an administrator may go to."""
    if not member.can(Perm.USER_MANAGE):
        return []
    people = Member.objects.active().order_by("name")
    return [{"label": one.name, "url": reverse("member_hours", args=[one.pk])} for one in people]


def _rows(hours: dict) -> list[dict]:
    """One row a weekday with its two stretches, as the form shows them."""
    found = []
    for number, name in enumerate(WEEKDAYS):
        stretches = [(_typed(begins), _typed(ends)) for begins, ends in hours.get(number, ())][:2]
        stretches += [("", "")] * (2 - len(stretches))
        found.append({"number": number, "name": name, "stretches": stretches})
    return found


def _typed(time: datetime.time) -> str:
    return f"{time.hour % 12 or 12}:{time:%M} {'AM' if time.hour < 12 else 'PM'}"


def _read(request: HttpRequest) -> tuple[list, list[dict], dict[int, str]]:
    given, rows, errors = [], [], {}
    for number, name in enumerate(WEEKDAYS):
        stretches = []
        for place in (1, 2):
            begins = request.POST.get(f"begins_{number}_{place}", "").strip()[:12]
            ends = request.POST.get(f"ends_{number}_{place}", "").strip()[:12]
            stretches.append((begins, ends))
            if not begins and not ends:
                continue
            try:
                first, last = read_clock(begins), read_clock(ends)
            except ValueError:
                errors[number] = f"{name}: type times such as 9 AM and 5:30 PM."
                continue
            if last <= first:
                errors[number] = f"{name}: the hours end before they start."
            given.append((number, first, last))
        rows.append({"number": number, "name": name, "stretches": stretches})
    return given, rows, errors


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_http_methods(["GET", "POST"])
def room_list(request: HttpRequest) -> HttpResponse:
    """GET: the rooms, POST adds one (who changes the firm's settings)."""
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            room = save_room(None, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "room_list", toast=f"{room.name} added")
    context = {
        "form": form,
        "rooms": list(Room.objects.select_related("office").order_by("-is_active", "name")),
        "may_write": request.member.can(Perm.FIRM_SETTINGS),
    }
    return render(request, "calendar_app/rooms.html", context, status=INVALID if form.errors else 200)


@requires(Perm.FIRM_SETTINGS)
@require_http_methods(["GET", "POST"])
def room_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a room, or take it out of use."""
    room = Room.objects.filter(pk=pk).first()
    if room is None:
        raise Http404
    names = ("name", "office", "seats", "note", "is_active")
    form = RoomForm(request.POST or None, room=room, initial={name: getattr(room, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            save_room(room, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, "room_list", toast=f"{form.cleaned_data['name']} saved")
    context = {"form": form, "room": room, "back": reverse("room_list")}
    return render(request, "calendar_app/room_form.html", context, status=INVALID if form.errors else 200)
