"""The log of what programs did."""

import datetime

from django.db.models import F
from django.utils import timezone

from accounts.models import Member
from feeds.models import AppPassword, Feed, SyncLog

# Reads of one kind within this time are one line, which counts them.
SAME_LINE = datetime.timedelta(hours=1)
KEEP = datetime.timedelta(days=90)


def note(
    program: AppPassword | Feed,
    act: str,
    what: str,
    *,
    member: Member,
    why: str = "",
    agent: str = "",
    matter_id: int | None = None,
) -> None:
    """Write a line: what a device or feed did, and why it was refused."""
    own = {"device": program} if isinstance(program, AppPassword) else {"feed": program}
    now = timezone.now()
    what, why = what[:300], why[:500]
    if act == SyncLog.Act.READ:
        same = SyncLog.objects.filter(**own, act=act, what=what, at__gt=now - SAME_LINE).order_by("-id")[:1]
        if SyncLog.objects.filter(pk__in=list(same.values_list("pk", flat=True))).update(
            times=F("times") + 1, until=now
        ):
            return
    SyncLog.objects.create(
        member=member,
        act=act,
        what=what,
        why=why,
        agent=agent[:200],
        matter_id=matter_id,
        at=now,
        until=now,
        **own,
    )


def forget_old() -> int:
    """Delete lines older than ninety days. Returns how many."""
    return SyncLog.objects.filter(until__lt=timezone.now() - KEEP).delete()[0]
