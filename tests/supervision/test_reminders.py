"""Reminders, one mail a person and day, and passing on what nobody decides; once, however often the job runs."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Absence, BarLicence
from matters.models import Wall
from practice.models import AuditEvent, Firm, Outbox
from practice.scope import firm_scope
from supervision import services, tasks
from supervision.models import Approval, Policy
from supervision.queries.waiting import waited_hours
from supervision.services import reminders
from tests import cast

pytestmark = pytest.mark.usefixtures("kit")
UTC = ZoneInfo("UTC")
HOUR = datetime.timedelta(hours=1)
# A Tuesday at ten.
NOW = datetime.datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


def at(day, hour, minute=0):
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def sent(people, when, matter=None, *, by=None, to=None, kind="caption", **more):
    approval = services.submit(kind, matter or people.matter, by=by or people.paralegal, to=to, **more)
    Approval.objects.filter(pk=approval.pk).update(submitted_at=when, assigned_at=when)
    approval.refresh_from_db()
    return approval


def wanted(task="mail_digest"):
    return list(Outbox.objects.filter(task=f"supervision.tasks.{task}").order_by("id"))


def deliver(row):
    """Run the job of an outbox row as a worker would."""
    job = getattr(tasks, row.task.rpartition(".")[2])
    job(firm_id=row.firm_id, outbox_id=row.pk, **row.arguments)


@pytest.mark.parametrize(
    "since,until,hours",
    [
        (at(16, 9), at(16, 12), 3),
        # Friday five o'clock to Monday nine: seven hours of Friday, nine of Monday.
        (at(13, 17), at(16, 9), 16),
        (at(14, 0), at(15, 23), 0),
        (at(14, 12), at(16, 6), 6),
        (at(16, 9), at(16, 8), 0),
        # Two weeks: ten working days.
        (at(2, 0), at(16, 0), 240),
    ],
)
def test_weekends_do_not_count(since, until, hours):
    assert waited_hours(since, until) == pytest.approx(hours)


def test_a_reminder_lists_all_that_waits_and_comes_once_a_day(a):
    other = cast.make_matter(a, number="2026-0002", name="Other")
    old, young = sent(a, NOW - 25 * HOUR), sent(a, NOW - HOUR, other)
    assert not reminders.remind(a.associate.pk, now=NOW)
    assert reminders.remind(a.attorney.pk, now=NOW)
    assert [row.arguments["approval_ids"] for row in wanted()] == [[old.pk, young.pk]]
    # The same run again, and another later the same day.
    assert not reminders.remind(a.attorney.pk, now=NOW)
    assert not reminders.remind(a.attorney.pk, now=NOW + 6 * HOUR)
    old.refresh_from_db()
    assert old.reminded_at == NOW
    # A day later the hours have passed again.
    assert reminders.remind(a.attorney.pk, now=NOW + 24 * HOUR)


def test_the_mail_names_each_with_its_sender_and_title(a):
    sent(a, NOW - 25 * HOUR, due_on=datetime.date(2026, 11, 18))
    reminders.remind(a.attorney.pk, now=NOW)
    (row,) = wanted()
    deliver(row)
    (letter,) = mail.outbox
    assert letter.to == ["attorney@alder.example"]
    assert letter.subject == "1 approval waits for you"
    assert "Caption of 2026-0001 (2026-0001): caption from Otis Farrow, Paralegal" in letter.body
    assert "due Nov 18, 2026" in letter.body
    assert "Weekends do not count as waiting." in letter.body
    # A second delivery of the same row sends nothing.
    deliver(row)
    assert len(mail.outbox) == 1


def test_what_was_decided_before_the_mail_goes_out_is_not_in_it(a):
    approval = sent(a, NOW - 25 * HOUR)
    reminders.remind(a.attorney.pk, now=NOW)
    services.approve(approval, by=a.attorney)
    deliver(wanted()[0])
    assert mail.outbox == []


def test_no_reminder_at_night_or_on_a_weekend(a):
    sent(a, at(12, 9))
    assert not reminders.remind(a.attorney.pk, now=at(14, 10))
    assert not reminders.remind(a.attorney.pk, now=at(16, 6))
    # The digest of seven o’clock would tell it; it was not sent.
    assert not reminders.remind(a.attorney.pk, now=at(16, 7))
    assert reminders.remind(a.attorney.pk, now=at(16, 7, 15))


def test_on_the_day_it_is_due_in_any_case(a):
    Policy.objects.create(remind_after_hours=200, escalate_after_hours=400)
    sent(a, NOW - HOUR, due_on=NOW.date())
    assert reminders.remind(a.attorney.pk, now=NOW)
    assert not reminders.remind(a.attorney.pk, now=NOW + HOUR)


def test_who_is_away_is_not_reminded_but_the_substitute(a):
    sent(a, NOW - 25 * HOUR)
    today = timezone.localdate()
    Absence.objects.create(
        member=a.attorney, substitute=a.associate, starts_on=today, ends_on=today, created_by=a.attorney
    )
    assert reminders.remind(a.attorney.pk, now=NOW)
    assert wanted()[0].arguments["to_id"] == a.associate.pk


def test_a_walled_reader_hears_nothing(a):
    sent(a, NOW - 25 * HOUR, to=a.associate)
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    assert not reminders.remind(a.associate.pk, now=NOW)
    assert wanted() == []


def test_it_is_passed_on_to_the_substitute_once_with_mail_to_both(a):
    a.attorney.substitute = a.associate
    a.attorney.save()
    approval = sent(a, NOW - 71 * HOUR)
    assert reminders.escalate_if_due(approval.pk, now=NOW) is None
    # Since Saturday: the weekend's hours are not among them.
    Approval.objects.filter(pk=approval.pk).update(assigned_at=NOW - 72 * HOUR - 48 * HOUR)
    assert reminders.escalate_if_due(approval.pk, now=NOW) is not None
    approval.refresh_from_db()
    assert (approval.assigned_to, approval.escalated_from) == (a.associate, a.attorney)
    told = [(row.arguments["what"], row.arguments["to_id"]) for row in wanted("mail_about")]
    assert told == [("escalated", a.associate.pk), ("escalated_from", a.attorney.pk)]
    assert AuditEvent.objects.filter(verb="approval.escalated", actor_name="Bailiwick").count() == 1
    for row in wanted("mail_about"):
        deliver(row)
    assert [letter.subject for letter in mail.outbox] == [
        "Passed on to you: Caption of 2026-0001",
        "Passed on to Priya Tollett: Caption of 2026-0001",
    ]
    # Once: the next run leaves it with her, whatever the clock says.
    assert reminders.escalate_if_due(approval.pk, now=NOW + 400 * HOUR) is None
    # Sent to another by hand, the clock begins anew.
    services.reassign(approval, to=a.attorney, by=a.associate)
    approval.refresh_from_db()
    assert approval.escalated_from is None


def test_without_a_substitute_it_goes_to_the_supervising_attorney_else_to_a_partner(a):
    matter = cast.make_matter(a, number="2026-0002", name="Other", supervising=a.associate)
    one = sent(a, NOW - 200 * HOUR, matter, to=a.attorney)
    assert reminders.escalate_if_due(one.pk, now=NOW).assigned_to == a.associate
    BarLicence.objects.filter(member=a.associate).update(status="active")
    two = sent(a, NOW - 200 * HOUR, a.matter, to=a.associate)
    # Responsible and supervising is Imogen, who is a partner too.
    assert reminders.escalate_if_due(two.pk, now=NOW).assigned_to == a.attorney
    # With her already, and nobody else named: it stays.
    three = sent(a, NOW - 200 * HOUR, cast.make_matter(a, number="2026-0003", name="Third"))
    assert reminders.escalate_if_due(three.pk, now=NOW) is None


def test_what_its_decider_can_no_longer_decide_is_passed_on_after_the_first_hours(a):
    approval = sent(a, NOW - 25 * HOUR, to=a.associate)
    BarLicence.objects.filter(member=a.associate).update(status="suspended")
    assert reminders.escalate_if_due(approval.pk, now=NOW).assigned_to == a.attorney


def test_sent_to_somebody_away_it_goes_to_the_substitute_at_once(a):
    today = timezone.localdate()
    Absence.objects.create(
        member=a.attorney, substitute=a.associate, starts_on=today, ends_on=today, created_by=a.attorney
    )
    approval = services.submit("caption", a.matter, by=a.paralegal, to=a.attorney)
    assert (approval.assigned_to, approval.escalated_from) == (a.associate, a.attorney)
    (row,) = wanted("mail_about")
    deliver(row)
    assert mail.outbox[0].subject == "In place of Imogen Vance: Caption of 2026-0001"
    # Not to whoever prepared it: then it waits for the one who is away.
    own = services.submit("sheet", a.matter, by=a.associate, to=a.attorney)
    assert own.assigned_to == a.attorney


def test_a_submission_mails_only_when_urgent(a):
    services.submit("caption", a.matter, by=a.paralegal)
    assert wanted("mail_about") == []
    services.submit("sheet", a.matter, by=a.paralegal, urgent=True, note="The court closes at five")
    (row,) = wanted("mail_about")
    deliver(row)
    assert mail.outbox[0].subject == "Urgent: sheet to decide, Sheet of 2026-0001"
    assert "The court closes at five" in mail.outbox[0].body
    assert "Otis Farrow, Paralegal" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_of_the_beat_at_once_send_one_mail(firms, monkeypatch):
    """Two workers run the same beat at the same moment, in transactions of their own."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    people = firms.a
    Firm.objects.filter(pk=firms.b.firm.pk).update(is_active=False)
    with firm_scope(people.firm):
        sent(people, NOW - 25 * HOUR)
        late = cast.make_matter(people, number="2026-0009", name="Late", supervising=people.associate)
        sent(people, NOW - 200 * HOUR, late, to=people.attorney)
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def run(_):
        try:
            return tasks.remind_and_escalate()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, range(2)))
    assert sorted(results) in ([(0, 0), (1, 1)], [(0, 1), (1, 0)])
    assert tasks.remind_and_escalate() == (0, 0)
    assert len(wanted()) == 1
    assert len(wanted("mail_about")) == 2


def test_a_worker_killed_before_its_commit_leaves_nothing_done_and_nothing_lost(a):
    """What kill -9 leaves is a rolled back transaction: the next run does it all, once."""
    sent(a, NOW - 25 * HOUR)
    with pytest.raises(KeyboardInterrupt), firm_scope(a.firm):
        assert reminders.remind(a.attorney.pk, now=NOW)
        raise KeyboardInterrupt
    assert wanted() == []
    assert reminders.remind(a.attorney.pk, now=NOW)
    (row,) = wanted()
    # The mail's own job dies between the mail server and the commit: it goes out again under the same Message-ID.
    with pytest.raises(KeyboardInterrupt), firm_scope(a.firm):
        deliver(row)
        raise KeyboardInterrupt
    deliver(row)
    ids = {letter.extra_headers["Message-ID"] for letter in mail.outbox}
    assert len(ids) == 1
