"""Tasks by their services: dates, repetition, blockers, hand-overs, and who is told."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Absence, BarLicence, Member
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.models import Firm, Outbox
from practice.rrules import clean_rule, in_words, next_date, spoken_rule
from practice.scope import firm_scope
from tests.cast import make_matter
from work import services
from work.models import Notice, Task, TaskType
from work.queries.quick import read_line
from work.queries.tasks import my_day, needs_somebody, open_handovers
from work.services.handovers import plan
from work.tasks import mail_notices

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def scope(a):
    with firm_scope(a.firm, a.attorney):
        yield a


def make(a, title="x", **more) -> Task:
    values = {"by": a.attorney, "title": title, "matter": a.matter, "assignee": a.paralegal}
    return services.create_task(**values | more)


def test_a_later_date_has_a_reason_and_the_first_stays(scope):
    a = scope
    task = make(a, due_on=DAY(2026, 12, 1))
    with pytest.raises(DomainError, match="due later"):
        services.change_task(task, by=a.paralegal, due_on=DAY(2026, 12, 4))
    task = services.change_task(task, by=a.paralegal, due_on=DAY(2026, 12, 4), reason="Expert is ill")
    assert (task.due_on, task.original_due_on) == (DAY(2026, 12, 4), DAY(2026, 12, 1))
    assert services.change_task(task, by=a.paralegal, due_on=DAY(2026, 12, 2)).due_on == DAY(2026, 12, 2)


def test_rules():
    assert clean_rule("rrule:freq=monthly;bymonthday=15") == "FREQ=MONTHLY;BYMONTHDAY=15"
    for bad in (
        "x",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        # Those that dateutil would look for until the year 9999, a minute each.
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=0",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=2SU,TU",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=999",
    ):
        with pytest.raises(DomainError):
            clean_rule(bad)
    for good in (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=YEARLY;COUNT=200",
        "FREQ=MONTHLY;BYDAY=-1FR",
    ):
        assert clean_rule(good, start=DAY(2026, 1, 31)) == good
    last = "FREQ=MONTHLY;BYMONTHDAY=-1"
    start = DAY(2026, 1, 31)
    assert next_date(last, start=start, after=start, today=start) == DAY(2026, 2, 28)
    # what was missed is not made up for
    assert next_date(
        "FREQ=WEEKLY", start=DAY(2026, 11, 2), after=DAY(2026, 11, 2), today=DAY(2026, 11, 20)
    ) == DAY(2026, 11, 23)
    twice = "FREQ=DAILY;COUNT=2"
    assert next_date(twice, start=start, after=DAY(2026, 2, 1), today=start) is None
    assert in_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR") == "Every 2 weeks on Mon, Fri"
    assert (spoken_rule("friday"), spoken_rule("3 months")) == (
        "FREQ=WEEKLY;BYDAY=FR",
        "FREQ=MONTHLY;INTERVAL=3",
    )


def test_the_next_is_made_once_and_taken_back_with_undo(scope):
    a = scope
    today = timezone.localdate()
    task = make(a, due_on=today, recurrence="FREQ=WEEKLY", checklist=["one"])
    services.complete_task(task, by=a.paralegal)
    second = Task.objects.get(series=task)
    assert (second.due_on, second.occurrence, second.checklist.count(), second.assignee) == (
        today + datetime.timedelta(days=7),
        2,
        1,
        a.paralegal,
    )
    services.reopen_task(task, by=a.paralegal)
    assert not Task.objects.filter(series=task).exists()
    services.complete_task(task, by=a.paralegal)
    services.start_task(Task.objects.get(series=task), by=a.paralegal)
    services.reopen_task(task, by=a.paralegal)
    services.complete_task(task, by=a.paralegal)
    assert Task.objects.filter(series=task).count() == 1


def test_blocked_until_the_other_is_over_and_told_then(scope):
    a = scope
    first, second = make(a, "first"), make(a, "second", assignee=a.secretary)
    services.add_blocker(second, by=a.attorney, on=first)
    with pytest.raises(DomainError, match="waits for this one already"):
        services.add_blocker(first, by=a.attorney, on=second)
    with pytest.raises(DomainError, match="It waits for “first”"):
        services.complete_task(second, by=a.secretary)
    services.complete_task(first, by=a.paralegal)
    assert Notice.objects.get(kind="unblocked").member == a.secretary
    assert services.complete_task(second, by=a.secretary).state == "done"


def test_snooze_and_my_day(scope):
    a = scope
    today = timezone.localdate()
    late = make(a, "late", due_on=today - datetime.timedelta(days=1))
    make(a, "today", due_on=today)
    make(a, "today, first", due_on=today, priority=1)
    make(a, "no date")
    with pytest.raises(DomainError, match="why it can wait"):
        services.snooze_task(late, by=a.paralegal, until=today + datetime.timedelta(days=2), reason=" ")
    services.snooze_task(
        late, by=a.paralegal, until=today + datetime.timedelta(days=2), reason="Court closed"
    )
    found = {bucket.key: [t.title for t in bucket.tasks] for bucket in my_day(a.paralegal, today)}
    assert found == {"today": ["today, first", "today"], "dateless": ["no date"], "waits": ["late"]}


def test_hand_over_and_back(scope):
    a = scope
    today = timezone.localdate()
    kind = TaskType.objects.create(name="Research", nature="substantive", lowest="paralegal")
    secret = make_matter(a, number="2026-0044", name="Secret")
    Wall.objects.create(matter=secret, member=a.secretary, reason="x", created_by=a.attorney)
    plain, typed, hidden = make(a, "plain"), make(a, "typed", type=kind), make(a, "hidden", matter=secret)
    rows = {row.task.title: row.why for row in plan([plain, typed, hidden], a.secretary)}
    assert rows["plain"] == ""
    assert rows["hidden"] == "Bea Castellan has no access to 2026-0044."
    assert "is a task for a paralegal or above" in rows["typed"]
    absence = Absence.objects.create(
        member=a.paralegal, starts_on=today, ends_on=today, substitute=None, created_by=a.attorney
    )
    handover, refused = services.hand_over(
        a.paralegal,
        by=a.attorney,
        choices={plain: a.secretary, typed: a.associate, hidden: a.secretary},
        absence=absence,
        until=today,
    )
    assert [row.task for row in refused] == [hidden]
    plain.refresh_from_db()
    assert plain.assignee == a.secretary
    assert open_handovers(a.paralegal, today + datetime.timedelta(days=1)) == [handover]
    services.complete_task(typed, by=a.associate)
    back, left = services.take_back(handover, by=a.paralegal)
    assert (back, [row.task for row in left]) == ([plain], [typed])
    plain.refresh_from_db()
    assert plain.assignee == a.paralegal
    with pytest.raises(DomainError, match="already"):
        services.take_back(handover, by=a.paralegal)


def test_whoever_may_no_longer_do_it_is_flagged(scope):
    a = scope
    legal = TaskType.objects.create(name="Advice", nature="legal", lowest="attorney")
    task = make(a, type=legal, assignee=a.associate)
    assert not Task.objects.filter(needs_somebody(a.firm)).exists()
    BarLicence.objects.filter(member=a.associate).update(status="suspended")
    assert Task.objects.get(needs_somebody(a.firm)) == task
    a.associate.__dict__.pop("licences_current", None)
    task = Task.objects.get(pk=task.pk)
    with pytest.raises(Refused, match="has no current licence"):
        services.complete_task(task, by=Member.objects.get(pk=a.associate.pk))
    services.assign_task(task, to=a.attorney, by=a.attorney)
    Member.objects.filter(pk=a.paralegal.pk).update(is_active=False)
    other = Task.objects.create(title="y", assignee=a.paralegal)
    assert Task.objects.get(needs_somebody(a.firm)) == other


def test_one_mail_for_ten_minutes(a):
    with firm_scope(a.firm, a.attorney):
        make(a, "one", due_on=timezone.localdate())
        make(a, "two")
        make(a, "own", assignee=a.attorney)
    asked = Outbox.objects.filter(task="work.tasks.mail_notices")
    assert asked.count() == 1
    assert asked.get().not_before > timezone.now() + datetime.timedelta(minutes=9)
    mail_notices(firm_id=a.firm.pk, member_id=a.paralegal.pk)
    mail_notices(firm_id=a.firm.pk, member_id=a.paralegal.pk)
    sent = [m for m in mail.outbox if m.to == [a.paralegal.user.email]]
    assert [m.subject for m in sent] == ["2 things about your tasks"]
    assert "one" in sent[0].body and "two" in sent[0].body


def test_a_mail_shows_nothing_behind_a_wall(a):
    with firm_scope(a.firm, a.attorney):
        make(a, "secret work")
        Wall.objects.create(matter=a.matter, member=a.paralegal, reason="x", created_by=a.attorney)
    mail_notices(firm_id=a.firm.pk, member_id=a.paralegal.pk)
    assert not [m for m in mail.outbox if m.to == [a.paralegal.user.email]]


def test_the_line(scope):
    a = scope
    TaskType.objects.create(name="Legal research", nature="substantive", lowest="paralegal")
    line = read_line("research waiver /legal @otis #2026-0001 nov 30 every month ~45m !low", a.attorney)
    assert (line.title, line.assignee, line.matter, line.due_on.month, line.recurrence) == (
        "research waiver",
        a.paralegal,
        a.matter,
        11,
        "FREQ=MONTHLY",
    )
    assert (line.estimate, line.priority, line.type.name, line.problems) == (2700, 3, "Legal research", [])
    assert read_line("call Sun Microsystems", a.attorney).title == "call Sun Microsystems"
    assert read_line("call Doe Fri", a.attorney).title == "call Doe"
    assert read_line("fri", a.attorney).title == "fri"
    assert read_line("x @nobody", a.attorney).problems == ["Nobody here is called “nobody”."]
    assert read_line('file it #"Brightwater v."', a.attorney).matter == a.matter


def test_guests_create_on_their_matters_alone(scope):
    a = scope
    with pytest.raises(Refused):
        services.create_task(by=a.freelancer, title="x", matter=a.matter)
    with pytest.raises(Refused):
        services.create_task(by=a.freelancer, title="x")
    assert Firm.objects.count() >= 1
