"""An event moved in its form or on its page asks at once what becomes of the dates that hang on it."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Support
from calendar_app.models import Event, Recalculation
from tests.calendar_app.chains import OPPOSITION, REPLY, dates, docket_motion

D = datetime.date
BEFORE = {OPPOSITION: D(2026, 11, 13), REPLY: D(2026, 11, 19)}
LATER = {
    "start": "2026-12-14T09:00",
    "end": "2026-12-14T10:00",
    "zone": "America/Los_Angeles",
    "accept": "on",
}


@pytest.fixture
def event(a):
    found = Event.objects.create(
        matter=a.matter,
        title="Motion to compel",
        kind="hearing",
        starts_at=datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 11, 30, 18, tzinfo=datetime.UTC),
        zone="America/Los_Angeles",
        organizer=a.attorney,
    )
    docket_motion(a, by=a.paralegal, event=found)
    return found


def moved(client, event):
    return client.post(reverse("event_move", args=[event.pk]), LATER)


def test_the_move_goes_on_to_the_diff_and_its_dates_are_moved_there(a, event, sign_in):
    client = sign_in(a.attorney)
    goal = moved(client, event)["Location"]
    assert goal.startswith(reverse("event_dates", args=[event.pk]))
    page = client.get(goal).content.decode()
    for text in (
        "Motion to compel moved to Mon, Dec 14",
        "Tuesday, December 1",
        "18 days later",
        "Undo the move",
    ):
        assert text in page, text
    assert ">Move</button>" in client.get(reverse("event_move", args=[event.pk])).content.decode()
    reply = event.triggers.get().deadlines.get(rule_id=REPLY)
    assert client.post(goal, {"do": "move", "move": [reply.pk]}).status_code == 303
    assert dates(event.triggers.get()) == BEFORE | {REPLY: D(2026, 12, 7)}
    # Nothing waits any more: the page goes on to the event.
    assert client.get(goal)["Location"] == event.get_absolute_url()


def test_it_is_kept_or_undone(a, event, sign_in):
    client = sign_in(a.attorney)
    goal = moved(client, event)["Location"]
    client.post(goal.replace("/dates/", "/unmove/"))
    event.refresh_from_db()
    assert event.starts_at == datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC)
    assert Recalculation.objects.get().taken_back
    client.post(moved(client, event)["Location"], {"do": "keep", "move": ["1"]})
    waiting = Recalculation.objects.get(taken_back=False)
    assert (waiting.accepted, waiting.settled_by) == (0, a.attorney)
    assert dates(event.triggers.get()) == BEFORE


def test_the_form_asks_too_and_only_when_the_time_changed(a, event, sign_in):
    client = sign_in(a.attorney)
    url = reverse("event_edit", args=[event.pk])
    form = client.get(url).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    given |= {
        "title": "Motion to compel, continued",
        "starts_on": "11/30/2026",
        "ends_on": "11/30/2026",
        "starts": "9:00 AM",
        "ends": "10:00 AM",
        "matter": event.matter_id,
        "accept": "on",
    }
    first = client.post(url, given)
    seen = first.context["seen"] if first.context else ""
    assert "/dates/" not in client.post(url, given | {"seen": seen}).get("Location", "")
    given["starts_on"] = given["ends_on"] = "12/14/2026"
    first = client.post(url, given)
    answer = client.post(url, given | {"seen": first.context["seen"]}) if first.context else first
    assert answer["Location"].startswith(reverse("event_dates", args=[event.pk]))


def test_who_enters_no_dates_sees_the_diff_and_accepts_nothing(a, event, sign_in):
    Support.objects.create(member=a.secretary, attorney=a.attorney)
    client = sign_in(a.secretary)
    goal = moved(client, event)["Location"]
    page = client.get(goal).content.decode()
    assert "accepts the change. It waits for them." in page
    assert "Move the ticked dates" not in page
    assert ">Move</button>" in client.get(reverse("event_move", args=[event.pk])).content.decode()
    reply = event.triggers.get().deadlines.get(rule_id=REPLY)
    assert client.post(goal, {"do": "move", "move": [reply.pk]}).status_code == 403
    assert dates(event.triggers.get()) == BEFORE
