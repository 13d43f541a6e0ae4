"""A hearing is called off: its dates wait, an attorney withdraws them or they keep their day, others propose it."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Support
from calendar_app import services
from calendar_app.models import Deadline, Event, FurtherDate, Recalculation
from calendar_app.queries.triggers import lines_of
from calendar_app.services import Further, Pick
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent, Outbox
from supervision import services as approvals
from supervision.queries import newest
from supervision.tasks import mail_about
from tests.calendar_app.chains import HEARING, OPPOSITION, REPLY, dates, docket_motion
from tests.calendar_app.test_two_events import DEMAND, trial

D = datetime.date


@pytest.fixture
def event(a):
    return Event.objects.create(
        matter=a.matter,
        title="Hearing on the motion to compel",
        kind="hearing",
        starts_at=datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 11, 30, 18, tzinfo=datetime.UTC),
        zone="America/Los_Angeles",
        organizer=a.attorney,
    )


@pytest.fixture
def trigger(a, event):
    return docket_motion(a, by=a.paralegal, event=event)


def off(event, by):
    services.cancel_event(event, by=by, reason="Taken off calendar")
    return Recalculation.objects.get(settled_at=None)


def test_calling_off_shows_what_hangs_on_it_and_changes_nothing(a, event, trigger, sign_in):
    client = sign_in(a.attorney)
    asked = client.get(reverse("event_cancel", args=[event.pk])).content.decode()
    assert "2 open dates hang on it" in asked
    assert "Serve and file the opposition" in asked
    answer = client.post(reverse("event_cancel", args=[event.pk]), {"reason": "Taken off calendar"})
    waiting = Recalculation.objects.get()
    assert (waiting.cause, answer["Location"]) == ("off", waiting.get_absolute_url())
    assert Deadline.objects.open().count() == 2
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert "Hearing on the motion to compel was called off" in page
    assert "Taken off calendar" in page
    assert "Withdraw the ticked dates" in page
    for url in (event.get_absolute_url(), Deadline.objects.first().get_absolute_url()):
        assert waiting.get_absolute_url() in client.get(url).content.decode()


def test_an_attorney_withdraws_some_and_keeps_the_others(a, event, trigger, sign_in):
    waiting = off(event, a.attorney)
    reply, opposition = trigger.deadlines.get(rule_id=REPLY), trigger.deadlines.get(rule_id=OPPOSITION)
    client = sign_in(a.attorney)
    assert client.post(waiting.get_absolute_url(), {}).status_code == 422
    assert client.post(waiting.get_absolute_url(), {"move": [reply.pk]}).status_code == 303
    reply.refresh_from_db()
    opposition.refresh_from_db()
    assert (reply.status, reply.dismissal) == ("dismissed", waiting.reason)
    assert (opposition.done_at, opposition.due_on) == (None, D(2026, 11, 13))
    trigger.refresh_from_db()
    assert trigger.happened_on == HEARING
    waiting.refresh_from_db()
    assert (waiting.accepted, waiting.settled_by) == (1, a.attorney)
    # What was kept is not brought up again.
    assert services.recheck(trigger) is None
    with pytest.raises(DomainError, match="settled already"):
        services.withdraw_dates(waiting, by=a.attorney, deadlines=[opposition.pk])
    # A withdrawn date can be opened again.
    services.undo_complete(reply, by=a.attorney)


def test_staff_propose_and_the_attorney_decides_in_the_inbox(a, event, trigger, sign_in):
    waiting = off(event, a.attorney)
    pks = sorted(trigger.deadlines.values_list("pk", flat=True))
    for person in (a.secretary, a.paralegal):
        with pytest.raises(Refused):
            services.withdraw_dates(waiting, by=person, deadlines=pks)
    with pytest.raises(Refused):
        services.propose_withdrawal(waiting, by=a.admin, deadlines=pks)
    client = sign_in(a.secretary)
    assert "Propose to withdraw the ticked dates" in client.get(waiting.get_absolute_url()).content.decode()
    assert client.post(waiting.get_absolute_url(), {"move": pks}).status_code == 303
    sent = newest("withdrawal", waiting)
    assert (sent.state, sent.assigned_to, sent.submitted_by) == ("waiting", a.attorney, a.secretary)
    assert Deadline.objects.open().count() == 2
    # Meanwhile nobody else settles it, and the attorney sees what was proposed.
    with pytest.raises(Refused):
        services.take_back(waiting, by=a.paralegal)
    inbox = sign_in(a.attorney).get(reverse("approval_list")).content.decode()
    assert "withdraw 2 dates" in inbox
    approvals.approve(sent, by=a.attorney, seen=sent.content_hash)
    assert not Deadline.objects.open().exists()
    waiting.refresh_from_db()
    assert (waiting.accepted, waiting.settled_by) == (2, a.attorney)


def test_all_are_kept_and_a_proposal_is_returned_by_it(a, event, trigger):
    waiting = off(event, a.attorney)
    services.propose_withdrawal(
        waiting, by=a.paralegal, deadlines=trigger.deadlines.values_list("pk", flat=True)
    )
    services.take_back(waiting, by=a.attorney)
    assert newest("withdrawal", waiting).state == "returned"
    assert dates(trigger) == {OPPOSITION: D(2026, 11, 13), REPLY: D(2026, 11, 19)}


def test_it_takes_place_after_all(a, event, trigger):
    waiting = off(event, a.attorney)
    services.restore_event(event, by=a.attorney)
    waiting.refresh_from_db()
    assert waiting.taken_back
    # Called off, put back, and moved: the move asks as ever.
    services.change_event(
        event,
        by=a.attorney,
        starts_at=datetime.datetime(2026, 12, 14, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 12, 14, 18, tzinfo=datetime.UTC),
    )
    assert Recalculation.objects.get(settled_at=None).cause == "moved"


def test_who_is_no_party_to_the_proposal_restores_and_the_inbox_is_told(
    a, event, trigger, sign_in, mailoutbox
):
    waiting = off(event, a.attorney)
    pks = list(trigger.deadlines.values_list("pk", flat=True))
    services.propose_withdrawal(waiting, by=a.paralegal, deadlines=pks)
    mailoutbox.clear()
    # The secretary keeps the attorney's desk: neither the sender of the proposal nor one who decides it.
    Support.objects.create(member=a.secretary, attorney=a.attorney)
    assert sign_in(a.secretary).post(reverse("event_restore", args=[event.pk])).status_code == 303
    sent = newest("withdrawal", waiting)
    assert (sent.state, sent.void_reason) == ("withdrawn", "It takes place after all.")
    assert (sent.decided_by, sent.decision_note) == (None, "")
    for row in Outbox.objects.filter(task="supervision.tasks.mail_about", arguments__what="fell_away"):
        mail_about(firm_id=row.firm_id, outbox_id=row.pk, **row.arguments)
    assert {mail.to[0] for mail in mailoutbox} == {a.attorney.user.email, a.paralegal.user.email}
    assert all("It takes place after all." in mail.body for mail in mailoutbox)
    inbox = sign_in(a.attorney).get(reverse("approval_list")).content.decode()
    assert "withdraw 2 dates" not in inbox
    page = sign_in(a.paralegal).get(reverse("approval_detail", args=[sent.pk])).content.decode()
    assert "It takes place after all." in page
    with pytest.raises(DomainError, match="withdrawn"):
        approvals.approve(sent, by=a.attorney, seen=sent.content_hash)
    event_said = AuditEvent.objects.get(verb="approval.fell_away")
    assert (event_said.actor_name, event_said.reason) == (a.secretary.name, "It takes place after all.")


def test_what_waits_to_be_verified_falls_away_with_the_date(a, event, trigger):
    reply = trigger.deadlines.get(rule_id=REPLY)
    sent = newest("deadline", reply) or approvals.submit("deadline", reply, by=a.paralegal, to=a.attorney)
    services.complete_deadline(reply, by=a.paralegal, no_proof="Not opposed")
    sent.refresh_from_db()
    assert (sent.state, sent.void_reason) == ("withdrawn", "The deadline is done.")
    court = newest("court_date", event) or approvals.submit(
        "court_date", event, by=a.attorney, to=a.associate
    )
    services.cancel_event(event, by=a.attorney)
    court.refresh_from_db()
    assert (court.state, court.void_reason) == ("withdrawn", "The court date was called off.")


def test_called_off_without_an_appointment_and_with_nothing_open(a, sign_in):
    trigger = docket_motion(a, by=a.paralegal)
    url = reverse("trigger_off", args=[trigger.pk])
    client = sign_in(a.paralegal)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": " "}).status_code == 422
    answer = client.post(url, {"reason": "Motion withdrawn"})
    waiting = Recalculation.objects.get()
    assert answer["Location"] == waiting.get_absolute_url()
    services.withdraw_dates(waiting, by=a.associate, deadlines=trigger.deadlines.values_list("pk", flat=True))
    assert client.post(url, {"reason": "Again"})["Location"] == trigger.get_absolute_url()
    assert sign_in(a.admin).get(url).status_code == 403


def test_the_second_date_falls_away(a):
    trigger = services.create_chain(
        a.matter,
        by=a.paralegal,
        facts=trial(),
        picks=[Pick(DEMAND)],
        label="Trial",
        further=[Further("trial-date-set", D(2026, 12, 30))],
    )
    other = FurtherDate.objects.get().other
    waiting = services.call_off(other, by=a.paralegal, reason="Order vacated")
    (line,) = lines_of(waiting)
    # Without it, seventy days before March 15.
    assert (line.deadline.due_on, line.new.due_on) == (D(2027, 1, 11), D(2027, 1, 4))
    services.withdraw_dates(waiting, by=a.attorney, deadlines=[line.deadline.pk])
    assert dates(trigger) == {DEMAND: D(2027, 1, 4)}
    assert not FurtherDate.objects.exists()
    assert services.recheck(trigger) is None


def test_one_date_of_a_series_asks_about_its_own(a):
    series = Event.objects.create(
        matter=a.matter,
        title="Status conference",
        kind="hearing",
        starts_at=datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 11, 30, 18, tzinfo=datetime.UTC),
        zone="America/Los_Angeles",
        organizer=a.attorney,
        rrule="FREQ=WEEKLY;COUNT=4",
    )
    docket_motion(a, by=a.paralegal, event=series)
    later = datetime.datetime(2026, 12, 7, 17, tzinfo=datetime.UTC)
    services.cancel_event(series, by=a.attorney, scope="this", occurrence=later)
    assert not Recalculation.objects.exists()
    services.cancel_event(series, by=a.attorney, scope="this", occurrence=series.starts_at)
    assert Recalculation.objects.get().cause == "off"
