"""A sync takes the same few statements however many events there are."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calendar_app.models import Attendee, Event
from exchange.bench.feeds import GET, PROPS, SYNC
from feeds.models import SyncResource
from feeds.services.passes import create_feed
from practice.scope import firm_scope
from tests.feeds.conftest import NOON

pytestmark = pytest.mark.django_db


DAY = (
    '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop>'
    '<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="20270311T000000Z" '
    'end="20270312T000000Z"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>'
)


def events(cast, count: int) -> None:
    """Meetings of the attorney, every third with a guest, every fifth a series."""
    rows = Event.objects.bulk_create(
        Event(
            title=f"Event {n}", kind="meeting", matter=cast.matter, organizer=cast.attorney, created_by=cast.attorney,
            zone="America/New_York", starts_at=NOON + n * datetime.timedelta(hours=3),
            ends_at=NOON + datetime.timedelta(hours=3 * n + 1), rrule="FREQ=WEEKLY;COUNT=4" if n % 5 == 0 else "",
            repeats_until=NOON + datetime.timedelta(days=400) if n % 5 == 0 else None, uid=f"{n}-{count}@test",
        )
        for n in range(count)
    )  # fmt: skip
    Attendee.objects.bulk_create(Attendee(event=row, member=cast.attorney) for row in rows)
    Attendee.objects.bulk_create(Attendee(event=row, contact=cast.client) for row in rows[::3])


def statements(act) -> int:
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
        return len(queries)


def test_the_same_few_statements(firms, phone):
    device, cast = phone.attorney, firms.a
    with firm_scope(cast.firm):
        _, address = create_feed(by=cast.attorney, name="Google", layers=["events"])
    path = address.removeprefix("http://testserver.local")

    def measured() -> dict[str, int]:
        token, tag = device.since()[0], Client().get(path).headers["ETag"]
        hrefs = "".join(f"<d:href>{href}</d:href>" for href in device.listed())
        acts = {
            "list": lambda: device("PROPFIND", device.events(), PROPS, depth="1"),
            "first": lambda: device("REPORT", device.events(), SYNC.format("")),
            "texts": lambda: device("REPORT", device.events(), GET.format(hrefs)),
            "one text": lambda: device(
                "REPORT", device.events(), GET.format(hrefs[: hrefs.index("</d:href>") + 9])
            ),
            "a day": lambda: device("REPORT", device.events(), DAY),
            "feed": lambda: Client().get(path),
            "nothing new": lambda: device("REPORT", device.events(), SYNC.format(token)),
            "feed, nothing new": lambda: Client().get(path, HTTP_IF_NONE_MATCH=tag),
        }
        return {name: statements(act) for name, act in acts.items()}

    with firm_scope(cast.firm):
        events(cast, 6)
    few = measured()
    with firm_scope(cast.firm):
        events(cast, 60)
    assert measured() == few
    # What a request takes in all: the door, the scope, the walls, the calendar, the log. A new one has to be worth it.
    assert max(few.values()) <= 60, few


def test_what_is_not_asked_for_is_not_read(firms, phone):
    """The tag of an event that changed is found out when it is listed, and not when another one is asked for."""
    device = phone.attorney
    with firm_scope(firms.a.firm):
        events(firms.a, 60)
    device.listed()
    path = next(href for href in device.listed() if "/1-60" in href)

    def tags() -> set[str]:
        with firm_scope(firms.a.firm):
            return set(SyncResource.objects.exclude(name__startswith="1-60").values_list("etag", flat=True))

    known = tags()
    with firm_scope(firms.a.firm):
        Event.objects.exclude(uid="1-60@test").update(title="Another")
    assert b"SUMMARY:Event 1\r\n" in device(
        "REPORT", device.events(), GET.format(f"<d:href>{path}</d:href>")
    ).content.replace(b"&#13;", b"\r")
    assert device("GET", path).status_code == 200
    assert (
        device.put(path, device("GET", path).content.decode().replace("Event 1", "Mine")).status_code == 204
    )
    assert tags() == known
    day = device("REPORT", device.events(), DAY).content
    # Eight begin on March 11. Of what is two days off nothing is read.
    assert day.count(b"<d:response>") == day.count(b"SUMMARY:Another") == 8
    assert 8 <= len(known - tags()) < 35
    assert device.listed() and not tags() & known
