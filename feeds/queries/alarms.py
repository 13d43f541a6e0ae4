"""Alarms of a member: those that their programs set, as a resource keeps them, and those of deadlines that they asked for."""

import datetime
from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.models import Member
from calendar_app.models import Deadline
from feeds.ical import alarms
from feeds.ical.items import Item
from feeds.models import SyncCollection, SyncResource

# On which days a member asked to be reminded of deadlines is known beside this app.
REMIND_ME = "reminders.queries.ladders.personal_days"


def deadline_rings(
    member: Member, deadlines: Collection[Deadline]
) -> dict[int, tuple[list[int], datetime.time]]:
    """{open deadline: (days before, the hour)} at which the member's own programs ring, because they asked for it."""
    return rings_of(member, [row.pk for row in deadlines if row.done_at is None])


def rings_of(member: Member, ids: Collection[int]) -> dict[int, tuple[list[int], datetime.time]]:
    """The same of the open deadlines with these ids."""
    return import_string(REMIND_ME)(member, ids)


def alarms_of(item: Item) -> dict[str, list]:
    """The alarms of an item as a resource keeps them, and under the start of an instance those that differ there."""
    own = alarms.plain(item.alarms)
    found = {"": own} if own else {}
    for one in item.changed:
        rows = alarms.plain(one.alarms)
        if rows != own and one.recurrence is not None:
            found[one.recurrence.isoformat()] = rows
    return found


def ringing(item: Item, kept: dict[str, list]) -> Item:
    """The item with the alarms that were kept of it; an instance has those of its series, or its own."""
    if not kept:
        return item
    changed = tuple(
        replace(one, alarms=alarms.kept(kept.get(one.recurrence.isoformat(), kept.get("", []))))
        if one.recurrence is not None
        else one
        for one in item.changed
    )
    return replace(item, alarms=alarms.kept(kept.get("", [])), changed=changed)


def own_alarms(member: Member, events: Collection[int]) -> dict[int, dict[str, list]]:
    """{event: alarms} that the member's programs set, of their own calendar before one that was lent to them."""
    rows = SyncResource.objects.filter(
        collection__member=member, collection__kind=SyncCollection.Kind.EVENTS, object_id__in=events, gone_at=None
    ).exclude(alarms={})  # fmt: skip
    rows = rows.annotate(own=Q(collection__owner=member)).order_by("own")
    return {pk: kept for pk, kept in rows.values_list("object_id", "alarms") if pk is not None}
