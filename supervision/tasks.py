"""Jobs about approvals. Each may be delivered twice."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from celery import shared_task
from django.utils import timezone

from accounts.models import Member
from practice.jobs import firm_job
from practice.models import Firm
from practice.scope import firm_scope
from supervision import emails
from supervision.models import Approval
from supervision.queries.inbox import PEOPLE
from supervision.queries.waiting import seen_by
from supervision.services import reminders

log = logging.getLogger(__name__)


@firm_job
def mail_about(what: str, approval_id: int, to_id: int) -> None:
    """Send a mail about one round; not when it has moved on, or when a wall hides it from the reader by now."""
    approval = Approval.objects.select_related("firm", *PEOPLE).filter(pk=approval_id).first()
    to = Member.objects.active().select_related("user", "role").filter(pk=to_id).first()
    if approval is None or to is None or not seen_by(to, [approval]):
        return
    theirs = approval.is_waiting and (what == "escalated_from" or approval.assigned_to_id == to.pk)
    ended = {"returned": Approval.State.RETURNED, "fell_away": Approval.State.WITHDRAWN}
    if theirs or approval.state == ended.get(what):
        emails.about(what, approval, to)


@firm_job
def mail_digest(to_id: int, approval_ids: list[int], day: str) -> None:
    """Send one person the list of what still waits of `approval_ids`; nothing when all of it was decided meanwhile."""
    to = Member.objects.active().select_related("user", "role", "firm").filter(pk=to_id).first()
    rows = Approval.objects.waiting().filter(pk__in=approval_ids).select_related(*PEOPLE)
    if to is None:
        return
    shown = seen_by(to, list(rows.order_by("-urgent", "due_on", "submitted_at", "id")))
    if shown:
        emails.digest(to, shown, day, timezone.localdate())


@shared_task(name="supervision.tasks.remind_and_escalate", ignore_result=True)
def remind_and_escalate() -> tuple[int, int]:
    """Pass on and remind in every firm, each round and person in a transaction of its own: one fault holds up no other.

    Returns how many rounds were passed on, and how many mails were asked for.
    """
    moved = mails = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        with timezone.override(ZoneInfo(firm.time_zone)):
            now = timezone.now()
            with firm_scope(firm):
                rounds, people = reminders.waiting_ids(), reminders.people_waited_for()
            moved += sum(_tried(firm, reminders.escalate_if_due, pk, now) for pk in rounds)
            mails += sum(_tried(firm, reminders.remind, pk, now) for pk in people)
    return moved, mails


def _tried(firm: Firm, act, pk: int, now: datetime) -> bool:
    try:
        with firm_scope(firm):
            return bool(act(pk, now=now))
    except Exception:
        log.exception("reminders of firm %s failed at %s; the next run tries again", firm.pk, pk)
        return False
