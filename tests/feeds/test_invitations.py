"""Guests without a seat: asked, told of another time, told that it is off, and their answers by link, mail and file."""

import datetime
import io
import sys

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from calendar_app.models import Attendee
from calendar_app.services import cancel_event, change_event, create_event, move_event
from feeds.models import Invitation
from feeds.services import invitations
from practice.models import Outbox
from practice.scope import firm_scope
from tests.feeds.conftest import NOON

pytestmark = pytest.mark.django_db


def consultation(cast, **values):
    given = {
        "by": cast.attorney, "title": "Settlement call", "kind": "call", "starts_at": NOON,
        "ends_at": NOON + datetime.timedelta(minutes=30), "zone": "America/New_York",
        "attendees": [cast.attorney, "kim@example.com"], "location": "Room 4", "note": "They will offer 90.",
    }  # fmt: skip
    return create_event(**(given | values))


def told() -> list:
    """Run what the outbox holds for guests, and return the mails."""
    mail.outbox.clear()
    for row in Outbox.objects.filter(task="feeds.tasks.tell_guests", done_at=None):
        invitations.look_at(row.arguments["event_id"])
        Outbox.objects.filter(pk=row.pk).update(done_at=NOON)
    for row in Outbox.objects.filter(task="feeds.tasks.mail_invitation", done_at=None):
        invitations.tell(row.arguments["invitation_id"])
        invitations.tell(row.arguments["invitation_id"])  # delivered twice
        Outbox.objects.filter(pk=row.pk).update(done_at=NOON)
    return list(mail.outbox)


def calendar_of(message) -> str:
    (attachment,) = message.attachments
    return (attachment[1] if isinstance(attachment[1], str) else attachment[1].decode()).replace("\r\n ", "")


def link_in(message) -> str:
    return next(word for word in message.body.split() if "/feeds/answer/" in word).removeprefix(
        "http://testserver.local"
    )


def test_asked_moved_and_called_off(a):
    event = consultation(a)
    (first,) = told()
    assert first.to == ["kim@example.com"]
    assert first.subject == "Invitation: Settlement call, Wed, Mar 10, 2027, 7:00 – 7:30 AM EST"
    assert "America/New York time" in first.body and "Room 4" in first.body and "offer" not in first.body
    text = calendar_of(first)
    assert "METHOD:REQUEST" in text and f"UID:{event.uid}" in text and "SEQUENCE:0" in text
    assert "DTSTART;TZID=America/New_York:20270310T070000" in text and "PARTSTAT=NEEDS-ACTION" in text
    assert "offer" not in text and a.attorney.user.email in text
    assert first.attachments[0][2].startswith("text/calendar; method=REQUEST")
    assert told() == []
    change_event(event, by=a.attorney, note="They will offer 100.")
    assert told() == []
    move_event(
        event,
        by=a.attorney,
        starts_at=NOON + datetime.timedelta(hours=1),
        ends_at=NOON + datetime.timedelta(hours=2),
    )
    (second,) = told()
    assert second.subject.startswith("Changed: Settlement call, Wed, Mar 10, 2027, 8:00 – 9:00 AM EST")
    assert "SEQUENCE:1" in calendar_of(second)
    cancel_event(event, by=a.attorney)
    (third,) = told()
    assert third.subject.startswith("Called off: ")
    text = calendar_of(third)
    assert "METHOD:CANCEL" in text and "STATUS:CANCELLED" in text and "SEQUENCE:2" in text
    assert told() == []


def test_who_is_taken_off_is_told(a):
    event = consultation(a, attendees=[a.attorney, "kim@example.com", "lee@example.com"])
    assert len(told()) == 2
    change_event(event, by=a.attorney, attendees=[a.attorney, "lee@example.com"])
    (message,) = told()
    assert message.to == ["kim@example.com"] and "METHOD:CANCEL" in calendar_of(message)


def test_of_what_is_over_nobody_is_told(a):
    past = datetime.datetime(2020, 1, 1, 12, tzinfo=datetime.UTC)
    consultation(a, starts_at=past, ends_at=past + datetime.timedelta(hours=1))
    assert told() == []


def test_a_guest_answers_by_the_link_and_again_after_a_change(firms):
    with firm_scope(firms.a.firm):
        event = consultation(firms.a)
        (message,) = told()
    path = link_in(message)
    stranger = Client()
    page = stranger.get(path)
    assert page.status_code == 200 and "Settlement call" in page.content.decode()
    assert "offer" not in page.content.decode() and "Set-Cookie" not in page.headers
    with firm_scope(firms.a.firm):
        assert Attendee.objects.get(email="kim@example.com").response == "waiting"
    assert stranger.post(path, {"answer": "maybe"}).status_code == 422
    assert stranger.post(path, {"answer": "accepted", "comment": "Looking forward"}).status_code == 200
    with firm_scope(firms.a.firm):
        row = Attendee.objects.get(email="kim@example.com")
        assert (row.response, row.response_note) == ("accepted", "Looking forward")
        move_event(event, by=firms.a.attorney, starts_at=NOON + datetime.timedelta(days=1),
                   ends_at=NOON + datetime.timedelta(days=1, hours=1))  # fmt: skip
        (message,) = told()
        # The yes was to another time.
        assert "PARTSTAT=NEEDS-ACTION" in calendar_of(message)
        assert Attendee.objects.get(email="kim@example.com").response == "waiting"
        cancel_event(event, by=firms.a.attorney)
    assert "called off" in stranger.get(path).content.decode()
    assert stranger.post(path, {"answer": "accepted"}).status_code == 422
    assert stranger.get(path[:-6] + "xxxxx/").status_code == 404


REPLY = """From: kim@example.com
To: {to}
Subject: Accepted: Settlement call
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain

Yes
--b
Content-Type: text/calendar; method=REPLY; charset=utf-8

BEGIN:VCALENDAR
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20270101T000000Z
DTSTART:20270310T120000Z
SEQUENCE:{sequence}
ATTENDEE;PARTSTAT={answer}:mailto:{who}
END:VEVENT
END:VCALENDAR
--b--
"""


def reply(event, answer="DECLINED", who="kim@example.com", sequence=0) -> bytes:
    text = REPLY.format(to="x@y.example", uid=event.uid, answer=answer, who=who, sequence=sequence)
    return text.replace("\n", "\r\n").encode()


def pipe(monkeypatch, raw: bytes) -> str:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("inbound_reply", stdout=said)
    return said.getvalue()


def test_a_reply_from_the_mailbox(firms, monkeypatch):
    with firm_scope(firms.a.firm):
        event = consultation(firms.a)
        told()
    assert "declined" in pipe(monkeypatch, reply(event))
    with firm_scope(firms.a.firm):
        assert Attendee.objects.get(email="kim@example.com").response == "declined"
        assert Invitation.objects.get().answered_via == "mail"
        move_event(event, by=firms.a.attorney, starts_at=NOON + datetime.timedelta(days=1),
                   ends_at=NOON + datetime.timedelta(days=1, hours=1))  # fmt: skip
        told()
    with pytest.raises(CommandError, match="changed since"):
        pipe(monkeypatch, reply(event, "ACCEPTED", sequence=0))
    with pytest.raises(CommandError, match="was not invited"):
        pipe(monkeypatch, reply(event, who="other@example.com", sequence=1))
    with pytest.raises(CommandError, match="no calendar"):
        pipe(monkeypatch, b"From: a@b.example\r\n\r\nHello")


def test_a_reply_that_somebody_uploads(firms, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with firm_scope(firms.a.firm):
        event = consultation(firms.a)
        told()
    client = sign_in(firms.a.secretary)
    answer = client.post("/feeds/reply/", {"file": SimpleUploadedFile("r.eml", reply(event, "TENTATIVE"))})
    assert answer.status_code == 303
    with firm_scope(firms.a.firm):
        assert Attendee.objects.get(email="kim@example.com").response == "tentative"
    other = sign_in(firms.b.attorney)
    answer = other.post("/feeds/reply/", {"file": SimpleUploadedFile("r.eml", reply(event, "ACCEPTED"))})
    assert answer.status_code == 422 and "was not invited" in answer.content.decode()
