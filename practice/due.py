"""What falls due on a day, from whatever app knows of such things: the calendar's top row and the workload beside a date.

Apps offer theirs by dotted name, `provider(member, start, end, people) -> list[Due]`: what `member` may see of the days
from `start` to `end` (last day) that one of the members `people` (ids) has to do or answers for. One query each.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.module_loading import import_string

# Layer → where its rows come from.
PROVIDERS: dict[str, str] = {
    "deadlines": "calendar_app.queries.due.deadlines",
    "limitations": "calendar_app.queries.due.limitations",
    "tasks": "work.queries.due.tasks",
}


@dataclass(frozen=True)
class Due:
    """One thing due on a day. `weight` is what it asks of the day, an hour's work being 1."""

    key: str
    day: datetime.date
    title: str
    kind: str  # court, limitation, internal, task
    url: str
    owner_id: int | None = None
    matter: str = ""
    is_done: bool = False
    weight: float = 1.0
    peek: str = ""  # how the calendar's drawer names it


def due(
    member, start: datetime.date, end: datetime.date, people: Collection[int], layers: Collection[str]
) -> list[Due]:
    """What falls due from `start` to `end` of these layers, court dates first in each day."""
    found: list[Due] = []
    for layer, path in PROVIDERS.items():
        if layer in layers:
            found += import_string(path)(member, start, end, people)
    order = {"limitation": 0, "court": 1, "internal": 2, "task": 3}
    return sorted(found, key=lambda row: (row.day, row.is_done, order.get(row.kind, 9), row.title, row.key))
