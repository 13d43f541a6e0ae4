"""The address that calendar programs subscribe to. No sign-in, no cookie: its secret opens it."""

import hashlib

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from feeds import door
from feeds.ical import write
from feeds.models import Feed, SyncLog
from feeds.queries.feeds import items_of
from feeds.queries.versions import of_feed
from feeds.services.log import note
from feeds.services.use import note_fetch
from practice.access import public

# Programs ask every five minutes at most; the limit by address keeps guessing from being a load.
LIMITS = {"feed": "120/h/key", "feed_guess": "60/m/ip"}
REFRESH = "PT30M"


@public
@require_safe
def feed_ics(request: HttpRequest, token: str) -> HttpResponse:
    """GET: the calendar as its owner may see it at this moment. 410 for a feed that was revoked or whose owner has left."""
    request.member = request.firm = None  # type: ignore[attr-defined]
    request.memberships = []  # type: ignore[attr-defined]
    shown = door.of_address(token)
    if shown is None:
        limited = {"app": "feeds", "action": "feed_guess", "config": LIMITS, "limit_get": True}
        busy = not ratelimit.consume(request, **limited)
        return _sealed(_words(429 if busy else 404, "There is no such calendar."))
    if not ratelimit.consume(
        request, app="feeds", action="feed", config=LIMITS, key=shown.key, limit_get=True
    ):
        busy_words = _words(429, "This calendar is read too often.")
        busy_words.headers["Retry-After"] = "1800"
        return _sealed(busy_words)
    with door.entered(shown) as inside:
        if inside is None:
            return _sealed(_words(410, "This calendar is no longer shared."))
        member, feed = inside
        assert isinstance(feed, Feed)  # of_address makes passes of feeds alone
        agent = request.headers.get("User-Agent", "")[:200]
        known = {
            tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")
        }
        # Before the list is read: what is written in between gives another version, and is read the next time.
        version = of_feed(feed, member)
        if version == feed.version and feed.etag in known:
            etag, body = feed.etag, b""
        else:
            name = f"{feed.name} ({member.firm.name})"
            body = write.calendar(items_of(feed, member), name=name, refresh=REFRESH)
            etag = f'"{hashlib.sha256(body).hexdigest()[:40]}"'
        note_fetch(feed, agent, version=version, etag=etag)
        same = etag in known
        what = "Read, nothing new" if same else "Read the calendar"
        note(feed, SyncLog.Act.READ, what, member=member, agent=agent)
        if same:
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
            response.headers["Content-Disposition"] = 'inline; filename="bailiwick.ics"'
        response.headers["ETag"] = etag
        return _sealed(response)


def _words(status: int, text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _sealed(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
