"""The calendar's page, what it is narrowed to, and the agenda as a file."""

import datetime
from dataclasses import replace

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from calendar_app.clock import own_clock
from calendar_app.look import LAYERS, VIEWS, Look, ids, kept_view, read, rooms_known
from calendar_app.models import Event
from calendar_app.queries.grid import Page, build, listed
from calendar_app.queries.hours import WEEKDAYS
from calendar_app.services.looks import keep_look
from calendar_app.views.events.looking import peek_context
from matters.models import Matter
from practice.dates import NotADate, parse_day
from practice.exceptions import DomainError
from practice.exports import CSV_TYPE, Field, write_csv
from practice.htmx import redirect_to, wants_part


def choosable(member: Member) -> dict[int, Member]:
    """The members whose calendars may be chosen: everybody, for a guest their own. One query."""
    rows = Member.objects.active().select_related("role", "office", "firm").order_by("name")
    if member.sees_named_matters_only:
        rows = rows.filter(pk=member.pk)
    return {row.pk: row for row in rows}


def _asked(request: HttpRequest, *, light: bool = True) -> tuple[Look, Page, dict, dict, Matter | None]:
    member = request.member
    members = choosable(member)
    kept = kept_view(member)
    look = read(request.GET, member, members, kept=kept)
    rooms = {} if member.sees_named_matters_only else {room.pk: room for room in rooms_known()}
    matter = None
    if look.matter:
        matter = Matter.objects.visible_to(member).filter(pk=look.matter).first()
        if matter is None:
            raise Http404
    page = build(member, look, members, rooms, matter=matter, light=light)
    return look, page, members, rooms, matter


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """GET: the calendar. The address says view, day, people, rooms, layers; ?peek= opens one event beside it."""
    peek = request.GET.get("peek", "")
    if wants_part(request) and request.htmx.target == "drawer":
        if peek.startswith("d"):
            raise Http404
        return render(request, "calendar_app/event_peek.html", peek_context(request, peek))
    look, page, members, rooms, matter = _asked(request)
    base = look.url()
    context = {
        "look": look,
        "page": page,
        "matter": matter,
        "views": [
            {
                "key": key,
                "label": label,
                "letter": letter,
                "url": look.url(view=key),
                "current": key == look.view,
            }
            for key, label, letter in VIEWS
        ],
        "previous": look.url(day=look.moved(-1)),
        "next": look.url(day=look.moved(1)),
        "today_url": look.url(day=timezone.localdate()),
        "base": base,
        "file_query": _params(look).items(),
        "members": list(members.values()),
        "chosen": [members[pk] for pk in look.people],
        "rooms": list(rooms.values()),
        "chosen_rooms": [rooms[pk] for pk in look.rooms if pk in rooms],
        "layers": [(key, label, key in look.layers) for key, label, _on in LAYERS],
        "kinds": [(key, label, key in look.kinds) for key, label in Event.Kind.choices],
        "narrowed": look.kinds or look.court_only or look.unverified or look.matter,
        "all_hours_url": look.url(all_hours=not look.all_hours),
        "plain_url": look.url(kinds=(), court_only=False, unverified=False, matter=None),
        "peek": peek,
        "hours": page.last_hour - page.first_hour,
        "weekdays": WEEKDAYS,
        "foreign_zone": page.zone_name != request.firm.time_zone,
    }
    if not wants_part(request) and peek:
        if peek.startswith("d") and peek[1:].isdecimal():
            context["peek_deadline"] = int(peek[1:])
        else:
            context |= {"peek_event": True} | peek_context(request, peek)
    template = "calendar_app/calendar.html"
    if wants_part(request) and request.htmx.target == "cal":
        template += "#cal"
    return render(request, template, context)


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_POST
def calendar_look(request: HttpRequest) -> HttpResponse:
    """POST: whose calendars, which rooms and layers to show; kept for the next time."""
    members = choosable(request.member)
    look = read(request.GET, request.member, members, kept=None)
    chosen = tuple(pk for pk in ids(",".join(request.POST.getlist("people"))) if pk in members)
    known = [key for key, _label, _on in LAYERS]
    zone = request.POST.get("zone", "")
    look = read(
        _params(
            look,
            people=chosen,
            rooms=ids(",".join(request.POST.getlist("rooms"))),
            layers=tuple(key for key in known if key in request.POST.getlist("layers")),
            kinds=tuple(key for key in request.POST.getlist("kind") if key in Event.Kind.values),
            unverified=bool(request.POST.get("unverified")),
            court_only=bool(request.POST.get("court_only")),
            zone=zone,
        ),
        request.member,
        members,
        kept=None,
    )
    keep_look(look, by=request.member)
    return redirect_to(request, look.url())


def _params(look: Look, **changes) -> QueryDict:
    return QueryDict(look.query(**changes))


@requires(Perm.CALENDAR_OWN)
@own_clock
@require_GET
def calendar_csv(request: HttpRequest) -> HttpResponse:
    """GET: what the calendar's address shows, as a CSV file, or with ?from= and ?until= (days) a longer stretch of it.

    Private and walled time says Busy and nothing else. A stretch that is none, or longer than two years: 400.
    """
    look, page, members, rooms, matter = _asked(request, light=False)
    if request.GET.get("from") or request.GET.get("until"):
        first, last = _stretch_asked(request)
        rows = listed(request.member, look, rooms, first, last, page.zone_name, matter=matter)
        page = replace(page, start=first, end=last, rows=rows)
    events = [row.whole for row in page.rows if row.whole is not None]
    _with_guests(events)

    def part(name: str):
        return lambda row: getattr(row.event, name) if row.event is not None else ""

    def guests(row) -> str:
        if row.event is None:
            return ", ".join(members[pk].name for pk in sorted(row.people) if pk in members)
        return ", ".join(guest.shown_name for guest in row.event.attendees.all())

    fields = [
        Field("Date", "date", lambda row: row.start.astimezone(page.zone).date()),
        Field("From", "text", lambda row: "" if row.all_day else f"{row.start.astimezone(page.zone):%H:%M}"),
        Field("Until", "text", lambda row: "" if row.all_day else f"{row.end.astimezone(page.zone):%H:%M}"),
        Field("Time zone", "text", lambda row: page.zone_name),
        Field("Event", "text", lambda row: row.title),
        Field("Type", "text", lambda row: row.event.get_kind_display() if row.event is not None else "Busy"),
        Field(
            "Matter number",
            "text",
            lambda row: row.event.matter.number if row.event is not None and row.event.matter_id else "",
        ),
        Field(
            "Matter",
            "text",
            lambda row: row.event.matter.name if row.event is not None and row.event.matter_id else "",
        ),
        Field("Court", "text", part("court")),
        Field("Department", "text", part("department")),
        Field("Judge", "text", part("judge")),
        Field("Who", "text", guests),
        Field(
            "Room",
            "text",
            lambda row: row.event.room.name if row.event is not None and row.event.room_id else "",
        ),
        Field("Place", "text", part("location")),
        Field("Link", "text", part("remote_link")),
        Field("Status", "text", lambda row: row.event.get_state_display() if row.event is not None else ""),
        Field(
            "Verified",
            "text",
            lambda row: "yes" if row.event is not None and row.event.verified_at is not None else "",
        ),
    ]
    file, _count = write_csv(fields, page.rows)
    response = HttpResponse(file.read(), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="calendar-{page.start:%Y-%m-%d}.csv"'
    return response


MOST_DAYS = 731


def _stretch_asked(request: HttpRequest) -> tuple[datetime.date, datetime.date]:
    """The days of ?from= and ?until=. Raises DomainError in words."""
    try:
        first = parse_day(request.GET.get("from", ""))
        last = parse_day(request.GET.get("until", ""))
    except NotADate as error:
        raise DomainError(str(error)) from error
    if not datetime.timedelta(0) <= last - first <= datetime.timedelta(days=MOST_DAYS):
        raise DomainError("A list of events is from a day until a later one, two years at most.")
    return first, last


def _with_guests(events: list[Event]) -> None:
    prefetch_related_objects(events, "attendees__member", "attendees__contact")
