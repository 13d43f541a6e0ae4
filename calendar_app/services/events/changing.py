"""An event or a part of a series changed or moved."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.services.access import ensure_changes, ensure_keeps
from calendar_app.services.events.attendance import (
    Guest,
    check_guests,
    copy_guests,
    members_at,
    put_guests,
    tell_guests,
)
from calendar_app.services.events.checks import DETAILS, check_event
from calendar_app.services.events.making import write
from calendar_app.services.events.privacy import privacy_of_series, take_name_away
from calendar_app.services.events.scopes import ALL, FOLLOWING, THIS, locked_event, scoped
from calendar_app.services.events.series import cut_from, exception_at, for_history, for_whole_series
from calendar_app.services.events.verifying import (
    VERIFIED_FIELDS,
    end_verification,
    ensure_moves,
    send_to_verify,
    verified_matter,
)
from calendar_app.services.rooms import hold, release
from calendar_app.services.triggers import event_moved
from practice import audit

# What a guest at the event has to be told of again (iCalendar SEQUENCE).
TOLD_AGAIN = ("starts_at", "ends_at", "zone", "location", "remote_link", "rrule", "exdates", "state", "room")


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
    event, scope, moment = scoped(locked_event(event), scope, occurrence)
    ensure_changes(by, event)
    new = _given(values)
    if "organizer" in new and new["organizer"].pk != event.organizer_id:
        ensure_keeps(by, new["organizer"], new.get("matter", event.matter))
    reason = " ".join(reason.split())[:500]
    target = event
    if event.rrule and scope == THIS:
        assert moment is not None  # scoped names the instance of a series
        target = exception_at(event, moment)
        new.pop("rrule", None)
        new.pop("matter", None)
        release(event)
    elif event.rrule and scope == FOLLOWING:
        assert moment is not None
        return cut_from(event, moment, by=by, new=new, attendees=attendees, reason=reason)
    elif event.rrule:
        for_whole_series(event, moment, new)
    was_new = target.pk is None
    old_state = _told(target)
    # As it stood: what becomes a meeting is no verified court date any more once it is written.
    verified_of = verified_matter(event if was_new else target)
    changes = audit.apply(target, **new)
    check_event(target)
    changes |= _derived(old_state, target, changes)
    ends = ensure_moves(verified_of, by, reason, changes)
    if ends:
        target.verified_at = target.verified_by = None
    if set(changes) & set(VERIFIED_FIELDS):
        target.set_by = by
    if set(changes) & set(TOLD_AGAIN):
        target.sequence += 1
    guests = list(attendees) if attendees is not None else None
    if guests is not None or "matter" in changes:
        check_guests(target.matter, guests if guests is not None else members_at(target))
    write(target)
    if was_new:
        copy_guests(event, target)
    if target.parent is not None:
        hold(target.parent)
    if guests is not None:
        changes |= put_guests(target, guests, by)
    if changes or was_new:
        moved = {"starts_at", "ends_at"} & set(changes)
        said = {} if target.is_private else for_history(changes)
        why = "" if target.is_private else reason
        audit.record(by, "event.moved" if moved else "event.changed", target, changes=said, reason=why)
    if ends:
        audit.record(by, "event.unverified", target, reason="" if target.is_private else reason)
        end_verification(target, by=by)
    if not was_new and set(changes) & set(VERIFIED_FIELDS):
        send_to_verify(target, by=by)
    if "is_private" in changes:
        if target.is_private:
            take_name_away(target, by=by, names=[target.title, *changes.get("title", [])])
        if target.rrule:
            privacy_of_series(target, by=by)
    if not was_new and {"starts_at", "starts_on", "zone"} & set(changes):
        event_moved(target, by=by, reason=reason)
    if changes or was_new:
        tell_guests(target, changes)
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
