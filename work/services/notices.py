"""Telling people about tasks: what happens to somebody within ten minutes goes out as one mail."""

import datetime

from django.utils import timezone

from accounts.models import Member
from practice.jobs import enqueue_after_commit
from work.models import Notice, Task

GATHER = datetime.timedelta(minutes=10)
MAIL = "work.tasks.mail_notices"


def notify(task: Task, to: Member, kind: str, *, by: Member | None, text: str = "") -> Notice | None:
    """Keep that `to` is told of the task, and ask for the mail when none is on its way. Nobody is told of their own acts."""
    if by is not None and to.pk == by.pk:
        return None
    waiting = Notice.objects.filter(member=to, mailed_at=None).exists()
    notice = Notice.objects.create(task=task, member=to, kind=kind, by=by, text=text[:300])
    if not waiting:
        enqueue_after_commit(MAIL, not_before=timezone.now() + GATHER, member_id=to.pk)
    return notice
