"""What a feed shows, as of now."""

from django.db.models import QuerySet

from accounts.models import Member
from feeds.ical.items import Item
from feeds.models import Feed
from feeds.queries import items
from feeds.queries.alarms import deadline_rings, own_alarms, ringing


def items_of(feed: Feed, member: Member) -> list[Item]:
    """The items of a feed as its owner may see them at this moment: walls, delegations and private events are asked anew."""
    people = people_of(feed, member)
    since = items.since()
    found: list[Item] = []
    if Feed.Layer.EVENTS in feed.layers:
        if feed.detail == Feed.Detail.BUSY:
            found += items.busy_items(member, people, since)
        else:
            events = list(items.events_of(member, people, since))
            rings = own_alarms(member, [event.pk for event in events])
            found += [ringing(items.event_item(event), rings.get(event.pk, {})) for event in events]
            hidden = {pk for event in events for pk in (event.pk, *(e.pk for e in event.exceptions.all()))}
            found += items.busy_items(member, people, since, without=hidden)
    if feed.detail == Feed.Detail.FULL:
        if Feed.Layer.DEADLINES in feed.layers:
            rows = list(items.deadlines_of(people, member))
            asked = deadline_rings(member, rows)
            found += [
                items.deadline_item(row, todo=feed.deadlines_as_tasks, rings=asked.get(row.pk))
                for row in rows
            ]
        if Feed.Layer.TASKS in feed.layers:
            found += [items.task_item(row) for row in items.tasks_of(people, member)]
    return items.listed(found)


def choosable(member: Member) -> QuerySet[Member]:
    """Whose calendars the member may put into a feed: colleagues whose events they see in the product, a guest's own alone."""
    rows = Member.objects.active()
    return rows.filter(pk=member.pk) if member.sees_named_matters_only else rows


def people_of(feed: Feed, member: Member) -> list[int]:
    """Ids of the people whose calendars the feed shows now; the owner's own when none was chosen.

    Where those that were chosen have left, it shows nothing: who has the address was not given the owner's calendar.
    """
    chosen = set(feed.people.values_list("member_id", flat=True))
    if not chosen:
        return [member.pk]
    rows = choosable(member).filter(pk__in=chosen)
    return list(rows.order_by("pk").values_list("pk", flat=True))
