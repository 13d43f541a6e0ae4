"""B11: what a phone and a subscription cost with two thousand events of one person: statements, CPU, wall time."""

import base64
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.services import change_event
from exchange.bench.calendar import EVENTS, make
from exchange.bench.table import Row
from feeds.services.passes import create_device, create_feed
from practice.scope import firm_scope

PROPS = (
    '<d:propfind xmlns:d="DAV:" xmlns:cs="http://calendarserver.org/ns/"><d:prop><d:getetag/><d:resourcetype/>'
    "</d:prop></d:propfind>"
)
SYNC = (
    '<d:sync-collection xmlns:d="DAV:"><d:sync-token>{}</d:sync-token><d:sync-level>1</d:sync-level>'
    "<d:prop><d:getetag/></d:prop></d:sync-collection>"
)
GET = (
    '<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/>'
    "</d:prop>{}</c:calendar-multiget>"
)
WEEK = (
    '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop>'
    '<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{}" end="{}"/>'
    "</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"
)


class Program:
    """A device of the member through the test client: what a request costs is the server's own work."""

    def __init__(self, member: Member):
        with firm_scope(member.firm_id, member):
            _, password = create_device(by=member, name="Phone")
        coded = base64.b64encode(f"{member.user.email}:{password}".encode()).decode()
        self.authorization = f"Basic {coded}"
        self.client, self.path = Client(), f"/dav/c/{member.pk}/{member.pk}-events/"

    def __call__(self, method: str, body: str = "") -> bytes:
        answer = self.client.generic(
            method,
            self.path,
            body,
            content_type="application/xml",
            HTTP_AUTHORIZATION=self.authorization,
            HTTP_DEPTH="1",
        )
        if answer.status_code != 207:
            raise RuntimeError(f"{method}: {answer.status_code}")
        return answer.content

    def put(self, href: str, text: str) -> None:
        """Send an event back."""
        answer = self.client.generic(
            "PUT", href, text, content_type="text/calendar", HTTP_AUTHORIZATION=self.authorization
        )
        if answer.status_code != 204:
            raise RuntimeError(f"PUT: {answer.status_code}")


def cost(name: str, act: Callable[[], object], *, rounds: int, aim: str) -> Row:
    """Statements, and the least CPU and wall time of some rounds. In one process, so there is no floor beside it."""
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
        asked = len(queries)  # the log is emptied by the next request
    used = []
    for _ in range(rounds):
        cpu, wall = time.process_time(), time.perf_counter()
        act()
        used.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = min(used)
    return Row(
        f"B11 {name}, {EVENTS:,} events",
        f"{asked} statements, {cpu * 1000:.0f} ms CPU, {wall * 1000:.0f} ms",
        "—",
        "—",
        aim,
    )


def measure(firm, member, *, rounds: int, report, made: bool = False) -> list[Row]:
    """Rows B11. `made`: the events of B10 are there."""
    if not made:
        report(f"making {EVENTS:,} events")
        make(firm, member)
    report("feeds")
    phone = Program(member)
    listed = phone("PROPFIND", PROPS).decode()
    hrefs = [
        part.partition("<")[0] for part in listed.split("href>") if part.partition("<")[0].endswith(".ics")
    ]
    token = phone("REPORT", SYNC.format("")).decode().rpartition("<d:sync-token>")[2].partition("<")[0]
    fifty = GET.format("".join(f"<d:href>{href}</d:href>" for href in hrefs[:50]))
    one = GET.format(f"<d:href>{hrefs[0]}</d:href>")
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    week = WEEK.format(f"{monday:%Y%m%d}T000000Z", f"{monday + timedelta(days=7):%Y%m%d}T000000Z")
    every = GET.format("".join(f"<d:href>{href}</d:href>" for href in hrefs))
    with firm_scope(firm, member):
        event = Event.objects.filter(organizer=member, kind="call", rrule="").order_by("pk")[0]
        _, address = create_feed(by=member, name="Google", layers=["events"])
    path = "/feeds/" + address.partition("/feeds/")[2]
    client, turn = Client(), iter(range(10_000))

    own = next(href for href in hrefs if event.uid.partition("@")[0] in href)
    text = phone.client.get(own, HTTP_AUTHORIZATION=phone.authorization).content.decode()

    def put() -> None:
        phone.put(own, text.replace(f"SUMMARY:{event.title}", f"SUMMARY:Sent {next(turn)}"))

    def edit_and_sync() -> None:
        with firm_scope(firm, member):
            change_event(event, by=member, title=f"Call {next(turn)}")
        phone("REPORT", SYNC.format(token))

    def unchanged() -> None:
        # The tag of what stands after the edits above.
        if not held:
            held.append(client.get(path).headers["ETag"])
        if client.get(path, HTTP_IF_NONE_MATCH=held[0]).status_code != 304:
            raise RuntimeError("the feed says that something is new")

    held: list[str] = []
    return [
        cost("list of names (PROPFIND, depth 1)", lambda: phone("PROPFIND", PROPS), rounds=rounds, aim="< 1 s CPU"),
        cost("first sync (sync-collection)", lambda: phone("REPORT", SYNC.format("")), rounds=rounds, aim="< 1 s CPU"),
        cost("sync, nothing new", lambda: phone("REPORT", SYNC.format(token)), rounds=rounds, aim="< 0.2 s CPU"),
        cost("an edit and the sync after it", edit_and_sync, rounds=rounds, aim="< 1 s CPU"),
        cost("an edit on the device (PUT)", put, rounds=rounds, aim="< 0.2 s CPU"),
        cost("one text (multiget)", lambda: phone("REPORT", one), rounds=rounds, aim="< 0.2 s CPU"),
        cost("a week (calendar-query)", lambda: phone("REPORT", week), rounds=rounds, aim="< 0.2 s CPU"),
        cost("fifty texts (multiget)", lambda: phone("REPORT", fifty), rounds=rounds, aim="< 1 s CPU"),
        cost("all texts (multiget)", lambda: phone("REPORT", every), rounds=rounds, aim="< 2 s CPU"),
        cost("ICS feed, whole", lambda: client.get(path), rounds=rounds, aim="< 2 s CPU"),
        cost("ICS feed, nothing new (304)", unchanged, rounds=rounds, aim="< 0.2 s CPU"),
    ]  # fmt: skip
