"""The door of the CalDAV server, and the methods that read. Every request is one transaction in the member's own scope."""

from xml.etree.ElementTree import Element

from allauth.core.internal import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from feeds import door
from feeds.dav import xml
from feeds.dav.xml import c, name
from feeds.ical import write
from feeds.models import AppPassword, SyncLog
from feeds.services import sync
from feeds.services.log import note
from feeds.services.use import note_use
from feeds.views.dav import props, reports, writing
from feeds.views.dav.answers import LEVELS, METHODS, Answer, multistatus, plain, refused
from feeds.views.dav.props import Who
from practice.access import public
from practice.exceptions import DomainError

# Guessing is hopeless against 100 bits; the limits keep the door from being a load on the house.
LIMITS = {"dav_failed": "20/m/ip", "dav": "1200/5m/key"}
MAX_XML = 512 * 1024


# Programs ask it with PROPFIND, which is no safe method to the guard of forms.
@public
@csrf_exempt
def well_known(request: HttpRequest) -> HttpResponse:
    """Where a program that was given the host alone finds the server (RFC 6764)."""
    return HttpResponsePermanentRedirect(reverse("dav"))


@public
@csrf_exempt
def dav(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every CalDAV request: one device, one member, one firm."""
    request.member = request.firm = None  # type: ignore[attr-defined]
    request.memberships = []  # type: ignore[attr-defined]
    if request.method == "OPTIONS":
        return _sealed(plain(200))
    shown = door.of_credentials(request)
    if shown is None:
        # Thunderbird asks without a password first, each time; that is no guess, and an office has one address for all.
        limited = {"app": "feeds", "action": "dav_failed", "config": LIMITS, "limit_get": True}
        if "Authorization" in request.headers and not ratelimit.consume(request, **limited):
            return _sealed(plain(429, headers={"Retry-After": "60"}))
        return _sealed(_unauthorized())
    if not ratelimit.consume(
        request, app="feeds", action="dav", config=LIMITS, key=shown.key, limit_get=True
    ):
        return _sealed(plain(429, headers={"Retry-After": "300"}))
    with door.entered(shown) as inside:
        if inside is None:
            return _sealed(_unauthorized())
        member, device = inside
        assert isinstance(device, AppPassword)  # of_credentials makes passes of devices alone
        who = Who(member, device, reverse("dav"))
        agent = request.headers.get("User-Agent", "")[:200]
        note_use(device, agent)
        try:
            with transaction.atomic():
                answer = _answer(request, who, rest)
        except DomainError as broken:
            answer = refused(403, "need-privileges", why=broken.message)
        if answer.act:
            note(
                device, answer.act, answer.what, member=member, why=answer.why, agent=agent,
                matter_id=answer.matter_id,
            )  # fmt: skip
        return _sealed(answer.response)


def _unauthorized() -> HttpResponse:
    return plain(401, headers={"WWW-Authenticate": 'Basic realm="Bailiwick calendar", charset="UTF-8"'})


def _sealed(response: HttpResponse) -> HttpResponse:
    response.headers["DAV"] = LEVELS
    response.headers["Allow"] = METHODS
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def body_of(request: HttpRequest, limit: int) -> bytes | None:
    """The body, or None when it is longer than the limit: known before it is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        return None
    raw = request.body
    return raw if len(raw) <= limit else None


def _answer(request: HttpRequest, who: Who, rest: str) -> Answer:
    method = request.method
    if method not in METHODS.split(", "):
        return Answer(plain(405))
    if method in ("MKCALENDAR", "MKCOL", "COPY", "MOVE", "LOCK"):
        return refused(403, "need-privileges", why=f"{method}: calendars are those of people", what=rest)
    parts = [part for part in rest.split("/") if part]
    if any(char < " " for char in rest):
        return Answer(plain(404))  # no name has them, and PostgreSQL takes no NUL
    if method in ("PROPFIND", "PROPPATCH", "REPORT"):
        raw = body_of(request, MAX_XML)
        if raw is None:
            return refused(413, "", why="The request is too long.", what=method)
        try:
            body = xml.parse(raw) if raw.strip() else None
        except xml.BadXml as bad:
            return refused(400, "", why=f"XML: {bad}", what=method)
        if method == "PROPPATCH":
            return _proppatch(request, who, parts, body)
        if method == "PROPFIND":
            return _propfind(request, who, parts, body)
        return _report(who, parts, body)
    if len(parts) == 4 and parts[0] == "c" and parts[1] == str(who.member.pk):
        shown = sync.calendar_at(who.member, parts[2], may_write=who.device.may_write)
        if shown is None:
            return Answer(plain(404))
        if method in ("GET", "HEAD"):
            return _get(who, shown, parts[3])
        if method == "PUT":
            raw = body_of(request, props.MAX_BYTES)
            if raw is None:
                return refused(403, "max-resource-size", xml.CALDAV, why="The event is too large.")
            return writing.put(request, who, shown, parts[3], raw)
        return writing.delete(request, who, shown, parts[3])
    if method == "DELETE":
        return refused(403, "need-privileges", why="Calendars are those of people.", what=rest)
    if method in ("GET", "HEAD") and not parts:
        return Answer(
            plain(200, "This is the address of a calendar server. Give it to a calendar program.\n")
        )
    return Answer(plain(404))


def _get(who: Who, shown: sync.Calendar, called: str) -> Answer:
    entry = one_entry(who, shown, called)
    if entry is None:
        return Answer(plain(404))
    response = HttpResponse(
        write.calendar([entry.item] if entry.item else []), content_type="text/calendar; charset=utf-8"
    )
    response.headers["ETag"] = f'"{entry.row.etag}"'
    return Answer(response, SyncLog.Act.READ, shown.title)


def one_entry(who: Who, shown: sync.Calendar, called: str) -> sync.Entry | None:
    """One thing as the member may see it now; None when it is not, or no longer, there."""
    return sync.named(shown, who.member, {called})[1].get(called)


def _propfind(request: HttpRequest, who: Who, parts: list[str], body: Element | None) -> Answer:
    if body is not None and body.tag != name("propfind"):
        return refused(400, "", why="not a propfind")
    names = props.wanted(body)
    depth = request.headers.get("Depth", "infinity")
    if depth not in ("0", "1"):
        return refused(403, "propfind-finite-depth", why="Depth: infinity")
    deep = depth == "1"
    found: list[Element] = []
    mine = len(parts) >= 2 and parts[1] == str(who.member.pk)
    if not parts:
        found.append(props.answered(who.root, props.root(who), names))
        if deep:
            found.append(props.answered(who.principal, props.principal(who), names))
            found.append(props.answered(who.home, props.home(who), names))
    elif parts[0] == "p" and (len(parts) == 1 or (len(parts) == 2 and mine)):
        if len(parts) == 1:
            found.append(props.answered(f"{who.root}p/", props.root(who), names))
        if len(parts) == 2 or deep:
            found.append(props.answered(who.principal, props.principal(who), names))
    elif parts[0] == "c" and mine and len(parts) == 2:
        found.append(props.answered(who.home, props.home(who), names))
        if deep:
            found += _calendars(who, names)
    elif parts[0] == "c" and mine and len(parts) == 3:
        shown = sync.calendar_at(who.member, parts[2], may_write=who.device.may_write)
        if shown is None:
            return Answer(plain(404))
        if deep:
            state, entries = sync.listed(shown, who.member, texts=props.asks_texts(names))
        else:
            state, entries = sync.current(shown, who.member), []
        found.append(props.answered(who.calendar(shown), props.calendar(who, shown, state), names))
        if deep:
            found += [
                props.answered(who.entry(shown, one.row.name), props.entry(who, shown, one), names)
                for one in entries
            ]
        return Answer(multistatus(found), SyncLog.Act.READ, shown.title)
    elif parts[0] == "c" and mine and len(parts) == 4:
        shown = sync.calendar_at(who.member, parts[2], may_write=who.device.may_write)
        entry = one_entry(who, shown, parts[3]) if shown is not None else None
        if shown is None or entry is None:
            return Answer(plain(404))
        found.append(props.answered(who.entry(shown, parts[3]), props.entry(who, shown, entry), names))
    else:
        return Answer(plain(404))
    return Answer(multistatus(found))


def _proppatch(request: HttpRequest, who: Who, parts: list[str], body: Element | None) -> Answer:
    """A name, colour, order or alarm of the calendar that the program would set: it keeps them to itself."""
    if body is None or body.tag != name("propertyupdate"):
        return refused(400, "", why="not a propertyupdate")
    mine = len(parts) in (2, 3) and parts[0] in ("c", "p") and parts[1] == str(who.member.pk)
    if not mine or (
        len(parts) == 3 and sync.calendar_at(who.member, parts[2], may_write=who.device.may_write) is None
    ):
        return Answer(plain(404))
    names = [one.tag for prop in body.iter(name("prop")) for one in prop]
    return Answer(multistatus([xml.refused_response(request.path, names)]))


def _calendars(who: Who, names: list[str] | None) -> list[Element]:
    found = []
    for order, shown in enumerate(sync.calendars(who.member, may_write=who.device.may_write), 1):
        state = sync.current(shown, who.member)
        found.append(props.answered(who.calendar(shown), props.calendar(who, shown, state, order), names))
    return found


def _report(who: Who, parts: list[str], body: Element | None) -> Answer:
    if body is None:
        return refused(400, "", why="a report without a body")
    if len(parts) != 3 or parts[0] != "c" or parts[1] != str(who.member.pk):
        return refused(403, "supported-report", why=body.tag)
    shown = sync.calendar_at(who.member, parts[2], may_write=who.device.may_write)
    if shown is None:
        return Answer(plain(404))
    if body.tag == c("calendar-query"):
        return reports.query(who, shown, body)
    if body.tag == c("calendar-multiget"):
        return reports.multiget(who, shown, body)
    if body.tag == name("sync-collection"):
        return reports.changes(who, shown, body)
    return refused(403, "supported-report", why=body.tag)
