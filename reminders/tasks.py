"""Jobs of reminders. Each may be delivered twice."""

import datetime
import logging

from celery import shared_task
from django.utils import timezone

from practice.jobs import firm_job, long_job
from practice.models import Firm
from practice.scope import firm_scope
from reminders.queries.awake import awake
from reminders.services import claiming, digests, sending

log = logging.getLogger(__name__)


@shared_task(name="reminders.tasks.remind", ignore_result=True)
def remind(at: datetime.datetime | None = None) -> int:
    """Claim what is due in every firm that has to be looked at. Returns how many were told.

    One statement over all firms says which those are. A transaction a firm: one fault holds up no other. The digests come
    first, because the claim notes until when the firm is left alone.
    """
    now = at or timezone.now()
    told, found = 0, awake(now)
    for firm in Firm.objects.filter(pk__in=found).order_by("id") if found else ():
        asked = _tried(firm, lambda: digests.ask(now))
        told += (_tried(firm, lambda: claiming.claim(now)) or 0) + (asked or 0)
        if asked is None:
            _tried(firm, claiming.look_again)
    return told


@shared_task(name="reminders.tasks.tidy", ignore_result=True)
def tidy() -> int:
    """Take out of the inboxes what was done, moved or called off since. Returns how many."""
    return sum(
        _tried(firm, sending.close_passed) or 0 for firm in Firm.objects.filter(is_active=True).order_by("id")
    )


def _tried(firm: Firm, act) -> int | None:
    """What the act returns in the firm's scope; None when it failed."""
    try:
        with firm_scope(firm):
            return act()
    except Exception:
        log.exception("reminders of firm %s failed; the next run tries again", firm.pk)
        return None


@long_job
def mail_reminders(firm_id: int, delivery_id: int) -> None:
    """Send one delivery. What the mail server answers to it is kept in a transaction of its own.

    It is tried again, but where the address was refused for good: who runs the firm sees that on Today.
    """
    try:
        with firm_scope(firm_id):
            sending.send(delivery_id)
    except Exception as error:
        with firm_scope(firm_id):
            sending.note_failure(delivery_id, error)
        if not sending.is_final(error):
            raise


@firm_job
def mail_digest(member_id: int, day: str) -> None:
    """Send one member what the day asks of them; nothing when nothing does."""
    digests.send(member_id, datetime.date.fromisoformat(day))
