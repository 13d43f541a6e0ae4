"""What outside programs answer by mail: each kind of REPLY, another time proposed, somebody sent instead, and forgeries."""

import datetime
import io
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from calendar_app.models import Attendee, Event
from calendar_app.services import cancel_event, move_event
from feeds.models import Invitation
from practice.models import AuditEvent
from practice.scope import firm_scope
from tests.feeds.conftest import NOON
from tests.feeds.test_invitations import consultation, told

pytestmark = pytest.mark.django_db


def message(event, *lines: str, method="REPLY", sender="Kim Ray <kim@example.com>", head="") -> bytes:
    """A mail as Outlook, Gmail and Apple send it: text, and a calendar part with these lines."""
    text = "\n".join(
        [
            f"From: {sender}", "To: calendar@merrow.example", "Subject: Re", "MIME-Version: 1.0",
            *([head] if head else []), 'Content-Type: multipart/alternative; boundary="b"', "", "--b",
            "Content-Type: text/plain", "", "Hello", "--b", f"Content-Type: text/calendar; method={method}; charset=utf-8",
            "", "BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{event.uid}",
            "DTSTAMP:20270101T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", "--b--", "",
        ]
    )  # fmt: skip
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def pipe(monkeypatch):
    """The mailbox's pipe: what the command says, or the words it fails with."""

    def run(raw: bytes) -> str:
        said = io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        try:
            call_command("inbound_reply", stdout=said)
        except CommandError as error:
            return f"refused: {error}"
        return said.getvalue()

    return run


@pytest.fixture
def call(firms):
    """A call that kim@example.com was asked to by mail."""
    with firm_scope(firms.a.firm):
        event = consultation(firms.a)
        told()
    return event


def state(firms) -> tuple[str, str]:
    with firm_scope(firms.a.firm):
        row = Attendee.objects.get(email="kim@example.com")
        return row.response, row.response_note


@pytest.mark.parametrize("answer", ["accepted", "declined", "tentative"])
def test_each_answer(firms, call, pipe, answer):
    who = f"ATTENDEE;CN=Kim Ray;PARTSTAT={answer.upper()}:MAILTO:Kim@Example.com"
    # A reply need not say when the appointment is, and what it repeats of its text is no word of the guest's.
    said = pipe(message(call, who, "COMMENT:Five minutes late", "DESCRIPTION:Join here", "SEQUENCE:0"))
    assert "kim@example.com" in said
    assert state(firms) == (answer, "Five minutes late")
    with firm_scope(firms.a.firm):
        row = Invitation.objects.get()
        assert (row.answer, row.answered_via, row.answered_sequence) == (answer, "mail", 0)


def test_somebody_sent_instead(firms, call, pipe):
    sends = 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:lee@example.com":mailto:kim@example.com'
    comes = 'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:kim@example.com":mailto:{}'
    early = pipe(message(call, comes.format("lee@example.com"), sender="lee@example.com"))
    assert "lee@example.com was not invited" in early
    pipe(message(call, sends))
    assert state(firms) == ("waiting", "Sends lee@example.com.")
    other = pipe(message(call, comes.format("max@example.com"), sender="max@example.com"))
    assert "max@example.com was not invited" in other
    pipe(message(call, comes.format("lee@example.com"), sender="lee@example.com"))
    assert state(firms) == ("accepted", "Answered by lee@example.com, who comes instead.")


def test_an_appointment_that_nobody_was_asked_to(firms, call, pipe):
    unknown = call
    unknown.uid = "nothing@example.com"
    assert "was not invited" in pipe(message(unknown, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com"))
    assert state(firms)[0] == "waiting"


def test_who_speaks_for_another_is_not_believed(firms, call, pipe):
    yes = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com"
    forged = pipe(message(call, yes, sender="Kim Ray <mallory@evil.example>"))
    assert "from mallory@evil.example" in forged
    assert "from nobody" in pipe(message(call, yes, sender=""))
    both = pipe(message(call, yes, sender="Kim Ray <kim@example.com>, Mallory <mallory@evil.example>"))
    assert "from nobody" in both
    assert "from nobody" in pipe(message(call, yes, head="From: mallory@evil.example"))
    # The server that took it in found that the address was borrowed.
    failed = pipe(message(call, yes, head="Authentication-Results: mx.example; spf=fail; dmarc=fail"))
    assert "DMARC" in failed
    assert state(firms)[0] == "waiting"
    passed = (
        "Authentication-Results: mx.example; dmarc=pass\nAuthentication-Results: evil.example; dmarc=fail"
    )
    assert "accepted" in pipe(message(call, yes, head=passed))


def test_another_time_proposed_moves_nothing(firms, call, pipe):
    later = ("DTSTART:20270310T200000Z", "DTEND:20270310T203000Z", "SEQUENCE:0", "COMMENT:In court until 2")
    people = ("ATTENDEE;PARTSTAT=TENTATIVE:mailto:kim@example.com", "ATTENDEE:mailto:other@example.com")
    said = pipe(message(call, *later, *people, method="COUNTER"))
    assert "tentative" in said
    with firm_scope(firms.a.firm):
        row = Invitation.objects.get()
        assert row.proposed_start == datetime.datetime(2027, 3, 10, 20, tzinfo=datetime.UTC)
        assert row.proposed_end == datetime.datetime(2027, 3, 10, 20, 30, tzinfo=datetime.UTC)
        assert Event.objects.get(pk=call.pk).starts_at == NOON
        assert AuditEvent.objects.filter(verb="invitation.countered").count() == 1
        # The organizer moves it there: the guest is told, and asked anew.
        move_event(call, by=firms.a.attorney, starts_at=row.proposed_start, ends_at=row.proposed_end)
        (mail,) = told()
        assert mail.subject.startswith("Changed: Settlement call, Wed, Mar 10, 2027, 3:00 – 3:30 PM EST")
        row.refresh_from_db()
        assert (row.proposed_start, row.answer) == (None, "")
    assert state(firms)[0] == "waiting"


def test_one_date_of_a_series(firms, pipe):
    with firm_scope(firms.a.firm):
        event = consultation(firms.a, rrule="FREQ=WEEKLY;COUNT=4")
        told()
    yes = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com"
    pipe(message(event, yes, "DTSTART:20270310T120000Z"))
    no = yes.replace("ACCEPTED", "DECLINED")
    assert "accepted" in pipe(
        message(event, no, "RECURRENCE-ID:20270324T110000Z", "DTSTART:20270324T110000Z")
    )
    assert state(firms) == ("accepted", "Wed, Mar 24: declined.")


def test_two_firms_have_asked_the_same_guest_to_events_of_one_uid(firms, pipe):
    with firm_scope(firms.a.firm):
        first = consultation(firms.a, uid="from-a-file@example.com")
        told()
    with firm_scope(firms.b.firm):
        consultation(firms.b, uid="from-a-file@example.com")
        told()
    yes = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com"
    pipe(message(first, yes, f"ORGANIZER:mailto:{firms.b.attorney.user.email.upper()}"))
    answers = {}
    for name, cast in (("a", firms.a), ("b", firms.b)):
        with firm_scope(cast.firm):
            answers[name] = Invitation.objects.get().answer
    assert answers == {"a": "", "b": "accepted"}


def test_a_reply_to_what_somebody_does_not_see_is_not_entered(firms, sign_in):
    a = firms.a
    with firm_scope(a.firm):
        event = consultation(a, is_private=True)
        told()
    yes = message(event, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com")
    for member, status in ((a.associate, 422), (a.attorney, 303)):
        file = SimpleUploadedFile("reply.eml", yes)
        answer = sign_in(member).post("/feeds/reply/", {"file": file})
        assert answer.status_code == status, member
        assert "Settlement call" not in answer.content.decode()


def test_an_answer_to_what_was_called_off(firms, call, pipe):
    with firm_scope(firms.a.firm):
        cancel_event(call, by=firms.a.attorney)
        told()
    yes = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com"
    assert "called off" in pipe(message(call, yes, "SEQUENCE:9"))


def test_a_request_and_a_cancel_are_no_answers(firms, call, pipe):
    """Somebody sends our own words back, or calls the appointment off for us."""
    for method in ("REQUEST", "CANCEL", "PUBLISH", "ADD", "REFRESH"):
        text = message(call, "DTSTART:20270311T120000Z", "STATUS:CANCELLED", "SEQUENCE:99",
                       "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com", method=method)  # fmt: skip
        assert "no reply" in pipe(text), method
    with firm_scope(firms.a.firm):
        event = Event.objects.get(pk=call.pk)
        assert event.starts_at == NOON and not event.is_cancelled
    assert state(firms)[0] == "waiting"
