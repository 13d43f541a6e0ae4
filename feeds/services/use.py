"""When a program was last here."""

import datetime

from django.db.models import F, Q
from django.utils import timezone

from feeds.models import AppPassword, Feed

# A device asks many times within a minute; its row is written once.
EVERY = datetime.timedelta(minutes=1)


def note_use(device: AppPassword, agent: str) -> None:
    """Note that a device came in."""
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - EVERY) | ~Q(last_agent=agent)
    AppPassword.objects.filter(stale, pk=device.pk).update(last_used_at=now, last_agent=agent)


def note_fetch(feed: Feed, agent: str, *, version: str, etag: str) -> None:
    """Note that a feed was fetched, and of which version of its content the tag is."""
    Feed.objects.filter(pk=feed.pk).update(
        last_fetched_at=timezone.now(), last_agent=agent, fetches=F("fetches") + 1, version=version, etag=etag
    )
