"""Clients are reminded of appointments by e-mail: by the firm's rule, or as chosen for one event; never who has a lawyer."""

import pytest
from django.core import mail

from calendar_app.models import Attendee
from matters.models import Contact, Party
from matters.services import allow_direct, withdraw_direct
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from reminders.models import ClientChoice, Reminder, ReminderRules
from reminders.queries.clients import why_not
from reminders.services.clients import remind_client
from tests.reminders.conftest import at, begin, claim, deliver, event


def told() -> list[tuple[str, str]]:
    rows = Reminder.objects.filter(contact__isnull=False).select_related("contact").order_by("id")
    return [(row.contact.name, row.rung) for row in rows]


def asked(people, contact, **fields) -> Attendee:
    row = event(
        people, at("03-03 15:00"), contacts=[contact], kind="hearing", title="Status hearing", **fields
    )
    return row.attendees.get(contact=contact)


def test_one_event_is_told_although_the_firm_tells_none(a):
    row = asked(a, a.client)
    begin(at("03-02 07:00"))
    remind_client(row, by=a.attorney, wanted=True)
    claim(at("03-02 08:00"))
    claim(at("03-02 08:01"))
    assert told() == [(a.client.name, "d1")]
    deliver()
    (sent,) = [m for m in mail.outbox if m.to == [a.client.email]]
    assert "Status hearing" in sent.body
    assert AuditEvent.objects.filter(verb="reminders.client_on").count() == 1


def test_one_event_is_not_told_although_the_firm_tells_all(a):
    row = asked(a, a.client)
    begin(at("03-02 07:00"))
    ReminderRules.objects.update(clients=True, client_days=[1])
    remind_client(row, by=a.attorney, wanted=False)
    claim(at("03-02 08:00"))
    assert told() == []


def test_switched_off_before_the_mail_went_out_nothing_is_sent(a):
    row = asked(a, a.client)
    begin(at("03-02 07:00"))
    remind_client(row, by=a.attorney, wanted=True)
    claim(at("03-02 08:00"))
    remind_client(row, by=a.attorney, wanted=False)
    deliver()
    assert [m for m in mail.outbox if m.to == [a.client.email]] == []
    assert Reminder.objects.get(contact=a.client).state == "skipped"


def test_an_instance_moved_out_of_a_series_follows_the_series(a):
    row = asked(a, a.client, rrule="FREQ=MONTHLY")
    remind_client(row, by=a.attorney, wanted=True)
    moved = event(
        a,
        at("03-10 15:00"),
        contacts=[a.client],
        kind="hearing",
        parent=row.event,
        recurrence_id=at("03-03 15:00"),
    )
    begin(at("03-09 07:00"))
    claim(at("03-09 08:00"))
    assert [(r.about_id, r.rung) for r in Reminder.objects.filter(contact=a.client)] == [(moved.pk, "d1")]


def test_who_has_a_lawyer_or_is_on_another_side_cannot_be_switched_on(a):
    lawyer = Contact.objects.create(name="Noor Haddad", email="noor@haddad.example", kind="person")
    other = Contact.objects.create(name="Ruth Hale", email="ruth@hale.example", kind="person")
    party = Party.objects.create(matter=a.matter, contact=other, role="opposing_party", side="opposing")
    assert why_not({(other.pk, a.matter.pk)}) == {
        (other.pk, a.matter.pk): "Not the client and not on our side"
    }
    # Of a thing without a matter anybody may be told, but not a party with a lawyer of a matter that is worked on.
    assert why_not({(other.pk, None)}) == {(other.pk, None): ""}
    party.represented_by = lawyer
    party.save()
    reason = "Has a lawyer: write to the lawyer (Model Rule 4.2)"
    assert why_not({(other.pk, None), (other.pk, a.matter.pk)}) == {
        (other.pk, None): reason,
        (other.pk, a.matter.pk): reason,
    }
    row = asked(a, other)
    with pytest.raises(DomainError, match="Rule 4.2"):
        remind_client(row, by=a.attorney, wanted=True)
    # The firm's own client is its own in their matter, whatever is said of them elsewhere; without a matter they are not.
    Contact.objects.filter(pk=a.client.pk).update(represented=True)
    assert why_not({(a.client.pk, a.matter.pk), (a.client.pk, None)}) == {
        (a.client.pk, a.matter.pk): "",
        (a.client.pk, None): reason,
    }
    # Represented after it was switched on: found when it falls due.
    ClientChoice.objects.create(event=row.event, contact=other, wanted=True, set_by=a.attorney)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert told() == []


def test_with_the_leave_of_the_attorney_who_answers_for_the_matter(a, sign_in):
    """Model Rule 4.2: the other lawyer consents; what the attorney records opens reminders as it opens invitations."""
    lawyer = Contact.objects.create(name="Noor Haddad", email="noor@haddad.example", kind="person")
    other = Contact.objects.create(name="Ruth Hale", email="ruth@hale.example", kind="person")
    Party.objects.create(
        matter=a.matter, contact=other, role="opposing_party", side="opposing", represented_by=lawyer
    )
    row, pair = asked(a, other), (other.pk, a.matter.pk)
    said = {"reason": "Letter of March 1", "ground": "lawyer", "matter": a.matter}
    with pytest.raises(Refused, match="answers for"):
        allow_direct(other, by=a.associate, **said)
    with pytest.raises(Refused):
        allow_direct(other, by=a.paralegal, **said)
    page = sign_in(a.attorney).get(f"/reminders/event/{row.event_id}/").content.decode()
    assert f"/contacts/{other.pk}/direct/" in page and "Allow it" in page
    assert "Allow it" not in sign_in(a.paralegal).get(f"/reminders/event/{row.event_id}/").content.decode()
    leave = allow_direct(other, by=a.attorney, **said)
    assert AuditEvent.objects.get(verb="contact.direct_allowed").changes["ground"] == [
        None,
        "Their lawyer consents",
    ]
    assert why_not({pair}) == {pair: ""}
    remind_client(row, by=a.attorney, wanted=True)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert told() == [("Ruth Hale", "d1")]
    withdraw_direct(leave, by=a.attorney)
    assert why_not({pair}) == {pair: "Has a lawyer: write to the lawyer (Model Rule 4.2)"}


def test_the_page_offers_it_to_who_may_change_the_event(a, sign_in):
    row = asked(a, a.client)
    with pytest.raises(Refused):
        remind_client(row, by=a.paralegal, wanted=True)
    address = f"/reminders/event/{row.event_id}/"
    page = sign_in(a.attorney).get(address).content.decode()
    assert a.client.name in page and "Not reminded." in page
    answer = sign_in(a.attorney).post(f"/reminders/clients/{row.pk}/", {"on": "1"})
    assert (answer.status_code, answer["Location"]) == (303, address)
    assert "Reminded 1 day before." in sign_in(a.attorney).get(address).content.decode()
    assert sign_in(a.paralegal).post(f"/reminders/clients/{row.pk}/", {}).status_code == 403
