"""One date of a series: when it stands, and which proposals of guests about it are open."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace

from calendar_app.models import Event
from calendar_app.recurrence import is_instance, placed
from feeds.ical.items import Item
from feeds.models import DateProposal, Invitation
from feeds.queries.items import in_zone


def moment_of(at: datetime.date | datetime.datetime, event: Event) -> datetime.datetime:
    """The instant of a RECURRENCE-ID: of a day, its midnight in the clock of the event."""
    if isinstance(at, datetime.datetime):
        return at.astimezone(datetime.UTC)
    return placed(datetime.datetime.combine(at, datetime.time()), event.zone)


def row_of(event: Event, instance: datetime.datetime) -> Event | None:
    """The event's own row of that date, where it differs from the series."""
    return next((one for one in event.exceptions.all() if one.recurrence_id == instance), None)


def stands(event: Event, instance: datetime.datetime) -> datetime.datetime | None:
    """When that date of the series starts now; None when it is none of the series, or was taken out of it."""
    if event.is_cancelled or not event.rrule or instance in event.exdates:
        return None
    row = row_of(event, instance)
    if row is not None:
        return None if row.is_cancelled else row.starts_at
    known = is_instance(event.rrule, starts_at=event.starts_at, zone=event.zone, moment=instance)
    return instance if known else None


def date_item(event: Event, item: Item, instance: datetime.datetime) -> Item:
    """That date alone, as it stands, of the item of its series."""
    at = in_zone(instance, event)
    found = next((one for one in item.changed if one.recurrence == at), None)
    if found is None:
        ends: datetime.date | datetime.datetime
        if isinstance(at, datetime.datetime):
            ends = (instance + (event.ends_at - event.starts_at)).astimezone(at.tzinfo)
        else:
            ends = at + event.further_days
        found = replace(item, starts=at, ends=ends, recurrence=at)
    return replace(
        found, rrule="", exdates=(), changed=(), organizer=item.organizer, attendees=item.attendees
    )


@dataclass(frozen=True)
class Proposed:
    """A proposal for one date as its line shows it: `event` is what Move moves, `on` the date it names to that."""

    row: DateProposal
    event: Event
    on: datetime.datetime | None


def proposed_dates(invitations: Collection[Invitation]) -> dict[int, list[Proposed]]:
    """{invitation: proposals that are open or were declined}; what the date has left behind is not shown. Two queries."""
    rows = DateProposal.objects.filter(invitation__in=[row.pk for row in invitations])
    rows = rows.select_related("invitation__event").prefetch_related("invitation__event__exceptions")
    found: dict[int, list[Proposed]] = {}
    for row in rows:
        event = row.invitation.event
        if stands(event, row.instance) != row.stood:
            continue
        own = row_of(event, row.instance)
        line = Proposed(row, own or event, None if own is not None else row.instance)
        found.setdefault(row.invitation_id, []).append(line)
    return found
