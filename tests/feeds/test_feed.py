"""The address that programs subscribe to: what it shows, to whom, and when it shows nothing any more."""

import datetime

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.services.members import deactivate_member
from calendar_app.models import Deadline
from calendar_app.services import create_event
from feeds.models import Feed, SyncLog
from feeds.services.passes import change_feed, create_feed, renew_feed, revoke_feed
from feeds.views import ics
from matters.models import Wall
from practice.scope import firm_scope
from tests.feeds.conftest import NOON, hearing

pytestmark = pytest.mark.django_db
HOST = "http://testserver.local"


@pytest.fixture
def made(firms):
    """The attorney's feed, its path, and a hearing and a deadline in it."""
    with firm_scope(firms.a.firm):
        hearing(firms.a)
        due = datetime.date.today() + datetime.timedelta(days=20)
        Deadline.objects.create(
            matter=firms.a.matter, title="Opposition", due_on=due, original_due_on=due, owner=firms.a.attorney,
            created_by=firms.a.attorney,
        )  # fmt: skip
        feed, address = create_feed(by=firms.a.attorney, name="Phone")
    return feed, address.removeprefix(HOST)


def titles(answer) -> set[str]:
    return {str(part["SUMMARY"]) for part in Calendar.from_ical(answer.content).walk() if "SUMMARY" in part}


def test_what_it_shows(firms, made):
    feed, path = made
    answer = Client().get(path, HTTP_USER_AGENT="Google-Calendar-Importer")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(answer) == {"Motion to compel", "Due: Opposition"}
    text = answer.content.decode()
    assert "BEGIN:VTIMEZONE" in text and "DTSTART;TZID=America/Los_Angeles:20270310T040000" in text
    assert "Set-Cookie" not in answer.headers
    with firm_scope(firms.a.firm):
        feed = Feed.objects.get()
        assert feed.fetches == 1 and feed.last_agent == "Google-Calendar-Importer"
        assert feed.secret_hash not in path


def test_nothing_new_is_not_sent_again(firms, made):
    _, path = made
    tag = Client().get(path).headers["ETag"]
    answer = Client().get(path, HTTP_IF_NONE_MATCH=tag)
    assert answer.status_code == 304 and answer.content == b""
    with firm_scope(firms.a.firm):
        hearing(firms.a, "Status conference")
    assert Client().get(path, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_busy_times_and_not_a_word_more(firms, made):
    feed, path = made
    with firm_scope(firms.a.firm):
        change_feed(
            feed, by=firms.a.attorney, name="Phone", detail="busy", layers=["events", "deadlines"], people=[],
            deadlines_as_tasks=False,
        )  # fmt: skip
    answer = Client().get(path)
    assert titles(answer) == {"Busy"}
    for word in ("Motion", "Alameda", "Opposition", firms.a.matter.number):
        assert word not in answer.content.decode()


def test_to_dos_and_tasks(firms, made):
    feed, path = made
    with firm_scope(firms.a.firm):
        change_feed(
            feed, by=firms.a.attorney, name="Phone", detail="full", layers=["deadlines"], people=[],
            deadlines_as_tasks=True,
        )  # fmt: skip
    (todo,) = Calendar.from_ical(Client().get(path).content).walk("VTODO")
    assert todo["SUMMARY"] == "Opposition"


def test_walls_and_private_events_hold_at_each_fetch(firms):
    with firm_scope(firms.a.firm):
        everybody = [firms.a.attorney, firms.a.paralegal]
        end = NOON + datetime.timedelta(hours=1)
        create_event(by=firms.a.attorney, title="Strategy", matter=firms.a.matter, starts_at=NOON, ends_at=end,
                     zone="UTC", attendees=everybody)  # fmt: skip
        create_event(
            by=firms.a.attorney, title="Doctor", starts_at=NOON, ends_at=end, zone="UTC", is_private=True
        )
        _, address = create_feed(by=firms.a.paralegal, name="Desk", people=everybody)
    path = address.removeprefix(HOST)
    assert titles(Client().get(path)) == {"Strategy", "Busy"}
    with firm_scope(firms.a.firm):
        Wall.objects.create(
            matter=firms.a.matter, member=firms.a.paralegal, reason="x", created_by=firms.a.attorney
        )
    answer = Client().get(path)
    assert titles(answer) == {"Busy"} and firms.a.matter.number not in answer.content.decode()


def test_revoked_replaced_forged_and_left(firms, made):
    feed, path = made
    head, _, tail = path.rpartition(".ics")
    assert Client().get(f"{head[:-4]}AAAA.ics").status_code == 404
    assert Client().get("/feeds/1.1.secret.ics").status_code == 404
    with firm_scope(firms.a.firm):
        feed, address = renew_feed(feed, by=firms.a.attorney)
    assert Client().get(path).status_code == 410
    newer = address.removeprefix(HOST)
    assert Client().get(newer).status_code == 200
    with firm_scope(firms.a.firm):
        deactivate_member(firms.a.attorney, by=firms.a.admin)
    assert Client().get(newer).status_code == 410
    with firm_scope(firms.a.firm):
        _, address = create_feed(by=firms.a.associate, name="Mine")
        revoke_feed(Feed.objects.get(member=firms.a.associate), by=firms.a.associate)
    assert Client().get(address.removeprefix(HOST)).status_code == 410


def test_of_those_who_left_it_shows_nothing(firms):
    """The address may have been given to somebody who was to see a colleague's calendar: not the owner's instead."""
    a = firms.a
    with firm_scope(a.firm):
        hearing(a)
        hearing(a, "Of the associate", by=a.associate)
        _, address = create_feed(by=a.attorney, name="Associate", people=[a.associate])
    path = address.removeprefix(HOST)
    assert titles(Client().get(path)) == {"Of the associate"}
    with firm_scope(a.firm):
        deactivate_member(a.associate, by=a.admin)
    assert titles(Client().get(path)) == set()


def test_the_pages(firms, sign_in):
    client = sign_in(firms.a.attorney)
    assert "None yet" in client.get("/feeds/").content.decode()
    form = {"name": "Google", "detail": "full", "layers": ["events"], "people": [str(firms.a.attorney.pk)]}
    made = client.post("/feeds/new/", form)
    assert made.status_code == 200 and "/feeds/" in made.content.decode() and ".ics" in made.content.decode()
    assert client.post("/feeds/new/", form | {"layers": []}).status_code == 422
    with firm_scope(firms.a.firm):
        feed = Feed.objects.get()
    assert "Google" in client.get(feed.get_absolute_url()).content.decode()
    assert client.get(f"/feeds/{feed.pk}/edit/").status_code == 200
    assert client.post(f"/feeds/{feed.pk}/edit/", form | {"name": "Gmail"}).status_code == 303
    assert client.post(f"/feeds/{feed.pk}/revoke/").status_code == 303
    made = client.post("/feeds/devices/new/", {"name": "iPhone", "may_write": "on"})
    assert "shown this once" in made.content.decode()
    assert sign_in(firms.a.admin).get(feed.get_absolute_url()).status_code == 404


def test_a_late_sign_in_is_asked_again_before_a_device_is_let_in(firms, sign_in):
    client = sign_in(firms.a.attorney, seconds_ago=16 * 60)
    assert client.post("/feeds/devices/new/", {"name": "iPhone"}).status_code == 302
    with firm_scope(firms.a.firm):
        assert not firms.a.attorney.app_passwords.exists()
        assert not SyncLog.objects.exists()


def test_a_program_that_asks_all_the_time_is_told_to_wait(firms, made, monkeypatch):
    _, path = made
    monkeypatch.setitem(ics.LIMITS, "feed", "5/h/key")
    client = Client()
    tag = client.get(path).headers["ETag"]
    answers = [client.get(path, HTTP_IF_NONE_MATCH=tag) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [304] * 4 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "1800" and b"Motion" not in answers[-1].content
    # The limit is this feed's, not that of others behind the same address.
    with firm_scope(firms.a.firm):
        _, other = create_feed(by=firms.a.associate, name="Mine")
    assert client.get(other.removeprefix(HOST)).status_code == 200
