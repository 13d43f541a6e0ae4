"""Who must not come in, and what must not come through."""

import base64
import datetime
import time

import pytest

from accounts.services.members import deactivate_member
from calendar_app.models import Event
from calendar_app.services import cancel_event, create_event, move_event
from feeds.services.passes import revoke_device
from matters.models import Wall
from practice.scope import firm_scope
from tests.feeds.conftest import NOON, Device, hearing, vevent

pytestmark = pytest.mark.django_db


def test_another_firms_ids_lead_nowhere(firms, phone):
    with firm_scope(firms.a.firm):
        hearing(firms.a)
    (path,) = phone.attorney.listed()
    for method in ("GET", "DELETE", "PROPFIND", "PUT", "REPORT"):
        answer = phone.stranger(method, path, vevent("x", "y"), kind="text/calendar", depth="0")
        assert answer.status_code in (400, 403, 404) and b"Motion" not in answer.content, method
    assert phone.stranger("PROPFIND", phone.attorney.events(), depth="1").status_code == 404
    assert phone.stranger("PROPFIND", f"/dav/p/{firms.a.attorney.pk}/", depth="0").status_code == 404
    # The same calendar under one's own name is not one's own either.
    forged = f"/dav/c/{firms.b.attorney.pk}/{firms.a.attorney.pk}-events/"
    assert phone.stranger("PROPFIND", forged, depth="1").status_code == 404


def test_a_colleagues_calendar_that_was_not_lent(firms, phone):
    forged = f"/dav/c/{firms.a.secretary.pk}/{firms.a.attorney.pk}-events/"
    assert phone.secretary("PROPFIND", forged, depth="1").status_code == 404
    assert phone.secretary("PUT", f"{forged}n.ics", vevent("n", "x"), kind="text/calendar").status_code == 404


def test_wrong_and_revoked_passwords(firms, phone):
    device = phone.attorney
    assert device("PROPFIND", "/dav/", depth="0").status_code == 207
    email, password = device.email, device.password
    for user, word in (
        (email, "wrong"), (email, ""), ("nobody@x.example", password), (phone.stranger.email, password), ("a\x00", password),
    ):  # fmt: skip
        coded = base64.b64encode(f"{user}:{word}".encode()).decode()
        answer = device.client.generic(
            "PROPFIND", "/dav/", HTTP_AUTHORIZATION=f"Basic {coded}", HTTP_DEPTH="0"
        )
        assert answer.status_code == 401
    # The sign-in password is none of them.
    coded = base64.b64encode(f"{email}:correct horse battery staple".encode()).decode()
    assert device.client.generic("PROPFIND", "/dav/", HTTP_AUTHORIZATION=f"Basic {coded}").status_code == 401
    for odd in ("Basic !!!", "Basic " + "A" * 5000, "Bearer x", "Basic"):
        assert device.client.generic("PROPFIND", "/dav/", HTTP_AUTHORIZATION=odd).status_code == 401
    with firm_scope(firms.a.firm):
        revoke_device(device.row, by=firms.a.attorney)
    assert device("PROPFIND", "/dav/", depth="0").status_code == 401


def test_guessing_is_slowed_down(firms, phone):
    coded = base64.b64encode(b"a@b.example:guess").decode()
    client = phone.attorney.client
    answers = [
        client.generic("PROPFIND", "/dav/", HTTP_AUTHORIZATION=f"Basic {coded}").status_code
        for _ in range(22)
    ]
    assert answers[0] == 401 and answers[-1] == 429
    # Who shows no password yet is asked for one: many programs of one office begin so.
    assert client.generic("PROPFIND", "/dav/").status_code == 401
    assert phone.attorney("PROPFIND", "/dav/", depth="0").status_code == 207


def test_who_left_and_whose_role_lost_the_calendar(firms, phone):
    with firm_scope(firms.a.firm):
        role = firms.a.roles["legal_secretary"]
        role.powers = {key: value for key, value in role.powers.items() if key != "calendar.own"}
        role.save()
    assert phone.secretary("PROPFIND", "/dav/", depth="0").status_code == 401
    with firm_scope(firms.a.firm):
        deactivate_member(firms.a.attorney, by=firms.a.admin)
    assert phone.attorney("PROPFIND", "/dav/", depth="0").status_code == 401


def test_a_screened_member_sees_busy_time_and_nothing_else(firms, phone):
    device = phone.attorney
    with firm_scope(firms.a.firm):
        matter = firms.a.matter
        event = create_event(
            by=firms.a.attorney, title="Secret meeting", matter=matter, starts_at=NOON,
            ends_at=NOON + datetime.timedelta(hours=1), zone="UTC",
            attendees=[firms.a.attorney, firms.a.paralegal],
        )  # fmt: skip
        otis = Device(firms.a.paralegal)
    ((path, tag),) = otis.listed().items()
    token, _ = otis.since()
    with firm_scope(firms.a.firm):
        Wall.objects.create(matter=matter, member=firms.a.paralegal, reason="x", created_by=firms.a.attorney)
    _, found = otis.since(token)
    assert found.pop(path) == "HTTP/1.1 404 Not Found"
    ((busy, _),) = found.items()
    text = otis("GET", busy).content.decode()
    assert (
        "SUMMARY:Busy" in text
        and "Secret" not in text
        and event.uid not in text
        and matter.number not in text
    )
    assert otis("GET", path).status_code == 404
    for method in ("PUT", "DELETE"):
        body = vevent(event.uid, "Mine")
        assert otis(method, busy, body, kind="text/calendar").status_code in (403, 404)
    # An event of their own under the hidden one's UID: it is made, and nothing is told.
    assert otis.put("own.ics", vevent(event.uid, "Mine")).status_code == 201
    with firm_scope(firms.a.firm):
        assert Event.objects.get(title="Mine").uid != event.uid
        assert Event.objects.get(pk=event.pk).title == "Secret meeting"
    assert len(device.listed()) == 1


def test_private_events_of_others_are_busy_time(firms, phone):
    from accounts.models import Delegation

    with firm_scope(firms.a.firm):
        today = datetime.date.today()
        Delegation.objects.create(
            principal=firms.a.attorney, to=firms.a.secretary, powers=["calendar.manage_for_others"],
            starts_on=today, until=today, created_by=firms.a.attorney,
        )  # fmt: skip
        hearing(firms.a, "Doctor", kind="other", matter=None, court="", department="", is_private=True)
    lent = phone.secretary.events(firms.a.attorney)
    ((busy, _),) = phone.secretary.listed(lent).items()
    text = phone.secretary("GET", busy).content.decode()
    assert "SUMMARY:Busy" in text and "Doctor" not in text
    assert phone.secretary("DELETE", busy).status_code == 403


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    '<d:propfind xmlns:d="DAV:"><d:prop><d:displayname>&c;</d:displayname></d:prop></d:propfind>'
)
XXE = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<d:propfind xmlns:d="DAV:"><d:prop><d:x>&x;</d:x></d:prop></d:propfind>'
)


@pytest.mark.parametrize("body", [BOMB, XXE, "<a>" * 100, "<a", "\x00", "<a xmlns='x'><b/></c>", "[]"])
def test_xml_that_harms_is_not_read(firms, phone, body):
    answer = phone.attorney("PROPFIND", "/dav/", body, depth="0")
    assert answer.status_code == 400 and b"root:" not in answer.content


def test_bodies_have_a_limit(firms, phone):
    huge = vevent("h", "x" * 300_000)
    answer = phone.attorney.put("h.ics", huge)
    assert answer.status_code == 403 and b"max-resource-size" in answer.content
    many = '<d:propfind xmlns:d="DAV:"><d:prop>' + "<d:a/>" * 100_000 + "</d:prop></d:propfind>"
    assert phone.attorney("PROPFIND", "/dav/", many, depth="0").status_code == 413


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=DAILY;COUNT=100000000",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;UNTIL=99999999",
        "FREQ=YEARLY;BYMONTHDAY=" + ",".join(["1"] * 100),
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "nonsense",
    ],
)
def test_rules_that_never_end_are_refused(firms, phone, rule):
    answer = phone.attorney.put(
        "r.ics", vevent("r", "x", "20270310T170000Z", "20270310T180000Z", f"RRULE:{rule}")
    )
    assert answer.status_code == 403, rule
    assert b"valid-calendar-data" in answer.content


def test_things_that_are_no_event(firms, phone):
    device = phone.attorney
    for text in (
        "",
        "hello",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
        vevent("x", "t", "20270230T000000Z"),
        vevent("", "t"),
    ):
        assert device.put("x.ics", text).status_code == 403
    assert device("PUT", f"{device.events()}x.ics", "<html>", kind="text/html").status_code == 415
    assert device.put(f"{device.events()}a%2Fb.ics", vevent("x", "t")).status_code in (403, 404)
    todo = vevent("x", "t").replace("VEVENT", "VTODO")
    assert b"supported-calendar-component" in device.put("x.ics", todo).content


def test_a_device_reaches_the_calendar_alone(firms, phone):
    for path in ("/matters/", "/api/v1/approvals/", "/feeds/", "/account/security/"):
        answer = phone.attorney("GET", path)
        assert answer.status_code in (302, 401, 403, 404), path


def test_what_a_screened_member_never_saw_leaves_no_trace(firms):
    """Made, moved and called off behind the wall: busy time comes and goes under names that say nothing, and no more."""
    cast = firms.a
    with firm_scope(cast.firm):
        Wall.objects.create(matter=cast.matter, member=cast.paralegal, reason="x", created_by=cast.attorney)
        otis = Device(cast.paralegal)
    token, _ = otis.since()
    with firm_scope(cast.firm, cast.attorney):
        mine = create_event(
            by=cast.attorney, title="Strategy", matter=cast.matter, starts_at=NOON,
            ends_at=NOON + datetime.timedelta(hours=1), zone="UTC", attendees=[cast.attorney],
        )  # fmt: skip
    # Of an event that they have no part in there is nothing at all, not even a name that went.
    assert otis.since(token)[1] == {}
    assert otis.listed() == {}
    with firm_scope(cast.firm, cast.attorney):
        move_event(mine, by=cast.attorney, starts_at=NOON + datetime.timedelta(hours=2),
                   ends_at=NOON + datetime.timedelta(hours=3))  # fmt: skip
        cancel_event(mine, by=cast.attorney)
    assert otis.since(token)[1] == {}
    # Whoever guesses the address is told the same as of one that never was.
    for name in (f"{mine.uid}.ics", f"{mine.pk}.ics", "none.ics"):
        answer = otis("GET", f"{otis.events()}{name}")
        assert (answer.status_code, answer.content) == (404, b"")
        assert otis("DELETE", f"{otis.events()}{name}").status_code == 404
    get = (
        '<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>'
        f"<d:href>{otis.events()}{mine.uid}.ics</d:href></c:calendar-multiget>"
    )
    assert b"Strategy" not in otis("REPORT", otis.events(), get).content


PATHS = (
    "{events}../{other}-events/", "{events}%2e%2e/{other}-events/", "{events}..%2f{other}-events/", "/dav/c/{me}/../{other}/",
    "/dav/c/{other}/{other}-events/", "/dav/c/{me}/{other}-events/", "/dav/c/{me}/{other}-deadlines/", "/dav/p/{other}/",
    "/dav/c/0{me}/{me}-events/", "/dav/c/{me}/{me}-events/..%2f..%2f{other}", "/dav/c/{me}/{me}-events/x%00.ics",
    "/dav/c/{me}/-events/", "/dav/c/{me}/{me}-tasks/", "/dav/c/%ef%bc%91/", "/dav/sync/1/1", "/dav/etc/passwd",
    "/dav/c/{me}/{me}-events/a/b/c", "/dav/c/99999999999999999999/1-events/", "/dav/c/{me}/99999999999999999999-events/",
    "/dav/c/{me}/{me}-events/" + "x" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_that_would_lead_elsewhere(firms, phone, path):
    device = phone.attorney
    with firm_scope(firms.a.firm):
        create_event(by=firms.a.associate, title="Theirs alone", starts_at=NOON,
                     ends_at=NOON + datetime.timedelta(hours=1), zone="UTC")  # fmt: skip
    at = path.format(events=device.events(), me=device.member.pk, other=firms.a.associate.pk)
    for method in ("GET", "PROPFIND", "REPORT", "PUT", "DELETE", "PROPPATCH"):
        answer = device(
            method, at, vevent("x", "y") if method == "PUT" else "", kind="text/calendar", depth="1"
        )
        assert answer.status_code in (201, 400, 403, 404, 412, 415), (method, answer.status_code)
        assert b"Theirs" not in answer.content
    with firm_scope(firms.a.firm):
        assert Event.objects.filter(organizer=firms.a.associate).count() == 1


LAUGHS = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
) + ']><d:propfind xmlns:d="DAV:"><d:prop><d:displayname>&l9;</d:displayname></d:prop></d:propfind>'  # fmt: skip


def test_billion_laughs_take_no_time(firms, phone):
    began = time.perf_counter()
    for method, path in (
        ("PROPFIND", "/dav/"),
        ("REPORT", phone.attorney.events()),
        ("PROPPATCH", phone.attorney.events()),
    ):
        for body in (LAUGHS, LAUGHS.encode("utf-16"), "<!DOCTYPE a SYSTEM 'http://evil.example/a.dtd'><a/>"):
            assert phone.attorney(method, path, body, depth="0").status_code == 400, method
    assert time.perf_counter() - began < 10


def test_ten_megabytes_are_not_read(firms, phone):
    device, ten = phone.attorney, 10 * 1024 * 1024
    assert device.put("h.ics", vevent("h", "x" * ten)).status_code in (403, 413)
    for method in ("PROPFIND", "REPORT", "PROPPATCH"):
        assert device(method, device.events(), "<a>" + "x" * ten + "</a>", depth="0").status_code == 413
    with firm_scope(firms.a.firm):
        assert not Event.objects.filter(uid="h").exists()
