"""Jobs of the tenant core."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from practice.jobs import MAX_TRIES, RETRY_AFTER, dispatch
from practice.models import Outbox


@shared_task(name="practice.tasks.relay_outbox", ignore_result=True)
def relay_outbox(limit: int = 500) -> int:
    """Hand every due row of the outbox to Celery, and again those whose worker died. Returns how many were sent."""
    now = timezone.now()
    sent = 0
    with transaction.atomic():
        due = (
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, not_before__lte=now, tries__lt=MAX_TRIES)
            .filter(Q(queued_at=None) | Q(queued_at__lt=now - RETRY_AFTER))
            .order_by("not_before", "id")[:limit]
        )
        for row in due:
            if not dispatch(row):
                break
            sent += 1
    Outbox.objects.filter(done_at__lt=now - timedelta(days=14)).delete()
    return sent
