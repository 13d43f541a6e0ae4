"""What a calendar holds for a person's programs: all of it, or what they ask for and nothing else."""

import datetime
import re
from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts.models import Member
from calendar_app.models import Deadline, Event
from feeds.dav.filters import Query
from feeds.ical.items import Item
from feeds.models import SyncCollection, SyncResource
from feeds.queries import items
from feeds.queries.alarms import deadline_rings

# [(id of the event or deadline, the item)]; a busy time has no id.
Listed = list[tuple[int | None, Item]]
# A day has other hours elsewhere: what is asked of the database is this much wider than what a program asks for.
SLACK = datetime.timedelta(days=2)
_DEADLINE = re.compile(r"^deadline-(\d{1,18})-(\d{1,18})@bailiwick$")
# No busy time has a UID with more of these than this (items.BUSY, then hexadecimal): that of an event is not looked for among them.
_DASHES = 1


def whole(member: Member, owner: Member, kind: str) -> Listed:
    """All that a calendar of `owner` shows the programs of `member`."""
    if kind == SyncCollection.Kind.DEADLINES:
        return _deadlines(member, items.deadlines_of([owner.pk], member))
    events = list(items.events_of(member, [owner.pk], items.since()))
    shown = {pk for event in events for pk in (event.pk, *(one.pk for one in event.exceptions.all()))}
    hidden = items.busy_items(member, [owner.pk], items.since(), without=shown)
    return [*_events(events), *((None, item) for item in hidden)]


def of_these(member: Member, owner: Member, kind: str, ids: Collection[int], uids: Collection[str]) -> Listed:
    """Those with these ids, or these UIDs."""
    if kind == SyncCollection.Kind.DEADLINES:
        own = [found for uid in uids if (found := _DEADLINE.match(uid)) and int(found[1]) == member.firm_id]
        wanted = {*ids, *(int(found[2]) for found in own)}
        return _deadlines(member, items.deadlines_of([owner.pk], member).filter(pk__in=wanted))
    rows = items.events_of(member, [owner.pk], items.since())
    listed = _events(rows.filter(Q(pk__in=ids) | Q(uid__in=uids)))
    busy = {uid for uid in uids if uid.startswith(items.BUSY)}
    if busy:
        hidden = items.busy_items(member, [owner.pk], items.since(), without=_shown(member, owner))
        listed += [(None, item) for item in hidden if item.uid in busy]
    return listed


def of_query(
    member: Member, owner: Member, kind: str, query: Query, resources: QuerySet[SyncResource]
) -> Listed:
    """Those that may match a calendar-query: all that do are among them. `resources` tell under which UIDs they are known."""
    if query.nothing or "VEVENT" not in query.kinds:
        return []
    since = query.since - SLACK if query.since is not None else None
    until = query.until + SLACK if query.until is not None else None
    if kind == SyncCollection.Kind.DEADLINES:
        due = items.deadlines_of([owner.pk], member)
        due = due.filter(due_on__gte=since.date()) if since is not None else due
        return _deadlines(member, due.filter(due_on__lte=until.date()) if until is not None else due)
    rows = items.events_of(member, [owner.pk], items.since()).filter(_in_time(since, until))
    texts = [text for name, text, negate in query.texts if name == "UID" and not negate and text.isascii()]
    for text in texts:
        known = resources.filter(uid__icontains=text).exclude(object_id=None)
        rows = rows.filter(Q(uid__icontains=text) | Q(pk__in=known.values("object_id")))
    listed = _events(rows)
    if not any(text.count("-") > _DASHES for text in texts):
        first, last = max(filter(None, (since, items.since()))), min(filter(None, (until, items.until())))
        shown = _shown(member, owner)
        hidden = (
            items.busy_items(member, [owner.pk], first, before=last, without=shown) if first < last else []
        )
        listed += [(None, item) for item in hidden]
    return listed


def _in_time(since: datetime.datetime | None, until: datetime.datetime | None) -> Q:
    """Events, and series with an instance or an exception, that may fall into [since, until]."""
    once, series = Q(rrule=""), ~Q(rrule="")
    moved = Event.objects.exclude(parent=None)
    if since is not None:
        once &= Q(ends_at__gte=since)
        series &= Q(repeats_until=None) | Q(repeats_until__gte=since)
        moved = moved.filter(ends_at__gte=since)
    if until is not None:
        once, series = once & Q(starts_at__lte=until), series & Q(starts_at__lte=until)
        moved = moved.filter(starts_at__lte=until)
    return once | series | Q(pk__in=moved.values("parent_id"))


def _shown(member: Member, owner: Member) -> set[int]:
    """Ids of what is shown in full, exceptions too: it is no busy time besides."""
    rows = items.event_rows(member, [owner.pk], items.since())
    ids = set(rows.order_by().values_list("pk", flat=True))
    return ids | set(Event.objects.filter(parent__in=ids).order_by().values_list("pk", flat=True))


def _events(rows) -> Listed:
    return [(event.pk, items.event_item(event)) for event in rows]


def _deadlines(member: Member, rows: QuerySet[Deadline]) -> Listed:
    found = list(rows)
    rings = deadline_rings(member, found)
    return [(row.pk, items.deadline_item(row, rings=rings.get(row.pk))) for row in found]
