"""Jobs of travel. Each may be delivered twice."""

import logging

from celery import shared_task
from django.utils import timezone

from practice.models import Firm
from practice.scope import firm_scope
from travel.services import clock

log = logging.getLogger(__name__)


@shared_task(name="travel.tasks.keep_time", ignore_result=True)
def keep_time() -> int:
    """Move trips along in every firm: under way when they begin, done when they are over. Returns how many moved."""
    moved, now = 0, timezone.now()
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        try:
            with firm_scope(firm):
                moved += clock.keep_all(now)
        except Exception:
            log.exception("the trips of firm %s could not be moved along; the next run tries again", firm.pk)
    return moved
