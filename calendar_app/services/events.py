"""Writes about events: entered, changed, moved, called off, answered.

A change of a series says how far it reaches: one instance ("this"), it and what follows ("following"), or all ("all").
"""

import datetime
from collections.abc import Iterable
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import COURT_KINDS, Attendee, Event, Room
from calendar_app.recurrence import before, end_of, is_instance, local_of, onward, placed, shifted
from calendar_app.services.access import ensure_changes, ensure_keeps
from calendar_app.services.rooms import check_room, hold, release, taken_message
from calendar_app.services.triggers import event_moved
from matters.models import Contact, Matter, Wall
from matters.queries.access import ensure_on, seers_of
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.rrules import clean_rule

THIS, FOLLOWING, ALL = "this", "following", "all"
SCOPES = (THIS, FOLLOWING, ALL)
# Another of these, and a verified court date is unverified again; only an attorney changes them then.
VERIFIED_FIELDS = (
    "starts_at",
    "ends_at",
    "zone",
    "starts_on",
    "ends_on",
    "kind",
    "court",
    "department",
    "matter",
    "rrule",
    "exdates",
    "state",
)
# What a guest at the event has to be told of again (iCalendar SEQUENCE).
TOLD_AGAIN = ("starts_at", "ends_at", "zone", "location", "remote_link", "rrule", "exdates", "state", "room")
DETAILS = (
    "location",
    "remote_link",
    "court",
    "department",
    "judge",
    "hearing_type",
    "appearance_required",
    "travel_before",
    "travel_after",
    "is_private",
    "note",
    "about_kind",
    "about_id",
)
COURT_DETAILS = ("court", "department", "judge", "hearing_type", "appearance_required")
LONGEST = datetime.timedelta(days=366)
# Mail to people who have no seat here is the work of an app above this one.
TELL_GUESTS = "feeds.tasks.tell_guests"

Guest = Member | Contact | str


def default_zone(room: Room | None = None) -> str:
    """The clock in which a new event is meant: the room's office's, else the firm's."""
    if room is not None and room.office_id and room.office.time_zone:
        return room.office.time_zone
    return timezone.get_current_timezone_name()


def _times(event: Event) -> None:
    """Make instants, days and zone agree. Raises DomainError for a time that cannot be."""
    if event.zone not in available_timezones():
        raise DomainError("There is no such time zone.", field="zone")
    if event.starts_on is not None:
        event.ends_on = event.ends_on or event.starts_on
        if event.ends_on < event.starts_on:
            raise DomainError("It ends before it starts.", field="ends_on")
        event.all_day = True
        midnight = datetime.time()
        event.starts_at = placed(datetime.datetime.combine(event.starts_on, midnight), event.zone)
        after = event.ends_on + datetime.timedelta(days=1)
        event.ends_at = placed(datetime.datetime.combine(after, midnight), event.zone)
    else:
        event.all_day, event.ends_on = False, None
        if event.starts_at is None or event.ends_at is None:
            raise DomainError("Say when it starts and ends.", field="starts_at")
        if event.ends_at <= event.starts_at:
            raise DomainError("It ends before it starts.", field="ends_at")
    if event.ends_at - event.starts_at > LONGEST:
        raise DomainError("An event lasts a year at most.", field="ends_at")


def _repetition(event: Event) -> None:
    """Make the rule clean and note where it ends."""
    if event.parent_id:
        event.rrule, event.repeats_until = "", None
        return
    event.rrule = clean_rule(event.rrule, start=local_of(event.starts_at, event.zone).date())
    event.repeats_until = (
        end_of(event.rrule, starts_at=event.starts_at, ends_at=event.ends_at, zone=event.zone)
        if event.rrule
        else None
    )


def _check(event: Event) -> None:
    event.title = " ".join(event.title.split())[:200]
    if not event.title:
        raise DomainError("Give it a title.", field="title")
    if event.matter is not None and event.matter.state == Matter.State.DECLINED:
        raise DomainError(f"{event.matter.number} was declined.", field="matter")
    if event.kind not in COURT_KINDS:
        event.court = event.department = event.judge = event.hearing_type = ""
        event.appearance_required = False
        event.verified_at = event.verified_by = None
    elif event.matter is None:
        raise DomainError("Say of which matter the court date is.", field="matter")
    _times(event)
    _repetition(event)


def _members_at(event: Event) -> list[Member]:
    """The members asked to an event; nobody while it is not saved."""
    rows = event.attendees.exclude(member=None).select_related("member") if event.pk else ()
    return [row.member for row in rows if row.member is not None]


def _check_guests(matter: Matter | None, guests: Iterable[Guest]) -> None:
    members = [guest for guest in guests if isinstance(guest, Member)]
    for member in members:
        if not member.is_active:
            raise DomainError(f"{member.name} has left the firm.", field="attendees")
    if matter is None or not members:
        return
    screened = Wall.objects.filter(matter=matter, member__in=members, lifted_at=None).select_related("member")
    for wall in screened:
        raise DomainError(f"{wall.member.name} is screened from this matter.", field="attendees")
    seers = seers_of(matter)
    for member in members:
        if member.pk not in seers:
            raise DomainError(f"{member.name} does not see {matter.number}.", field="attendees")


def _row(event: Event, guest: Guest, *, role: str = Attendee.Role.REQUIRED) -> Attendee:
    if isinstance(guest, Member):
        return Attendee(event=event, member=guest, role=role)
    if isinstance(guest, Contact):
        return Attendee(event=event, contact=guest, name=guest.name, role=role)
    return Attendee(event=event, email=guest.strip().lower(), role=role)


def _same(row: Attendee, guest: Guest) -> bool:
    if isinstance(guest, Member):
        return row.member_id == guest.pk
    if isinstance(guest, Contact):
        return row.contact_id == guest.pk
    return not row.member_id and not row.contact_id and row.email == guest.strip().lower()


def _put_guests(event: Event, guests: Iterable[Guest], by: Member | None) -> dict:
    """Make the people of the event these. Answers of those who stay are kept. Returns what changed, for the history."""
    rows = list(event.attendees.select_related("member", "contact"))
    wanted: list[Guest] = []
    for guest in guests:
        if guest not in wanted:
            wanted.append(guest)
    gone = [row for row in rows if not any(_same(row, guest) for guest in wanted)]
    new = [_row(event, guest) for guest in wanted if not any(_same(row, guest) for row in rows)]
    for row in new:
        # Whoever holds the event comes, and so does who puts themselves on it.
        if row.member_id and row.member_id in (event.organizer_id, by.pk if by else None):
            row.response, row.responded_at = Attendee.Response.ACCEPTED, timezone.now()
    Attendee.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Attendee.objects.bulk_create(new)
    if not gone and not new:
        return {}
    return {"attendees": [[row.shown_name for row in gone], [row.shown_name for row in new]]}


def _save(event: Event) -> None:
    """Write the event and the times of its room. Raises DomainError when the room is held."""
    if event.pk and event.rrule:
        release(event)
    check_room(event, event.room)
    event.updated_at = timezone.now()
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError as error:
        if event.room is None or "calendar_room_once" not in str(error):
            raise
        raise DomainError(taken_message(event.room, event.starts_at), field="room") from error
    hold(event)


def _tell_guests(event: Event, changes: dict) -> None:
    """Have contacts and addresses that are asked to the event, or were until now, told of it by mail."""
    if "attendees" in changes or event.attendees.filter(member=None).exists():
        enqueue_after_commit(TELL_GUESTS, event_id=event.parent_id or event.pk)


@transaction.atomic
def create_event(
    *,
    by: Member | None,
    title: str,
    kind: str = Event.Kind.MEETING,
    starts_at: datetime.datetime | None = None,
    ends_at: datetime.datetime | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    zone: str = "",
    matter: Matter | None = None,
    organizer: Member | None = None,
    attendees: Iterable[Guest] | None = None,
    room: Room | None = None,
    state: str = Event.State.CONFIRMED,
    rrule: str = "",
    uid: str = "",
    **details,
) -> Event:
    """Put an event on the calendar of `organizer` (default: of `by`), with people, contacts and addresses asked to it.

    With `starts_on` it is of whole days, else from `starts_at` until `ends_at` (aware). `details` are the fields of
    DETAILS; travel is in seconds. `by` None is the product itself, which then names the organizer. Raises Refused when
    the calendar is not `by`'s to keep, DomainError when a room is held, or a time or rule cannot be.
    """
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise TypeError(f"create_event has no {sorted(unknown)}")
    organizer = organizer or by
    if organizer is None:
        raise TypeError("create_event without `by` needs an organizer")
    ensure_keeps(by, organizer, matter)
    guests = [organizer] if attendees is None else list(attendees)
    event = Event(
        title=title,
        kind=kind,
        state=state,
        matter=matter,
        organizer=organizer,
        created_by=by,
        set_by=by,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=starts_on,
        ends_on=ends_on,
        zone=zone or default_zone(room),
        room=room,
        rrule=rrule,
        uid=uid,
        **details,
    )
    _check(event)
    _check_guests(matter, guests)
    _save(event)
    _put_guests(event, guests, by)
    changes = {"starts_at": [None, event.starts_at], "kind": [None, event.get_kind_display()]}
    if by is not None and organizer.pk != by.pk:
        changes["organizer"] = [None, organizer.name]
    audit.record(by, "event.created", event, changes={} if event.is_private else changes)
    _tell_guests(event, {})
    return event


def _locked(event: Event) -> Event:
    found = Event.objects.select_for_update(of=("self",)).select_related("matter", "room", "organizer")
    event = found.get(pk=event.pk)
    if event.is_cancelled:
        raise DomainError("This event was called off. Put it back first.")
    return event


def _scoped(
    event: Event, scope: str, occurrence: datetime.datetime | None
) -> tuple[Event, str, datetime.datetime | None]:
    """(the row to write, how far, the instance): the series for an exception that is to change with all."""
    if scope not in SCOPES:
        raise DomainError("Say whether it is this one, this and those that follow, or all.", field="scope")
    if scope != THIS and event.parent is not None:
        series = _locked(event.parent)
        first = event.recurrence_id == series.starts_at
        return series, ALL if scope == FOLLOWING and first else scope, event.recurrence_id
    if not event.rrule:
        return event, ALL, None
    if occurrence is None:
        occurrence = event.starts_at
    moment = occurrence.astimezone(datetime.UTC)
    if not is_instance(event.rrule, starts_at=event.starts_at, zone=event.zone, moment=moment):
        raise DomainError("The series has no such date.", field="occurrence")
    if scope == FOLLOWING and moment == event.starts_at:
        scope = ALL
    return event, scope, moment


def _verified_of(event: Event) -> Matter | None:
    """The matter of a verified court date; None when the event is none. Asked before the event is changed."""
    return event.matter if event.verified_at is not None else None


def _ensure_moves(verified_of: Matter | None, by: Member | None, reason: str, fields: Iterable[str]) -> bool:
    """Whether a verification ends. A verified court date is changed only by an attorney, and with a reason."""
    if verified_of is None or not set(fields) & set(VERIFIED_FIELDS):
        return False
    if by is not None:
        ensure_on(by, Perm.DEADLINE_DISMISS, verified_of)
    if not reason:
        raise DomainError(
            "This court date was verified. Say why it moves: the order or notice.", field="reason"
        )
    return True


def _copy(event: Event) -> Event:
    """An unsaved twin of the event, without its series."""
    twin = Event.objects.get(pk=event.pk)
    twin.pk, twin._state.adding = None, True
    twin.uid, twin.rrule, twin.exdates, twin.repeats_until = "", "", [], None
    twin.verified_at = twin.verified_by = None
    twin.room = event.room
    return twin


def _copy_guests(source: Event, target: Event) -> None:
    Attendee.objects.bulk_create(
        Attendee(
            event=target,
            **{
                name: getattr(row, name)
                for name in (
                    "member_id",
                    "contact_id",
                    "email",
                    "name",
                    "role",
                    "response",
                    "response_note",
                    "responded_at",
                )
            },
        )
        for row in source.attendees.all()
    )


def _at_instance(event: Event, twin: Event, moment: datetime.datetime) -> None:
    """Give `twin` the time of the instance of the series `event` that starts at `moment`."""
    length = event.ends_at - event.starts_at
    if event.all_day:
        twin.starts_on = local_of(moment, event.zone).date()
        twin.ends_on = twin.starts_on + event.further_days
    twin.starts_at, twin.ends_at = moment, moment + length


def _exception(event: Event, moment: datetime.datetime) -> Event:
    """The exception of a series at an instance, made if there is none. Unsaved when new."""
    found = Event.objects.filter(parent=event, recurrence_id=moment).select_related("room", "matter").first()
    if found is not None:
        return found
    twin = _copy(event)
    twin.parent, twin.recurrence_id, twin.uid = event, moment, event.uid
    _at_instance(event, twin, moment)
    return twin


def _given(values: dict) -> dict:
    allowed = {
        "title",
        "kind",
        "state",
        "matter",
        "room",
        "rrule",
        "zone",
        "starts_at",
        "ends_at",
        "starts_on",
        "ends_on",
        "organizer",
        *DETAILS,
    }
    if unknown := set(values) - allowed:
        raise TypeError(f"an event has no {sorted(unknown)}")
    new = dict(values)
    if new.get("starts_on") is not None:
        new.pop("starts_at", None)
        new.pop("ends_at", None)
    elif "starts_at" in new:
        new["starts_on"] = new["ends_on"] = None
    return new


@transaction.atomic
def change_event(
    event: Event,
    *,
    by: Member | None,
    scope: str = ALL,
    occurrence: datetime.datetime | None = None,
    attendees: Iterable[Guest] | None = None,
    reason: str = "",
    **values,
) -> Event:
    """Change an event; of a series one instance, it and what follows, or all. Returns the row that now says it.

    `occurrence` is the start of the instance meant, and times among `values` are those of that instance. Raises Refused
    when it is not `by`'s to change, DomainError as create_event does, and when a verified court date moves without a
    reason.
    """
    event, scope, moment = _scoped(_locked(event), scope, occurrence)
    ensure_changes(by, event)
    new = _given(values)
    if "organizer" in new and new["organizer"].pk != event.organizer_id:
        ensure_keeps(by, new["organizer"], new.get("matter", event.matter))
    reason = " ".join(reason.split())[:500]
    target = event
    if event.rrule and scope == THIS:
        assert moment is not None  # _scoped names the instance of a series
        target = _exception(event, moment)
        new.pop("rrule", None)
        new.pop("matter", None)
        release(event)
    elif event.rrule and scope == FOLLOWING:
        assert moment is not None
        return _from_here(event, moment, by=by, new=new, attendees=attendees, reason=reason)
    elif event.rrule:
        _all_of(event, moment, new)
    was_new = target.pk is None
    old_state = _told(target)
    # As it stood: what becomes a meeting is no verified court date any more once it is written.
    verified_of = _verified_of(event if was_new else target)
    changes = audit.apply(target, **new)
    _check(target)
    changes |= _derived(old_state, target, changes)
    ends = _ensure_moves(verified_of, by, reason, changes)
    if ends:
        target.verified_at = target.verified_by = None
    if set(changes) & set(VERIFIED_FIELDS):
        target.set_by = by
    if set(changes) & set(TOLD_AGAIN):
        target.sequence += 1
    guests = list(attendees) if attendees is not None else None
    if guests is not None or "matter" in changes:
        _check_guests(target.matter, guests if guests is not None else _members_at(target))
    _save(target)
    if was_new:
        _copy_guests(event, target)
    if target.parent is not None:
        hold(target.parent)
    if guests is not None:
        changes |= _put_guests(target, guests, by)
    if changes or was_new:
        moved = {"starts_at", "ends_at"} & set(changes)
        said = {} if target.is_private else _said(changes)
        audit.record(by, "event.moved" if moved else "event.changed", target, changes=said, reason=reason)
    if ends:
        audit.record(by, "event.unverified", target, reason=reason)
    if not was_new and {"starts_at", "starts_on", "zone"} & set(changes):
        event_moved(target, by=by, reason=reason)
    if changes or was_new:
        _tell_guests(target, changes)
    return target


def _told(event: Event) -> dict:
    return {name: getattr(event, name) for name in ("starts_at", "ends_at", "starts_on", "ends_on")}


def _derived(old: dict, event: Event, changes: dict) -> dict:
    """Changes of times that followed from those of days, or the other way round."""
    return {
        name: [audit.plain(value), audit.plain(getattr(event, name))]
        for name, value in old.items()
        if value != getattr(event, name) and name not in changes
    }


def _said(changes: dict) -> dict:
    """What of the changes the history keeps: not the text of notes."""
    return {
        name: pair
        for name, pair in changes.items()
        if name not in ("note", "exdates", "starts_on", "ends_on")
    }


def _all_of(event: Event, moment: datetime.datetime | None, new: dict) -> None:
    """Turn new times of one instance into those of the whole series, its gaps and exceptions with it."""
    times = {"starts_at", "ends_at", "starts_on", "ends_on", "zone"}
    if not times & set(new):
        return
    zone = new.get("zone", event.zone)
    moment = moment or event.starts_at
    old = local_of(moment, event.zone)
    if new.get("starts_on") is not None:
        target = datetime.datetime.combine(new["starts_on"], datetime.time())
        days = (new.get("ends_on") or new["starts_on"]) - new["starts_on"]
    elif "starts_at" in new:
        target = local_of(new["starts_at"], zone)
    else:
        target = old
    shift = target - old
    first = local_of(event.starts_at, event.zone) + shift
    if new.get("starts_on") is not None:
        new["starts_on"], new["ends_on"] = first.date(), first.date() + days
    elif "starts_at" in new:
        length = new["ends_at"] - new["starts_at"]
        new["starts_at"] = placed(first, zone)
        new["ends_at"] = new["starts_at"] + length
    if "rrule" not in new:
        new["rrule"] = shifted(event.rrule, old=old.date(), new=target.date())
    if shift or zone != event.zone:
        _shift_gaps(event, shift, zone, new)


def _moved_instance(moment: datetime.datetime, event: Event, shift, zone: str) -> datetime.datetime:
    return placed(local_of(moment, event.zone) + shift, zone)


def _shift_gaps(event: Event, shift: datetime.timedelta, zone: str, new: dict) -> None:
    new_gaps = [_moved_instance(moment, event, shift, zone) for moment in event.exdates]
    if new_gaps:
        event.exdates = new_gaps
    for row in event.exceptions.all():
        assert row.recurrence_id is not None  # event_exception_of_a_series
        row.recurrence_id = _moved_instance(row.recurrence_id, event, shift, zone)
        row.save(update_fields=["recurrence_id"])


def _from_here(
    event: Event, moment: datetime.datetime, *, by: Member | None, new: dict, attendees, reason: str
) -> Event:
    """Cut a series at an instance: the old one ends the day before, a new one goes on as changed."""
    ends = _ensure_moves(_verified_of(event), by, reason, ["rrule"])
    start, at = local_of(event.starts_at, event.zone), local_of(moment, event.zone)
    tail = _copy(event)
    tail.verified_at = tail.verified_by = None
    _at_instance(event, tail, moment)
    tail.rrule = onward(event.rrule, start=start, at=at)
    later = [gap for gap in event.exdates if gap >= moment]
    exceptions = list(event.exceptions.filter(recurrence_id__gte=moment).select_related("room"))
    release(event)
    head_rule = before(event.rrule, at.date())
    audit.apply(event, rrule=head_rule, exdates=[gap for gap in event.exdates if gap < moment])
    event.sequence += 1
    if ends:
        event.verified_at = event.verified_by = None
        audit.record(by, "event.unverified", event, reason=reason)
    _check(event)
    was = tail.starts_at, tail.zone
    if "rrule" not in new and ("starts_at" in new or new.get("starts_on") is not None):
        day = new.get("starts_on") or local_of(new["starts_at"], new.get("zone", tail.zone)).date()
        new["rrule"] = shifted(tail.rrule, old=at.date(), new=day)
    changes = audit.apply(tail, **new)
    tail.set_by = by
    tail.exdates = []
    _check(tail)
    event.save()
    guests = list(attendees) if attendees is not None else None
    _check_guests(tail.matter, guests if guests is not None else _members_at(event))
    shift = local_of(tail.starts_at, tail.zone) - local_of(was[0], was[1])
    tail.exdates = [placed(local_of(gap, was[1]) + shift, tail.zone) for gap in later]
    # The exceptions go over before the new series takes its room, so that both never hold it at once.
    kept_room, tail.room = tail.room, None
    tail.save()
    for row in exceptions:
        row.parent, row.uid = tail, tail.uid
        assert row.recurrence_id is not None  # event_exception_of_a_series
        row.recurrence_id = placed(local_of(row.recurrence_id, was[1]) + shift, tail.zone)
        row.save()
    tail.room = kept_room
    _save(tail)
    _copy_guests(event, tail)
    if guests is not None:
        _put_guests(tail, guests, by)
    hold(event)
    said = {} if tail.is_private else _said(changes)
    audit.record(by, "event.split", tail, changes=said, reason=reason)
    _tell_guests(event, {})
    _tell_guests(tail, {})
    return tail


@transaction.atomic
def move_event(
    event: Event,
    *,
    by: Member | None,
    starts_at: datetime.datetime | None = None,
    ends_at: datetime.datetime | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    scope: str = ALL,
    occurrence: datetime.datetime | None = None,
    reason: str = "",
    **values,
) -> Event:
    """Give an event, or an instance of a series, another time: instants, or whole days. As change_event otherwise."""
    times: dict = {}
    if starts_on is not None:
        times = {"starts_on": starts_on, "ends_on": ends_on or starts_on}
    elif starts_at is not None:
        times = {"starts_at": starts_at, "ends_at": ends_at}
    return change_event(event, by=by, scope=scope, occurrence=occurrence, reason=reason, **times, **values)


@transaction.atomic
def cancel_event(
    event: Event,
    *,
    by: Member | None,
    scope: str = ALL,
    occurrence: datetime.datetime | None = None,
    reason: str = "",
) -> Event:
    """Call an event off, or an instance of a series, or the rest of it. What was verified needs an attorney and a reason."""
    event, scope, moment = _scoped(_locked(event), scope, occurrence)
    ensure_changes(by, event)
    reason = " ".join(reason.split())[:500]
    if _ensure_moves(_verified_of(event), by, reason, ["state"]):
        event.verified_at = event.verified_by = None
    event.sequence += 1
    event.updated_at = timezone.now()
    if event.rrule and scope == THIS:
        assert moment is not None  # _scoped names the instance of a series
        event.exceptions.filter(recurrence_id=moment).delete()
        event.exdates = sorted({*event.exdates, moment})
        verb = "event.skipped"
    elif event.rrule and scope == FOLLOWING:
        assert moment is not None
        event.exceptions.filter(recurrence_id__gte=moment).delete()
        event.rrule = before(event.rrule, local_of(moment, event.zone).date())
        _repetition(event)
        verb = "event.ended"
    else:
        event.state = Event.State.CANCELLED
        for row in event.exceptions.all():
            row.state, row.updated_at = Event.State.CANCELLED, timezone.now()
            row.verified_at = row.verified_by = None
            row.save()
        verb = "event.cancelled"
    event.save()
    hold(event)
    changes = {} if event.is_private or moment is None else {"occurrence": [moment, None]}
    audit.record(by, verb, event, changes=changes, reason=reason)
    _tell_guests(event, {})
    return event


@transaction.atomic
def restore_event(event: Event, *, by: Member | None, occurrence: datetime.datetime | None = None) -> Event:
    """Put back what was called off: the event, or with `occurrence` the instance taken out of a series."""
    found = Event.objects.select_for_update(of=("self",)).select_related("matter", "room", "organizer")
    event = found.get(pk=event.pk)
    ensure_changes(by, event)
    if occurrence is not None:
        event.exdates = [moment for moment in event.exdates if moment != occurrence]
    elif not event.is_cancelled:
        raise DomainError("This event stands.")
    else:
        event.state = Event.State.CONFIRMED
        for row in event.exceptions.all():
            row.state = Event.State.CONFIRMED
            row.save()
    event.sequence += 1
    _save(event)
    audit.record(by, "event.restored", event)
    _tell_guests(event, {})
    return event


@transaction.atomic
def respond(event: Event, *, by: Member, response: str, note: str = "") -> Attendee:
    """Answer an invitation. Raises DomainError when the member was not asked to it."""
    row = Attendee.objects.select_for_update().filter(event=event, member=by).first()
    if row is None:
        raise DomainError("You were not asked to this event.")
    if response not in (
        Attendee.Response.ACCEPTED,
        Attendee.Response.TENTATIVE,
        Attendee.Response.DECLINED,
    ):
        raise DomainError("Answer with comes, perhaps or does not come.", field="response")
    return note_response(row, by=by, response=response, note=note)


@transaction.atomic
def note_response(row: Attendee, *, by: Member | None, response: str, note: str = "") -> Attendee:
    """Write down somebody's answer: the member's own, or one that came in by mail (`by` None)."""
    changes = audit.apply(row, response=response, response_note=" ".join(note.split())[:300])
    if changes:
        row.responded_at = timezone.now()
        row.save()
        said = {"response": changes["response"]} if "response" in changes else {}
        audit.record(by, "event.answered", row.event, changes={"who": [None, row.shown_name], **said})
    return row


@transaction.atomic
def verify_event(event: Event, *, by: Member) -> Event:
    """A second person vouches for a court date: not who set it, unless nobody else here could (Model Rule 5.3)."""
    event = _locked(event)
    if not event.is_court:
        raise DomainError("Only court dates are verified.")
    assert event.matter is not None  # _check: a court date is of a matter
    ensure_on(by, Perm.DEADLINE_VERIFY, event.matter)
    if event.verified_at is not None:
        raise DomainError("This date was verified already.")
    if by.pk == event.set_by_id and _others_could(by):
        raise DomainError("You set this date yourself. Somebody else verifies it.")
    event.verified_by, event.verified_at = by, timezone.now()
    event.save(update_fields=["verified_by", "verified_at"])
    audit.record(by, "event.verified", event, changes={"starts_at": [None, event.starts_at]})
    return event


def _others_could(by: Member) -> bool:
    from accounts.queries import licensed_attorneys

    return any(attorney.pk != by.pk for attorney in licensed_attorneys())
