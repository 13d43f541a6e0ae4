"""Jobs of reports. Each may be delivered twice."""

import logging
from zoneinfo import ZoneInfo

from celery import shared_task
from django.utils import timezone

from accounts.models import Delegation
from practice.jobs import firm_job
from practice.models import Firm
from practice.scope import firm_scope
from reports import emails
from reports.services import supervision

log = logging.getLogger(__name__)


@firm_job
def mail_delegation(*, delegation_id: int) -> None:
    """Tell a person of work delegated to them. Skipped when it was taken back meanwhile."""
    found = Delegation.objects.filter(pk=delegation_id, revoked_at=None).select_related(
        "matter", "to__user", "principal__user", "firm"
    )
    delegation = found.first()
    if delegation is not None:
        emails.delegation_given(delegation)


@firm_job
def mail_supervision_report(*, notice_id: int) -> None:
    """Tell an attorney once that a month's supervision report is ready."""
    supervision.mail_notice(notice_id)


@shared_task(name="reports.tasks.announce_supervision_reports", ignore_result=True)
def announce_supervision_reports() -> int:
    """Announce last month's supervision reports in every firm, by the firm's own day; one firm's fault holds up no other.

    Returns how many attorneys were told.
    """
    told = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        try:
            with firm_scope(firm), timezone.override(ZoneInfo(firm.time_zone)):
                told += supervision.announce_month(firm)
        except Exception:
            log.exception("supervision reports of firm %s failed; the next run tries again", firm.pk)
    return told
