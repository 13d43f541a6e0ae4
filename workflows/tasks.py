"""Jobs of workflows. Each may be delivered twice."""

import logging
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from matters.queries.access import can_see
from practice.jobs import firm_job, long_job
from practice.models import Firm
from practice.scope import firm_scope
from workflows import emails, webhooks
from workflows.models import Automation, MailDraft, Run
from workflows.queries.triggers import TRIGGERS
from workflows.services import following, moving, outgoing, running

log = logging.getLogger(__name__)


@shared_task(name="workflows.tasks.follow_all_firms", ignore_result=True)
def follow_all_firms() -> int:
    """Read on in each firm's trail, in a transaction of its own: a fault in one firm holds up no other."""
    read = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        try:
            with timezone.override(ZoneInfo(firm.time_zone)), firm_scope(firm):
                read += following.follow()
        except Exception:
            log.exception("automations of firm %s could not read on; the next run goes on there", firm.pk)
    return read


@shared_task(name="workflows.tasks.look_at_days", ignore_result=True)
def look_at_days() -> int:
    """Take up the days that have come in every firm, each automation in a transaction of its own."""
    found = 0
    timed = [key for key, trigger in TRIGGERS.items() if trigger.timed]
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        with timezone.override(ZoneInfo(firm.time_zone)):
            with firm_scope(firm):
                ids = list(Automation.objects.on().filter(trigger__in=timed).values_list("pk", flat=True))
            for pk in ids:
                try:
                    with firm_scope(firm):
                        automation = Automation.objects.on().filter(pk=pk).first()
                        if automation is not None:
                            found += following.look_at_day(automation, timezone.localdate())
                except Exception:
                    log.exception("automation %s of firm %s could not look at days", pk, firm.pk)
    return found


@firm_job
def carry_out(run_id: int) -> None:
    """Carry out one run. A fault of the product is written into the log; one of the database is tried again."""
    try:
        running.carry_out(run_id)
    except OperationalError:
        raise
    except Exception as error:
        log.exception("run %s of an automation broke", run_id)
        running.note_broken(run_id, error)


@firm_job
def task_finished(task_id: int) -> None:
    """Give dates to what was counted from the completion of a task."""
    moving.task_finished(task_id)


@firm_job
def tell_moved(matter_id: int) -> None:
    """Tell who applied a list that its dates would move; when they have left, the responsible attorney. Once a move."""
    for list_run, count in moving.to_tell(matter_id):
        people = [list_run.applied_by, list_run.matter.responsible]
        for reader in people:
            if reader.is_active and can_see(reader, list_run.matter):
                emails.moved(list_run, reader, count)
                break


@firm_job
def mail_notice(run_id: int, to_id: int) -> None:
    """Send what a run tells somebody of the firm; not when it was not done, or they may not see its matter."""
    run = Run.objects.select_related("automation", "matter", "firm").get(pk=run_id)
    to = Member.objects.active().select_related("user", "role", "firm").filter(pk=to_id).first()
    if to is None or run.state not in (Run.State.DONE, Run.State.UNDONE):
        return
    if run.matter is not None and not can_see(to, run.matter):
        return
    for step in run.steps.filter(kind="notify", back__to=to_id):
        emails.notice(run, to, step.back["text"], step.url)


@firm_job
def tell_failed(run_id: int) -> None:
    """Tell whom the automation runs by that a run failed; when they have left, everybody who manages automations."""
    run = Run.objects.select_related("automation__runs_as__user", "automation__runs_as__role", "matter").get(
        pk=run_id
    )
    if run.state != Run.State.FAILED:
        return
    owner = run.automation.runs_as
    readers = [owner] if owner is not None and owner.is_active and owner.can(Perm.AUTOMATION_MANAGE) else []
    if not readers:
        people = Member.objects.active().select_related("user", "role", "firm").prefetch_related("licences")
        readers = [m for m in people if m.can(Perm.AUTOMATION_MANAGE) and m.can(Perm.FIRM_SETTINGS)]
    for reader in readers:
        emails.failed(run, reader, shows_matter=run.matter is None or can_see(reader, run.matter))


@firm_job
def send_draft(draft_id: int) -> None:
    """Send an e-mail that a person released."""
    draft = MailDraft.objects.select_related("settled_by__user", "settled_by__role", "firm", "matter").get(
        pk=draft_id
    )
    if draft.state == MailDraft.State.SENT:
        emails.letter(draft)


@long_job
def deliver_webhook(*, firm_id: int, delivery_id: int) -> None:
    """Call one web address. No transaction is open during the call; how it went is written after it."""
    with firm_scope(firm_id):
        claimed = outgoing.claim(delivery_id)
    if claimed is None:
        return
    delivery, key = claimed
    answer, refusal = None, ""
    try:
        answer = webhooks.call(delivery.url, delivery.body, key=key, delivery=delivery.pk)
    except webhooks.Refusal as error:
        refusal = str(error)
    with firm_scope(firm_id):
        outgoing.settle(delivery.pk, answer, refusal)
