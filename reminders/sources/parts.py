"""What the sources share: ranges of days as a condition, and since when a thing has its date."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from practice.models import AuditEvent

# Keys under which audit events tell that the date of a thing changed.
DATED = ("due_on", "due_at", "starts_at", "starts_on")


def within(column: str, ranges: Iterable[tuple[date, date]]) -> Q:
    """The condition that a date column is in one of the ranges; nothing is in none."""
    return reduce(or_, (Q(**{f"{column}__range": pair}) for pair in ranges), Q(pk__in=[]))


def dated_since(model: str, created: dict[int, datetime]) -> dict[int, datetime]:
    """{id: when it got the date it has}: when it was last moved, as the audit trail tells, else when it was made. One query.

    `model` is a label as "calendar_app.deadline", `created` the time each was made.
    """
    found = dict(created)
    events = AuditEvent.objects.filter(
        object_type=model, object_id__in=list(created), changes__has_any_keys=list(DATED)
    )
    for pk, at, changes in events.order_by("id").values_list("object_id", "at", "changes"):
        if any(changes[name][0] is not None for name in DATED if _moves(changes.get(name))):
            found[pk] = max(found[pk], at)
    return found


def _moves(change) -> bool:
    return isinstance(change, list) and len(change) == 2 and change[0] != change[1]
