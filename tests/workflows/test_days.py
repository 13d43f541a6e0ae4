"""Automations that wait for a day: once an occasion, nothing from before they were switched on."""

import datetime

import pytest
from django.utils import timezone

from calendar_app.services import create_deadline
from matters.services.stages import set_stage
from practice.models import AuditEvent
from tests.workflows.conftest import automation_of, stage_of
from work.services import create_task
from workflows.models import Automation, Run
from workflows.services import following

TAG = {"kind": "add_tag", "tag": "seen"}
DAY = datetime.timedelta(days=1)


def look(automation: Automation, after_days: int = 0) -> int:
    return following.look_at_day(automation, timezone.localdate() + after_days * DAY)


def earlier(automation: Automation, days: int) -> Automation:
    """As if it had been switched on that long ago."""
    Automation.objects.filter(pk=automation.pk).update(switched_on_at=timezone.now() - days * DAY)
    automation.refresh_from_db()
    return automation


def test_a_date_of_a_matter_is_reached_once(a):
    rule = automation_of(
        a, trigger="date_reached", settings={"date": "limitation_on", "days": "60"}, actions=[TAG]
    )
    a.matter.limitation_on = timezone.localdate() + 62 * DAY
    a.matter.save()
    assert look(rule) == 0
    assert look(rule, 2) == 1
    assert look(rule, 2) == 0
    assert look(rule, 3) == 0
    run = Run.objects.get()
    assert run.cause == f"day:date:limitation_on:60:{a.matter.limitation_on}:{a.matter.pk}"
    # Another date is another occasion.
    a.matter.limitation_on += 5 * DAY
    a.matter.save()
    assert look(rule, 7) == 1


def test_what_was_due_before_it_was_switched_on_is_not_taken_up(a):
    a.matter.limitation_on = timezone.localdate() + 59 * DAY
    a.matter.save()
    rule = automation_of(
        a, trigger="date_reached", settings={"date": "limitation_on", "days": "60"}, actions=[TAG]
    )
    assert look(rule) == 0
    # A worker that was down for three days still takes it up.
    assert look(earlier(rule, 10)) == 1


def test_a_satisfied_limitation_is_no_occasion(a):
    rule = automation_of(
        a, trigger="date_reached", settings={"date": "limitation_on", "days": "0"}, actions=[TAG]
    )
    a.matter.limitation_on = a.matter.limitation_satisfied_on = timezone.localdate()
    a.matter.limitation_satisfied_by, a.matter.limitation_satisfied_how = a.attorney, "Filed"
    a.matter.save()
    assert look(rule) == 0


def test_no_activity_counts_from_the_last_act(a):
    rule = automation_of(a, trigger="no_activity", settings={"days": "30"}, actions=[TAG])
    AuditEvent.objects.create(
        actor_id=a.attorney.pk, actor_name="Imogen Vance", verb="matter.changed", object_type="matters.matter",
        object_id=a.matter.pk, object_label="x", matter=a.matter,
    )  # fmt: skip
    assert look(rule, 29) == 0
    assert look(rule, 30) == 1
    assert look(rule, 31) == 0


def test_tasks_deadlines_and_stages(a):
    stage_of(a, "Discovery")
    late = automation_of(a, name="Late", trigger="task_overdue", settings={"days": "2"}, actions=[TAG])
    near = automation_of(a, name="Near", trigger="deadline_near", settings={"days": "3"}, actions=[TAG])
    long = automation_of(
        a, name="Long", trigger="stage_long", settings={"days": "10", "stage": "Discovery"}, actions=[TAG]
    )
    today = timezone.localdate()
    create_task(by=a.attorney, title="File", matter=a.matter, due_on=today)
    create_deadline(a.matter, by=a.attorney, title="Answer", due_on=today + 5 * DAY)
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    assert [look(late, 1), look(late, 2), look(late, 2)] == [0, 1, 0]
    assert [look(near, 1), look(near, 2), look(near, 3)] == [0, 1, 0]
    assert [look(long, 9), look(long, 10), look(long, 11)] == [0, 1, 0]


def test_bills_and_leads(a):
    from intake.services import create_lead
    from tests.billing.bills import make_invoice

    overdue = automation_of(
        a, name="Overdue", trigger="invoice_overdue", settings={"days": "14"}, actions=[TAG]
    )
    invoice = make_invoice(a)
    days = (invoice.due_on - timezone.localdate()).days + 14
    assert [look(overdue, days - 1), look(overdue, days), look(overdue, days)] == [0, 1, 0]
    task = {
        "kind": "create_task",
        "title": "Answer",
        "who": "runner",
        "days": "",
        "unit": "calendar",
        "priority": "2",
    }
    quiet = automation_of(a, name="Quiet", trigger="lead_quiet", settings={"days": "1"}, actions=[task])
    create_lead(by=a.assistant, name="Ada Quill", answered=False)
    assert [look(quiet), look(quiet, 1), look(quiet, 1)] == [0, 1, 0]


@pytest.mark.parametrize(
    "settings",
    [{"days": "x", "date": "limitation_on"}, {"date": "", "days": "3"}, {"date": "name", "days": "1"}],
)
def test_settings_that_say_nothing_are_refused(a, settings):
    from practice.exceptions import DomainError

    with pytest.raises(DomainError):
        automation_of(a, on=False, trigger="date_reached", settings=settings, actions=[TAG])
