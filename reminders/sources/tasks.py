"""Tasks as things to be reminded of."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q

from reminders.ladders import Kind, Who
from reminders.plan import Thing
from reminders.sources import Key
from reminders.sources.parts import dated_since, within
from work.models import Task


class Tasks:
    """Live tasks with a day: whoever does them, and whoever answers for them."""

    model = "work.task"
    kinds = (Kind.TASK.value,)

    def between(self, ranges: Iterable[tuple[date, date]]) -> list[Thing]:
        """Live tasks due on a day of the ranges. Two queries."""
        return self._things(within("due_on", ranges))

    def find(self, keys: Collection[Key]) -> list[Thing]:
        """Live tasks of these ids that are due as they were. Two queries."""
        found = self._things(Q(pk__in={pk for pk, _occurrence in keys}))
        return [thing for thing in found if (thing.pk, thing.occurrence) in keys]

    def _things(self, condition: Q) -> list[Thing]:
        rows = list(
            Task.objects.live()
            .filter(condition)
            .exclude(Q(due_on=None) | Q(state=Task.State.REVIEW))
            .select_related("matter")
            .order_by("due_on", "id")
        )
        since = dated_since(self.model, {row.pk: row.created_at for row in rows})
        return [self._thing(row, since[row.pk]) for row in rows if not _asleep(row)]

    @staticmethod
    def _thing(row: Task, since: datetime) -> Thing:
        people: dict[str, tuple[int, ...]] = {}
        if row.assignee_id:
            people[Who.OWNER.value] = (row.assignee_id,)
        if row.supervising_id:
            people[Who.SUPERVISING.value] = (row.supervising_id,)
        assert row.due_on is not None
        return Thing(
            source="task",
            pk=row.pk,
            kind=Kind.TASK.value,
            title=row.title,
            occurs=row.due_on,
            since=since,
            url_name="task_detail",
            matter_id=row.matter_id,
            matter_number=row.matter.number if row.matter else "",
            matter_name=row.matter.name if row.matter else "",
            people=people,
            answers=(row.matter.responsible_id,) if row.matter else (),
            private=row.private,
        )


def _asleep(row: Task) -> bool:
    """Put aside until after it is due: whoever did that knows of it."""
    return row.snoozed_until is not None and row.due_on is not None and row.snoozed_until > row.due_on
