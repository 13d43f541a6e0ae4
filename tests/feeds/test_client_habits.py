"""What Apple Calendar, DAVx5 and Thunderbird ask, in their order, with their own lists of properties.

After what is public of them: the RFCs that they follow, notes of server makers on Apple's requests, and the programs' own
manuals. The programs themselves run on no build machine.
"""

import re
from xml.etree import ElementTree

import pytest

from calendar_app.models import Event
from calendar_app.services import change_event
from practice.scope import firm_scope
from tests.feeds.conftest import hearing, tags, vevent

pytestmark = pytest.mark.django_db

SPACES = {"D": "DAV:", "C": "urn:ietf:params:xml:ns:caldav", "CS": "http://calendarserver.org/ns/",
          "A": "http://apple.com/ns/ical/", "ME": "http://me.com/_namespace/"}  # fmt: skip


def body(root: str, inside: str) -> str:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>{inside}</{root}>'


def propfind(names: str) -> str:
    return body("D:propfind", f"<D:prop>{''.join(f'<{one}/>' for one in names.split())}</D:prop>")


class Answer:
    """A multistatus: what was found and what was not, by address."""

    def __init__(self, response):
        assert response.status_code == 207, response.content
        self.root = ElementTree.fromstring(response.content)
        self.found, self.missing, self.status = {}, {}, {}
        for one in self.root.findall("{DAV:}response"):
            href = one.findtext("{DAV:}href")
            self.status[href] = one.findtext("{DAV:}status")
            for stat in one.findall("{DAV:}propstat"):
                good = " 200 " in (stat.findtext("{DAV:}status") or "")
                for prop in stat.find("{DAV:}prop"):
                    (self.found if good else self.missing).setdefault(href, {})[prop.tag] = prop

    def get(self, href: str, name: str):
        prefix, _, local = name.partition(":")
        return self.found[href].get(f"{{{SPACES[prefix]}}}{local}")

    def href(self, at: str, name: str) -> str:
        return self.get(at, name).findtext("{DAV:}href")

    def calendars(self) -> list[str]:
        return [
            h
            for h in self.found
            if self.get(h, "D:resourcetype").find(f"{{{SPACES['C']}}}calendar") is not None
        ]


def home_of(device, principal_props: str) -> str:
    """From the host's name to the calendars, as RFC 6764 has it."""
    first = device("PROPFIND", "/.well-known/caldav", propfind("D:current-user-principal"), depth="0")
    assert first.status_code in (301, 302, 307, 308)
    entrance = Answer(
        device(
            "PROPFIND",
            first.headers["Location"],
            propfind("D:current-user-principal D:principal-URL D:resourcetype"),
            depth="0",
        )
    )
    principal = entrance.href("/dav/", "D:current-user-principal")
    assert principal.endswith("/")  # Apple finds no home otherwise
    found = Answer(device("PROPFIND", principal, propfind(principal_props), depth="0"))
    return found.href(principal, "C:calendar-home-set")


APPLE_PRINCIPAL = (
    "C:calendar-home-set C:calendar-user-address-set D:current-user-principal D:displayname CS:dropbox-home-URL "
    "CS:email-address-set CS:notification-URL D:principal-collection-set D:principal-URL D:resource-id "
    "C:schedule-inbox-URL C:schedule-outbox-URL D:supported-report-set"
)
APPLE_HOME = (
    "D:add-member CS:allowed-sharing-modes A:autoprovisioned ME:bulk-requests A:calendar-color C:calendar-description "
    "C:calendar-free-busy-set A:calendar-order C:calendar-timezone D:current-user-privilege-set "
    "C:default-alarm-vevent-date C:default-alarm-vevent-datetime D:displayname CS:getctag CS:invite A:language-code "
    "A:location-code D:owner CS:pre-publish-url CS:publish-url CS:push-transports CS:pushkey D:quota-available-bytes "
    "D:quota-used-bytes A:refreshrate D:resource-id D:resourcetype C:schedule-calendar-transp "
    "C:schedule-default-calendar-URL CS:source CS:subscribed-strip-alarms C:supported-calendar-component-set "
    "C:supported-calendar-component-sets D:supported-report-set D:sync-token CS:xmpp-server CS:xmpp-uri"
)


def test_apple_calendar(firms, phone):
    device, cast = phone.attorney, firms.a
    with firm_scope(cast.firm):
        hearing(cast)
    # The account is set up.
    options = device("OPTIONS", "/dav/")
    assert "calendar-access" in options.headers["DAV"] and "schedule" not in options.headers["DAV"]
    home = home_of(device, APPLE_PRINCIPAL)
    principal = f"/dav/p/{cast.attorney.pk}/"
    me = Answer(device("PROPFIND", principal, propfind(APPLE_PRINCIPAL), depth="0"))
    addresses = [one.text for one in me.get(principal, "C:calendar-user-address-set")]
    assert f"mailto:{cast.attorney.user.email}" in addresses
    # No scheduling here: without an inbox it sends no invitations of its own accord.
    assert f"{{{SPACES['C']}}}schedule-inbox-URL" in me.missing[principal]
    assert device("REPORT", "/dav/p/", body("D:principal-search-property-set", "")).status_code == 403
    shown = Answer(device("PROPFIND", home, propfind(APPLE_HOME), depth="1"))
    assert set(shown.calendars()) == {device.events(), device.deadlines()}
    mine, due = device.events(), device.deadlines()
    (component,) = shown.get(mine, "C:supported-calendar-component-set")
    assert component.get("name") == "VEVENT"
    assert "TZID" in shown.get(mine, "C:calendar-timezone").text
    held = {one.tag for privilege in shown.get(mine, "D:current-user-privilege-set") for one in privilege}
    read_only = {one.tag for privilege in shown.get(due, "D:current-user-privilege-set") for one in privilege}
    assert "{DAV:}write-content" in held and "{DAV:}write-content" not in read_only
    reports = {one.tag for one in shown.get(mine, "D:supported-report-set").iter()}
    assert "{DAV:}sync-collection" in reports and f"{{{SPACES['C']}}}calendar-multiget" in reports
    # It would colour and order the calendars: it keeps that to itself, and nothing breaks.
    color = body(
        "D:propertyupdate", "<D:set><D:prop><A:calendar-color>#FF2968FF</A:calendar-color></D:prop></D:set>"
    )
    said = device("PROPPATCH", mine, color)
    assert said.status_code == 207 and b"403 Forbidden" in said.content
    # Then it reads: what changed, and of that the texts.
    everything = body(
        "D:sync-collection",
        "<D:sync-token/><D:sync-level>1</D:sync-level><D:prop><D:getcontenttype/><D:getetag/></D:prop>",
    )
    listed = Answer(device("REPORT", mine, everything, depth="1"))
    (path,) = listed.found
    assert "component=vevent" in listed.get(path, "D:getcontenttype").text.lower()
    get = body(
        "C:calendar-multiget",
        f"<D:prop><C:calendar-data/><D:getetag/><CS:created-by/><C:schedule-tag/></D:prop><D:href>{path}</D:href>",
    )
    text = Answer(device("REPORT", mine, get, depth="1")).get(path, "C:calendar-data").text
    assert "BEGIN:VTIMEZONE" in text and "Motion to compel" in text
    # It writes one of its own, in its own spelling, and changes it.
    new = APPLE_EVENT.replace("\n", "\r\n")
    made = device.put(f"{mine}5A3B.ics", new, if_none_match="*")
    assert made.status_code == 201 and "ETag" not in made.headers
    tag = tags(device("PROPFIND", f"{mine}5A3B.ics", propfind("D:getetag"), depth="0").content)[
        f"{mine}5A3B.ics"
    ]
    assert device.put(f"{mine}5A3B.ics", new.replace("Lunch", "Brunch"), if_match=tag).status_code == 204
    assert device.put(f"{mine}5A3B.ics", new.replace("Lunch", "Supper"), if_match=tag).status_code == 412
    with firm_scope(cast.firm):
        event = Event.objects.get(uid="5A3B-APPLE")
        assert (event.title, event.zone, event.starts_at.hour) == ("Brunch", "America/New_York", 17)
    # And looks each quarter of an hour whether anything is new.
    tokens = [
        Answer(device("PROPFIND", mine, propfind("CS:getctag D:sync-token"), depth="0")) for _ in range(2)
    ]
    assert tokens[0].get(mine, "CS:getctag").text == tokens[1].get(mine, "CS:getctag").text


APPLE_EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Apple Inc.//macOS 14.5//EN
CALSCALE:GREGORIAN
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
DTSTART:20070311T020000
TZNAME:EDT
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
DTSTART:20071104T020000
TZNAME:EST
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20270101T000000Z
UID:5A3B-APPLE
DTEND;TZID=America/New_York:20270310T130000
TRANSP:OPAQUE
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=70;X-TITLE="Zuni, San
  Francisco":geo:37.773,-122.421
SUMMARY:Lunch
DTSTART;TZID=America/New_York:20270310T120000
DTSTAMP:20270101T000000Z
SEQUENCE:1
BEGIN:VALARM
X-WR-ALARMUID:0D2F
UID:0D2F
TRIGGER:-PT30M
DESCRIPTION:Event reminder
ACTION:DISPLAY
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_davx5(firms, phone):
    device, cast = phone.attorney, firms.a
    home = home_of(
        device,
        "D:displayname C:calendar-home-set CS:calendar-proxy-read-for CS:calendar-proxy-write-for D:group-membership",
    )
    wanted = (
        "D:resourcetype D:displayname D:owner D:current-user-privilege-set A:calendar-color C:calendar-description "
        "C:calendar-timezone C:calendar-timezone-id C:supported-calendar-component-set CS:source"
    )
    shown = Answer(device("PROPFIND", home, propfind(wanted), depth="1"))
    mine = device.events()
    assert mine in shown.calendars()
    assert re.fullmatch(r"#[0-9A-F]{8}", shown.get(mine, "A:calendar-color").text)
    # What the calendar can do, and where it stands.
    can = Answer(
        device(
            "PROPFIND",
            mine,
            propfind("C:max-resource-size D:supported-report-set CS:getctag D:sync-token"),
            depth="0",
        )
    )
    assert int(can.get(mine, "C:max-resource-size").text) == 256 * 1024
    # The first sync comes in pieces of three: each says that there is more, and from where to ask on.
    for n in range(7):
        made = device.put(
            f"{n}.ics",
            vevent(f"{n}@phone", f"Event {n}", f"202703{10 + n}T170000Z", f"202703{10 + n}T180000Z"),
        )
        assert made.status_code == 201
    seen, token, rounds = set(), "", 0
    while True:
        piece = body(
            "D:sync-collection",
            f"<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>"
            "<D:limit><D:nresults>3</D:nresults></D:limit><D:prop><D:getetag/></D:prop>",
        )
        answer = Answer(device("REPORT", mine, piece))
        token, rounds = answer.root.findtext("{DAV:}sync-token"), rounds + 1
        seen |= set(answer.found)
        if (answer.status.get(mine) or "").find("507") < 0:
            break
    assert (rounds, len(seen)) == (3, 7)
    # One changed, one gone while it was away.
    with firm_scope(cast.firm, cast.attorney):
        change_event(Event.objects.get(title="Event 1"), by=cast.attorney, title="Event one")
    assert device("DELETE", f"{mine}2.ics", if_match=device.listed()[f"{mine}2.ics"]).status_code == 204
    _, found = device.since(token)
    assert set(found) == {f"{mine}1.ics", f"{mine}2.ics"} and "404" in found[f"{mine}2.ics"]
    # It asks for version and type of the texts, and by their names as they were told.
    get = body(
        "C:calendar-multiget",
        '<D:prop><D:getcontenttype/><D:getetag/><C:schedule-tag/><C:calendar-data content-type="text/calendar" version="2.0"/></D:prop>'
        f"<D:href>{mine}1.ics</D:href><D:href>{mine}2.ics</D:href>",
    )
    answer = Answer(device("REPORT", mine, get))
    assert "Event one" in answer.get(f"{mine}1.ics", "C:calendar-data").text
    assert "404" in answer.status[f"{mine}2.ics"]
    # Two edits of the same thing on two devices: the second is told, and nothing is lost.
    stale = device.put(f"{mine}1.ics", vevent("1@phone", "Mine"), if_match='"old"')
    assert stale.status_code == 412
    gone = device.put(f"{mine}2.ics", vevent("2@phone", "Back"), if_match='"old"')
    assert gone.status_code == 412


def test_thunderbird(firms, phone):
    device, cast = phone.attorney, firms.a
    with firm_scope(cast.firm):
        hearing(cast)
    mine = device.events()
    assert device.client.generic("PROPFIND", mine).status_code == 401
    assert 'Basic realm="' in device.client.generic("PROPFIND", mine).headers["WWW-Authenticate"]
    asked = (
        "D:resourcetype D:owner D:current-user-principal D:current-user-privilege-set D:supported-report-set "
        "C:supported-calendar-component-set CS:getctag"
    )
    first = Answer(device("PROPFIND", mine, propfind(asked), depth="0"))
    assert first.calendars() == [mine] and not first.missing
    # It looks here for scheduling: there is none, so it mails invitations itself or not at all.
    assert "calendar-auto-schedule" not in device("OPTIONS", mine).headers["DAV"]
    names = Answer(device("PROPFIND", mine, propfind("D:getcontenttype D:resourcetype D:getetag"), depth="1"))
    paths = [href for href in names.found if not href.endswith("/")]
    assert all("text/calendar" in names.get(href, "D:getcontenttype").text for href in paths)
    hrefs = "".join(f"<D:href>{href}</D:href>" for href in paths)
    texts = Answer(
        device(
            "REPORT",
            mine,
            body("C:calendar-multiget", f"<D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs}"),
            depth="1",
        )
    )
    (text,) = [texts.get(href, "C:calendar-data").text for href in paths]
    # It dismisses its reminder: marks of its own on the event, the rest as it came. Nothing of the hearing changes.
    marked = text.replace("END:VEVENT", "X-MOZ-LASTACK:20270310T113000Z\r\nX-MOZ-GENERATION:1\r\nEND:VEVENT")
    tag = device.listed()[paths[0]]
    assert device.put(paths[0], marked, if_match=tag).status_code == 204
    with firm_scope(cast.firm):
        assert Event.objects.get(title="Motion to compel").sequence == 0
    # To-dos have no place in this calendar, and it is told so.
    todo = body(
        "C:calendar-query",
        '<D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"/></C:comp-filter></C:filter>',
    )
    assert Answer(device("REPORT", mine, todo, depth="1")).found == {}


@pytest.mark.parametrize("path", ["/dav", "/dav/", "/.well-known/caldav"])
def test_without_its_last_slash_and_without_a_session(firms, phone, path):
    """A program follows where it is sent; nothing here wants a form's token."""
    answer = phone.attorney("PROPFIND", path, propfind("D:current-user-principal"), depth="0")
    assert answer.status_code == 207 or answer.headers.get("Location", "").endswith("/dav/")
