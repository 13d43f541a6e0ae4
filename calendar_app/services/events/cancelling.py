"""An event called off, and put back."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.recurrence import before, local_of
from calendar_app.services.access import ensure_changes
from calendar_app.services.calledoff import event_called_off, event_stands_again
from calendar_app.services.events.attendance import tell_guests
from calendar_app.services.events.checks import repetition
from calendar_app.services.events.making import write
from calendar_app.services.events.scopes import ALL, FOLLOWING, THIS, locked_event, scoped
from calendar_app.services.events.verifying import end_verification, ensure_moves, verified_matter
from calendar_app.services.rooms import hold
from practice import audit
from practice.exceptions import DomainError


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
    event, scope, moment = scoped(locked_event(event), scope, occurrence)
    ensure_changes(by, event)
    reason = " ".join(reason.split())[:500]
    if ensure_moves(verified_matter(event), by, reason, ["state"]):
        event.verified_at = event.verified_by = None
    event.sequence += 1
    event.updated_at = timezone.now()
    if event.rrule and scope == THIS:
        assert moment is not None  # scoped names the instance of a series
        day = local_of(moment, event.zone).date()
        event_called_off(event, by=by, reason=reason, first=day, last=day)
        event.exceptions.filter(recurrence_id=moment).delete()
        event.exdates = sorted({*event.exdates, moment})
        verb = "event.skipped"
    elif event.rrule and scope == FOLLOWING:
        assert moment is not None
        event_called_off(event, by=by, reason=reason, first=local_of(moment, event.zone).date())
        event.exceptions.filter(recurrence_id__gte=moment).delete()
        event.rrule = before(event.rrule, local_of(moment, event.zone).date())
        repetition(event)
        verb = "event.ended"
    else:
        event.state = Event.State.CANCELLED
        event_called_off(event, by=by, reason=reason)
        for row in event.exceptions.all():
            row.state, row.updated_at = Event.State.CANCELLED, timezone.now()
            row.verified_at = row.verified_by = None
            row.save()
        verb = "event.cancelled"
    event.save()
    hold(event)
    end_verification(event, by=by)
    changes = {} if event.is_private or moment is None else {"occurrence": [moment, None]}
    audit.record(by, verb, event, changes=changes, reason="" if event.is_private else reason)
    tell_guests(event, {})
    return event


@transaction.atomic
def restore_event(event: Event, *, by: Member | None, occurrence: datetime.datetime | None = None) -> Event:
    """Put back what was called off: the event, or with `occurrence` the instance taken out of a series."""
    found = Event.objects.select_for_update(of=("self",)).select_related("matter", "room", "organizer")
    event = found.get(pk=event.pk)
    ensure_changes(by, event)
    if occurrence is not None:
        event.exdates = [moment for moment in event.exdates if moment != occurrence]
        event_stands_again(event, by=by, first=local_of(occurrence, event.zone).date())
    elif not event.is_cancelled:
        raise DomainError("This event stands.")
    else:
        event.state = Event.State.CONFIRMED
        event_stands_again(event, by=by)
        for row in event.exceptions.all():
            row.state = Event.State.CONFIRMED
            row.save()
    event.sequence += 1
    write(event)
    audit.record(by, "event.restored", event)
    tell_guests(event, {})
    return event
