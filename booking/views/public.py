"""The public pages: booking a time, and one booking by its own link. No sign-in, no cookie, works without script and inside
pages of web sites that the firm names.

Signed addresses, the signed page, the trap for robots and the limits are those of public forms (intake.views.public). Free
times are worked out in the system's own scope; before anything is rendered the scope is narrowed to no matter.
"""

import datetime
from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from booking.emails import ics, place_words
from booking.models import Booking, BookingLink, BookingPage
from booking.queries.availability import times_of
from booking.queries.tokens import booking_token, entered_booking, entered_page, page_token
from booking.services.bookings import (
    TAKEN,
    Taken,
    Visitor,
    book,
    cancel_booking,
    change_until,
    check_visitor,
    hosts_for,
    may_change,
    move_booking,
    split_names,
)
from booking.views.pick import Choice, nearest, picker, stamp
from intake.models import Question
from intake.services.submissions import MOST_BYTES, Filled, read
from intake.views.public import TRAP, closed, new_page, page_of, sealed, sections_of
from practice.access import public
from practice.exceptions import DomainError
from practice.htmx import INVALID
from practice.scope import narrow

LIMITS = {"page": "120/m/ip", "send": "20/h/ip", "book": "200/h/key", "change": "30/h/ip"}
SALT = "booking.form"
CONFLICT = 409
# Asked by the page itself.
OWN = ("name", "email", "phone", "company")


def _busy(request: HttpRequest, firm) -> HttpResponse:
    return render(request, "intake/public_busy.html", {"firm": firm}, status=429)


def _consume(request: HttpRequest, action: str, **more) -> bool:
    return bool(
        ratelimit.consume(request, app="booking", action=action, config=LIMITS, limit_get=True, **more)
    )


def shut() -> None:
    """From here on no row of any matter is in sight."""
    narrow(only_named=True, matters=[])


def _stranger(request: HttpRequest) -> None:
    """A member who happens to be signed in sees what a stranger sees."""
    request.member = request.firm = None
    request.memberships = []


def page_view(view: Callable) -> Callable:
    """A page of a booking page: `view(request, page, link, token)` runs in the firm's own scope, with no member."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        _stranger(request)
        with entered_page(token) as found:
            if found is None:
                return closed(request)
            page, link = found
            if not _consume(request, "page"):
                return _busy(request, page.firm)
            with timezone.override(ZoneInfo(page.firm.time_zone)):
                return sealed(view(request, page, link, token), page.frames)

    # Inside another site's page a browser sends no cookie of ours: the signed page stands for it.
    opened.csrf_exempt = True  # type: ignore[attr-defined]
    return opened


def booking_view(view: Callable) -> Callable:
    """A page of one booking: `view(request, booking, token)`. Whoever has its address may move and cancel it."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        _stranger(request)
        with entered_booking(token) as booking:
            if booking is None:
                return closed(request)
            if not _consume(request, "page"):
                return _busy(request, booking.firm)
            with timezone.override(ZoneInfo(booking.zone)):
                return sealed(view(request, booking, token), booking.page.frames)

    opened.csrf_exempt = True  # type: ignore[attr-defined]
    return opened


@page_view
@require_http_methods(["GET", "POST"])
def booking_public(
    request: HttpRequest, page: BookingPage, link: BookingLink | None, token: str
) -> HttpResponse:
    """GET the free times, or with `at` the questions; POST: book."""
    if link is not None and link.booking is not None:
        return redirect(reverse("booking_manage", args=[booking_token(link.booking)]))
    if page.state != BookingPage.State.ON or (link is not None and not link.lead.is_open):
        shut()
        return render(request, "booking/public_paused.html", {"page": page, "firm": page.firm})
    choice = Choice(request, page)
    if request.method == "POST":
        return _post(request, page, link, token, choice)
    hosts = hosts_for(page, link.lead if link else None)
    if choice.host not in {member.pk for member in hosts}:
        choice.host = None
    times = times_of(page, choice.length, host=choice.host, hosts=hosts)
    shut()
    if choice.at is not None and choice.at in times:
        visitor = Visitor(
            link.lead.name if link else "",
            link.lead.email if link else "",
            link.lead.phone if link else "",
            choice.zone,
        )
        return _form(request, page, link, choice, visitor, Filled(), place=page.places[0])
    context = _about(page, choice, hosts) | {
        "pick": picker(choice, times),
        "gone": choice.at is not None,
        "link": link,
    }
    with timezone.override(ZoneInfo(choice.zone)):
        return render(request, "booking/public_pick.html", context)


def _about(page: BookingPage, choice: Choice, hosts) -> dict:
    chooses = page.mode == BookingPage.Mode.CHOOSE and len(hosts) > 1
    return {
        "page": page,
        "firm": page.firm,
        "choice": choice,
        "lengths": [
            {"minutes": n, "url": choice.address(length=n, day=None), "current": n == choice.length}
            for n in page.lengths
        ],
        "hosts": [
            {"name": "Anybody", "url": choice.address(**{"with": None}), "current": choice.host is None},
            *(
                {
                    "name": member.name,
                    "title": member.title,
                    "url": choice.address(**{"with": member.pk}),
                    "current": choice.host == member.pk,
                }
                for member in hosts
            ),
        ]
        if chooses
        else [],
        "people": hosts,
        "places": [(place, BookingPage.Place(place).label) for place in page.places],
        "messages": (),
    }


def _questions(page: BookingPage, link: BookingLink | None) -> list[Question]:
    """The further questions: those of the page's form that the page does not ask itself."""
    if page.form is None:
        return []
    rows = [q for q in page.form.questions.all() if q.target not in OWN]
    if link is not None and link.lead.matter_id is not None:
        # Files of a lead that is a matter go there, by its own door.
        rows = [q for q in rows if q.kind != Question.Kind.FILE]
    asked = {q.pk for q in rows}
    return [q for q in rows if q.show_if_id is None or q.show_if_id in asked]


def _form(
    request: HttpRequest,
    page: BookingPage,
    link: BookingLink | None,
    choice: Choice,
    visitor: Visitor,
    filled: Filled,
    *,
    place: str,
    names: str = "",
    wrong: dict[str, str] | None = None,
    error: str = "",
    instead: list[dict] | None = None,
    sheet: str = "",
    status: int = 200,
) -> HttpResponse:
    questions = _questions(page, link)
    wrong = wrong or {}
    labels = {
        "name": "Your name",
        "email": "E-mail",
        "phone": "Phone",
        "place": "How we meet",
        "topic": "What it is about",
    }
    faults = [(f"b-{field}", labels[field]) for field in labels if field in wrong]
    sections = sections_of(questions, filled)
    faults += [(q.field_name, q.label) for q in questions if q.error]
    hosts = [choice.host] if choice.host else []
    context = _about(page, choice, []) | {
        "link": link,
        "visitor": visitor,
        "names": names,
        "place": place,
        "wrong": wrong,
        "faults": faults,
        "error": error,
        "instead": instead,
        "sections": sections,
        "files_lost": bool(faults or error) and any(filled.files.values()),
        "sheet": sheet or new_page(page.pk, SALT),
        "trap": TRAP,
        "most": MOST_BYTES // (1024 * 1024),
        "at": stamp(choice.at) if choice.at else "",
        "starts": choice.at,
        "ends": choice.at + datetime.timedelta(minutes=choice.length) if choice.at else None,
        "zone_words": choice.at.astimezone(ZoneInfo(choice.zone)).strftime("%Z") if choice.at else "",
        "chosen": [row.member for row in page.hosts.select_related("member") if row.member_id in hosts],
        "back": choice.address(at=None, day=choice.at.astimezone(ZoneInfo(choice.zone)).date().isoformat())
        if choice.at
        else choice.address(at=None),
        "one_place": len(page.places) == 1,
        "asks_phone_only": page.places == [BookingPage.Place.PHONE],
    }
    with timezone.override(ZoneInfo(choice.zone)):
        return render(request, "booking/public_form.html", context, status=status)


def _line(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", "").split())[:most]


def _post(
    request: HttpRequest, page: BookingPage, link: BookingLink | None, token: str, choice: Choice
) -> HttpResponse:
    size = request.META.get("CONTENT_LENGTH", "")
    if size.isdecimal() and int(size) > MOST_BYTES + 1024 * 1024:
        # Not one byte of it is read: the visitor's browser still has what they typed.
        said = (
            f"The files are larger than {MOST_BYTES // (1024 * 1024)} MB together. Go back and choose fewer."
        )
        shut()
        return render(request, "booking/public_large.html", {"firm": page.firm, "said": said}, status=413)
    if not (_consume(request, "send") and _consume(request, "book", key=str(page.pk))):
        return _busy(request, page.firm)
    filled = read(_questions(page, link), request.POST, request.FILES)
    names = request.POST.get("names", "").replace("\x00", "")[:3000]
    visitor = Visitor(
        name=_line(request.POST.get("name", ""), 200),
        email=_line(request.POST.get("email", ""), 254),
        phone=_line(request.POST.get("phone", ""), 40),
        zone=choice.zone,
        topic=request.POST.get("topic", "").replace("\x00", "").strip(),
        names=split_names(names) if page.asks_names else (),
    )
    place = page.places[0] if len(page.places) == 1 else request.POST.get("place", "")
    nonce, trouble = page_of(request, page.pk, SALT)
    if request.POST.get(TRAP):
        # A program: it is told what it wants to hear.
        return _to(reverse("booking_done", args=[token]))
    sheet = request.POST.get("page", "") if nonce else ""
    wrong = check_visitor(page, visitor, place)
    if trouble or wrong or filled.errors:
        shut()
        return _form(
            request, page, link, choice, visitor, filled, place=place, names=names, wrong=wrong, error=trouble, sheet=sheet, status=INVALID
        )  # fmt: skip
    try:
        if choice.at is None:
            raise Taken("Choose a time.")
        booking = book(
            page,
            start=choice.at,
            minutes=choice.length,
            visitor=visitor,
            nonce=nonce,
            place=place,
            host=choice.host,
            filled=filled if page.form is not None else None,
            link=link,
        )
    except Taken as error:
        hosts = hosts_for(page, link.lead if link else None)
        times = times_of(page, choice.length, host=choice.host, hosts=hosts)
        shut()
        instead = nearest(choice, times, choice.at)
        said = (
            error.message
            if instead
            else "That time was just taken, and it was the last one. Call us, or look in later."
        )
        return _form(
            request, page, link, choice, visitor, filled, place=place, names=names, error=said, instead=instead,
            sheet=sheet, status=CONFLICT,
        )  # fmt: skip
    except DomainError as error:
        shut()
        return _form(
            request, page, link, choice, visitor, filled, place=place, names=names, error=error.message, sheet=sheet, status=INVALID
        )  # fmt: skip
    return _to(reverse("booking_manage", args=[booking_token(booking)]))


def _to(url: str) -> HttpResponse:
    response = redirect(url)
    response.status_code = 303
    return response


@page_view
@require_GET
def booking_done(
    request: HttpRequest, page: BookingPage, link: BookingLink | None, token: str
) -> HttpResponse:
    """GET: it was sent. The same page for whoever opens it: it says nothing about anybody."""
    shut()
    return render(request, "booking/public_done.html", {"page": page, "firm": page.firm, "messages": ()})


def _manage(
    request: HttpRequest, booking: Booking, token: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    page = booking.page
    context = {
        "booking": booking,
        "page": page,
        "firm": page.firm,
        "token": token,
        "place_words": place_words(booking),
        "asked": booking.told_at is None,
        "ended": booking.state in (Booking.State.CANCELLED, Booking.State.DECLINED),
        "over": booking.ends_at <= timezone.now(),
        "may_change": may_change(booking),
        "until": change_until(booking),
        "zone_words": booking.starts_at.astimezone(ZoneInfo(booking.zone)).strftime("%Z"),
        "again": reverse("booking_public", args=[page_token(page)])
        if page.state == BookingPage.State.ON
        else "",
        "error": error,
        "messages": (),
    }
    shut()
    return render(request, "booking/public_manage.html", context, status=status)


@booking_view
@require_GET
def booking_manage(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET: the visitor's own booking."""
    return _manage(request, booking, token)


@booking_view
@require_http_methods(["GET", "POST"])
def booking_move(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET the free times, with `at` the question; POST at=: move it there."""
    if not may_change(booking):
        return _manage(
            request, booking, token, error="It is too late to change it here. Call us.", status=INVALID
        )
    page = booking.page
    choice = Choice(request, page, booking=booking)
    if request.method == "POST":
        if not _consume(request, "change"):
            return _busy(request, page.firm)
        try:
            if choice.at is None:
                raise Taken("Choose a time.")
            moved = move_booking(booking, start=choice.at, by=None)
            if choice.zone_given and moved.zone != choice.zone:
                moved.zone = choice.zone
                moved.save(update_fields=["zone"])
            return _to(reverse("booking_manage", args=[token]))
        except DomainError as error:
            return _move_page(request, booking, choice, token, error=error.message, status=CONFLICT)
    return _move_page(request, booking, choice, token)


def _move_page(
    request: HttpRequest, booking: Booking, choice: Choice, token: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    page = booking.page
    hosts = hosts_for(page, booking.lead)
    only = booking.host_id if page.mode == BookingPage.Mode.CHOOSE else None
    times = times_of(page, booking.minutes, host=only, hosts=hosts, without=booking)
    times.pop(booking.starts_at, None)
    chosen = choice.at if choice.at in times and not error else None
    context = _about(page, choice, []) | {
        "booking": booking,
        "token": token,
        "pick": picker(choice, times),
        "chosen": chosen,
        "chosen_stamp": stamp(chosen) if chosen else "",
        "gone": choice.at is not None and chosen is None,
        "error": error.replace("; what you typed is kept", "") if error == TAKEN else error,
        "back": choice.address(at=None),
    }
    shut()
    with timezone.override(ZoneInfo(choice.zone)):
        return render(request, "booking/public_move.html", context, status=status)


@booking_view
@require_http_methods(["GET", "POST"])
def booking_cancel(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET the question, POST: call it off."""
    if request.method == "GET":
        if not may_change(booking):
            return _manage(request, booking, token)
        context = {
            "booking": booking,
            "page": booking.page,
            "firm": booking.firm,
            "token": token,
            "messages": (),
        }
        shut()
        return render(request, "booking/public_cancel.html", context)
    if not _consume(request, "change"):
        return _busy(request, booking.firm)
    try:
        cancel_booking(booking, by=None, reason=_line(request.POST.get("reason", ""), 300))
    except DomainError as error:
        return _manage(request, booking, token, error=error.message, status=INVALID)
    return _to(reverse("booking_manage", args=[token]))


@booking_view
@require_GET
def booking_file(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """GET: the calendar file of the booking."""
    response = HttpResponse(ics(booking), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response
