"""What a mail about tasks may show: reads in the system's own scope, narrowed to what its reader sees."""

import datetime

from django.db.models import Q

from accounts.models import Member
from matters.queries.access import visibility_of
from work.models import Notice, Task
from work.queries.tasks import awaiting, awake, needs_somebody

MOST = 30


def sees_all(to: Member, rows: list) -> list:
    """Those of `rows` (notices or tasks) whose matter the member may see. One query."""
    only, ids = visibility_of(to, to.firm)
    return [
        row
        for row in rows
        if (row.matter_id is None and (not to.sees_named_matters_only or isinstance(row, Notice)))
        or (row.matter_id is not None and (row.matter_id in ids) is only)
    ]


def due_for(to: Member, day: datetime.date) -> dict[str, list[Task]]:
    """{late, today, review, somebody} of the member on that day, each at most thirty."""
    mine = Task.objects.live().filter(assignee=to).exclude(state="review").filter(awake(day))
    rows = mine.select_related("matter", "delegated_by").order_by("due_on", "priority", "id")
    somebody: list[Task] = []
    if to.role.template == "attorney":
        under = Task.objects.filter(Q(supervising=to) | Q(matter__responsible=to))
        found = under.filter(needs_somebody(to.firm)).select_related("matter", "assignee")
        somebody = list(found.order_by("due_on", "id")[:MOST])
    return {
        "late": sees_all(to, list(rows.filter(due_on__lt=day)[:MOST])),
        "today": sees_all(to, list(rows.filter(due_on=day)[:MOST])),
        "review": sees_all(
            to, list(awaiting(to).select_related("matter", "assignee").order_by("submitted_at")[:MOST])
        ),
        "somebody": sees_all(to, somebody),
    }
