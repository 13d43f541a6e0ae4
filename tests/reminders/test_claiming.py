"""What is claimed: each rung, person and thing once; moved dates; outages; hours."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from accounts.models import Absence, Member, Support
from calendar_app.services import change_deadline
from practice.models import Firm
from reminders.models import Delivery, Ladder, OwnRungs, Preferences, Reminder
from tests.reminders.conftest import at, begin, claim, deadline, deliver, event, on, told
from work.models import Task


def test_each_rung_is_told_once_to_owner_backup_and_secretary(a):
    Support.objects.create(member=a.secretary, attorney=a.attorney)
    deadline(a, on("03-09"), backup=a.associate, verified_at=None)
    begin(at("03-02 07:59"))
    assert claim(at("03-02 07:59")) == 0
    # Seven days before: the ladder, and the escalation of a court date that nobody has verified.
    claim(at("03-02 08:00"))
    assert told(rung="d7") == [
        ("Bea", "d7", "secretary"),
        ("Imogen", "d7", "owner"),
        ("Priya", "d7", "backup"),
    ]
    assert told(rung="e7") == [("Priya", "e7", "backup")]
    for minute in ("08:00", "08:01", "12:00"):
        assert claim(at(f"03-02 {minute}")) == 0
    assert claim(at("03-06 08:00")) == 4  # three days before
    assert told(rung="d3", member=a.attorney) == [("Imogen", "d3", "owner")]


def test_mail_is_one_for_each_person_and_run(a):
    deadline(a, on("03-09"), kind="internal", title="First draft")
    deadline(a, on("03-05"), title="Reply brief", verified_at=None)
    deadline(a, on("03-05"), title="Exhibit list", kind="internal")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert deliver() == 1
    assert deliver() == 0
    (sent,) = mail.outbox
    assert sent.to == [a.attorney.user.email]
    assert "Reply brief" in sent.body and "Exhibit list" in sent.body and "First draft" not in sent.body
    rows = Reminder.objects.filter(member=a.attorney, rung__startswith="d")
    assert {row.state for row in rows} == {"delivered"}
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.address) == ("delivered", 1, a.attorney.user.email)
    assert sent.extra_headers["Message-ID"].startswith(f"<reminder-{a.firm.pk}-{delivery.pk}@")


def test_done_before_the_mail_went_out_is_not_told(a):
    row = deadline(a, on("03-05"), kind="internal")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    type(row).objects.filter(pk=row.pk).update(done_at=at("03-02 08:00"), done_by=a.attorney)
    deliver()
    assert mail.outbox == []
    assert Reminder.objects.get().state == "skipped"
    assert Delivery.objects.get().state == "dropped"


def test_a_mail_that_waited_is_marked_late_and_never_comes_after_the_start(a, now_is):
    event(a, at("03-02 12:00"), title="Call with the expert")
    deadline(a, on("03-05"), kind="internal", title="Witness list")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    # The mail server takes it at eleven, three hours on.
    now_is(at("03-02 11:00"))
    deliver()
    (sent,) = mail.outbox
    assert sent.subject.startswith("Late: ") and "Call with the expert" in sent.body
    assert set(Reminder.objects.values_list("late", "state")) == {(True, "delivered")}
    claim(at("03-02 11:45"))
    now_is(at("03-02 12:00"))
    deliver()
    row = Reminder.objects.get(rung="m15")
    assert (row.state, row.reason) == ("skipped", "It had begun before this could be sent")
    assert len(mail.outbox) == 1 and Delivery.objects.get(pk=row.delivery_id).state == "dropped"


def test_after_an_outage_one_late_reminder_tells_what_was_missed(a):
    deadline(a, on("03-09"), kind="internal")
    begin(at("03-05 09:00"))
    Ladder.objects.create(kind="internal", days=[3, 2, 1, 0], who=["owner"])
    # The worker was down from Friday to Monday noon: three days, two days and the day before were missed.
    assert claim(at("03-08 12:00")) == 1
    row = Reminder.objects.told().get()
    assert (row.rung, row.late, row.missed) == ("d1", True, 2)
    assert list(Reminder.objects.filter(state="skipped").order_by("rung").values_list("rung", "reason")) == [
        ("d2", "Told with a later one"),
        ("d3", "Told with a later one"),
    ]
    deliver()
    assert mail.outbox[0].subject.startswith("Late: Answer to the complaint")
    assert claim(at("03-08 12:01")) == 0


def test_a_moved_date_begins_anew(a, now_is):
    row = deadline(a, on("03-09"), kind="internal")
    begin(at("03-05 00:00"))
    assert claim(at("03-06 08:00")) == 1
    # Moved at noon to the 10th: its third day before was tomorrow; nothing of the 9th is told any more.
    now_is(at("03-06 12:00"))
    change_deadline(row, by=Member.objects.get(pk=a.attorney.pk), due_on=on("03-10"), reason="Stipulated")
    assert claim(at("03-06 12:01")) == 0
    assert claim(at("03-07 08:00")) == 1
    assert list(Reminder.objects.order_by("id").values_list("occurrence", "rung")) == [
        ("2027-03-09", "d3"),
        ("2027-03-10", "d3"),
    ]
    assert claim(at("03-08 08:00")) == 0  # the day before the old date
    # Moved again to tomorrow: three days before has passed and is not sent late.
    now_is(at("03-08 12:00"))
    change_deadline(row, by=Member.objects.get(pk=a.attorney.pk), due_on=on("03-09"), reason="Back")
    assert claim(at("03-08 12:01")) == 0
    assert claim(at("03-09 08:00")) == 1


def test_entered_today_tells_nothing_of_the_rungs_before(a):
    deadline(a, on("03-05"), kind="internal", created_at=at("03-02 09:00"))
    begin(at("03-02 07:00"))
    assert claim(at("03-02 12:00")) == 0
    assert claim(at("03-04 08:00")) == 1


def test_what_is_done_is_not_told(a):
    deadline(a, on("03-05"), kind="internal", done_at=at("03-01 08:00"), done_by=a.attorney)
    event(a, at("03-02 10:00"), state="cancelled")
    Task.objects.create(
        title="x", assignee=a.paralegal, due_on=on("03-03"), state="cancelled", created_at=at("02-01 08:00")
    )
    begin(at("03-02 07:00"))
    assert claim(at("03-02 09:50")) == 0


def test_minutes_before_a_meeting_go_to_all_who_come(a):
    row = event(a, at("03-02 15:00"), members=[a.paralegal, a.associate])
    row.attendees.filter(member=a.associate).update(response="declined")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert told() == [("Imogen", "d0", "owner"), ("Otis", "d0", "attendees")]
    assert claim(at("03-02 14:44")) == 0
    assert claim(at("03-02 14:45")) == 2
    # A minute after it began nothing more is told, also when the worker was down.
    assert claim(at("03-02 15:01")) == 0


def test_instances_of_a_series_and_their_exceptions(a):
    series = event(a, at("03-02 15:00"), rrule="FREQ=WEEKLY;COUNT=4", kind="consultation")
    event(a, at("03-10 15:00"), kind="consultation", parent=series, recurrence_id=at("03-09 15:00"))
    begin(at("03-01 07:00"))
    found = []
    for day in range(1, 18):
        claim(at(f"03-{day:02} 08:00"))
    found = list(Reminder.objects.told().order_by("id").values_list("occurrence", "rung"))
    assert found == [
        ("2027-03-02T15:00Z", "d1"),
        ("2027-03-02T15:00Z", "d0"),
        ("2027-03-10T15:00Z", "d1"),
        ("2027-03-10T15:00Z", "d0"),
        ("2027-03-16T15:00Z", "d1"),
        ("2027-03-16T15:00Z", "d0"),
    ]


def test_who_is_away_and_wants_no_mail_meanwhile(a):
    Absence.objects.create(
        member=a.attorney, starts_on=on("03-01"), ends_on=on("03-05"), created_by=a.attorney
    )
    Preferences.objects.create(member=a.attorney, mail_when_away=False)
    deadline(a, on("03-05"), kind="internal")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    row = Reminder.objects.get()
    assert (row.state, row.reason) == ("sent", "Away, and wants no mail meanwhile")
    assert deliver() == 0


def test_quiet_hours_and_the_persons_zone(a):
    Preferences.objects.create(member=a.attorney, quiet_from=datetime.time(20), quiet_until=datetime.time(9))
    Member.objects.filter(pk=a.attorney.pk).update(time_zone="America/New_York")
    deadline(a, on("03-05"), kind="internal")
    begin(at("03-02 07:00"))
    # 8:00 in New York is 13:00 UTC, in the quiet hours; they end at 14:00 UTC.
    assert claim(at("03-02 13:59")) == 0
    assert claim(at("03-02 14:00")) == 1
    assert not Reminder.objects.get().late


def test_a_change_of_the_hour_loses_nothing_and_repeats_nothing(a):
    deadline(a, on("03-05"), kind="internal")
    ladder = Ladder.objects.create(kind="internal", days=[3, 1], who=["owner"], at=datetime.time(10))
    begin(at("03-02 07:00"))
    assert claim(at("03-02 09:30")) == 0
    Ladder.objects.filter(pk=ladder.pk).update(at=datetime.time(9))
    assert claim(at("03-02 09:31")) == 1
    Ladder.objects.filter(pk=ladder.pk).update(at=datetime.time(11))
    assert claim(at("03-02 12:00")) == 0


def test_own_rungs_take_the_place_of_the_ladder(a):
    row = deadline(a, on("03-12"), kind="internal")
    OwnRungs.objects.create(
        about_kind="deadline",
        about_id=row.pk,
        matter=a.matter,
        occurs_on=on("03-12"),
        days=[10, 2],
        set_by=a.attorney,
    )
    begin(at("03-01 07:00"))
    for day in range(2, 13):
        claim(at(f"03-{day:02} 08:00"))
    assert list(Reminder.objects.order_by("id").values_list("rung", flat=True)) == ["d10", "d2"]


def test_a_ladder_that_is_off_tells_nothing(a):
    Ladder.objects.create(kind="internal", days=[3], who=["owner"], is_on=False)
    deadline(a, on("03-05"), kind="internal")
    begin(at("03-02 07:00"))
    assert claim(at("03-02 09:00")) == 0


def test_a_firm_that_begins_today_hears_nothing_of_yesterday(a):
    deadline(a, on("03-05"), kind="internal")
    assert claim(at("03-02 12:00")) == 0
    assert claim(at("03-02 12:01")) == 0
    assert claim(at("03-04 08:00")) == 1


def test_postgresql_refuses_a_second_row(a):
    deadline(a, on("03-05"), kind="internal")
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    row = Reminder.objects.get()
    row.pk = None
    row._state.adding = True
    with pytest.raises(IntegrityError, match="reminder_once_a_member"), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError, match="reminder_left_out_with_reason"), transaction.atomic():
        Reminder.objects.update(state="skipped", reason="")


def test_the_number_of_queries_does_not_grow_with_the_things(a, django_assert_max_num_queries):
    def made(n):
        for i in range(n):
            deadline(a, on("03-05"), kind="internal", title=f"Draft {i}")
            event(a, at("03-02 15:00"), members=[a.paralegal], title=f"Meeting {i}")
            Task.objects.create(
                title=f"t{i}", assignee=a.paralegal, due_on=on("03-03"), created_at=at("02-01 08:00")
            )

    begin(at("03-02 07:00"))
    made(2)
    with connection.execute_wrapper(counter := Counter()):
        claim(at("03-02 08:00"))
    few = counter.count
    Reminder.objects.all().delete()
    made(20)
    begin(at("03-02 07:00"))
    with connection.execute_wrapper(counter := Counter()):
        claim(at("03-02 08:00"))
    assert counter.count <= few


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def test_clients_are_reminded_where_the_firm_says_so(a):
    from reminders.models import ReminderRules

    event(
        a, at("03-03 15:00"), contacts=[a.client], kind="consultation", title="First talk", location="Room 2"
    )
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert Reminder.objects.filter(contact__isnull=False).count() == 0
    ReminderRules.objects.update(clients=True, client_days=[1])
    claim(at("03-02 08:01"))
    claim(at("03-02 08:02"))
    row = Reminder.objects.get(contact=a.client)
    deliver()
    (sent,) = [m for m in mail.outbox if m.to == [a.client.email]]
    row.refresh_from_db()
    assert (sent.subject, row.state) == (f"Your appointment with {a.firm.name}", "delivered")
    assert "First talk" in sent.body and "Room 2" in sent.body


def test_a_represented_person_is_not_written_to(a):
    from reminders.models import ReminderRules

    type(a.client).objects.filter(pk=a.client.pk).update(represented=True)
    event(a, at("03-03 15:00"), contacts=[a.client], kind="consultation", matter=None)
    begin(at("03-02 07:00"))
    ReminderRules.objects.update(clients=True, client_days=[1])
    claim(at("03-02 08:01"))
    assert Reminder.objects.filter(contact__isnull=False).count() == 0


def test_a_firm_may_leave_names_out_of_its_mails(a):
    from reminders.models import ReminderRules

    deadline(a, on("03-05"), kind="internal", title="Brightwater reply")
    begin(at("03-02 07:00"))
    ReminderRules.objects.update(subject="plain")
    claim(at("03-02 08:00"))
    deliver()
    (sent,) = mail.outbox
    for text in (sent.subject, sent.body, sent.alternatives[0][0]):
        assert "Brightwater" not in text
    assert sent.subject.startswith("Internal deadline, ")
    assert a.matter.number in sent.body


def test_every_firm_in_a_run_of_the_job(firms):
    from practice.scope import firm_scope
    from reminders.tasks import remind

    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            deadline(people, on("03-05"), kind="internal")
            begin(at("03-02 07:00"))
    Firm.objects.filter(pk=firms.b.firm.pk).update(time_zone="no/such")
    # The other firm's fault holds this one up not.
    assert remind(at("03-02 12:30")) == 1
