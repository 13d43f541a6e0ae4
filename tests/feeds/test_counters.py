"""Another time that a guest proposed and the firm declines: they are told by a DECLINECOUNTER (RFC 5546, 3.2.8)."""

import datetime

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from calendar_app.models import Event
from calendar_app.services import cancel_event
from feeds.models import Invitation
from feeds.services import counters, invitations
from feeds.tasks import mail_declined
from matters import services as matters
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from tests.feeds.conftest import NOON
from tests.feeds.test_invitations import consultation, told
from tests.workers import Slow
from tools.common import free_port

pytestmark = pytest.mark.django_db
LATER = (
    datetime.datetime(2027, 3, 10, 20, tzinfo=datetime.UTC),
    datetime.datetime(2027, 3, 10, 20, 30, tzinfo=datetime.UTC),
)


def countered(a, **values) -> tuple[Event, Invitation]:
    """A call at noon UTC, for which kim@example.com proposes eight in the evening."""
    event = consultation(a, **values)
    told()
    row = Invitation.objects.get()
    invitations.note_reply(row, answer="tentative", via="mail", sequence=0, proposed=LATER)
    row.refresh_from_db()
    return event, row


@pytest.fixture
def smtp(settings):
    """A real mail server, to which this process sends."""
    controller = Controller(Slow(), hostname="127.0.0.1", port=free_port())
    controller.handler.go_on.set()
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield controller
    controller.stop()


def test_the_message_over_smtp(firms, smtp, settings):
    a = firms.a
    settings.EMAIL_BACKEND, real = "django.core.mail.backends.locmem.EmailBackend", settings.EMAIL_BACKEND
    with firm_scope(a.firm):
        event, row = countered(a)
        counters.decline_counter(row, by=a.attorney, note="We are in court, all afternoon.")
        job = Outbox.objects.get(task="feeds.tasks.mail_declined")
        assert job.not_before is not None  # Undo comes before it
    settings.EMAIL_BACKEND = real
    mail_declined(firm_id=a.firm.pk, invitation_id=row.pk)
    mail_declined(firm_id=a.firm.pk, invitation_id=row.pk)  # delivered twice
    (message,) = smtp.handler.mails
    assert message["To"] == "kim@example.com"
    assert (
        message["Subject"].strip()
        == "Proposal declined: Settlement call, Wed, Mar 10, 2027, 7:00 – 7:30 AM EST"
    )
    body = message.get_body(("plain",)).get_content()
    assert "Wed, Mar 10, 2027, 3:00 – 3:30 PM EST" in body and "We are in court, all afternoon." in body
    assert "They will offer 90" not in message.as_string()
    (part,) = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True).decode().replace("\r\n", "\n").replace("\n ", "")
    assert part.get_param("method") == "DECLINECOUNTER"
    lines = text.split("\n")
    for line in (
        "METHOD:DECLINECOUNTER", f"UID:{event.uid}", "SEQUENCE:0", "COMMENT:We are in court\\, all afternoon.",
        "DTSTART;TZID=America/New_York:20270310T070000", "DTEND;TZID=America/New_York:20270310T073000",
        "STATUS:CONFIRMED",
    ):  # fmt: skip
        assert line in lines, line
    assert any(line.startswith("ORGANIZER") and a.attorney.user.email in line for line in lines)
    assert any(line.startswith("ATTENDEE") and line.endswith("mailto:kim@example.com") for line in lines)
    assert "They will offer" not in text
    with firm_scope(a.firm):
        row.refresh_from_db()
        assert row.counter_told_at is not None and row.failed == ""
        event.refresh_from_db()
        assert event.starts_at == NOON and event.sequence == 0


def test_it_stands_in_the_history_and_may_be_proposed_again(a):
    event, row = countered(a)
    counters.decline_counter(row, by=a.attorney, note="No")
    with pytest.raises(DomainError, match="declined already"):
        counters.decline_counter(row, by=a.attorney)
    lines = [(one.verb, one.actor_name, one.reason) for one in audit.history_of(event)][:2]
    assert lines == [("event.counter_declined", a.attorney.name, "No"), ("event.answered", "System", "")] or lines[0] == (
        "event.counter_declined", a.attorney.name, "No",
    )  # fmt: skip
    assert "event.countered" in [one.verb for one in audit.history_of(event)]
    assert counters.tell_declined(row.pk) is True and counters.tell_declined(row.pk) is False
    with pytest.raises(DomainError, match="told already"):
        counters.undo_decline(row, by=a.attorney)
    # They propose yet another: it is open again.
    invitations.note_reply(row, answer="tentative", via="mail", sequence=0, proposed=LATER)
    row.refresh_from_db()
    assert (row.counter_declined_at, row.counter_told_at, row.counter_note) == (None, None, "")


def test_undo_before_they_are_told(a):
    _event, row = countered(a)
    counters.decline_counter(row, by=a.attorney)
    counters.undo_decline(row, by=a.attorney)
    mail.outbox.clear()
    assert counters.tell_declined(row.pk) is False
    assert mail.outbox == []
    row.refresh_from_db()
    assert (row.proposed_start, row.counter_declined_at) == (LATER[0], None)


def test_who_may_and_when(a):
    event, row = countered(a)
    with pytest.raises(Refused):
        counters.decline_counter(row, by=a.associate)
    cancel_event(event, by=a.attorney)
    with pytest.raises(DomainError, match="No other time"):
        counters.decline_counter(row, by=a.attorney)


def test_nobody_with_another_lawyer_is_told(a):
    contact = matters.create_contact(
        by=a.paralegal, kind="person", first_name="Kim", last_name="Ray", email="kim@example.com"
    )
    _event, row = countered(a)
    matters.update_contact(contact, by=a.secretary, represented=True)
    counters.decline_counter(row, by=a.attorney)
    mail.outbox.clear()
    assert counters.tell_declined(row.pk) is False
    assert mail.outbox == []
    row.refresh_from_db()
    assert row.failed == (
        "Kim Ray is represented by another lawyer. They were not told that their proposal is declined: ask the lawyer."
    )


def test_the_page(a, sign_in):
    event, row = countered(a)
    client = sign_in(a.attorney)
    part = client.get(f"/feeds/event/{event.pk}/").content.decode()
    assert "Move it there" in part and f"/feeds/invitations/{row.pk}/decline/" in part
    assert "Decline the proposed time" in client.get(f"/feeds/invitations/{row.pk}/decline/").content.decode()
    assert client.post(f"/feeds/invitations/{row.pk}/decline/", {"note": "In court"}).status_code == 303
    part = client.get(f"/feeds/event/{event.pk}/").content.decode()
    assert "Declined" in part and "Move it there" not in part
    assert "declined" in client.get(event.get_absolute_url()).content.decode()
    assert client.post(f"/feeds/invitations/{row.pk}/decline/", {}).status_code == 422
    assert client.post(f"/feeds/invitations/{row.pk}/decline/undo/").status_code == 303
    assert sign_in(a.associate).get(f"/feeds/invitations/{row.pk}/decline/").status_code == 404
