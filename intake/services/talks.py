"""The first talk with a lead: booked, moved, called off, and in step with its event on the calendar."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from calendar_app.models import Attendee, Event
from calendar_app.services import cancel_event, change_event, create_event
from intake.models import Lead
from intake.services.leads import advance, answer_lead, ensure_open, locked, step
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError

ABOUT = "lead"
FIELDS = (
    "consultation_at", "consultation_minutes", "consultation_with", "consultation_place", "consultation_event",
)  # fmt: skip


@transaction.atomic
def book_consultation(
    lead: Lead,
    *,
    by: Member | None,
    at: datetime.datetime,
    with_: Member,
    minutes: int = 30,
    place: str = "",
    event: Event | None = None,
) -> Lead:
    """Book a first talk, or move it: the lead goes to "Consultation booked", and the talk stands on the calendar of `with_`.

    A booking page calls it with `by` None and the `event` that it keeps; by hand the lead gets an event of its own, and one
    that a booking made is moved, which the booking follows. An appointment is no deadline: nothing is verified and nothing
    warns of it. Raises DomainError for the past, or another talk at that time.
    """
    if by is not None:
        ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    ensure_open(lead)
    _check(lead, at=at, with_=with_, minutes=minutes)
    changes = audit.apply(
        lead,
        consultation_at=at,
        consultation_minutes=minutes,
        consultation_with=with_,
        consultation_place=" ".join(place.split())[:200],
    )
    if event is not None:
        _leave(lead, event)
        lead.consultation_event = event
    elif by is not None or lead.consultation_event_id is None:
        lead.consultation_event = _own_event(lead)
    lead.save(update_fields=FIELDS)
    if changes:
        audit.record(by, "lead.consultation_booked", lead, changes=changes)
    if by is not None and lead.answered_at is None:
        lead = answer_lead(lead, by=by)
    return advance(lead, Lead.State.CONSULTATION, by=by)


def _check(lead: Lead, *, at: datetime.datetime, with_: Member, minutes: int) -> None:
    if at <= timezone.now():
        raise DomainError("Choose a time that lies ahead.", field="at")
    if not 5 <= minutes <= 480:
        raise DomainError("A consultation takes from 5 minutes to 8 hours.", field="minutes")
    if not with_.is_active:
        raise DomainError(f"{with_.name} no longer works here.", field="with_")
    end = at + datetime.timedelta(minutes=minutes)
    for other in Lead.objects.filter(
        consultation_with=with_, consultation_at__lt=end, consultation_at__gt=at - datetime.timedelta(hours=8)
    ).exclude(pk=lead.pk):
        assert other.consultation_at is not None  # the query asks for one
        if other.consultation_at + datetime.timedelta(minutes=other.consultation_minutes) > at:
            when = timezone.localtime(other.consultation_at)
            raise DomainError(f"{with_.name} sees {other.name} at {when:%H:%M} already.", field="at")


def _standing(lead: Lead) -> Event | None:
    """The event of the talk, when it has one that stands."""
    event = lead.consultation_event
    return event if event is not None and not event.is_cancelled else None


def _leave(lead: Lead, event: Event) -> None:
    """A booking takes the place of a talk that was noted by hand: that one's event goes."""
    old = _standing(lead)
    if old is not None and old.pk != event.pk and old.about_kind == ABOUT:
        cancel_event(old, by=None, reason="Booked at another time")


def _own_event(lead: Lead) -> Event:
    """The talk on the calendar of who gives it, moved or made."""
    with_, at = lead.consultation_with, lead.consultation_at
    assert with_ is not None  # it was just booked
    assert at is not None
    until = at + datetime.timedelta(minutes=lead.consultation_minutes)
    event = _standing(lead)
    if event is not None and event.about_kind != ABOUT:
        if event.organizer_id != with_.pk:
            raise DomainError(
                f"It was booked with {event.organizer.name} on a booking page. Move the booking to give it to another.",
                field="with_",
            )
        return change_event(event, by=None, starts_at=at, ends_at=until)
    if event is not None:
        return change_event(
            event,
            by=None,
            organizer=with_,
            attendees=[with_],
            location=lead.consultation_place,
            starts_at=at,
            ends_at=until,
        )
    return create_event(
        by=None,
        title=f"Consultation: {lead.name}"[:200],
        kind=Event.Kind.CONSULTATION,
        matter=lead.matter,
        organizer=with_,
        attendees=[with_],
        location=lead.consultation_place,
        about_kind=ABOUT,
        about_id=lead.pk,
        starts_at=at,
        ends_at=until,
    )


@transaction.atomic
def cancel_consultation(lead: Lead, *, by: Member | None) -> Lead:
    """Take the appointment back, from the calendar too; the lead is in screening again.

    `by` None is a booking, or the calendar, on which it was called off. The visitor of a booking is told by the booking.
    """
    if by is not None:
        ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    if lead.consultation_at is None:
        raise DomainError("No consultation is booked.")
    event = _standing(lead)
    if event is not None and (by is not None or event.about_kind == ABOUT):
        cancel_event(event, by=None, reason="Called off on the lead" if by is not None else "")
    return _clear(lead, by=by)


def _clear(lead: Lead, *, by: Member | None) -> Lead:
    changes = audit.apply(lead, consultation_at=None, consultation_with=None, consultation_place="")
    lead.consultation_event = None
    lead.save(update_fields=FIELDS)
    audit.record(by, "lead.consultation_cancelled", lead, changes=changes)
    return step(lead, Lead.State.SCREENING, by=by) if lead.state == Lead.State.CONSULTATION else lead


@transaction.atomic
def follow_talk(lead: Lead) -> bool:
    """Make the lead agree with the event of its talk, when somebody moved or called that off on the calendar.

    True when it changed. What lies behind is left as it was said.
    """
    lead = locked(lead)
    event = lead.consultation_event
    if event is None or event.about_kind != ABOUT or lead.consultation_at is None or not lead.is_open:
        return False
    if event.is_cancelled:
        _clear(lead, by=None)
        return True
    minutes = int((event.ends_at - event.starts_at).total_seconds() // 60)
    changes = audit.apply(
        lead,
        consultation_at=event.starts_at,
        consultation_minutes=max(5, min(minutes, 480)),
        consultation_with=event.organizer,
    )
    if changes:
        lead.save(update_fields=FIELDS)
        audit.record(None, "lead.consultation_booked", lead, changes=changes, reason="Moved on the calendar")
    return bool(changes)


def carry_talk(lead: Lead, matter: Matter) -> None:
    """The talk goes with the lead into its matter: from then on the walls of the matter hold for its event."""
    if lead.consultation_event_id is not None:
        Event.objects.filter(pk=lead.consultation_event_id).update(matter=matter)
        Attendee.objects.filter(event=lead.consultation_event_id).update(matter=matter)
