"""What a member's programs know of a calendar, brought up to date with what the member may see now.

The state of a calendar is a list of names with digests, compared with the true list whenever somebody lists it. So a program
learns of every change whatever made it: an edit, another's answer, a wall, a delegation that ended. Who asks for a few things
by name, or for a stretch of time, has these compared and no others.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline, Event
from calendar_app.queries.access import kept_by
from feeds.dav.filters import Query
from feeds.ical.items import Item
from feeds.models import SyncCollection, SyncResource
from feeds.queries import items, lists, versions
from feeds.queries.alarms import ringing

NAME = re.compile(r"^[^/\\\x00-\x1f\x7f]{1,250}$")


FIELDS = ["etag", "number", "gone_at", "object_id", "touch", "owed"]


@dataclass(frozen=True)
class Calendar:
    """A calendar that a member's programs are shown. `writes` is whether they may put events into it."""

    owner: Member
    kind: str
    title: str
    writes: bool

    @property
    def slug(self) -> str:
        """Its part of the address."""
        return f"{self.owner.pk}-{self.kind}"


@dataclass(frozen=True)
class Entry:
    """One thing of a calendar: its row, and the item as it is now; without it where names and tags are all that is asked."""

    row: SyncResource
    item: Item | None = None


@dataclass
class _Compared:
    """What there is beside what was known: the entries, and the rows that have to be written."""

    entries: list[tuple[SyncResource, Item]] = field(default_factory=list)
    new: list[SyncResource] = field(default_factory=list)
    changed: list[SyncResource] = field(default_factory=list)
    gone: list[SyncResource] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def ended(self, among: list[SyncResource]) -> None:
        """Note which of these rows are no longer there."""
        seen = {row.name for row, _ in self.entries}
        self.gone = [row for row in among if row.gone_at is None and row.name not in seen]


def calendars(member: Member, *, may_write: bool) -> list[Calendar]:
    """The member's own calendar, those of the people whose whole calendar was lent to them, and the deadlines of each."""
    ids = kept_by(member)
    owners = sorted(
        Member.objects.active().filter(pk__in=ids), key=lambda one: (one.pk != member.pk, one.name)
    )
    found = []
    for owner in owners:
        own = owner.pk == member.pk
        found.append(Calendar(owner, "events", "Calendar" if own else f"{owner.name}: calendar", may_write))
        found.append(Calendar(owner, "deadlines", "Deadlines" if own else f"{owner.name}: deadlines", False))
    return found


def calendar_at(member: Member, slug: str, *, may_write: bool) -> Calendar | None:
    """The calendar at a part of an address, if the member has it."""
    return next((one for one in calendars(member, may_write=may_write) if one.slug == slug), None)


def locked(calendar: Calendar, member: Member) -> SyncCollection:
    """The calendar's state, held until the transaction ends: two programs at once wait for each other."""
    SyncCollection.objects.get_or_create(member=member, owner=calendar.owner, kind=calendar.kind)
    rows = SyncCollection.objects.select_for_update()
    return rows.get(member=member, owner=calendar.owner, kind=calendar.kind)


def called(item: Item, row: SyncResource) -> Item:
    """The item under the UID that the member's programs know it by, with the alarms that they set.

    A touch raises its SEQUENCE: programs take the greater one for the newer (RFC 5546, 2.1.4), and some compare the text
    and not the tag.
    """
    if item.uid == row.uid and not row.touch and not row.alarms:
        return item
    changed = tuple(replace(one, uid=row.uid) for one in item.changed)
    found = replace(item, uid=row.uid, sequence=item.sequence + row.touch, changed=changed)
    return ringing(found, row.alarms)


def _name_of(uid: str) -> str:
    return f"{quote(uid, safe='@.-_')[:240]}.ics"


def _uid_of(name: str) -> str:
    """The UID whose name that would be."""
    return unquote(name.removesuffix(".ics"))


def version_of(calendar: Calendar, member: Member) -> str:
    """The version of the calendar as the member may see it now (feeds.queries.versions)."""
    return versions.of_calendar(member, calendar.owner, calendar.kind)


def unchanged(calendar: Calendar, member: Member) -> SyncCollection | None:
    """The calendar's state when all is as it was when it was last compared, without building the list; else None."""
    rows = SyncCollection.objects.filter(member=member, owner=calendar.owner, kind=calendar.kind)
    state = rows.exclude(version="").first()
    return state if state is not None and state.version == version_of(calendar, member) else None


def current(calendar: Calendar, member: Member) -> SyncCollection:
    """The calendar's state, compared anew only when something is not as it was."""
    return unchanged(calendar, member) or refresh(calendar, member)[0]


@transaction.atomic
def refresh(
    calendar: Calendar, member: Member, *, listing: bool = True
) -> tuple[SyncCollection, list[Entry]]:
    """Compare the calendar's state with what there is, and note what is new, changed or gone. Returns state and entries.

    In a `listing` the tags change of what a program has to read again (make_read_again).
    """
    state = locked(calendar, member)
    # Before the list is read: what is written in between gives another version, and is compared the next time.
    version = version_of(calendar, member)
    rows = list(state.resources.all())
    found = _compare(state, rows, lists.whole(member, calendar.owner, calendar.kind), listing=listing)
    found.ended(rows)
    _write(state, found)
    # What is owed is not listed yet: the next listing has to look.
    version = "" if any(row.owed for row, _ in found.entries) else version
    if found.differs or version != state.version:
        state.version = version
        state.save(update_fields=["number", "version"])
    return state, [Entry(row, item) for row, item in found.entries]


def _compare(
    state: SyncCollection, rows: list[SyncResource], true: lists.Listed, *, listing: bool
) -> _Compared:
    """Each thing there is, beside its row among `rows`; those that differ take the next numbers."""
    by_object = {row.object_id: row for row in rows if row.gone_at is None and row.object_id is not None}
    by_uid = {row.uid: row for row in rows}
    names = {row.name for row in rows}
    found = _Compared()
    for object_id, item in true:
        row = by_object.get(object_id) if object_id is not None else None
        if row is None:
            row = by_uid.get(item.uid)
            if row is not None and (row.object_id not in (None, object_id) and row.gone_at is None):
                row = None
        if row is None:
            name = _name_of(item.uid)
            if name in names:
                name = f"{object_id or 0}-{name}"[-255:]
            names.add(name)
            row = SyncResource(collection=state, name=name, uid=item.uid)
            found.new.append(row)
        if listing and row.owed:
            row.touch, row.owed = row.touch + 1, False
        item = called(item, row)
        tag = item.etag
        if row.etag != tag or row.gone_at is not None or row.object_id != object_id:
            if row.pk is not None:
                found.changed.append(row)
            state.number += 1
            row.etag, row.number, row.gone_at, row.object_id = tag, state.number, None, object_id
        found.entries.append((row, item))
    return found


def _write(state: SyncCollection, found: _Compared) -> None:
    for row in found.gone:
        state.number += 1
        row.gone_at, row.number = timezone.now(), state.number
    if found.differs:
        # Those that went first: a thing may come again under another name.
        SyncResource.objects.bulk_update(found.gone, ["gone_at", "number"])
        SyncResource.objects.bulk_update(found.changed, FIELDS)
        SyncResource.objects.bulk_create(found.new)


def _write_some(state: SyncCollection, found: _Compared) -> None:
    """Write what was found of a part. The whole was not compared, so the next listing has to."""
    _write(state, found)
    if found.differs:
        state.version = ""
        state.save(update_fields=["number", "version"])


def _rows_of(state: SyncCollection, true: lists.Listed) -> list[SyncResource]:
    """The rows that these things have, or whose names they would take."""
    uids = [item.uid for _, item in true]
    of_them = Q(object_id__in=[pk for pk, _ in true if pk is not None]) | Q(uid__in=uids)
    return list(state.resources.filter(of_them | Q(name__in=[_name_of(uid) for uid in uids])))


@transaction.atomic
def named(
    calendar: Calendar, member: Member, names: Collection[str], *, uids: Collection[str] = ()
) -> tuple[SyncCollection, dict[str, Entry]]:
    """The things of these names, and those with these UIDs: nothing else is read. Returns state and {name: entry}.

    What is no longer there of them is noted. No tag changes of what has to be read again: that waits for a listing.
    """
    state = locked(calendar, member)
    asked = {*names, *map(_name_of, uids)}
    known = list(state.resources.filter(Q(name__in=asked) | Q(uid__in=uids)))
    ids = {row.object_id for row in known if row.object_id is not None}
    unknown = asked - {row.name for row in known}
    wanted = {*uids, *(row.uid for row in known), *map(_uid_of, unknown)}
    true = lists.of_these(member, calendar.owner, calendar.kind, ids, wanted)
    found = _compare(state, _rows_of(state, true), true, listing=False)
    found.ended(known)
    _write_some(state, found)
    return state, {row.name: Entry(row, item) for row, item in found.entries}


@transaction.atomic
def matching(calendar: Calendar, member: Member, query: Query) -> list[Entry]:
    """The things that a calendar-query asks for. Of another time, or with another UID, nothing is read."""
    state = locked(calendar, member)
    true = lists.of_query(member, calendar.owner, calendar.kind, query, state.resources.filter(gone_at=None))
    found = _compare(state, _rows_of(state, true), true, listing=True)
    _write_some(state, found)
    return [Entry(row, item) for row, item in found.entries if query.matches(item)]


def listed(
    calendar: Calendar, member: Member, *, texts: bool, since: int = 0
) -> tuple[SyncCollection, list[Entry]]:
    """State, and the things whose number is above `since`. Where nothing is new and no `texts` are asked for, the names and
    tags are those of the last comparison, and no item is made.
    """
    state = None if texts and not since else unchanged(calendar, member)
    if state is None:
        state, entries = refresh(calendar, member)
        return state, [entry for entry in entries if entry.row.number > since]
    rows = state.resources.filter(gone_at=None, number__gt=since)
    if not texts:
        return state, [Entry(row) for row in rows]
    _, found = named(calendar, member, list(rows.values_list("name", flat=True)))
    return state, list(found.values())


def thing_of(row: SyncResource, calendar: Calendar, member: Member) -> Event | Deadline | None:
    """The event or deadline of a resource, if the member may read it now."""
    if row.object_id is None or row.gone_at is not None:
        return None
    if calendar.kind == SyncCollection.Kind.DEADLINES:
        rows = Deadline.objects.visible_to(member).select_related("matter", "owner")
        return rows.filter(pk=row.object_id, owner=calendar.owner).first()
    event = items.loaded(row.object_id, member)
    return event if event is not None and not event.is_cancelled else None


def item_of(row: SyncResource, event: Event) -> Item:
    """The item of an event's resource as its programs know it."""
    return called(items.event_item(event), row)


def put_on(state: SyncCollection, row: SyncResource) -> None:
    """Store a resource as changed just now. The next listing compares."""
    state.number += 1
    state.version = ""
    state.save(update_fields=["number", "version"])
    row.number = state.number
    row.save()


def make_read_again(state: SyncCollection, row: SyncResource) -> None:
    """Have every program of the member read the resource again: one of them holds what was refused.

    Its tag changes with the next listing and not at once: a program that asks for the tag of what it just wrote
    (vdirsyncer) would take its own text for ours.
    """
    row.owed = True
    put_on(state, row)
