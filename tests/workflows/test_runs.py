"""Automations: an event sets one off once, by the member who switched it on; conditions, failure, retry, undo."""

import pytest

from matters.services.matters import edit_matter
from matters.services.stages import set_stage
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from tests.workflows.conftest import automation_of, run_all, seal, stage_of
from work.models import Task
from workflows.models import Run
from workflows.services import automations, following, running

TASK = {
    "kind": "create_task",
    "title": "Call {client}",
    "who": "responsible",
    "days": "3",
    "unit": "calendar",
    "priority": "2",
}
TAG = {"kind": "add_tag", "tag": "discovery"}


@pytest.fixture
def staged(a):
    stage_of(a, "Discovery"), stage_of(a, "Trial")
    return a


def test_an_event_sets_it_off_once_by_whoever_switched_it_on(staged):
    a = staged
    automation_of(
        a, settings={"stage": "Discovery"}, actions=[TASK, TAG],
        conditions=[{"field": "matter.practice_area", "op": "is", "value": str(a.area.pk)}],
    )  # fmt: skip
    set_stage(a.matter, by=a.paralegal, stage="Discovery")
    [run] = run_all(a)
    assert (run.state, run.member, run.tries) == ("done", a.attorney, 1)
    assert run.findings == [
        {"text": "Practice area is Civil litigation", "value": "Civil litigation", "holds": True}
    ]
    task = Task.objects.get()
    assert task.title == f"Call {a.client.name}"
    assert task.assignee == a.attorney
    a.matter.refresh_from_db()
    assert a.matter.tags == ["discovery"]
    assert run_all(a) == [run]
    assert Task.objects.count() == 1


def test_other_stages_and_what_was_before_do_not(staged):
    a = staged
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    seal()
    automation_of(a, settings={"stage": "Discovery"}, actions=[TAG])
    set_stage(a.matter, by=a.attorney, stage="Trial")
    assert run_all(a) == []


def test_conditions_that_do_not_hold_are_in_the_log_with_their_values(staged):
    a = staged
    automation_of(a, actions=[TAG], conditions=[{"field": "matter.budget", "op": "over", "value": "10,000"}])
    edit_matter(a.matter, by=a.attorney, budget=8000)
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    [run] = run_all(a)
    assert (run.state, run.reason) == ("skipped", "The conditions are not met.")
    assert run.findings == [{"text": "Budget is over $10,000", "value": "$8,000", "holds": False}]


def test_what_fails_leaves_nothing_and_is_tried_again(staged):
    a = staged
    automation = automation_of(
        a,
        actions=[
            TAG,
            {"kind": "draft_email", "to": "client", "who": "responsible", "subject": "Hello", "text": "Dear"},
        ],
    )
    a.client.email = ""
    a.client.save()
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    [run] = run_all(a)
    assert run.state == "failed"
    assert "has no e-mail address" in run.reason
    assert [step.state for step in run.steps.all()] == ["held", "failed"]
    a.matter.refresh_from_db()
    assert a.matter.tags == []
    assert (
        Outbox.objects.filter(task="workflows.tasks.tell_failed", arguments={"run_id": run.pk}).count() == 1
    )
    a.client.email = "c@example.com"
    a.client.save()
    running.retry_run(run, by=a.attorney)
    [run] = run_all(a)
    assert (run.state, run.tries) == ("done", 2)
    assert automation.runs.count() == 1


def test_undo_takes_back_what_it_can_and_says_what_it_kept(staged):
    a = staged
    automation_of(a, actions=[TASK, TAG, {"kind": "notify", "who": "supervising", "text": "Discovery began"}])
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    [run] = run_all(a)
    taken = running.undo_run(run, by=a.attorney)
    assert taken.said == "2 steps undone, 1 kept"
    assert taken.kept[0][1] == "Mail that has gone out cannot be taken back."
    assert Task.objects.get().state == "cancelled"
    a.matter.refresh_from_db()
    assert a.matter.tags == []
    with pytest.raises(DomainError, match="nothing to undo"):
        running.undo_run(run, by=a.attorney)


def test_undo_keeps_a_task_that_somebody_has_worked_with(staged):
    from work.services import add_note

    a = staged
    automation_of(a, actions=[TASK])
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    [run] = run_all(a)
    add_note(Task.objects.get(), by=a.attorney, text="Called, no answer")
    taken = running.undo_run(run, by=a.attorney)
    assert taken.undone == []
    assert "Imogen Vance noted it since" in taken.kept[0][1]
    assert Task.objects.get().state == "open"


def test_its_own_acts_do_not_set_it_off_and_two_do_not_go_round(staged):
    a = staged
    automation_of(
        a,
        name="To trial",
        settings={"stage": "Discovery"},
        actions=[{"kind": "move_stage", "stage": "Trial"}],
    )
    automation_of(
        a,
        name="And back",
        settings={"stage": "Trial"},
        actions=[{"kind": "move_stage", "stage": "Discovery"}],
    )
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    runs = run_all(a)
    assert [(run.automation.name, run.state, run.depth) for run in runs] == [
        ("To trial", "done", 0),
        ("And back", "done", 1),
    ]
    assert runs[1].parent == runs[0]


def test_many_in_a_row_end_with_a_word(staged, monkeypatch):
    a = staged
    for letter, following_letter in ("AB", "BC", "CD", "DE", "EF"):
        automation_of(
            a, name=letter, trigger="matter_changed", settings={"field": "court"},
            conditions=[{"field": "matter.court", "op": "is", "value": letter}],
            actions=[{"kind": "set_field", "field": "court", "value": following_letter}],
        )  # fmt: skip
    edit_matter(a.matter, by=a.attorney, court="A")
    runs = run_all(a)
    a.matter.refresh_from_db()
    assert a.matter.court == "E"
    last = [run for run in runs if "set each other off" in run.reason]
    assert last
    assert {run.state for run in last} == {"skipped"}


def test_whoever_left_or_lost_the_power_is_named_and_nothing_is_done(staged):
    a = staged
    automation_of(a, by=a.associate, actions=[TAG])
    a.associate.is_active = False
    a.associate.save()
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    [run] = run_all(a)
    assert run.state == "failed"
    assert run.reason.startswith("Priya Tollett, by whom it runs, has left the firm.")


def test_a_wall_holds_for_an_automation(staged):
    from matters.models import Wall

    a = staged
    automation_of(a, by=a.associate, actions=[TAG])
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former employer", created_by=a.attorney)
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    [run] = run_all(a)
    assert run.state == "skipped"
    assert "does not see this record" in run.reason
    a.matter.refresh_from_db()
    assert a.matter.tags == []


def test_who_may_not_do_what_it_does_cannot_switch_it_on(staged):
    a = staged
    made = automation_of(a, by=a.admin, on=False, actions=[TAG])
    with pytest.raises(Refused) as refused:
        automations.switch_on(made, by=a.admin)
    assert "Imogen Vance" in refused.value.message
    with pytest.raises(Refused):
        automations.create_automation(
            by=a.paralegal,
            name="X",
            trigger="matter_created",
            settings={},
            match="all",
            conditions=[],
            actions=[TAG],
        )
    assert automations.switch_on(made, by=a.attorney).runs_as == a.attorney


def test_an_edit_by_another_switches_it_off(staged):
    a = staged
    made = automation_of(a, actions=[TAG])
    content = {"trigger": "matter_staged", "settings": {}, "match": "all", "conditions": []}
    changed = automations.change_automation(made, by=a.admin, name="Rule", actions=[TASK], **content)
    assert (changed.is_on, changed.version) == (False, 2)
    assert "Rowan Achebe changed it" in changed.off_reason
    assert [v.number for v in made.versions.all()] == [2, 1]


def test_a_loop_that_goes_round_outside_is_switched_off(staged):
    a = staged
    automation = automation_of(a, trigger="matter_changed", settings={"field": "court"}, actions=[TAG])
    for number in range(22):
        edit_matter(a.matter, by=a.attorney, court=f"Court {number}")
    runs = run_all(a)
    assert len([r for r in runs if r.state == "done"]) == 0 or len(runs) >= 20
    automation.refresh_from_db()
    assert not automation.is_on
    assert "looks like a loop" in automation.off_reason


def test_postgresql_keeps_one_run_a_cause(staged):
    from django.db import IntegrityError, connection, transaction

    a = staged
    automation_of(a, actions=[TAG])
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    [run] = run_all(a)
    again = following.take_up(run.automation, run.event)
    assert again == run
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(
            automation=run.automation, version=1, cause=run.cause, occasion="x", object_type="matters.matter",
            object_id=a.matter.pk, object_label="x",
        )  # fmt: skip
    for sql in ("DELETE FROM workflows_run", "UPDATE workflows_run SET cause = 'event:0'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    # A job that is delivered twice finds the run done.
    assert running.carry_out(run.pk).tries == 1


def test_a_dry_run_leaves_nothing(staged):
    from documents.models import Document
    from practice.models import AuditEvent
    from workflows.queries.context import load

    a = staged
    letter = {
        "kind": "create_document",
        "name": "Letter to {client}",
        "category": "correspondence",
        "text": "Dear {client}",
    }
    made = automation_of(
        a, on=False, actions=[TASK, TAG, letter, {"kind": "notify", "who": "supervising", "text": "Look at {number}"}],
        conditions=[{"field": "matter.stage", "op": "is", "value": "Discovery"}],
    )  # fmt: skip
    events, jobs = AuditEvent.objects.count(), Outbox.objects.count()
    tried = running.dry_run(made, load("matters.matter", a.matter.pk), by=a.attorney)
    assert not tried.met
    assert (tried.findings[0].value, tried.fault) == ("nothing", "")
    assert [step.said for step in tried.steps][1:] == [
        "Added the tag “discovery”",
        f"Would create the document “Letter to {a.client.name}”",
        "Mailed Imogen Vance: Look at 2026-0001",
    ]
    assert (AuditEvent.objects.count(), Outbox.objects.count()) == (events, jobs)
    assert (Task.objects.count(), Document.objects.count(), Run.objects.count()) == (0, 0, 0)
    a.matter.refresh_from_db()
    assert a.matter.tags == []


def test_the_history_says_that_an_automation_acted(staged):
    from practice.models import AuditEvent

    a = staged
    automation_of(a, actions=[TAG])
    set_stage(a.matter, by=a.paralegal, stage="Discovery")
    run_all(a)
    event = AuditEvent.objects.filter(verb="matter.changed").order_by("-id").first()
    assert (event.actor_name, event.real_actor) == ("Imogen Vance", "Automation “Rule”")


def test_another_firm_is_not_read(firms):
    with firm_scope(firms.a.firm):
        stage_of(firms.a, "Discovery")
        automation_of(firms.a, actions=[TAG])
    with firm_scope(firms.b.firm):
        stage_of(firms.b, "Discovery")
        set_stage(firms.b.matter, by=firms.b.attorney, stage="Discovery")
    assert run_all(firms.a) == []
    assert run_all(firms.b) == []
