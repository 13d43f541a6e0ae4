"""Another time that a guest proposes for one date of a series: shown, taken by Move, declined by mail, undone."""

import datetime

import pytest
from django.core import mail

from calendar_app.models import Event
from calendar_app.services import cancel_event, change_event
from feeds.models import DateProposal, Invitation
from feeds.services import counters, invitations, replies
from feeds.tasks import mail_date_declined
from practice import audit
from practice.exceptions import DomainError, Refused
from tests.feeds.conftest import NOON
from tests.feeds.test_invitations import calendar_of, consultation, told
from tests.feeds.test_replies import message

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)
# The second date: March 17, when New York has put its clocks forward.
SECOND = NOON + WEEK - datetime.timedelta(hours=1)


def countered(a, day: str = "20270317", *, start: str = "T190000Z", end: str = "T193000Z"):
    """A weekly call at seven in New York; of one date kim@example.com proposes another hour."""
    event = consultation(a, rrule="FREQ=WEEKLY;COUNT=4")
    told()
    propose(event, day, start=start, end=end)
    return event, DateProposal.objects.get()


def propose(event, day: str, *, start: str = "T190000Z", end: str = "T193000Z", sequence: int = 0) -> None:
    lines = (
        f"RECURRENCE-ID;TZID=America/New_York:{day}T070000", f"DTSTART:{day}{start}", f"DTEND:{day}{end}",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:kim@example.com", "COMMENT:In court until two", f"SEQUENCE:{sequence}",
    )  # fmt: skip
    (reply,) = replies.parse(message(event, *lines, method="COUNTER"))
    replies.note(reply, via="mail")


def test_it_is_shown_and_moved_there(a, sign_in):
    event, row = countered(a)
    assert (row.instance, row.stood) == (SECOND, SECOND)
    assert row.proposed_start == datetime.datetime(2027, 3, 17, 19, tzinfo=datetime.UTC)
    guest = Invitation.objects.get()
    # The series stands, and the answer to it is still waited for.
    assert (guest.proposed_start, guest.answer) == (None, "")
    assert "event.countered" in [one.verb for one in audit.history_of(event)]
    client = sign_in(a.attorney)
    part = client.get(f"/feeds/event/{event.pk}/").content.decode()
    query = "?start=20270317T1900&amp;end=20270317T1930&amp;on=20270317T1100"
    assert "Move this date there" in part and f"/calendar/events/{event.pk}/move/{query}" in part
    dialog = client.get(f"/calendar/events/{event.pk}/move/{query}".replace("&amp;", "&")).content.decode()
    assert 'value="this" checked' in dialog and "Mar 17, 2027" in dialog
    whole = client.get(f"/calendar/events/{event.pk}/move/?scope=all").content.decode()
    assert 'value="all" checked' in whole
    change_event(
        event, by=a.attorney, scope="this", occurrence=SECOND, starts_at=row.proposed_start, ends_at=row.proposed_end
    )  # fmt: skip
    assert "Move this date there" not in client.get(f"/feeds/event/{event.pk}/").content.decode()
    (sent,) = told()
    _, series, one = calendar_of(sent).split("BEGIN:VEVENT")
    assert "RRULE" in series
    for line in (
        "RECURRENCE-ID;TZID=America/New_York:20270317T070000",
        "mailto:kim@example.com",
        "ORGANIZER",
    ):
        assert line in one, line
    # They propose again, for the date as it is now: that is what Move moves.
    propose(event, "20270317", start="T210000Z", end="T213000Z", sequence=5)
    moved = Event.objects.get(parent=event)
    part = client.get(f"/feeds/event/{event.pk}/").content.decode()
    assert f"/calendar/events/{moved.pk}/move/?start=20270317T2100&amp;end=20270317T2130" in part


def test_it_is_declined_and_undone(a, sign_in):
    event, row = countered(a)
    propose(event, "20270324")  # another date: both are open
    client, other = sign_in(a.attorney), DateProposal.objects.exclude(pk=row.pk).get()
    page = f"/feeds/invitations/dates/{row.pk}/decline/"
    assert client.get("/feeds/invitations/").content.decode().count("Move this date there") == 2
    assert "Decline the proposed time" in client.get(page).content.decode()
    assert client.post(page, {"note": "In court"}).status_code == 303
    assert client.post(page).status_code == 422
    with pytest.raises(Refused):
        counters.undo_decline(row, by=a.associate)
    assert client.post(f"{page}undo/").status_code == 303
    mail.outbox.clear()
    mail_date_declined(firm_id=a.firm.pk, proposal_id=row.pk)
    assert mail.outbox == []
    counters.decline_counter(row, by=a.attorney, note="In court, all day.")
    for _ in range(2):  # delivered twice
        mail_date_declined(firm_id=a.firm.pk, proposal_id=row.pk)
    (sent,) = mail.outbox
    assert "Wed, Mar 17, 2027, 3:00 – 3:30 PM EDT" in sent.body
    assert "Wed, Mar 17, 2027, 7:00 – 7:30 AM EDT" in sent.body
    text = calendar_of(sent).split("\r\n")
    for line in (
        "METHOD:DECLINECOUNTER", f"UID:{event.uid}", "RECURRENCE-ID;TZID=America/New_York:20270317T070000",
        "DTSTART;TZID=America/New_York:20270317T070000", "SEQUENCE:0", "COMMENT:In court\\, all day.",
    ):  # fmt: skip
        assert line in text, line
    assert text.count("BEGIN:VEVENT") == 1 and not any(line.startswith("RRULE:FREQ=WEEKLY") for line in text)
    with pytest.raises(DomainError, match="told already"):
        counters.undo_decline(row, by=a.attorney)
    part = client.get(f"/feeds/event/{event.pk}/").content.decode()
    assert part.count("Move this date there") == 1 and "Declined" in part
    # The other date is called off meanwhile.
    cancel_event(event, by=a.attorney, scope="this", occurrence=other.instance)
    with pytest.raises(DomainError, match="No other time"):
        counters.decline_counter(other, by=a.attorney)
    assert sign_in(a.associate).get(page).status_code == 404


def test_what_is_no_date_of_the_series(a):
    event = consultation(a, rrule="FREQ=WEEKLY;COUNT=4")
    told()
    with pytest.raises(DomainError, match="no such date"):
        propose(event, "20270318")
    assert not DateProposal.objects.exists() and Invitation.objects.get().answered_at is None
    assert invitations.loaded(event.pk) is not None
