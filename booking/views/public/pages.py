"""A page: the free times, the questions, and the booking."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from booking.emails import ENDED
from booking.models import BookingLink, BookingPage
from booking.queries.availability import times_of
from booking.queries.tokens import booking_token
from booking.services.bookings import book
from booking.services.seats import Taken, hosts_for
from booking.services.visitors import Visitor, check_visitor, split_names
from booking.views.pick import Choice, nearest, picker
from booking.views.public.doors import CONFLICT, busy, consume, line_of, page_view, see_other, shut
from booking.views.public.forms import SALT, about, form_page, questions_of
from intake.services.held import held_files, release_files
from intake.services.submissions import MOST_BYTES, Filled, read
from intake.views.public import TRAP, page_of
from practice.exceptions import DomainError
from practice.htmx import INVALID


@page_view
@require_http_methods(["GET", "POST"])
def booking_public(
    request: HttpRequest, page: BookingPage, link: BookingLink | None, token: str
) -> HttpResponse:
    """GET the free times, or with `at` the questions; POST: book."""
    if link is not None and link.booking is not None and link.booking.state not in ENDED:
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
        return form_page(request, page, link, choice, visitor, Filled(), place=page.places[0])
    context = about(page, choice, hosts) | {
        "pick": picker(choice, times),
        "gone": choice.at is not None,
        "link": link,
    }
    with timezone.override(ZoneInfo(choice.zone)):
        return render(request, "booking/public_pick.html", context)


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
    if not (consume(request, "send") and consume(request, "book", key=str(page.pk))):
        return busy(request, page.firm)
    nonce, trouble = page_of(request, page.pk, SALT)
    held = held_files(nonce, request.POST.getlist("held"))
    filled = read(questions_of(page, link), request.POST, request.FILES, held)
    names = request.POST.get("names", "").replace("\x00", "")[:3000]
    visitor = Visitor(
        name=line_of(request.POST.get("name", ""), 200),
        email=line_of(request.POST.get("email", ""), 254),
        phone=line_of(request.POST.get("phone", ""), 40),
        zone=choice.zone,
        topic=request.POST.get("topic", "").replace("\x00", "").strip(),
        names=split_names(names) if page.asks_names else (),
    )
    place = page.places[0] if len(page.places) == 1 else request.POST.get("place", "")
    if request.POST.get(TRAP):
        # A program: it is told what it wants to hear.
        return see_other(reverse("booking_done", args=[token]))
    sheet = request.POST.get("page", "") if nonce else ""
    wrong = check_visitor(page, visitor, place)
    if trouble or wrong or filled.errors:
        shut()
        return form_page(
            request, page, link, choice, visitor, filled, place=place, names=names, wrong=wrong, error=trouble, sheet=sheet, status=INVALID
        )  # fmt: skip
    if not consume(request, "mail", key=f"{page.firm_id}:{visitor.email.casefold()}"):
        return busy(request, page.firm)
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
        return form_page(
            request, page, link, choice, visitor, filled, place=place, names=names, error=said, instead=instead,
            sheet=sheet, status=CONFLICT,
        )  # fmt: skip
    except DomainError as error:
        shut()
        return form_page(
            request, page, link, choice, visitor, filled, place=place, names=names, error=error.message, sheet=sheet, status=INVALID
        )  # fmt: skip
    release_files(nonce)
    return see_other(reverse("booking_manage", args=[booking_token(booking)]))


@page_view
@require_GET
def booking_done(
    request: HttpRequest, page: BookingPage, link: BookingLink | None, token: str
) -> HttpResponse:
    """GET: it was sent. The same page for whoever opens it: it says nothing about anybody."""
    shut()
    return render(request, "booking/public_done.html", {"page": page, "firm": page.firm, "messages": ()})
