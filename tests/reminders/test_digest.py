"""The daily digest: at the person's own hour and zone, on their days, once, nothing when empty."""

import datetime

from django.core import mail
from django.utils import timezone

from accounts.models import Absence, Member
from matters.models import Wall
from practice.models import Outbox
from reminders.models import Digest, Preferences, ReminderRules
from reminders.services.digests import ask
from reminders.tasks import mail_digest
from supervision.models import Approval
from supervision.services import submit
from tests.reminders.conftest import at, deadline, event, on
from work.models import Task

MONDAY = "2027-03-01"


def asked() -> set[str]:
    return {row.member.name.split()[0] for row in Digest.objects.select_related("member")}


def send(people, member, day=MONDAY) -> None:
    mail_digest(firm_id=people.firm.pk, member_id=member.pk, day=day)


def test_at_the_persons_own_hour_and_zone_once(a):
    Preferences.objects.create(member=a.attorney, digest_at=datetime.time(6, 30))
    Member.objects.filter(pk=a.attorney.pk).update(time_zone="America/New_York")
    Preferences.objects.create(member=a.paralegal, digest_at=datetime.time(9))
    assert ask(at("03-01 06:59")) == 0
    ask(at("03-01 07:00"))
    assert "Bea" in asked() and not asked() & {"Imogen", "Otis"}
    ask(at("03-01 09:00"))
    assert "Otis" in asked()
    # 6:30 in New York is 11:30 UTC.
    assert ask(at("03-01 11:29")) == 0
    assert ask(at("03-01 11:30")) == 1
    assert ask(at("03-01 11:31")) == 0
    assert Outbox.objects.filter(task="reminders.tasks.mail_digest").count() == Digest.objects.count()


def test_not_on_other_days_not_long_after_and_not_while_away(a):
    Preferences.objects.create(member=a.attorney, digest_days=[6])
    Preferences.objects.create(member=a.paralegal, digest_days=[])
    Absence.objects.create(
        member=a.secretary, starts_on=on("03-01"), ends_on=on("03-02"), created_by=a.secretary
    )
    ask(at("02-28 07:00"))  # a Sunday
    assert asked() == {"Imogen"}
    Digest.objects.all().delete()
    assert ask(at("03-01 12:00")) == 0  # five hours late is no use
    ask(at("03-01 11:00"))
    assert not asked() & {"Imogen", "Otis", "Bea"}


def test_what_it_says(a, now_is):
    now_is(at("03-01 07:00"))
    Member.objects.get(pk=a.attorney.pk)
    event(
        a,
        at("03-01 15:00"),
        title="Case conference",
        kind="hearing",
        location="Dept. 12",
        created_at=at("01-05 08:00"),
    )
    event(a, at("03-02 15:00"), title="Tomorrow's talk")
    deadline(a, on("03-10"), title="Opposition brief", kind="internal")
    deadline(a, on("02-25"), title="Forgotten answer", kind="internal", critical=True)
    deadline(a, on("03-29"), title="Far away", kind="internal")
    Task.objects.create(title="Call the expert", matter=a.matter, assignee=a.attorney, due_on=on("03-01"))
    Task.objects.create(title="Old call", matter=a.matter, assignee=a.attorney, due_on=on("02-20"))
    ask(at("03-01 07:00"))
    send(a, a.attorney)
    send(a, a.attorney)
    (sent,) = [m for m in mail.outbox if m.to == [a.attorney.user.email]]
    assert sent.subject == ("Monday, March 1: 1 event, 1 date to acknowledge, 1 deadline, 2 tasks")
    for words in (
        "3:00 PM Case conference",
        "Dept. 12",
        "Opposition brief",
        "Forgotten answer",
        "Call the expert",
        "Old call",
    ):
        assert sent.body.count(words) == 1, words
    assert "Far away" not in sent.body and "Tomorrow's talk" not in sent.body
    assert Digest.objects.get(member=a.attorney).sent_at == at("03-01 07:00")


def test_nothing_when_it_is_empty(a):
    ask(at("03-01 07:00"))
    send(a, a.secretary)
    assert mail.outbox == []
    assert Digest.objects.get(member=a.secretary).sent_at is None


def test_nothing_behind_a_wall(a, now_is):
    now_is(at("03-01 07:00"))
    event(a, at("03-01 15:00"), members=[a.paralegal], title="Secret talk")
    deadline(a, on("03-03"), title="Secret brief", owner=a.paralegal, kind="internal")
    Task.objects.create(title="Secret work", matter=a.matter, assignee=a.paralegal, due_on=on("03-01"))
    Wall.objects.create(matter=a.matter, member=a.paralegal, reason="x", created_by=a.attorney)
    ask(at("03-01 07:00"))
    send(a, a.paralegal)
    assert mail.outbox == []


def test_a_firm_that_names_nothing_says_how_many(a, now_is):
    now_is(at("03-01 07:00"))
    ReminderRules.objects.create(client_days=[1], subject="plain")
    deadline(a, on("03-03"), title="Brightwater brief", kind="internal")
    ask(at("03-01 07:00"))
    send(a, a.attorney)
    (sent,) = mail.outbox
    assert "1 deadline" in sent.subject
    assert "Brightwater" not in sent.body and "Brightwater" not in sent.alternatives[0][0]


def test_what_the_digest_told_of_approvals_is_not_mailed_again_that_day(a):
    row = deadline(a, timezone.localdate() + datetime.timedelta(days=9), created_by=a.paralegal)
    submit("deadline", row, by=Member.objects.get(pk=a.paralegal.pk), to=a.attorney)
    day = timezone.localdate()
    Digest.objects.create(member=a.attorney, day=day)
    send(a, a.attorney, day.isoformat())
    (sent,) = [m for m in mail.outbox if m.to == [a.attorney.user.email]]
    assert "Waiting for your decision" in sent.body
    assert Approval.objects.get().reminded_at == Digest.objects.get().sent_at
