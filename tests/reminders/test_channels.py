"""Approvals and memos are reminded of at the person's own hours and by their channels; what the digest tells is told once."""

import datetime

import pytest

from accounts.models import Absence, Member
from communications.models import MemoReading
from communications.services import memos
from practice.models import Outbox
from practice.telling import mail_at
from reminders.models import Digest, Preferences
from reminders.services.digests import ask
from reminders.tasks import mail_digest
from supervision.services import reminders, submit
from tests.reminders.conftest import at, deadline, on

MONDAY = on("03-01")


def want(member, **fields) -> None:
    Preferences.objects.create(member=member, **fields)


@pytest.mark.parametrize(
    ("fields", "now", "expected"),
    [
        ({"digest_days": []}, "03-01 10:00", "03-01 10:00"),
        ({"digest_days": [], "by_mail": False}, "03-01 10:00", None),
        # Quiet from ten at night to half past eight: at the end of them.
        (
            {"digest_days": [], "quiet_from": datetime.time(22), "quiet_until": datetime.time(8, 30)},
            "03-01 07:00",
            "03-01 08:30",
        ),
        # The digest comes at seven and tells it; a day without one, or one that was never sent, does not.
        ({}, "03-01 06:00", None),
        ({}, "03-01 07:10", None),
        ({}, "03-01 10:00", "03-01 10:00"),
        ({"digest_days": [1]}, "03-01 06:00", "03-01 06:00"),
    ],
)
def test_when_a_mail_may_go_out(a, fields, now, expected):
    want(a.attorney, **fields)
    assert mail_at(a.attorney, at(now)) == (at(expected) if expected else None)


def test_what_a_digest_told_or_is_about_to_tell(a):
    row = Digest.objects.create(member=a.attorney, day=MONDAY)
    assert mail_at(a.attorney, at("03-01 10:00")) is None
    # Five hours on it was never sent: then the mail of its own goes out after all.
    assert mail_at(a.attorney, at("03-01 12:00")) == at("03-01 12:00")
    Digest.objects.filter(pk=row.pk).update(sent_at=at("03-01 07:01"))
    assert mail_at(a.attorney, at("03-01 12:00")) is None


def test_away(a):
    Absence.objects.create(member=a.attorney, starts_on=MONDAY, ends_on=MONDAY, created_by=a.attorney)
    want(a.attorney, mail_when_away=False)
    assert mail_at(a.attorney, at("03-01 10:00")) is None
    Preferences.objects.update(mail_when_away=True)
    assert mail_at(a.attorney, at("03-01 06:00")) == at("03-01 06:00")


def waiting(task: str) -> list[Outbox]:
    return list(Outbox.objects.filter(task=task))


def test_an_approval_waits_for_the_end_of_quiet_hours(a, now_is):
    now_is(at("02-25 09:00"))
    row = deadline(a, on("03-20"), created_by=a.paralegal)
    submit("deadline", row, by=Member.objects.get(pk=a.paralegal.pk), to=a.attorney)
    want(a.attorney, digest_days=[], quiet_from=datetime.time(18), quiet_until=datetime.time(9))
    now_is(at("03-01 08:00"))
    assert reminders.remind(a.attorney.pk, now=at("03-01 08:00"))
    (row,) = waiting("supervision.tasks.mail_digest")
    assert row.not_before == at("03-01 09:00")
    assert not reminders.remind(a.attorney.pk, now=at("03-01 09:00"))


def test_a_memo_in_the_digest_is_not_mailed_again(a, now_is):
    now_is(at("02-25 09:00"))
    memo = memos.send_memo(
        by=a.admin,
        title="New holiday calendar",
        body="It is on the wall.",
        people=[a.attorney],
        acknowledge=True,
    )
    Outbox.objects.all().delete()
    now_is(at("03-01 07:00"))
    reading = MemoReading.objects.get()
    # Before the digest: it will tell it.
    assert not memos.remind_of(reading.pk, now=at("03-01 07:00"))
    ask(at("03-01 07:00"))
    mail_digest(firm_id=a.firm.pk, member_id=a.attorney.pk, day=MONDAY.isoformat())
    reading.refresh_from_db()
    assert reading.reminded_at == at("03-01 07:00")
    assert not memos.remind_of(reading.pk, now=at("03-02 12:00"))
    assert waiting("communications.tasks.mail_about") == []
    assert memo.acknowledge
