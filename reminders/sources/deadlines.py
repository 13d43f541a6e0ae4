"""Deadlines as things to be reminded of."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q

from calendar_app.models import Deadline
from reminders.ladders import Kind, Who
from reminders.plan import Thing
from reminders.sources import Key
from reminders.sources.parts import dated_since, within


class Deadlines:
    """Open deadlines: owner, backup, supervising attorney of the matter."""

    model = "calendar_app.deadline"
    kinds = (Kind.COURT.value, Kind.STATUTE.value, Kind.INTERNAL.value)

    def between(self, ranges: Iterable[tuple[date, date]]) -> list[Thing]:
        """Open deadlines due on a day of the ranges. Two queries."""
        return self._things(within("due_on", ranges))

    def find(self, keys: Collection[Key]) -> list[Thing]:
        """Open deadlines of these ids that are due as they were. Two queries."""
        found = self._things(Q(pk__in={pk for pk, _occurrence in keys}))
        return [thing for thing in found if (thing.pk, thing.occurrence) in keys]

    def _things(self, condition) -> list[Thing]:
        rows = list(
            Deadline.objects.open().filter(condition).select_related("matter").order_by("due_on", "id")
        )
        since = dated_since(self.model, {row.pk: row.created_at for row in rows})
        return [self._thing(row, since[row.pk]) for row in rows]

    @staticmethod
    def _thing(row: Deadline, since: datetime) -> Thing:
        people: dict[str, tuple[int, ...]] = {Who.OWNER.value: (row.owner_id,)}
        if row.backup_id:
            people[Who.BACKUP.value] = (row.backup_id,)
        if answers := row.matter.supervising_id or row.matter.responsible_id:
            people[Who.SUPERVISING.value] = (answers,)
        open_critical = row.critical and row.acknowledged_at is None
        pressing = "acknowledge" if open_critical else "verify" if row.is_unverified else ""
        return Thing(
            source="deadline",
            pk=row.pk,
            kind=row.kind,
            title=row.title,
            occurs=row.due_on,
            since=since,
            url_name="deadline_detail",
            matter_id=row.matter_id,
            matter_number=row.matter.number,
            matter_name=row.matter.name,
            people=people,
            answers=tuple(filter(None, [row.matter.responsible_id, row.matter.supervising_id])),
            critical=row.critical,
            pressing=pressing,
            due_at=row.due_at,
        )
