"""Alarms that a device sets are the person's own: kept, given to their other programs, and to nobody else."""

import datetime

import pytest
from django.test import Client
from icalendar import Calendar

from calendar_app.models import Event
from calendar_app.services import change_event, create_event, verify_event
from feeds.models import ChangeQuestion, SyncResource
from feeds.services.passes import create_feed
from matters.models import Wall
from practice.scope import firm_scope
from tests.feeds.conftest import NOON, Device, hearing, vevent

pytestmark = pytest.mark.django_db

BEFORE = (
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:Motion to compel, secret words",
    "UID:9F1C", "X-APPLE-DEFAULT-ALARM:TRUE", "END:VALARM",
)  # fmt: skip
MAIL = (
    "BEGIN:VALARM", "ACTION:EMAIL", "TRIGGER:-PT15M", "SUMMARY:x", "DESCRIPTION:x", "ATTENDEE:mailto:a@b.example",
    "END:VALARM",
)  # fmt: skip


def rung(text: str) -> str:
    """The same calendar with alarms in its event."""
    return text.replace("END:VEVENT", "\r\n".join([*BEFORE, *MAIL, "END:VEVENT"]), 1)


def triggers(text: str) -> list[datetime.timedelta]:
    return [part["TRIGGER"].dt for part in Calendar.from_ical(text).walk("VALARM")]


def test_an_alarm_comes_back_to_every_device_and_the_feed(firms, phone):
    device = phone.attorney
    assert (
        device.put(
            "x.ics", vevent("x@phone", "Lunch", "20270310T170000Z", "20270310T180000Z", *BEFORE)
        ).status_code
        == 201
    )
    (path,) = device.listed()
    tag = device.listed()[path]
    text = device("GET", path).content.decode()
    assert triggers(text) == [datetime.timedelta(minutes=-15)]
    # Put off to half an hour before: nothing of the event changes, and its tag does, so that the other device reads it.
    token, _ = device.since()
    later = text.replace("TRIGGER:-PT15M", "TRIGGER:-PT30M").replace(
        "END:VALARM", "ACKNOWLEDGED:20270310T163000Z\r\nEND:VALARM"
    )
    assert device.put(path, later, if_match=tag).status_code == 204
    _, found = device.since(token)
    assert found[path] != tag
    text = device("GET", path).content.decode()
    assert triggers(text) == [datetime.timedelta(minutes=-30)] and "ACKNOWLEDGED:20270310T163000Z" in text
    with firm_scope(firms.a.firm):
        assert Event.objects.get(title="Lunch").sequence == 0
        _, address = create_feed(by=firms.a.attorney, name="Phone")
    assert triggers(Client().get(address.removeprefix("http://testserver.local")).content) == [
        datetime.timedelta(minutes=-30)
    ]
    # Taken away on one device, gone on all.
    silent = vevent("x@phone", "Lunch")
    assert device.put(path, silent, if_match=device.listed()[path]).status_code == 204
    assert triggers(device("GET", path).content.decode()) == []


def test_another_who_takes_part_has_alarms_of_their_own(firms, phone):
    with firm_scope(firms.a.firm, firms.a.attorney):
        create_event(
            by=firms.a.attorney, title="Strategy", starts_at=NOON, ends_at=NOON + datetime.timedelta(hours=1),
            zone="UTC", attendees=[firms.a.attorney, firms.a.secretary],
        )  # fmt: skip
    (mine,) = phone.attorney.listed()
    (theirs,) = phone.secretary.listed()
    text = phone.secretary("GET", theirs).content.decode()
    # The secretary may not change the event, and sets an alarm on it all the same.
    assert phone.secretary.put(theirs, rung(text)).status_code == 204
    assert phone.secretary.put(theirs, rung(text).replace("Strategy", "Mine")).status_code == 403
    assert triggers(phone.secretary("GET", theirs).content.decode()) == [datetime.timedelta(minutes=-15)]
    assert triggers(phone.attorney("GET", mine).content.decode()) == []


def test_a_court_date_rings_and_does_not_move(firms, phone):
    with firm_scope(firms.a.firm):
        verify_event(hearing(firms.a), by=firms.a.associate)
    device = phone.attorney
    ((path, tag),) = device.listed().items()
    text = device("GET", path).content.decode()
    assert device.put(path, rung(text), if_match=tag).status_code == 204
    with firm_scope(firms.a.firm):
        assert not ChangeQuestion.objects.exists()
    moved = device("GET", path).content.decode().replace("20270310T0", "20270311T0").replace("-PT15M", "-P1D")
    assert device.put(path, moved).status_code == 204
    with firm_scope(firms.a.firm):
        assert ChangeQuestion.objects.get().kind == "moved"
    ours = device("GET", path).content.decode()
    assert "20270310T040000" in ours and triggers(ours) == [datetime.timedelta(days=-1)]


def test_no_word_of_an_alarm_is_kept(firms, phone):
    """Programs put the title there, and alarms lie outside the walls."""
    with firm_scope(firms.a.firm, firms.a.attorney):
        event = hearing(firms.a, attendees=[firms.a.attorney, firms.a.paralegal])
        otis = Device(firms.a.paralegal)
    ((path, _),) = otis.listed().items()
    assert otis.put(path, rung(otis("GET", path).content.decode())).status_code == 204
    with firm_scope(firms.a.firm):
        kept = SyncResource.objects.get(collection__member=firms.a.paralegal)
        assert kept.alarms == {"": [{"before": -900, "uid": "9F1C"}]}
        Wall.objects.create(
            matter=event.matter, member=firms.a.paralegal, reason="x", created_by=firms.a.attorney
        )
    (busy,) = otis.listed()
    assert b"VALARM" not in otis("GET", busy).content


def test_alarms_of_single_dates_and_odd_ones(firms, phone):
    device = phone.attorney
    many = [
        "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER;RELATED=END:PT5M\r\nEND:VALARM",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;VALUE=DATE-TIME:20270310T150000Z\r\nEND:VALARM",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:nonsense\r\nEND:VALARM",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P9000D\r\nEND:VALARM",
        *[f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{n}M\r\nEND:VALARM" for n in range(1, 40)],
    ]
    assert (
        device.put(
            "x.ics", vevent("x@phone", "Lunch", "20270310T170000Z", "20270310T180000Z", *many)
        ).status_code
        == 201
    )
    (path,) = device.listed()
    text = device("GET", path).content.decode()
    assert len(triggers(text)) == 10 and "TRIGGER;RELATED=END:PT5M" in text
    assert "TRIGGER;VALUE=DATE-TIME:20270310T150000Z" in text
    # What is sent back unchanged changes nothing.
    tag = device.listed()[path]
    assert device.put(path, text, if_match=tag).status_code == 204
    with firm_scope(firms.a.firm, firms.a.attorney):
        change_event(Event.objects.get(title="Lunch"), by=firms.a.attorney, title="Long lunch")
    assert len(triggers(device("GET", path).content.decode())) == 10
