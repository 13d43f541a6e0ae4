"""The methods that write: each goes through the calendar's own services, as the member.

An answer never carries a tag: what is stored is not to the letter what was sent, so the program reads it again
(RFC 4791, 5.3.4). Of a date that no program may move, it thereby reads the true one.
"""

import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from calendar_app.models import Deadline, Event
from calendar_app.queries.access import may_change
from feeds.dav import xml
from feeds.ical.items import Item
from feeds.ical.read import Unreadable, one
from feeds.models import SyncCollection, SyncLog, SyncResource
from feeds.queries.alarms import alarms_of
from feeds.queries.items import PAST, loaded
from feeds.services import plans, questions, sync
from feeds.views.dav.answers import Answer, plain, refused
from feeds.views.dav.props import Who
from practice.exceptions import DomainError


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/").strip('"') for tag in header.split(",") if tag.strip()}


def _failed(request: HttpRequest, row: SyncResource | None) -> bool:
    """Whether the condition of the request does not hold (RFC 9110, 13.1)."""
    match, none = request.headers.get("If-Match", ""), request.headers.get("If-None-Match", "")
    if none and row is not None and ("*" in none or row.etag in _tags(none)):
        return True
    if match:
        return row is None or (match.strip() != "*" and row.etag not in _tags(match))
    return False


def _place(
    who: Who, shown: sync.Calendar, called: str, *uids: str
) -> tuple[SyncCollection, SyncResource | None, Event | Deadline | None]:
    """State, the live resource of that name with its tag as of now, and its thing. What has one of these UIDs is known
    after it too.
    """
    state, entries = sync.named(shown, who.member, {called}, uids=uids)
    row = entries[called].row if called in entries else None
    return state, row, sync.thing_of(row, shown, who.member) if row is not None else None


def put(request: HttpRequest, who: Who, shown: sync.Calendar, called: str, raw: bytes) -> Answer:
    """PUT: a new event, or another state of one."""
    if not sync.NAME.match(called):
        return refused(403, "valid-calendar-object-resource", xml.CALDAV, why="The name cannot be.")
    kind = request.headers.get("Content-Type", "text/calendar").partition(";")[0].strip().casefold()
    if kind != "text/calendar":
        return refused(415, "", why=f"{kind[:40]} is no calendar.", what=called)
    try:
        item = one(raw, zone=timezone.get_current_timezone_name())
    except Unreadable as error:
        return refused(
            403, "valid-calendar-data", xml.CALDAV, why=f"It cannot be read: {error}.", what=called
        )
    if item.todo and shown.kind == SyncCollection.Kind.EVENTS:
        why = "This calendar holds events; tasks are kept in Bailiwick."
        return refused(403, "supported-calendar-component", xml.CALDAV, why=why, what=item.title)
    if item.recurrence is not None:
        why = "It is one date of a series without the series."
        return refused(403, "valid-calendar-object-resource", xml.CALDAV, why=why, what=item.title)
    state, row, thing = _place(who, shown, called, item.uid)
    failed = _failed(request, row)
    if isinstance(thing, Deadline):
        return _deadline(who, state, row, thing, item)
    if isinstance(thing, Event) and row is not None:
        return _change(who, shown, state, row, thing, item, conflict=failed)
    if failed:
        return refused(412, "", why="It was changed or removed meanwhile.", what=item.title)
    if not shown.writes:
        return _read_only(state, row, None, item.title)
    if row is not None:  # busy time of something the member may not read
        return _read_only(state, row, None, "Busy")
    return _create(who, shown, state, called, item)


def _read_only(
    state: SyncCollection, row: SyncResource | None, thing: Event | Deadline | None, what: str
) -> Answer:
    if row is not None:
        sync.make_read_again(state, row)
    return refused(
        403,
        "need-privileges",
        why="This calendar, or this device, only reads.",
        what=what,
        matter_id=thing.matter_id if thing is not None else None,
    )


def _create(who: Who, shown: sync.Calendar, state: SyncCollection, called: str, item: Item) -> Answer:
    if state.resources.filter(uid=item.uid, gone_at=None).exists():
        return refused(
            403, "no-uid-conflict", xml.CALDAV, why="It is there under another name.", what=item.title
        )
    if item.status == "cancelled":
        return refused(
            403, "valid-calendar-object-resource", xml.CALDAV, why="It is called off.", what=item.title
        )
    last = item.ends or item.starts
    day = last.date() if isinstance(last, datetime.datetime) else last
    if not item.rrule and day < (timezone.now() - PAST).date():
        return refused(403, "min-date-time", xml.CALDAV, why="It is over for long.", what=item.title)
    try:
        with transaction.atomic():
            event = plans.enter(item, by=who.member, owner=shown.owner)
    except DomainError as error:
        return refused(403, "need-privileges", why=error.message, what=item.title)
    row = state.resources.filter(name=called).first() or SyncResource(collection=state, name=called)
    if row.pk and row.uid != item.uid:
        row.uid = item.uid
    row.uid, row.object_id, row.gone_at, row.alarms = item.uid, event.pk, None, alarms_of(item)
    fresh = loaded(event.pk, who.member)
    if fresh is not None:
        row.etag = sync.item_of(row, fresh).etag
    sync.put_on(state, row)
    return Answer(plain(201), SyncLog.Act.WROTE, f"New: {event.title}", _ignored(item))


def _ignored(item: Item) -> str:
    """What of a message is not taken over."""
    return "People asked to it were left out: invitations are sent from Bailiwick." if item.attendees else ""


def _change(
    who: Who,
    shown: sync.Calendar,
    state: SyncCollection,
    row: SyncResource,
    event: Event,
    item: Item,
    *,
    conflict: bool,
) -> Answer:
    title, matter = event.title, event.matter_id
    if not shown.writes:
        return _read_only(state, row, event, title)
    if item.uid != row.uid:
        return refused(403, "no-uid-conflict", xml.CALDAV, why="It has another UID.", what=title)
    try:
        plan = plans.plan_of(event, item)
    except (DomainError, Unreadable) as error:
        return refused(403, "valid-calendar-data", xml.CALDAV, why=str(error), what=title, matter_id=matter)
    if conflict:
        if plan and may_change(who.member, event):
            questions.raise_question(event, plan, by=who.member, device=who.device, conflict=True)
        why = "It was changed here and on the device. The one here stands; what the device wanted is a question."
        return Answer(plain(412), SyncLog.Act.ASKED, title, why, matter)
    # Alarms are the member's own, whoever's event it is and whatever becomes of the rest.
    rings = alarms_of(item)
    alarms = rings != row.alarms
    row.alarms = rings
    if not plan:
        if alarms:
            row.etag = sync.item_of(row, event).etag
            sync.put_on(state, row)
            return Answer(plain(204), SyncLog.Act.WROTE, title, "Its alarms.", matter)
        sync.make_read_again(state, row)
        return Answer(plain(204), SyncLog.Act.WROTE, title, "Nothing that is kept here was changed.", matter)
    if not may_change(who.member, event):
        return _read_only(state, row, event, title)
    if questions.is_protected(event, plan) and not questions.is_harmless(plan):
        questions.raise_question(event, plan, by=who.member, device=who.device)
        sync.make_read_again(state, row)
        return Answer(plain(204), SyncLog.Act.ASKED, title, _kept(event), matter)
    row.save(update_fields=["alarms"])
    try:
        with transaction.atomic():
            _carry_out(who, event, item, plan)
    except DomainError as error:
        sync.make_read_again(state, row)
        return refused(403, "need-privileges", why=error.message, what=title, matter_id=matter)
    sync.named(shown, who.member, {row.name})
    return Answer(plain(204), SyncLog.Act.WROTE, title, _ignored(item), matter)


def _carry_out(who: Who, event: Event, item: Item, plan: plans.Plan) -> None:
    plans.carry_out(event, plan, by=who.member)
    if item.rrule and item.status != "cancelled":
        # The series may have moved, and its instances with it: what still differs is of single dates.
        again = loaded(event.pk, who.member)
        later = plans.instances_of(again, item) if again is not None else []
        if later and plan[0]["act"] == "change":
            plans.carry_out(event, later, by=who.member)


def _kept(event: Event) -> str:
    if event.is_court:
        return "A court date stays where it is. What the device wanted is a question."
    return "It belongs to a trip, booking or deposition and is changed there. What the device wanted is a question."


def _deadline(
    who: Who, state: SyncCollection, row: SyncResource | None, deadline: Deadline, item: Item
) -> Answer:
    day = item.starts.date() if isinstance(item.starts, datetime.datetime) else item.starts
    if day != deadline.due_on:
        plan = [{"act": "move", "at": None, "values": {"due_on": day.isoformat()}}]
        questions.raise_question(deadline, plan, by=who.member, device=who.device)
    return _deadline_stays(state, row, deadline, asked=day != deadline.due_on)


def _deadline_stays(
    state: SyncCollection, row: SyncResource | None, deadline: Deadline, *, asked: bool
) -> Answer:
    if row is not None:
        sync.make_read_again(state, row)
    why = "A deadline is changed in Bailiwick alone."
    found = refused(403, "need-privileges", why=why, what=deadline.title, matter_id=deadline.matter_id)
    if not asked:
        return found
    return Answer(
        found.response, SyncLog.Act.ASKED, found.what, f"{why} It is a question now.", found.matter_id
    )


def delete(request: HttpRequest, who: Who, shown: sync.Calendar, called: str) -> Answer:
    """DELETE: an event is called off. A court date stays, and becomes a question."""
    state, row, thing = _place(who, shown, called)
    if row is None:
        return Answer(plain(404))
    if _failed(request, row):
        what = thing.title if thing is not None else "Busy"
        return refused(412, "", why="It was changed meanwhile.", what=what)
    if isinstance(thing, Deadline):
        dismissal: plans.Plan = [{"act": "dismiss", "at": None, "values": {}}]
        questions.raise_question(thing, dismissal, by=who.member, device=who.device)
        return _deadline_stays(state, row, thing, asked=True)
    if thing is None or not shown.writes or not may_change(who.member, thing):
        return _read_only(state, row, thing, thing.title if thing is not None else "Busy")
    title, matter = thing.title, thing.matter_id
    plan: plans.Plan = [{"act": "cancel", "at": None, "values": {}}]
    if questions.is_protected(thing, plan):
        questions.raise_question(thing, plan, by=who.member, device=who.device)
        sync.make_read_again(state, row)
        return Answer(plain(204), SyncLog.Act.ASKED, title, _kept(thing), matter)
    try:
        with transaction.atomic():
            plans.carry_out(thing, plan, by=who.member)
    except DomainError as error:
        return refused(403, "need-privileges", why=error.message, what=title, matter_id=matter)
    sync.named(shown, who.member, {row.name})
    return Answer(plain(204), SyncLog.Act.DELETED, title, "", matter)
