"""Task lists on a matter: dates, people, waiting; undo; anchors that move; many at once."""

import datetime

import pytest
from django.utils import timezone

from practice.exceptions import DomainError, Refused
from tests.workflows.conftest import run_all
from work.models import Blocker, Task
from work.services import add_note, complete_task
from workflows.models import ListRun
from workflows.queries.dates import anchors_of
from workflows.queries.plans import plan
from workflows.services import applying, moving, task_lists
from workflows.tasks import task_finished

# The cast's matter was opened on Tuesday, March 3, 2026; the list is applied on Friday, November 20, 2026.
FRIDAY = datetime.date(2026, 11, 20)


def test_the_preview_names_dates_people_and_what_waits(a, discovery):
    found = plan(discovery, a.matter, anchors_of(a.matter, applied_on=FRIDAY))
    assert [(p.title, p.due_on, p.assignee) for p in found] == [
        ("Draft interrogatories", datetime.date(2026, 11, 27), a.attorney),
        # ten court days after March 3: March 17
        ("Serve disclosures", datetime.date(2026, 3, 17), a.paralegal),
        ("File proof", None, a.attorney),
    ]
    assert found[1].blocked_by == (found[0].path,)
    # if the first is done on Friday the 27th, two court days on is Tuesday
    assert found[2].about_on == datetime.date(2026, 12, 1)


def test_applying_makes_the_tasks_in_one_go(a, discovery):
    run = applying.apply_list(discovery, a.matter, by=a.attorney, applied_on=FRIDAY)
    tasks = {task.title: task for task in Task.objects.all()}
    assert {t: task.due_on for t, task in tasks.items()} == {
        "Draft interrogatories": datetime.date(2026, 11, 27),
        "Serve disclosures": datetime.date(2026, 3, 17),
        "File proof": None,
    }
    assert [line.text for line in tasks["Serve disclosures"].checklist.all()] == ["Damages", "Witnesses"]
    assert Blocker.objects.get().on == tasks["Draft interrogatories"]
    assert (run.items.count(), run.list_version) == (3, 4)


def test_a_list_of_another_area_and_a_stranger_are_refused(a, discovery):
    from matters.models import PracticeArea

    other = PracticeArea.objects.create(name="Probate")
    only = task_lists.change_list(discovery, by=a.attorney, name="Discovery start", practice_area=other)
    with pytest.raises(DomainError, match="is for Probate"):
        applying.apply_list(only, a.matter, by=a.attorney)
    with pytest.raises(Refused):
        applying.apply_list(discovery, a.matter, by=a.freelancer)


def test_undo_removes_what_nobody_touched_and_says_what_it_kept(a, discovery):
    run = applying.apply_list(discovery, a.matter, by=a.attorney, applied_on=FRIDAY)
    add_note(Task.objects.get(title="Draft interrogatories"), by=a.paralegal, text="Begun")
    result = applying.undo_list(run, by=a.attorney)
    assert result.said == "2 tasks removed, 1 kept"
    assert result.kept == [("Draft interrogatories", "Otis Farrow noted it")]
    assert Task.objects.get(title="File proof").state == "cancelled"
    with pytest.raises(DomainError, match="undone already"):
        applying.undo_list(run, by=a.attorney)


def test_a_moved_anchor_shows_a_diff_and_moves_what_is_accepted(a, discovery):
    task_lists.save_item(
        discovery,
        None,
        by=a.attorney,
        title="File at the latest",
        anchor="limitation",
        offset=-30,
        roll="previous",
    )
    a.matter.limitation_on = datetime.date(2027, 3, 15)
    a.matter.save()
    run = applying.apply_list(discovery, a.matter, by=a.attorney, applied_on=FRIDAY)
    task = Task.objects.get(title="File at the latest")
    # February 13, 2027 is a Saturday; Friday is the court day before.
    assert task.due_on == datetime.date(2027, 2, 12)
    assert moving.moves_of(run)[0] == []
    a.matter.limitation_on = datetime.date(2027, 4, 15)
    a.matter.save()
    run = ListRun.objects.select_related("matter").get()
    [move] = moving.moves_of(run)[0]
    assert (move.task, move.was, move.to, move.by_hand) == (
        task, datetime.date(2027, 2, 12), datetime.date(2027, 3, 16), False,
    )  # fmt: skip
    assert [count for _, count in moving.to_tell(a.matter.pk)] == [1]
    assert moving.to_tell(a.matter.pk) == []
    assert moving.accept_moves(run, by=a.attorney, wanted=[move.item.pk]) == 1
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on) == (datetime.date(2027, 3, 16), datetime.date(2027, 2, 12))
    assert moving.moves_of(ListRun.objects.select_related("matter").get())[0] == []
    # What the list itself moved is not somebody's work: undo still removes it.
    assert applying.undo_list(run, by=a.attorney).kept == []


def test_a_date_counted_from_completion_begins_when_the_other_is_done(a, discovery):
    applying.apply_list(discovery, a.matter, by=a.attorney)
    first = Task.objects.get(title="Draft interrogatories")
    complete_task(first, by=a.attorney)
    task_finished(firm_id=a.firm.pk, task_id=first.pk)
    done_on = timezone.localdate()
    from calendar_app.courtdays import add_court_days

    assert Task.objects.get(title="File proof").due_on == add_court_days(done_on, 2)


def test_the_trail_asks_for_that_by_itself(a, discovery):
    from practice.models import Outbox

    applying.apply_list(discovery, a.matter, by=a.attorney)
    run_all(a)
    first = Task.objects.get(title="Draft interrogatories")
    complete_task(first, by=a.attorney)
    run_all(a)
    assert (
        Outbox.objects.filter(task="workflows.tasks.task_finished", arguments={"task_id": first.pk}).count()
        == 1
    )


def test_lists_within_lists_count_from_their_place(a, discovery):
    outer = task_lists.create_list(by=a.attorney, name="Litigation")
    task_lists.save_item(
        outer, None, by=a.attorney, title="", nested=discovery, anchor="chosen", offset=5, unit="court"
    )
    last = task_lists.save_item(outer, None, by=a.attorney, title="Review all", anchor="")
    task_lists.save_item(
        outer,
        last,
        by=a.attorney,
        title="Review all",
        anchor="",
        blocked_by=outer.items.get(nested=discovery),
    )
    anchors = anchors_of(a.matter, applied_on=FRIDAY, chosen_on=datetime.date(2026, 12, 1))
    found = plan(outer, a.matter, anchors)
    # December 1 and five court days is December 8; seven days later the first of the inner list.
    assert found[0].due_on == datetime.date(2026, 12, 15)
    assert found[0].within == ("Discovery start",)
    assert len(found[3].blocked_by) == 3
    with pytest.raises(DomainError, match="contains"):
        task_lists.save_item(discovery, None, by=a.attorney, title="x", nested=outer)


def test_circles_and_people_below_the_type_are_refused(a, discovery):
    from work.models import TaskType

    first, second, third = discovery.items.order_by("position")
    with pytest.raises(DomainError, match="circle"):
        task_lists.save_item(discovery, first, by=a.attorney, title="x", anchor="item", after=third)
    kind = TaskType.objects.create(name="Brief", nature="legal", lowest="attorney")
    with pytest.raises(DomainError, match="may not do"):
        task_lists.save_item(
            discovery, second, by=a.attorney, title="x", type=kind, assign="person", member=a.paralegal
        )


def test_somebody_whose_role_is_too_low_on_this_matter_does_not_get_it(a, discovery):
    from work.models import TaskType

    second = discovery.items.get(title="Serve disclosures")
    kind = TaskType.objects.create(name="Brief", nature="legal", lowest="attorney")
    task_lists.save_item(discovery, second, by=a.attorney, type=kind)
    applying.apply_list(discovery, a.matter, by=a.attorney)
    task = Task.objects.get(title="Serve disclosures")
    assert task.assignee is None
    assert "Not given to Otis Farrow" in task.note


def test_closed_days_are_left_out_of_court_days(a, discovery):
    from calendar_app.services import add_closure

    add_closure(by=a.admin, name="Move", starts_on=datetime.date(2026, 12, 1))
    found = plan(discovery, a.matter, anchors_of(a.matter, applied_on=FRIDAY))
    assert found[2].about_on == datetime.date(2026, 12, 2)
