"""Jobs of this room. Each may be delivered twice."""

import logging
from zoneinfo import ZoneInfo

from celery import shared_task
from django.utils import timezone

from accounts.models import Member
from communications import emails
from communications.models import Memo
from communications.services import memos
from matters.queries.access import can_see
from practice.jobs import firm_job
from practice.models import Firm
from practice.scope import firm_scope

log = logging.getLogger(__name__)
FIRST_HOUR, LAST_HOUR = 7, 19


@firm_job
def mail_about(what: str, pk: int, to_id: int) -> None:
    """Send a mail about one row; not when it is done with by now, or when a wall hides its matter from the reader."""
    row = emails.kinds()[what].rows.filter(pk=pk).first()
    to = Member.objects.active().select_related("user", "role").filter(pk=to_id).first()
    if row is None or to is None or (row.matter is not None and not can_see(to, row.matter)):
        return
    if isinstance(row, Memo) and row.readings.filter(member=to).exclude(acknowledged_at=None).exists():
        return
    emails.send(what, row, to)


@shared_task(name="communications.tasks.remind_of_memos", ignore_result=True)
def remind_of_memos() -> int:
    """Remind in every firm, on working days, of memos that are not confirmed: each reader once. Returns how many mails."""
    mails = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        with timezone.override(ZoneInfo(firm.time_zone)):
            now = timezone.now()
            local = timezone.localtime(now)
            if local.weekday() >= 5 or not FIRST_HOUR <= local.hour < LAST_HOUR:
                continue
            with firm_scope(firm):
                waiting = memos.unconfirmed_ids()
            for pk in waiting:
                try:
                    with firm_scope(firm):
                        mails += memos.remind_of(pk, now=now)
                except Exception:
                    log.exception("the reminder of receipt %s failed; the next run tries again", pk)
    return mails
