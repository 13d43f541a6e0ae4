"""What PostgreSQL keeps about tasks, tried by plain writes that pass by the services."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import BarLicence, Member
from practice.models import Firm
from practice.scope import firm_scope
from tests.cast import make_matter
from work.models import Blocker, ChecklistItem, Task, TaskType

pytestmark = pytest.mark.django_db


def refused(act, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()
        # Composite keys are checked at the end; rules are not.
        connection.check_constraints()


@pytest.fixture
def scope(a):
    with firm_scope(a.firm, a.attorney):
        yield a


def types(lowest: str, nature: str = "administrative", **fields) -> TaskType:
    return TaskType.objects.create(name=f"{nature} {lowest}", lowest=lowest, nature=nature, **fields)


def test_below_the_lowest_role(scope):
    a = scope
    legal, substantive = types("attorney", "legal"), types("paralegal", "substantive")
    desk = types("legal_secretary")
    below = "below the lowest"
    refused(lambda: Task.objects.create(title="x", type=legal, assignee=a.paralegal), below)
    refused(lambda: Task.objects.create(title="x", type=substantive, assignee=a.assistant), below)
    refused(lambda: Task.objects.create(title="x", type=desk, assignee=a.freelancer), below)
    for kind, who in ((legal, a.associate), (substantive, a.paralegal), (desk, a.admin), (desk, a.secretary)):
        Task.objects.create(title="x", type=kind, assignee=who)
    task = Task.objects.create(title="x", type=substantive, assignee=a.paralegal)
    refused(lambda: Task.objects.filter(pk=task.pk).update(assignee=a.secretary), below)
    refused(lambda: Task.objects.filter(pk=task.pk).update(type=legal), below)


def test_substantive_assistants_count_as_paralegals(scope):
    a = scope
    substantive, legal = types("paralegal", "substantive"), types("attorney", "legal")
    Firm.objects.filter(pk=a.firm.pk).update(assistants_substantive=True)
    Task.objects.create(title="x", type=substantive, assignee=a.assistant)
    refused(lambda: Task.objects.create(title="x", type=legal, assignee=a.assistant), "below the lowest")


def test_a_lapsed_licence_finishes_no_legal_work(scope):
    a = scope
    task = Task.objects.create(title="x", type=types("attorney", "legal"), assignee=a.associate)
    BarLicence.objects.filter(member=a.associate).update(status="suspended")
    done = {"state": "done", "done_at": timezone.now(), "done_by": a.associate}
    refused(lambda: Task.objects.filter(pk=task.pk).update(**done), "below the lowest")
    Task.objects.filter(pk=task.pk).update(title="y")  # other changes are free
    Task.objects.filter(pk=task.pk).update(assignee=a.attorney)


def test_a_legal_type_names_an_attorney(scope):
    refused(lambda: types("paralegal", "legal"), "task_type_legal_by_attorney")
    refused(lambda: types("legal_secretary", "substantive"), "task_type_substantive_by_paralegal")


def test_done_needs_the_acceptance(scope):
    a = scope
    task = Task.objects.create(title="x", assignee=a.paralegal, needs_review=True, matter=a.matter)
    done = {"state": "done", "done_at": timezone.now(), "done_by": a.paralegal}
    refused(lambda: Task.objects.filter(pk=task.pk).update(**done), "has no approval")
    refused(lambda: Task.objects.create(title="y", needs_review=True, **done), "has no approval")


def test_a_reviewed_type_asks_for_it_whatever_the_mark_says(scope):
    a = scope
    kind = types("paralegal", "substantive", reviewed=True)
    task = Task.objects.create(title="x", assignee=a.paralegal, type=kind)
    done = {"state": "done", "done_at": timezone.now(), "done_by": a.paralegal}
    refused(lambda: Task.objects.filter(pk=task.pk).update(**done), "asks that an attorney accepts it")
    own = Task.objects.create(title="x", assignee=a.associate, type=kind)
    Task.objects.filter(pk=own.pk).update(**done)


def test_the_first_date_stays(scope):
    day = datetime.date(2026, 12, 1)
    task = Task.objects.create(title="x", due_on=day)
    task.refresh_from_db()
    assert task.original_due_on == day
    later = day + datetime.timedelta(days=3)
    Task.objects.filter(pk=task.pk).update(due_on=later)
    task.refresh_from_db()
    assert (task.original_due_on, task.due_on) == (day, later)
    refused(lambda: Task.objects.filter(pk=task.pk).update(original_due_on=later), "its first date stays")


def test_blockers(scope):
    a = scope
    one, two, three = (Task.objects.create(title=t, assignee=a.paralegal) for t in "abc")
    Blocker.objects.create(task=one, on=two)
    Blocker.objects.create(task=two, on=three)
    refused(lambda: Blocker.objects.create(task=three, on=one), "wait for itself")
    refused(lambda: Blocker.objects.create(task=one, on=one), "blocker_is_another_task|wait for itself")
    other = Task.objects.create(title="d", matter=a.matter)
    refused(lambda: Blocker.objects.create(task=one, on=other), "another matter")
    done = {"state": "done", "done_at": timezone.now(), "done_by": a.paralegal}
    refused(lambda: Task.objects.filter(pk=two.pk).update(**done), "waits for another")
    Task.objects.filter(pk=three.pk).update(state="cancelled")
    Task.objects.filter(pk=two.pk).update(**done)


def test_sub_tasks(scope):
    a = scope
    top = Task.objects.create(title="top", matter=a.matter)
    sub = Task.objects.create(title="sub", matter=a.matter, parent=top)
    refused(lambda: Task.objects.create(title="deeper", matter=a.matter, parent=sub), "sub-task")
    refused(lambda: Task.objects.create(title="elsewhere", parent=top), "sub-task")
    done = {"state": "done", "done_at": timezone.now(), "done_by": a.paralegal}
    refused(lambda: Task.objects.filter(pk=top.pk).update(**done), "open sub-tasks")


def test_parts_follow_their_task_to_another_matter(scope):
    a = scope
    other = make_matter(a, number="2026-0002", name="Other v. Other")
    task = Task.objects.create(title="x", matter=a.matter)
    item = ChecklistItem.objects.create(task=task, text="first")
    item.refresh_from_db()
    assert item.matter_id == a.matter.pk
    Task.objects.filter(pk=task.pk).update(matter=other)
    item.refresh_from_db()
    assert item.matter_id == other.pk


def test_an_occurrence_is_made_once(scope):
    day = datetime.date(2026, 12, 1)
    first = Task.objects.create(title="x", due_on=day, recurrence="FREQ=WEEKLY", series_start=day)
    again = {"title": "x", "due_on": day, "recurrence": "FREQ=WEEKLY", "series_start": day, "series": first}
    Task.objects.create(occurrence=2, **again)
    refused(lambda: Task.objects.create(occurrence=2, **again), "task_occurrence_once")


def test_snooze_has_a_reason(scope):
    task = Task.objects.create(title="x")
    day = datetime.date(2026, 12, 1)
    refused(lambda: Task.objects.filter(pk=task.pk).update(snoozed_until=day), "task_snoozed_with_reason")
    assert Member.objects.count() == 7
