"""A firm with nothing due costs nothing: one statement over all firms says which have to be looked at."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline
from calendar_app.services import change_deadline
from practice.models import Firm
from practice.scope import firm_scope
from reminders.models import Digest, Preferences, Reminder, ReminderRules
from reminders.queries.awake import awake, next_at
from reminders.services.settings import set_preferences
from reminders.tasks import remind
from tests.reminders.conftest import at, begin, deadline, event, on


@pytest.fixture
def alone(a):
    """One firm, the only one that is active."""
    Firm.objects.exclude(pk=a.firm.pk).update(is_active=False)
    return a


@pytest.fixture
def firm(alone):
    """One firm that was looked at yesterday evening, with its digests off."""
    a = alone
    Preferences.objects.bulk_create(
        [Preferences(member_id=pk, digest_days=[]) for pk in Member.objects.values_list("pk", flat=True)]
    )
    begin(at("03-01 20:00"))
    return a


def wakes() -> datetime.datetime:
    return ReminderRules.objects.get().wakes_at


def seal() -> None:
    """What was done is sealed, as at the end of a request."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_nothing_to_do_is_one_statement(firm, django_assert_num_queries):
    deadline(firm, on("03-05"), kind="internal")
    seal()
    assert remind(at("03-02 08:00")) == 1
    assert wakes() == at("03-02 09:00")
    for minute in ("08:01", "08:30", "08:59"):
        with django_assert_num_queries(1):
            assert remind(at(f"03-02 {minute}")) == 0
    # At the latest after an hour it is looked at all the same.
    remind(at("03-02 09:00"))
    assert wakes() == at("03-02 10:00")


def test_a_look_ends_at_the_next_hour_of_a_ladder_a_person_or_a_start(firm):
    remind(at("03-02 07:20"))
    assert wakes() == at("03-02 08:00")  # the ladders' hour
    Preferences.objects.filter(member=firm.attorney).update(
        quiet_from=datetime.time(20), quiet_until=datetime.time(7, 45), digest_at=datetime.time(7, 30)
    )
    ReminderRules.objects.update(wakes_at=None)
    remind(at("03-02 07:20"))
    assert wakes() == at("03-02 07:30")
    remind(at("03-02 07:30"))
    assert wakes() == at("03-02 07:45")
    event(firm, at("03-02 13:30"))  # told fifteen minutes before
    remind(at("03-02 13:05"))
    assert wakes() == at("03-02 13:15")
    assert remind(at("03-02 13:15")) == 1


def test_what_is_done_wakes_the_firm_and_no_other(firms):
    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            row = deadline(people, on("03-20"), kind="internal")
    seal()
    now = timezone.now()
    remind(now)
    remind(now)
    assert awake(now) == []
    with firm_scope(firms.a.firm):
        mine = Deadline.objects.get()
        change_deadline(mine, by=firms.a.attorney, due_on=on("03-21"), reason="Stipulated")
        seal()
    assert row.firm_id == firms.b.firm.pk
    assert awake(now) == [firms.a.firm.pk]
    remind(now)
    assert awake(now) == []
    with firm_scope(firms.b.firm):
        set_preferences(by=firms.b.attorney, by_mail=False)
        seal()
    assert awake(now) == [firms.b.firm.pk]


def test_acts_that_can_bring_nothing_leave_it_asleep(alone):
    a = alone
    from practice import audit

    now = timezone.now()
    remind(now)
    audit.record(a.attorney, "matter.viewed", a.matter)
    from practice.models import AuditEvent

    AuditEvent.objects.create(
        actor_name="Imogen",
        verb="time.entered",
        object_type="billing.timeentry",
        object_id=1,
        object_label="x",
    )
    seal()
    assert awake(now) == [a.firm.pk]  # the matter's
    remind(now)
    AuditEvent.objects.create(
        actor_name="Imogen",
        verb="time.entered",
        object_type="billing.timeentry",
        object_id=1,
        object_label="x",
    )
    seal()
    assert awake(now) == []


def test_a_digest_that_failed_is_tried_by_the_next_run(alone, monkeypatch):
    a = alone
    from reminders.services import digests

    real = digests.ask
    monkeypatch.setattr(digests, "ask", lambda now: 1 / 0)
    remind(at("03-02 07:00"))
    assert awake(at("03-02 07:01")) == [a.firm.pk]
    monkeypatch.setattr(digests, "ask", real)
    assert remind(at("03-02 07:01")) == Digest.objects.count() > 0
    assert awake(at("03-02 07:02")) == []


def test_closed_firms_are_left_alone(alone):
    a = alone
    Firm.objects.filter(pk=a.firm.pk).update(is_active=False)
    assert awake(timezone.now()) == [] and Reminder.objects.count() == 0


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-03-02 07:59", "2027-03-02 13:00"),
        ("2027-03-02 13:00", "2027-03-03 13:00"),
        # Clocks go forward on March 14: eight in New York is noon in Greenwich from then on.
        ("2027-03-13 13:00", "2027-03-14 12:00"),
    ],
)
def test_the_next_hour_of_a_zone(now, expected):
    read = lambda text: datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=datetime.UTC)  # noqa: E731
    assert next_at(datetime.time(8), ZoneInfo("America/New_York"), read(now)) == read(expected)
