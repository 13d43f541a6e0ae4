"""The morning digest: one a day for each person, however often the job runs."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from accounts.models import Absence, Member
from practice.jobs import enqueue_after_commit
from work.models import LIVE, DigestSent, Task

MAIL = "work.tasks.mail_digest"


def members_to_tell(day: datetime.date) -> list[int]:
    """Ids of the members who get a digest that day and have not: here, not away, with tasks due or somebody's to accept."""
    told = DigestSent.objects.filter(member=OuterRef("pk"), day=day)
    away = Absence.objects.filter(member=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    due = Task.objects.filter(assignee=OuterRef("pk"), state__in=LIVE, due_on__lte=day)
    supervised = Task.objects.filter(supervising=OuterRef("pk"), state__in=LIVE)
    rows = Member.objects.active().exclude(Exists(told)).exclude(Exists(away))
    return list(rows.filter(Exists(due) | Exists(supervised)).order_by("pk").values_list("pk", flat=True))


def ask_digest(member_id: int, day: datetime.date) -> bool:
    """Ask for the member's digest of that day. False when it was asked for already, by this run or another."""
    try:
        with transaction.atomic():
            DigestSent.objects.create(member_id=member_id, day=day)
    except IntegrityError:
        return False
    enqueue_after_commit(MAIL, member_id=member_id, day=day.isoformat())
    return True
