"""A series: its exceptions, its gaps, and where it is cut in two."""

import datetime

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.recurrence import before, local_of, onward, placed, shifted
from calendar_app.services.events.attendance import (
    check_guests,
    copy_guests,
    members_at,
    put_guests,
    tell_guests,
)
from calendar_app.services.events.checks import check_event
from calendar_app.services.events.making import write
from calendar_app.services.events.privacy import privacy_of_series
from calendar_app.services.events.verifying import ensure_moves, verified_matter
from calendar_app.services.rooms import hold, release
from practice import audit


def _copy(event: Event) -> Event:
    """An unsaved twin of the event, without its series."""
    twin = Event.objects.get(pk=event.pk)
    twin.pk, twin._state.adding = None, True
    twin.uid, twin.rrule, twin.exdates, twin.repeats_until = "", "", [], None
    twin.verified_at = twin.verified_by = None
    twin.room = event.room
    return twin


def _at_instance(event: Event, twin: Event, moment: datetime.datetime) -> None:
    """Give `twin` the time of the instance of the series `event` that starts at `moment`."""
    length = event.ends_at - event.starts_at
    if event.all_day:
        twin.starts_on = local_of(moment, event.zone).date()
        twin.ends_on = twin.starts_on + event.further_days
    twin.starts_at, twin.ends_at = moment, moment + length


def exception_at(event: Event, moment: datetime.datetime) -> Event:
    """The exception of a series at an instance, made if there is none. Unsaved when new."""
    found = Event.objects.filter(parent=event, recurrence_id=moment).select_related("room", "matter").first()
    if found is not None:
        return found
    twin = _copy(event)
    twin.parent, twin.recurrence_id, twin.uid = event, moment, event.uid
    _at_instance(event, twin, moment)
    return twin


def for_history(changes: dict) -> dict:
    """What of the changes the history keeps: not the text of notes."""
    return {
        name: pair
        for name, pair in changes.items()
        if name not in ("note", "exdates", "starts_on", "ends_on")
    }


def for_whole_series(event: Event, moment: datetime.datetime | None, new: dict) -> None:
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


def cut_from(
    event: Event, moment: datetime.datetime, *, by: Member | None, new: dict, attendees, reason: str
) -> Event:
    """Cut a series at an instance: the old one ends the day before, a new one goes on as changed."""
    ends = ensure_moves(verified_matter(event), by, reason, ["rrule"])
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
    check_event(event)
    was = tail.starts_at, tail.zone
    if "rrule" not in new and ("starts_at" in new or new.get("starts_on") is not None):
        day = new.get("starts_on") or local_of(new["starts_at"], new.get("zone", tail.zone)).date()
        new["rrule"] = shifted(tail.rrule, old=at.date(), new=day)
    changes = audit.apply(tail, **new)
    tail.set_by = by
    tail.exdates = []
    check_event(tail)
    event.save()
    guests = list(attendees) if attendees is not None else None
    check_guests(tail.matter, guests if guests is not None else members_at(event))
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
    write(tail)
    copy_guests(event, tail)
    if guests is not None:
        put_guests(tail, guests, by)
    hold(event)
    if "is_private" in changes:
        privacy_of_series(tail, by=by)
    said = {} if tail.is_private else for_history(changes)
    audit.record(by, "event.split", tail, changes=said, reason="" if tail.is_private else reason)
    tell_guests(event, {})
    tell_guests(tail, {})
    return tail
