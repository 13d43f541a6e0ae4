"""A device of a member, and requests in its name."""

import base64
import datetime
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from calendar_app.services import create_event
from feeds.services.passes import create_device
from practice.scope import firm_scope

NOON = datetime.datetime(2027, 3, 10, 12, tzinfo=datetime.UTC)


class Device:
    """A program that speaks CalDAV through the test client."""

    def __init__(self, member, *, may_write: bool = True, email: str = ""):
        self.member = member
        with firm_scope(member.firm_id, member):
            self.row, self.password = create_device(by=member, name="Phone", may_write=may_write)
        self.email = email or member.user.email
        self.client = Client(enforce_csrf_checks=True)

    def __call__(
        self, method: str, path: str, body: str | bytes = "", *, kind: str = "application/xml", **headers
    ):
        coded = base64.b64encode(f"{self.email}:{self.password}".encode()).decode()
        extra = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return self.client.generic(
            method, path, body, content_type=kind, HTTP_AUTHORIZATION=f"Basic {coded}", **extra
        )

    def events(self, owner=None) -> str:
        """The address of a calendar."""
        return f"/dav/c/{self.member.pk}/{(owner or self.member).pk}-events/"

    def deadlines(self) -> str:
        return f"/dav/c/{self.member.pk}/{self.member.pk}-deadlines/"

    def listed(self, path: str | None = None) -> dict[str, str]:
        """{address: tag} of a calendar."""
        answer = self("PROPFIND", path or self.events(), depth="1")
        assert answer.status_code == 207, answer.content
        return {href: tag for href, tag in tags(answer.content).items() if not href.endswith("/")}

    def put(self, name: str, text: str, **headers):
        path = name if name.startswith("/") else f"{self.events()}{name}"
        return self("PUT", path, text, kind="text/calendar", **headers)

    def since(self, token: str = "", path: str | None = None):
        """sync-collection: (new token, {address: status or tag})."""
        body = (
            '<d:sync-collection xmlns:d="DAV:"><d:sync-token>' + token + "</d:sync-token>"
            "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"
        )
        answer = self("REPORT", path or self.events(), body)
        assert answer.status_code == 207, answer.content
        root = ElementTree.fromstring(answer.content)
        found = {}
        for response in root.findall("{DAV:}response"):
            status = response.findtext("{DAV:}status")
            tag = response.findtext("{DAV:}propstat/{DAV:}prop/{DAV:}getetag")
            found[response.findtext("{DAV:}href")] = tag or status
        return root.findtext("{DAV:}sync-token"), found


def tags(body: bytes) -> dict[str, str]:
    """{address: tag} of a multistatus."""
    root = ElementTree.fromstring(body)
    return {
        response.findtext("{DAV:}href"): response.findtext("{DAV:}propstat/{DAV:}prop/{DAV:}getetag")
        for response in root.findall("{DAV:}response")
    }


def vevent(
    uid: str, title: str, start: str = "20270310T170000Z", end: str = "20270310T180000Z", *more: str
) -> str:
    """A calendar with one event."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20270101T000000Z", f"DTSTART:{start}", f"DTEND:{end}", f"SUMMARY:{title}", *more,
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def hearing(cast, title: str = "Motion to compel", **values):
    """A court date of the attorney, in the scope of the firm."""
    given = {
        "by": cast.attorney,
        "title": title,
        "kind": "hearing",
        "matter": cast.matter,
        "starts_at": NOON,
        "ends_at": NOON + datetime.timedelta(hours=1),
        "zone": "America/Los_Angeles",
        "court": "Superior Court of Alameda",
        "department": "Dept. 17",
    }
    return create_event(**(given | values))


@pytest.fixture(autouse=True)
def _fresh_limits(request):
    """Limits are counted in the database's cache: each test begins at nothing."""
    yield
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def phone(firms) -> SimpleNamespace:
    """The attorney's phone and the secretary's, of firm A, and the attorney's of firm B."""
    return SimpleNamespace(
        attorney=Device(firms.a.attorney),
        secretary=Device(firms.a.secretary),
        stranger=Device(firms.b.attorney),
    )
