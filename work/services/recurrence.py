"""Tasks that come again: the next one, made exactly once."""

import datetime

from django.db import IntegrityError, transaction

from accounts.models import Member
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.rrules import next_date
from work.models import ChecklistItem, Notice, Task, Watcher
from work.services.assigning import asks_review, check_assignee
from work.services.notices import notify


def make_next(task: Task, *, by: Member, today: datetime.date) -> Task | None:
    """The next of the series, once: when it is there already, or the series is over, nothing is made.

    It goes to the same person unless they left, may not see the matter any more, or are below the type's role by now;
    then it is nobody's, and the supervising attorney finds it under "Needs somebody".
    """
    # What repeats has a date: the database sees to it.
    if not task.recurrence or task.due_on is None:
        return None
    if task.matter is not None and task.matter.state in ("closed", "declined", "archived"):
        return None
    start = task.series_start or task.due_on
    day = next_date(task.recurrence, start=start, after=task.original_due_on or task.due_on, today=today)
    if day is None:
        return None
    doer = task.assignee
    if doer is not None:
        try:
            check_assignee(doer, matter=task.matter, kind=task.type)
        except (DomainError, Refused):
            doer = None
    series = task.series_id or task.pk
    copied = (
        "title",
        "note",
        "matter",
        "type",
        "contact",
        "delegated_by",
        "supervising",
        "priority",
        "private",
        "client_visible",
        "estimate_seconds",
        "recurrence",
        "custom",
    )
    try:
        with transaction.atomic():
            made = Task.objects.create(
                **{name: getattr(task, name) for name in copied},
                assignee=doer,
                needs_review=asks_review(task.type, doer, task.needs_review),
                due_on=day,
                original_due_on=day,
                series_id=series,
                series_start=start,
                occurrence=task.occurrence + 1,
                created_by=task.created_by,
            )
    except IntegrityError as error:
        if "task_occurrence_once" in str(error):
            return None
        raise
    ChecklistItem.objects.bulk_create(
        ChecklistItem(task=made, matter_id=made.matter_id, text=item.text, position=item.position)
        for item in task.checklist.all()
    )
    Watcher.objects.bulk_create(
        Watcher(task=made, matter_id=made.matter_id, member_id=row.member_id) for row in task.watchers.all()
    )
    audit.record(by, "task.repeated", made, changes={"due_on": [None, day]})
    if doer is not None:
        notify(made, doer, Notice.Kind.ASSIGNED, by=by)
    return made


def untouched_next(task: Task) -> Task | None:
    """The next of the series, while nobody has done anything about it."""
    found = Task.objects.filter(
        series_id=task.series_id or task.pk, occurrence=task.occurrence + 1, state=Task.State.OPEN
    ).first()
    if found is None or found.notes.exists() or found.checklist.filter(done_at__isnull=False).exists():
        return None
    return None if found.time_entries.exists() else found
