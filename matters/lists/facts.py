"""What lists of matters say of each row beside its own fields: fetched for many rows at once."""

from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.query import ModelIterable
from django.utils.module_loading import import_string

from accounts.models import Member
from matters.header import totals
from matters.models import Matter, Stage, TeamMember
from matters.queries.budget import uses_of
from matters.queries.flags import flags_of
from matters.queries.sight import explain
from matters.queries.stages import stages_of
from practice.models import AuditEvent

# Known to an app above this one: next_of(ids) -> {matter id: its next open deadline}.
NEXT_OF = "calendar_app.queries.next_of"
CHUNK = 500


def stage_marks(matter: Matter, stages: list[Stage]) -> list[bool]:
    """The little bars before a stage: one a stage in use of the practice area, true up to the present one."""
    shown = [s.pk for s in stages if s.is_active or s.pk == matter.stage_id]
    at = shown.index(matter.stage_id) if matter.stage_id in shown else -1
    return [i <= at for i in range(len(shown))]


def attach(matters: list[Matter], shown: set[str]) -> None:
    """Give each row what the columns named in `shown` say of it: one query each, however many rows.

    The team, the next deadline, what is unbilled and owed, and when something last happened.
    """
    ids = [matter.pk for matter in matters]
    if not ids:
        return
    teams = _teams(ids) if "team" in shown else {}
    due = import_string(NEXT_OF)(ids) if shown & {"next", "flags"} else {}
    uses = uses_of(matters) if "flags" in shown else {}
    sums = totals(ids) if shown & {"unbilled", "owed"} else {}
    stages = stages_of({matter.practice_area_id for matter in matters}) if "stage" in shown else {}
    active = _last_events(ids) if "active" in shown else {}
    for matter in matters:
        matter.on_team = teams.get(matter.pk, [])
        matter.next_deadline = due.get(matter.pk)
        matter.unbilled, matter.owed = sums.get(matter.pk, (None, None))
        matter.last_activity = active.get(matter.pk) or matter.updated_at
        if "flags" in shown:
            matter.flags = flags_of(matter, use=uses.get(matter.pk), due=due.get(matter.pk))
        matter.stage_marks = stage_marks(matter, stages.get(matter.practice_area_id, []))


def _teams(ids: list[int]) -> dict[int, list[Member]]:
    """{matter id: its team, in the order they joined}."""
    teams: dict[int, list[Member]] = {}
    for place in TeamMember.objects.filter(matter__in=ids).select_related("member").order_by("id"):
        teams.setdefault(place.matter_id, []).append(place.member)
    return teams


def _last_events(ids: list[int]) -> dict[int, datetime | None]:
    """{matter id: when the last event of its audit trail was}. A look-up a matter, not a walk over its events."""
    events = AuditEvent.objects.filter(matter=OuterRef("pk")).order_by("-id").values("at")[:1]
    return dict(Matter.objects.filter(pk__in=ids).order_by().values_list("pk", Subquery(events)))


def with_facts(queryset, shown: set[str]):
    """`queryset` whose rows come with what `attach` gives them, in chunks, for pages and exports alike."""

    clone = queryset.all()

    base: Any = clone._iterable_class

    class Rows(base):
        def __iter__(self):
            rows = super().__iter__()
            while chunk := list(islice(rows, CHUNK)):
                attach(chunk, shown)
                yield from chunk

    clone._iterable_class = Rows
    return clone


def with_why(queryset, member, firm):
    """`queryset` (queries.sight.with_sight) whose rows come with `why` `member` sees them or not, in chunks."""

    class Rows(ModelIterable):
        def __iter__(self):
            rows = super().__iter__()
            while chunk := list(islice(rows, CHUNK)):
                explain(chunk, member, firm)
                yield from chunk

    clone = queryset.all()
    clone._iterable_class = Rows
    return clone
