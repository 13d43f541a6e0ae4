"""The firm's side: booking pages, their editor with a preview, address, code and QR."""

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from accounts.queries import refusal
from booking.forms import PageForm
from booking.models import Booking, BookingPage, Poll
from booking.queries.access import may_edit
from booking.queries.availability import times_of
from booking.queries.tokens import page_token
from booking.services.pages import clean, delete_page, new_address, own_questions, save_page, set_state
from booking.views.pick import Choice, picker
from calendar_app.services.access import may_keep
from matters.views.tools import next_url
from practice import audit
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from practice.phrases import told
from practice.scope import firm_scope

NEW_ADDRESS = (
    "The old address opens nothing from then on, also on web sites that show it. Bookings keep their links."
)
DELETE = "Its address opens nothing from then on, and its settings are gone."


def tabs(current: str, request: HttpRequest) -> list[dict]:
    """The parts of booking, with what waits behind each."""
    waits = Booking.objects.visible_to(request.member).to_confirm().count()
    parts = (
        ("bookings", "Bookings", "booking_list", waits),
        ("pages", "Booking pages", "booking_pages", None),
        ("find", "Find a time", "find_time", None),
        ("polls", "Polls", "poll_list", Poll.objects.visible_to(request.member).filter(state="open").count()),
    )
    return [
        {"label": label, "url": reverse(name), "current": key == current, "count": count or None}
        for key, label, name, count in parts
    ]


def people_who_receive() -> list[Member]:
    """Everybody of the firm who may receive, by name."""
    return [m for m in Member.objects.timekeepers().select_related("user") if not m.sees_named_matters_only]


def address_of(request: HttpRequest, page: BookingPage) -> str:
    """The page's address in full."""
    return request.build_absolute_uri(reverse("booking_public", args=[page_token(page)]))


def _page(request: HttpRequest, pk: int) -> BookingPage:
    rows = BookingPage.objects.visible_to(request.member).select_related(
        "firm", "owner__role", "owner__user", "form", "practice_area", "source", "fee_by"
    )
    return get_object_or_404(rows, pk=pk)


@requires(Perm.CALENDAR_OWN)
@require_GET
def booking_pages(request: HttpRequest) -> HttpResponse:
    """GET: the booking pages of the firm and its people."""
    rows = BookingPage.objects.visible_to(request.member).select_related("firm", "owner", "practice_area")
    pages = list(rows.prefetch_related("hosts__member").order_by("owner__name", "name"))
    ahead: dict[int, int] = {}
    for pk in Booking.objects.active().filter(starts_at__gt=timezone.now()).values_list("page_id", flat=True):
        ahead[pk] = ahead.get(pk, 0) + 1
    for page in pages:
        page.address = address_of(request, page)
        page.ahead = ahead.get(page.pk, 0)
        page.editable = may_edit(request.member, page)
    context = {
        "pages": pages,
        "tabs": tabs("pages", request),
        "firm_page": request.member.can(Perm.FIRM_SETTINGS),
        "mine": any(page.owner_id == request.member.pk for page in pages),
    }
    return render(request, "booking/pages.html", context)


def _new(request: HttpRequest, owner: Member | None) -> BookingPage:
    """A page as it begins: filled in from who it is for."""
    firm = request.firm
    page = BookingPage(
        owner=owner,
        title=f"Talk with {owner.name}" if owner else f"Talk with {firm.name}",
        name=f"{owner.name}: first talk" if owner else "",
        address=", ".join(line.strip() for line in firm.address.splitlines() if line.strip())[:300],
    )
    page.firm = firm
    return page


def _owner(request: HttpRequest, given: str) -> Member | None:
    """For whom a new page is: `firm`, a member whose calendar one keeps, or oneself. 404 for whom one may not."""
    if given == "firm":
        if not request.member.can(Perm.FIRM_SETTINGS):
            raise refusal(request.member, Perm.FIRM_SETTINGS)
        return None
    if given.isdecimal() and len(given) < 18 and int(given) != request.member.pk:
        owner = get_object_or_404(Member.objects.active().select_related("role", "user"), pk=int(given))
        if not may_keep(request.member, owner):
            raise Http404
        return owner
    if request.member.sees_named_matters_only:
        raise Http404
    return request.member


def _people(request: HttpRequest, page: BookingPage) -> list[Member]:
    """Who can be put on the page: everybody on the firm's, on another those whose calendar one keeps and who are on it."""
    people = people_who_receive()
    if page.owner_id is None:
        return people
    on = set(page.hosts.values_list("member_id", flat=True)) if page.pk else set()
    return [
        person
        for person in people
        if person.pk == page.owner_id or person.pk in on or may_keep(request.member, person)
    ]


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def booking_page_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?for=firm or a member), POST: a new page, off the web until it is switched on."""
    owner = _owner(request, request.GET.get("for", ""))
    page = _new(request, owner)
    initial = {"hosts": [str(owner.pk)]} if owner else {}
    form = PageForm(
        request.POST or None, page=page, member=request.member, people=_people(request, page), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = save_page(None, by=request.member, owner=owner, hosts=form.hosts(), **form.values())
            return redirect_to(
                request, made, toast=f"{made.name} made. It is off the web until you switch it on."
            )
        except DomainError as error:
            put_error(form, error)
    return _edit(request, page, form)


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def booking_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the editor with its preview, POST: change the page. Who may not change it sees it as it is."""
    page = _page(request, pk)
    if request.method == "GET" and not may_edit(request.member, page):
        context = {
            "page": page,
            "address": address_of(request, page),
            "tabs": tabs("pages", request),
            "hosts": [row.member for row in page.hosts.select_related("member")],
            "events": told(audit.history_of(page)),
        }
        return render(request, "booking/page_seen.html", context)
    form = PageForm(request.POST or None, page=page, member=request.member, people=_people(request, page))
    if request.method == "POST" and form.is_valid():
        try:
            save_page(page, by=request.member, hosts=form.hosts(), **form.values())
            return redirect_to(request, page, toast="Page saved")
        except DomainError as error:
            put_error(form, error)
    return _edit(request, page, form)


def _edit(request: HttpRequest, page: BookingPage, form: PageForm) -> HttpResponse:
    address = address_of(request, page) if page.pk else ""
    # Copied into other people's HTML: quotation marks in the heading stay inside their attribute.
    title = escape(page.title)
    code = f'<iframe src="{address}" title="{title}" width="100%" height="900" loading="lazy"></iframe>'
    context = {
        "page": page,
        "form": form,
        "tabs": tabs("pages", request),
        "address": address,
        "code": code if page.pk else "",
        "events": told(audit.history_of(page)) if page.pk else [],
        "texts": {"address": NEW_ADDRESS, "delete": DELETE},
        "seen": preview_of(request, page, form),
        "settings": request.member.can(Perm.FIRM_SETTINGS),
        "for_whom": request.GET.get("for", ""),
    }
    return render(request, "booking/page_edit.html", context, status=INVALID if form.errors else 200)


def preview_of(request: HttpRequest, page: BookingPage, form: PageForm) -> dict:
    """What booking/_preview.html reads: the page as it would be, with the times that are free now."""
    hosts = (
        [row.member for row in page.hosts.select_related("member__role", "member__user")] if page.pk else []
    )
    error = ""
    if form.is_bound and form.is_valid():
        try:
            for name, value in clean(form.values(), page if page.pk else None).items():
                setattr(page, name, value)
        except DomainError as wrong:
            error = wrong.message
        hosts = [member for member, _weight in form.hosts()]
    elif form.is_bound:
        error = "Mend what is marked to see the page."
    elif not hosts and page.owner is not None:
        hosts = [page.owner]
    choice = Choice(request, page)
    choice.length = page.lengths[0]
    times: dict = {}
    if not error and hosts:
        # Free times are worked out past walls; what is shown is that nobody is free, and nothing else.
        with firm_scope(request.firm):
            times = times_of(page, choice.length, hosts=hosts)
    return {
        "page": page,
        "choice": choice,
        "firm": request.firm,
        "error": error,
        "pick": picker(choice, times),
        "count": len(times),
        "hosts": hosts,
        "places": [(place, BookingPage.Place(place).label) for place in page.places],
        "lengths": [{"minutes": n} for n in page.lengths],
    }


@requires(Perm.CALENDAR_OWN)
@require_POST
def booking_page_preview(request: HttpRequest) -> HttpResponse:
    """POST the editor's form as it is now: the preview, nothing is saved."""
    given = request.GET.get("page", "")
    page = _page(request, int(given)) if given.isdecimal() and len(given) < 18 else None
    if page is None:
        page = _new(request, _owner(request, request.GET.get("for", "")))
    form = PageForm(request.POST, page=page, member=request.member, people=_people(request, page))
    return render(request, "booking/_preview.html", {"seen": preview_of(request, page, form)})


@requires(Perm.CALENDAR_OWN)
@require_POST
def booking_page_state(request: HttpRequest, pk: int) -> HttpResponse:
    """POST state= on, paused or off. Undo comes here too."""
    page = _page(request, pk)
    before = page.state
    wanted = request.POST.get("state") or request.GET.get("state", "")
    try:
        set_state(page, by=request.member, state=wanted)
    except DomainError as error:
        if error.field is None and error.__class__ is not DomainError:
            raise
        return redirect_to(request, page, toast=error.message)
    said = {"on": "on the web", "paused": "paused", "off": "off the web"}[wanted]
    undo = f"{reverse('booking_page_state', args=[page.pk])}?state={before}"
    return redirect_to(
        request, next_url(request, page.get_absolute_url()), toast=f"{page.name} {said}", undo_url=undo
    )


def _confirm(request: HttpRequest, page: BookingPage, **words: object) -> HttpResponse:
    """The question before an act without Undo, as a page of its own."""
    context = {
        "title": f"{page.name}?",
        "heading": page.name,
        "action": request.path,
        "back": page.get_absolute_url(),
    }
    return render(request, "confirm.html", context | words)


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def booking_page_key(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: a new address; the old one ends."""
    page = _page(request, pk)
    if request.method == "GET":
        return _confirm(
            request,
            page,
            title=f"A new address for {page.name}?",
            text=NEW_ADDRESS,
            verb="Make a new address",
        )
    new_address(page, by=request.member)
    return redirect_to(request, page, toast="New address made. The old one opens nothing any more.")


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def booking_page_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: delete a page on which nobody has booked."""
    page = _page(request, pk)
    if request.method == "GET":
        return _confirm(
            request, page, title=f"Delete {page.name}?", text=DELETE, verb="Delete the page", danger=True
        )
    try:
        delete_page(page, by=request.member)
    except DomainError as error:
        if error.__class__ is not DomainError:
            raise
        return redirect_to(request, page, toast=error.message)
    return redirect_to(request, "booking_pages", toast=f"{page.name} deleted")


@requires(Perm.CALENDAR_OWN, Perm.FIRM_SETTINGS)
@require_POST
def booking_page_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a form of its own for further questions, and on to its editor."""
    page = _page(request, pk)
    form = own_questions(page, by=request.member)
    return redirect_to(
        request, form, toast="Add the questions. Name, e-mail and phone are asked by the page itself."
    )


@requires(Perm.CALENDAR_OWN)
@require_GET
def booking_page_qr(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the address as a QR code, SVG."""
    page = _page(request, pk)
    svg = io.BytesIO()
    segno.make(address_of(request, page), error="m").save(svg, kind="svg", scale=6, border=2)
    return HttpResponse(svg.getvalue(), content_type="image/svg+xml")
