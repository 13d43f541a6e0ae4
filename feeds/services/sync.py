"""What a member's programs know of a calendar, brought up to date with what the member may see now.

The state of a calendar is a list of names with digests, compared with the true list whenever somebody asks. So a program
learns of every change whatever made it: an edit, another's answer, a wall, a delegation that ended.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline, Event
from calendar_app.queries.access import kept_by
from feeds.ical.items import Item
from feeds.models import SyncCollection, SyncResource
from feeds.queries import items, versions
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
    """One thing of a calendar: its row, and the item as it is now."""

    row: SyncResource
    item: Item


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


def _true_list(calendar: Calendar, member: Member) -> list[tuple[int | None, Item]]:
    people = [calendar.owner.pk]
    if calendar.kind == SyncCollection.Kind.DEADLINES:
        return [(row.pk, items.deadline_item(row)) for row in items.deadlines_of(people, member)]
    since = items.since()
    events = list(items.events_of(member, people, since))
    shown = {pk for event in events for pk in (event.pk, *(one.pk for one in event.exceptions.all()))}
    hidden = items.busy_items(member, people, since, without=shown)
    return [*((event.pk, items.event_item(event)) for event in events), *((None, item) for item in hidden)]


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
    by_object = {row.object_id: row for row in rows if row.gone_at is None and row.object_id is not None}
    by_uid = {row.uid: row for row in rows}
    names = {row.name for row in rows}
    number = state.number
    entries, new, changed, seen = [], [], [], set()
    for object_id, item in _true_list(calendar, member):
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
            new.append(row)
        if listing and row.owed:
            row.touch, row.owed = row.touch + 1, False
        item = called(item, row)
        tag = item.etag
        if row.etag != tag or row.gone_at is not None or row.object_id != object_id:
            if row.pk is not None:
                changed.append(row)
            number += 1
            row.etag, row.number, row.gone_at, row.object_id = tag, number, None, object_id
        seen.add(row.name)
        entries.append(Entry(row, item))
    gone = [row for row in rows if row.gone_at is None and row.name not in seen]
    for row in gone:
        number += 1
        row.gone_at, row.number = timezone.now(), number
    if new or changed or gone:
        # Those that went first: a thing may come again under another name.
        SyncResource.objects.bulk_update(gone, ["gone_at", "number"])
        SyncResource.objects.bulk_update(changed, FIELDS)
        SyncResource.objects.bulk_create(new)
        state.number = number
    # What is owed is not listed yet: the next listing has to look.
    version = "" if any(entry.row.owed for entry in entries) else version
    if new or changed or gone or version != state.version:
        state.version = version
        state.save(update_fields=["number", "version"])
    return state, entries


def resource(state: SyncCollection, name: str) -> SyncResource | None:
    """The resource of that name, gone or not."""
    return state.resources.filter(name=name).first()


def thing_of(row: SyncResource, calendar: Calendar, member: Member) -> Event | Deadline | None:
    """The event or deadline of a resource, if the member may read it now."""
    if row.object_id is None or row.gone_at is not None:
        return None
    if calendar.kind == SyncCollection.Kind.DEADLINES:
        rows = Deadline.objects.visible_to(member).select_related("matter", "owner")
        return rows.filter(pk=row.object_id, owner=calendar.owner).first()
    event = items.loaded(row.object_id, member)
    return event if event is not None and not event.is_cancelled else None


def item_of(row: SyncResource, thing: Event | Deadline) -> Item:
    """The item of a resource as its programs know it."""
    return called(items.deadline_item(thing) if isinstance(thing, Deadline) else items.event_item(thing), row)


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
