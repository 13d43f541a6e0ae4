"""The alarms that a member's programs set: how a resource keeps them, and the items with them."""

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q

from accounts.models import Member
from feeds.ical import alarms
from feeds.ical.items import Item
from feeds.models import SyncCollection, SyncResource


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
