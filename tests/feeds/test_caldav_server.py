"""The CalDAV server, request by request: found, listed, read, written, and told of changes."""

import datetime

import pytest

from accounts.models import Delegation
from calendar_app.models import Attendee, Event
from calendar_app.services import change_event, create_event
from practice.scope import firm_scope
from tests.feeds.conftest import NOON, Device, tags, vevent

pytestmark = pytest.mark.django_db

PRINCIPAL = '<d:propfind xmlns:d="DAV:"><d:prop><d:current-user-principal/></d:prop></d:propfind>'
HOME = (
    '<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-home-set/>'
    "<d:nonsense/></d:prop></d:propfind>"
)


def meeting(cast, title="Client call", **values):
    given = {
        "by": cast.attorney,
        "title": title,
        "starts_at": NOON,
        "ends_at": NOON + datetime.timedelta(hours=1),
        "zone": "America/New_York",
    }
    return create_event(**(given | values))


def test_a_program_finds_its_way_from_the_host_name(firms, phone):
    device = phone.attorney
    assert device.client.get("/.well-known/caldav").headers["Location"] == "/dav/"
    answer = device("PROPFIND", "/dav/", PRINCIPAL, depth="0")
    assert f"/dav/p/{firms.a.attorney.pk}/" in answer.content.decode()
    answer = device("PROPFIND", f"/dav/p/{firms.a.attorney.pk}/", HOME, depth="0")
    text = answer.content.decode()
    assert f"/dav/c/{firms.a.attorney.pk}/" in text and "404 Not Found" in text and "nonsense" in text
    answer = device("PROPFIND", f"/dav/c/{firms.a.attorney.pk}/", depth="1")
    assert set(tags(answer.content)) == {
        f"/dav/c/{firms.a.attorney.pk}/",
        device.events(),
        device.deadlines(),
    }


def test_what_the_server_says_of_itself(firms, phone):
    answer = phone.attorney("OPTIONS", "/dav/")
    assert answer.status_code == 200 and "calendar-access" in answer.headers["DAV"]
    assert phone.attorney("MKCALENDAR", "/dav/c/1/new/").status_code == 403
    assert phone.attorney("PROPFIND", "/dav/", depth="infinity").status_code == 403
    assert phone.attorney.client.get("/dav/").status_code == 401
    assert "Set-Cookie" not in phone.attorney("PROPFIND", "/dav/", depth="0").headers


def test_an_event_made_here_is_read_there(firms, phone):
    with firm_scope(firms.a.firm, firms.a.attorney):
        event = meeting(firms.a)
    (path,) = phone.attorney.listed()
    answer = phone.attorney("GET", path)
    text = answer.content.decode()
    assert f"UID:{event.uid}" in text and "SUMMARY:Client call" in text
    assert "DTSTART;TZID=America/New_York:20270310T070000" in text
    assert answer.headers["ETag"] == phone.attorney.listed()[path]


def test_an_event_made_there_is_read_here_changed_and_called_off(firms, phone):
    device = phone.attorney
    made = device.put("new.ics", vevent("x1@phone", "Lunch"), if_none_match="*")
    assert made.status_code == 201, made.content
    with firm_scope(firms.a.firm):
        event = Event.objects.get(title="Lunch")
        assert (event.organizer_id, event.uid) == (firms.a.attorney.pk, "x1@phone")
        assert event.starts_at == datetime.datetime(2027, 3, 10, 17, tzinfo=datetime.UTC)
        assert Attendee.objects.get(event=event).member_id == firms.a.attorney.pk
    path = f"{device.events()}new.ics"
    tag = device.listed()[path]
    moved = vevent("x1@phone", "Long lunch", end="20270310T190000Z")
    assert device.put("new.ics", moved, if_match=tag).status_code == 204
    assert device.listed()[path] != tag
    with firm_scope(firms.a.firm):
        event.refresh_from_db()
        assert event.title == "Long lunch" and event.ends_at.hour == 19
    assert device("DELETE", path, if_match=device.listed()[path]).status_code == 204
    assert device.listed() == {}
    with firm_scope(firms.a.firm):
        assert Event.objects.get(pk=event.pk).is_cancelled


def test_the_same_event_is_not_made_twice(firms, phone):
    device = phone.attorney
    assert device.put("one.ics", vevent("x1@phone", "Lunch"), if_none_match="*").status_code == 201
    assert device.put("one.ics", vevent("x1@phone", "Lunch"), if_none_match="*").status_code == 412
    again = device.put("two.ics", vevent("x1@phone", "Lunch"), if_none_match="*")
    assert again.status_code == 403 and b"no-uid-conflict" in again.content


def test_changes_since_a_token(firms, phone):
    device = phone.attorney
    with firm_scope(firms.a.firm, firms.a.attorney):
        first, second = meeting(firms.a, "First"), meeting(firms.a, "Second")
    token, found = device.since()
    assert len(found) == 2
    assert device.since(token)[1] == {}
    with firm_scope(firms.a.firm, firms.a.attorney):
        change_event(first, by=firms.a.attorney, title="First, but longer")
        change_event(second, by=firms.a.attorney, attendees=[firms.a.associate])
    newer, found = device.since(token)
    assert sorted(value == "HTTP/1.1 404 Not Found" for value in found.values()) == [False, True]
    assert device.since(newer)[1] == {}
    body = '<d:sync-collection xmlns:d="DAV:"><d:sync-token>http://x/1</d:sync-token><d:prop/></d:sync-collection>'
    answer = device("REPORT", device.events(), body)
    assert answer.status_code == 403 and b"valid-sync-token" in answer.content


def query(inside: str) -> str:
    return (
        '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/>'
        f'<c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR">{inside}</c:comp-filter></c:filter>'
        "</c:calendar-query>"
    )


def test_a_stretch_of_time_is_asked_for(firms, phone):
    device = phone.attorney
    with firm_scope(firms.a.firm, firms.a.attorney):
        meeting(firms.a, "In March")
        meeting(
            firms.a,
            "Each Wednesday",
            rrule="FREQ=WEEKLY;COUNT=4",
            starts_at=NOON,
            ends_at=NOON.replace(hour=13),
        )
    span = '<c:comp-filter name="VEVENT"><c:time-range start="{}" end="{}"/></c:comp-filter>'
    answer = device(
        "REPORT", device.events(), query(span.format("20270331T000000Z", "20270401T000000Z")), depth="1"
    )
    text = answer.content.decode()
    assert "Each Wednesday" in text and "In March" not in text
    answer = device(
        "REPORT", device.events(), query(span.format("20270407T000000Z", "20270408T000000Z")), depth="1"
    )
    assert "Each Wednesday" not in answer.content.decode()
    strange = '<c:comp-filter name="VEVENT"><c:prop-filter name="X-A"><c:text-match>a</c:text-match></c:prop-filter></c:comp-filter>'
    answer = device("REPORT", device.events(), query(strange), depth="1")
    assert answer.status_code == 403 and b"supported-filter" in answer.content


def test_many_are_fetched_at_once(firms, phone):
    device = phone.attorney
    with firm_scope(firms.a.firm, firms.a.attorney):
        meeting(firms.a)
    (path,) = device.listed()
    body = (
        '<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/>'
        f"<c:calendar-data/></d:prop><d:href>{path}</d:href><d:href>{device.events()}none.ics</d:href>"
        "</c:calendar-multiget>"
    )
    text = device("REPORT", device.events(), body).content.decode()
    assert "SUMMARY:Client call" in text and text.count("404 Not Found") == 1


def test_a_series_with_a_date_moved_and_one_taken_out(firms, phone):
    device = phone.attorney
    series = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:s@phone\r\nDTSTAMP:20270101T000000Z\r\n"
        "DTSTART;TZID=America/New_York:20270303T090000\r\nDTEND;TZID=America/New_York:20270303T093000\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=America/New_York:20270310T090000\r\nSUMMARY:Stand-up\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:s@phone\r\nDTSTAMP:20270101T000000Z\r\n"
        "RECURRENCE-ID;TZID=America/New_York:20270317T090000\r\n"
        "DTSTART;TZID=America/New_York:20270317T110000\r\nDTEND;TZID=America/New_York:20270317T113000\r\n"
        "SUMMARY:Stand-up, late\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    made = device.put("s.ics", series, if_none_match="*")
    assert made.status_code == 201, made.content
    with firm_scope(firms.a.firm):
        event = Event.objects.get(uid="s@phone", parent=None)
        assert event.exdates == [datetime.datetime(2027, 3, 10, 14, tzinfo=datetime.UTC)]
        late = Event.objects.get(parent=event)
        # Nine o'clock in New York is 14:00 UTC before March 14, 2027 and 13:00 after.
        assert late.recurrence_id == datetime.datetime(2027, 3, 17, 13, tzinfo=datetime.UTC)
        assert late.starts_at == datetime.datetime(2027, 3, 17, 15, tzinfo=datetime.UTC)
    path = f"{device.events()}s.ics"
    ours = device("GET", path).content.decode()
    # What we say of it, sent back, changes nothing.
    assert device.put("s.ics", ours, if_match=device.listed()[path]).status_code == 204
    with firm_scope(firms.a.firm):
        assert Event.objects.filter(uid="s@phone").count() == 2
        event.refresh_from_db()
        assert event.sequence == 1
    back = ours.replace("EXDATE;TZID=America/New_York:20270310T090000\r\n", "").replace(
        "Stand-up\r\n", "Stand-up all\r\n"
    )
    assert device.put("s.ics", back, if_match=device.listed()[path]).status_code == 204
    with firm_scope(firms.a.firm):
        event.refresh_from_db()
        assert (event.title, event.exdates) == ("Stand-up all", [])


def test_a_calendar_that_was_lent(firms, phone):
    assert len(tags(phone.secretary("PROPFIND", f"/dav/c/{firms.a.secretary.pk}/", depth="1").content)) == 3
    with firm_scope(firms.a.firm):
        today = datetime.date.today()
        Delegation.objects.create(
            principal=firms.a.attorney,
            to=firms.a.secretary,
            powers=["calendar.manage_for_others"],
            starts_on=today,
            until=today,
            created_by=firms.a.attorney,
        )
    lent = phone.secretary.events(firms.a.attorney)
    assert phone.secretary.put(f"{lent}n.ics", vevent("n@desk", "Dentist")).status_code == 201
    with firm_scope(firms.a.firm):
        event = Event.objects.get(title="Dentist")
        assert (event.organizer_id, event.created_by_id) == (firms.a.attorney.pk, firms.a.secretary.pk)
    assert len(phone.attorney.listed()) == 1


def test_a_device_that_only_reads(firms):
    device = Device(firms.a.attorney, may_write=False)
    answer = device.put("n.ics", vevent("n@desk", "Dentist"))
    assert answer.status_code == 403 and b"need-privileges" in answer.content
    privileges = device("PROPFIND", device.events(), (
        '<d:propfind xmlns:d="DAV:"><d:prop><d:current-user-privilege-set/></d:prop></d:propfind>'
    ), depth="0").content  # fmt: skip
    assert b"<d:read />" in privileges and b"<d:write />" not in privileges
