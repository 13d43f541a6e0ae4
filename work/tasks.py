"""Jobs about tasks. Each may be delivered twice."""

import datetime
import logging
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from practice.jobs import firm_job
from practice.models import Firm
from practice.scope import firm_scope
from work import emails
from work.models import Notice
from work.queries.digests import due_for, sees_all
from work.services.digests import ask_digest, members_to_tell

log = logging.getLogger(__name__)


@firm_job
def mail_notices(member_id: int) -> None:
    """Send one person what happened to their tasks since the last mail; what a wall hides from them by now is left out."""
    to = Member.objects.active().select_related("user", "role", "firm").filter(pk=member_id).first()
    waiting = Notice.objects.select_for_update(of=("self",), skip_locked=True).filter(
        member=member_id, mailed_at=None
    )
    rows = list(waiting.select_related("task__matter", "task__assignee", "by").order_by("id")[:100])
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
    if to is None:
        return
    shown = [row for row in rows if row.task.is_live or row.kind == Notice.Kind.WATCHED]
    shown = [row for row in shown if row.kind != Notice.Kind.ASSIGNED or row.task.assignee_id == to.pk]
    shown = sees_all(to, shown)
    if shown:
        emails.notices(to, shown)


@firm_job
def mail_digest(member_id: int, day: str) -> None:
    """Send one person the tasks of the day; nothing when none is left."""
    to = Member.objects.active().select_related("user", "role", "firm").filter(pk=member_id).first()
    if to is None:
        return
    on = datetime.date.fromisoformat(day)
    found = due_for(to, on)
    if any(found.values()):
        emails.digest(to, on, **found)


@shared_task(name="work.tasks.mail_digests", ignore_result=True)
def mail_digests(at: datetime.datetime | None = None) -> int:
    """Ask for each person's digest in every firm where it is a working day from seven to noon. Returns how many.

    `at` is the instant taken as now.
    """
    asked = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        with timezone.override(ZoneInfo(firm.time_zone)):
            now = timezone.localtime(at)
            if now.weekday() > 4 or not 7 <= now.hour < 12:
                continue
            with firm_scope(firm):
                people = members_to_tell(now.date())
            for pk in people:
                asked += _tried(firm, pk, now.date())
    return asked


def _tried(firm: Firm, pk: int, day: datetime.date) -> bool:
    try:
        with firm_scope(firm), transaction.atomic():
            return ask_digest(pk, day)
    except Exception:
        log.exception("the task digest of firm %s failed at %s; the next run tries again", firm.pk, pk)
        return False
