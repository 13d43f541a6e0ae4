"""Tasks as days on which something is due (practice.due)."""

import datetime
from collections.abc import Collection

from django.urls import reverse

from accounts.models import Member
from practice.due import Due
from work.models import LIVE, Task

HOUR = 3600


def tasks(member: Member, start: datetime.date, end: datetime.date, people: Collection[int]) -> list[Due]:
    """Tasks these people have to do that `member` may see, done ones too. The estimate says what a day is asked."""
    rows = (
        Task.objects.visible_to(member)
        .filter(assignee__in=people, due_on__range=(start, end))
        .filter(state__in=[*LIVE, "done"])
        .order_by("due_on", "id")
        .values_list("pk", "due_on", "title", "assignee_id", "matter__name", "state", "estimate_seconds")
    )
    return [
        Due(
            f"task-{pk}",
            day,
            title,
            "task",
            reverse("task_detail", args=[pk]),
            owner,
            matter or "",
            state == "done",
            0 if state == "done" else min(max((estimate or HOUR / 2) / HOUR, 0.25), 8),
        )
        for pk, day, title, owner, matter, state, estimate in rows
    ]
