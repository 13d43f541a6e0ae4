"""Pages of workflows: the editor without script, trying out, applying with a preview, drafts, who may."""

import pytest
from django.core import mail
from django.utils import timezone

from matters.services.stages import set_stage
from practice.models import AuditEvent, Outbox
from tests.workflows.conftest import automation_of, run_all, stage_of
from work.models import Task
from workflows.models import Automation, ListRun, MailDraft, Run
from workflows.services import running
from workflows.tasks import mail_notice, send_draft

DRAFT = {
    "kind": "draft_email",
    "to": "client",
    "who": "responsible",
    "subject": "Your matter",
    "text": "Dear {client}",
}


def test_the_editor_adds_and_removes_lines_without_script(a, sign_in):
    browser = sign_in(a.attorney)
    page = browser.get("/automations/new/").content.decode()
    assert page.count('class="starter"') == 8
    form = {"name": "Discovery", "trigger": "matter_staged", "setting-stage": "Discovery", "match": "all"}
    page = browser.post("/automations/new/?start=blank", form | {"do": "add-condition"}).content.decode()
    assert 'name="condition-1-field"' in page
    form |= {"condition-1-field": "matter.budget", "do": "add-action"}
    page = browser.post("/automations/new/?start=blank", form).content.decode()
    assert 'name="condition-1-op"' in page
    assert 'name="action-1-kind"' in page
    form |= {
        "condition-1-op": "over",
        "condition-1-value": "10,000",
        "action-1-kind": "notify",
        "do": "refresh",
    }
    page = browser.post("/automations/new/?start=blank", form).content.decode()
    assert 'name="action-1-text"' in page
    del form["do"]
    stage_of(a, "Discovery")
    bad = browser.post("/automations/new/?start=blank", form | {"action-1-who": "responsible"})
    assert bad.status_code == 422
    assert "Action 1: text is missing." in bad.content.decode()
    saved = browser.post(
        "/automations/new/?start=blank",
        form | {"action-1-who": "responsible", "action-1-text": "Look at {matter}"},
    )
    assert saved.status_code == 303
    rule = Automation.objects.get()
    assert (rule.is_on, rule.conditions) == (
        False, [{"field": "matter.budget", "op": "over", "value": "10,000"}],
    )  # fmt: skip
    page = browser.get(f"/automations/{rule.pk}/").content.decode()
    assert "a matter moves to Discovery" in page
    assert "Budget is over $10,000" in page
    gone = browser.post(f"/automations/{rule.pk}/edit/", form | {"do": "drop-condition:1"}).content.decode()
    assert 'name="condition-1-field"' not in gone
    assert browser.post(f"/automations/{rule.pk}/on/").status_code == 303
    rule.refresh_from_db()
    assert (rule.is_on, rule.runs_as) == (True, a.attorney)


def test_trying_out_a_real_matter_writes_nothing(a, sign_in):
    rule = automation_of(
        a, on=False, actions=[DRAFT], conditions=[{"field": "matter.budget", "op": "filled", "value": ""}]
    )
    browser = sign_in(a.attorney)
    browser.get(f"/automations/{rule.pk}/try/")
    before = (AuditEvent.objects.count(), Outbox.objects.count())
    page = browser.get(f"/automations/{rule.pk}/try/?matter={a.matter.pk}").content.decode()
    assert "It would not run: the conditions are not met." in page
    assert f"Wrote the draft “Your matter” to {a.client.email}" in page
    assert (AuditEvent.objects.count(), Outbox.objects.count()) == before
    assert (MailDraft.objects.count(), Run.objects.count()) == (0, 0)


def test_applying_shows_the_dates_and_makes_what_is_ticked(a, discovery, sign_in):
    browser = sign_in(a.paralegal)
    url = f"/matters/{a.matter.pk}/workflows/apply/"
    form = {"task_list": discovery.pk, "applied_on": "2026-11-20", "chosen_on": ""}
    page = browser.get(url, form).content.decode()
    assert "Nov 27, 2026" in page
    assert "About Dec 1, 2026" in page
    assert Task.objects.count() == 0
    first = discovery.items.order_by("position").first()
    answer = browser.post(url, form | {"path": [str(first.pk)], "apply": "1"})
    assert answer.status_code == 303
    assert [task.title for task in Task.objects.all()] == ["Draft interrogatories"]
    list_run = ListRun.objects.get()
    assert "Draft interrogatories" in browser.get(f"/applied-lists/{list_run.pk}/").content.decode()
    moved = browser.get(f"/applied-lists/{list_run.pk}/?applied_on=2026-11-23").content.decode()
    assert "Nov 30, 2026" in moved
    item = list_run.items.get()
    browser.post(f"/applied-lists/{list_run.pk}/dates/", {"item": item.pk, "applied_on": "2026-11-23"})
    assert str(Task.objects.get().due_on) == "2026-11-30"
    assert browser.post(f"/applied-lists/{list_run.pk}/undo/").status_code == 303
    assert Task.objects.get().state == "cancelled"
    assert "taken back" in browser.get(f"/matters/{a.matter.pk}/workflows/").content.decode()


def test_many_matters_at_once_from_the_list(a, discovery, sign_in):
    from tests.cast import make_matter

    other = make_matter(a, number="2026-0002", name="Second")
    browser = sign_in(a.attorney)
    form = {
        "bulk": "task_list",
        "ids": [a.matter.pk, other.pk],
        "task_list": discovery.pk,
        "chosen_on": "",
        "confirmed": "1",
    }
    browser.post("/matters/", form)
    assert {run.matter_id for run in ListRun.objects.all()} == {a.matter.pk, other.pk}


def test_a_draft_goes_out_when_a_person_sends_it(a, sign_in):
    stage_of(a, "Discovery")
    automation_of(a, actions=[DRAFT])
    set_stage(a.matter, by=a.attorney, stage="Discovery")
    run_all(a)
    draft = MailDraft.objects.get()
    browser = sign_in(a.attorney)
    assert "Your matter" in browser.get("/").content.decode()
    answer = browser.post(
        f"/e-mail-drafts/{draft.pk}/",
        {
            "to_email": "kiln@example.com",
            "subject": "Your matter",
            "body": "Dear Brightwater,\nwelcome.",
            "send": "1",
        },
    )
    assert answer.status_code == 303
    draft.refresh_from_db()
    assert (draft.state, draft.edited, draft.settled_by) == ("sent", True, a.attorney)
    send_draft(firm_id=a.firm.pk, draft_id=draft.pk)
    [sent] = mail.outbox
    assert (sent.to, sent.reply_to) == (["kiln@example.com"], [a.attorney.user.email])
    assert "welcome." in sent.body
    assert browser.post(f"/e-mail-drafts/{draft.pk}/discard/").status_code in (400, 409, 422)


def test_staff_are_mailed_and_a_failure_can_be_tried_again_from_its_page(a, sign_in):
    stage_of(a, "Discovery")
    automation_of(a, actions=[{"kind": "notify", "who": "own", "text": "x"}], name="Fails")
    automation_of(
        a, actions=[{"kind": "notify", "who": "responsible", "text": "Look at {number}"}], name="Tells"
    )
    a.matter.created_by = None
    a.matter.save()
    set_stage(a.matter, by=a.paralegal, stage="Discovery")
    failed, told = run_all(a)
    assert (failed.state, told.state) == ("failed", "done")
    mail_notice(firm_id=a.firm.pk, run_id=told.pk, to_id=a.attorney.pk)
    assert "Look at 2026-0001" in mail.outbox[0].body
    browser = sign_in(a.attorney)
    assert "A run of an automation failed." in browser.get("/").content.decode()
    page = browser.get(f"/automations/runs/{failed.pk}/").content.decode()
    assert "Nobody to notify. Nobody has this record." in page
    assert browser.post(f"/automations/runs/{failed.pk}/seen/").status_code == 303
    assert "A run of an automation failed." not in browser.get("/").content.decode()
    browser.post(f"/automations/runs/{failed.pk}/retry/")
    failed.refresh_from_db()
    assert failed.state == "waiting"
    running.carry_out(failed.pk)


@pytest.mark.parametrize(
    ("who", "status"), [("attorney", 200), ("admin", 200), ("paralegal", 403), ("freelancer", 403)]
)
def test_who_may_open_automations(a, sign_in, who, status):
    browser = sign_in(getattr(a, who))
    for url in ("/automations/", "/automations/runs/", "/automations/new/"):
        assert browser.get(url).status_code == status


def test_closures_of_the_firm(a, sign_in):
    from calendar_app.models import Closure

    browser = sign_in(a.admin)
    day = timezone.localdate() + timezone.timedelta(days=20)
    form = {"name": "Summer", "starts_on": f"{day:%Y-%m-%d}", "ends_on": ""}
    assert browser.post("/settings/closures/", form).status_code == 303
    closure = Closure.objects.get()
    assert (closure.starts_on, closure.ends_on) == (day, day)
    assert "Summer" in browser.get("/settings/closures/").content.decode()
    assert browser.post(f"/settings/closures/{closure.pk}/remove/").status_code == 303
    assert not Closure.objects.exists()
