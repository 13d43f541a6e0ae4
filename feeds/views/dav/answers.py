"""What the server says."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from django.http import HttpResponse

from feeds.dav import xml
from feeds.models import SyncLog

LEVELS = "1, 3, calendar-access"
METHODS = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, REPORT, PROPPATCH, MKCALENDAR, MKCOL, COPY, MOVE, LOCK"


@dataclass(frozen=True)
class Answer:
    """A response, and the line of the log that it is worth: act, what, why."""

    response: HttpResponse
    act: str = ""
    what: str = ""
    why: str = ""
    matter_id: int | None = None


def plain(status: int, text: str = "", *, headers: dict[str, str] | None = None) -> HttpResponse:
    """A short answer."""
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    for key, value in (headers or {}).items():
        response.headers[key] = value
    return response


def multistatus(found: Iterable[Element], token: str = "") -> HttpResponse:
    """207 with its responses."""
    root = xml.make(xml.name("multistatus"), *found)
    if token:
        root.append(xml.make(xml.name("sync-token"), text=token))
    return HttpResponse(xml.document(root), status=207, content_type="application/xml; charset=utf-8")


def refused(
    status: int,
    condition: str,
    space: str = xml.DAV,
    *,
    why: str,
    what: str = "",
    matter_id: int | None = None,
) -> Answer:
    """An error with its precondition, noted in the log."""
    if condition:
        body = xml.error(condition, space)
        response = HttpResponse(body, status=status, content_type="application/xml; charset=utf-8")
    else:
        response = plain(status, f"{why}\n")
    return Answer(response, SyncLog.Act.REFUSED, what or "A request", why, matter_id)
