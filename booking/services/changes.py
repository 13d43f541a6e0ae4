"""What becomes of a booking: moved, cancelled, declined, restored, confirmed, held, and in step with its event."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from booking.models import Booking, BookingPage
from booking.queries.access import ensure_handles
from booking.queries.availability import times_of
from booking.services.bookings import locked, tell_hosts, tell_visitor
from booking.services.seats import Taken, choose, hold, hosts_for, lock, members_with, say_talk, seat
from calendar_app.models import Event
from calendar_app.services import cancel_event, change_event, restore_event
from intake.models import Lead
from intake.services.talks import cancel_consultation
from practice import audit
from practice.exceptions import DomainError

State, Screen = Booking.State, Booking.Screen
# Between an act of the firm and the mail about it, so that Undo comes before the mail.
UNDO = datetime.timedelta(seconds=20)


def change_until(booking: Booking) -> datetime.datetime:
    """Until when the visitor may move or cancel it by the link."""
    return booking.starts_at - datetime.timedelta(minutes=booking.page.change_notice)


def may_change(booking: Booking) -> bool:
    """Whether the visitor may still move or cancel it by the link."""
    return booking.is_ahead and timezone.now() <= change_until(booking)


def _ensure_visitor_may(booking: Booking) -> None:
    if not booking.is_ahead:
        raise DomainError("This appointment cannot be changed any more.")
    if not may_change(booking):
        raise DomainError("It is too late to change it here. Call us.")


@transaction.atomic
def move_booking(
    booking: Booking,
    *,
    start: datetime.datetime,
    by: Member | None,
    host: int | None = None,
    reason: str = "",
    zone: str = "",
) -> Booking:
    """Give a booking another time, and where the host is not free then another host of the page.

    The visitor (`by` None) chooses among the free times and keeps to the page's notice. Staff may choose any time that lies
    ahead; what is booked twice the database refuses all the same. `zone`: in which the visitor wants to be told from now on,
    if they chose one. Raises Taken or DomainError.
    """
    booking = locked(booking)
    page = booking.page
    if by is None:
        _ensure_visitor_may(booking)
    else:
        ensure_handles(by, booking)
        if not booking.is_active or booking.state in (State.HELD, State.NO_SHOW):
            raise DomainError("Only an appointment that stands can be moved.")
    if start <= timezone.now():
        raise DomainError("Choose a time that lies ahead.", field="at")
    if start == booking.starts_at and host in (None, booking.host_id):
        return booking
    hosts = hosts_for(page, booking.lead)
    current = [hold.member for hold in booking.holds.select_related("member")]
    lock([*hosts, *current])
    if by is None:
        only = booking.host_id if page.mode == BookingPage.Mode.CHOOSE else None
        free = times_of(page, booking.minutes, host=only, hosts=hosts, without=booking).get(start)
        if not free:
            raise Taken
        chosen = (
            free[0]
            if page.mode == BookingPage.Mode.ALL and booking.host_id not in free
            else choose(page, free, prefer=booking.host_id)
        )
        members = members_with(page, hosts, chosen)
    elif host is not None and host != booking.host_id:
        members = members_with(page, hosts, host)
        if not members:
            raise DomainError("Choose one of the hosts of the page.", field="host")
    else:
        members = sorted(current, key=lambda member: member.pk != booking.host_id) or [booking.host]
    length = booking.ends_at - booking.starts_at
    changes = audit.changed(booking, starts_at=start)
    if members[0].pk != booking.host_id:
        changes["host"] = [booking.host.name, members[0].name]
    booking.starts_at, booking.ends_at, booking.host = start, start + length, members[0]
    booking.sequence += 1
    booking.said_at = timezone.now()
    booking.zone = zone or booking.zone
    booking.save(update_fields=["starts_at", "ends_at", "host", "sequence", "said_at", "zone"])
    hold(booking, page, members)
    if booking.event is not None:
        event = change_event(
            booking.event,
            by=None,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            organizer=members[0],
            attendees=[*members, booking.email],
        )
        seat(event, booking)
        booking.event = event
    say_talk(booking)
    audit.record(by, "booking.moved", booking, changes=changes, reason=" ".join(reason.split())[:500])
    tell_visitor(booking, "moved", after=UNDO if by is not None else None)
    tell_hosts(booking, "moved")
    return booking


def _no_talk(booking: Booking) -> None:
    """Take the talk off the lead, when it is this one."""
    lead = Lead.objects.filter(pk=booking.lead_id).first() if booking.lead_id else None
    if lead is not None and lead.is_open and lead.consultation_at == booking.starts_at:
        cancel_consultation(lead, by=None)


def _give_back(booking: Booking) -> None:
    booking.holds.update(is_active=False)
    if booking.event is not None and not booking.event.is_cancelled:
        cancel_event(booking.event, by=None, reason=booking.reason)
    _no_talk(booking)


@transaction.atomic
def cancel_booking(booking: Booking, *, by: Member | None, reason: str = "") -> Booking:
    """Call it off: the visitor (`by` None, until the page's notice) or the firm. The time is free again at once."""
    booking = locked(booking)
    if by is None:
        _ensure_visitor_may(booking)
    else:
        ensure_handles(by, booking)
        if booking.state not in (State.TO_CONFIRM, State.CONFIRMED):
            raise DomainError("Only an appointment that stands can be cancelled.")
    return _end(booking, State.CANCELLED, by=by, reason=reason)


@transaction.atomic
def decline_booking(booking: Booking, *, by: Member, reason: str = "") -> Booking:
    """Refuse a booking that waits to be confirmed. The visitor is told that it cannot be, and not why.

    `reason` is the firm's own note.
    """
    booking = locked(booking)
    ensure_handles(by, booking)
    if booking.state != State.TO_CONFIRM:
        raise DomainError("Only a booking that waits to be confirmed can be declined. Cancel it instead.")
    return _end(booking, State.DECLINED, by=by, reason=reason)


def _end(booking: Booking, to: str, *, by: Member | None, reason: str) -> Booking:
    reason = " ".join(reason.split())[:500]
    changes = audit.changed(booking, state=to)
    booking.state, booking.reason, booking.ended_by_visitor = to, reason, by is None
    booking.sequence += 1
    booking.ended_at = timezone.now()
    booking.save(update_fields=["state", "reason", "ended_by_visitor", "sequence", "ended_at"])
    _give_back(booking)
    verb = "booking.declined" if to == State.DECLINED else "booking.cancelled"
    audit.record(by, verb, booking, changes=changes, reason=reason)
    tell_visitor(booking, "ended", after=UNDO if by is not None else None)
    if by is None or by.pk != booking.host_id:
        tell_hosts(booking, "ended")
    return booking


@transaction.atomic
def restore_booking(booking: Booking, *, by: Member) -> Booking:
    """Take back that it was cancelled or declined, while its time is free. Raises DomainError when it is not."""
    booking = locked(booking)
    ensure_handles(by, booking)
    if booking.state not in (State.CANCELLED, State.DECLINED):
        raise DomainError("This booking stands.")
    if booking.starts_at <= timezone.now():
        raise DomainError("Its time is past.")
    members = [hold.member for hold in booking.holds.select_related("member")]
    lock(members)
    to = State.CONFIRMED if booking.told_at and booking.screen != Screen.LOOK else State.TO_CONFIRM
    changes = audit.changed(booking, state=to)
    booking.state, booking.reason, booking.ended_by_visitor = to, "", False
    booking.sequence += 1
    told = booking.ended_at is not None and timezone.now() - booking.ended_at > UNDO
    booking.ended_at = None
    if told:
        booking.said_at = timezone.now()
    booking.save(update_fields=["state", "reason", "ended_by_visitor", "sequence", "ended_at", "said_at"])
    try:
        with transaction.atomic():
            booking.holds.update(is_active=True)
    except IntegrityError as error:
        raise DomainError("Its time was booked by somebody else meanwhile.") from error
    if booking.event is not None and booking.event.is_cancelled:
        restore_event(booking.event, by=None)
        if not booking.told_at:
            change_event(booking.event, by=None, state=Event.State.TENTATIVE)
    say_talk(booking)
    audit.record(by, "booking.restored", booking, changes=changes)
    # The mail that it ended waits for Undo and does not go then; when it went, another sets it right.
    if told:
        tell_visitor(booking, "booked" if booking.told_at else "asked")
    return booking


@transaction.atomic
def confirm_booking(booking: Booking, *, by: Member) -> Booking:
    """Say yes to a booking: the visitor is told, unless they were told before.

    Where the check of the names found something possible, whoever confirms holds conflict.run and has been told of it.
    """
    booking = locked(booking)
    ensure_handles(by, booking)
    if booking.screen == Screen.LOOK:
        ensure(by, Perm.CONFLICT_RUN)
    if booking.state != State.TO_CONFIRM:
        raise DomainError("This booking does not wait to be confirmed.")
    first = booking.told_at is None
    changes = audit.apply(booking, state=State.CONFIRMED)
    if first:
        booking.told_at = booking.said_at = timezone.now()
    booking.save(update_fields=["state", "told_at", "said_at"])
    if booking.event is not None and booking.event.state == Event.State.TENTATIVE:
        change_event(booking.event, by=None, state=Event.State.CONFIRMED)
    audit.record(by, "booking.confirmed", booking, changes=changes)
    if first:
        tell_visitor(booking, "confirmed")
    return booking


@transaction.atomic
def remind_visitor(booking: Booking) -> bool:
    """Remind whoever booked, once for all reminders that have fallen due since they were last told the time. True if so.

    What a conflict check found changes nothing of it: who was told that it is confirmed is reminded.
    """
    booking = locked(booking)
    now = timezone.now()
    if not Booking.objects.to_remind(now).filter(pk=booking.pk).exists() or not booking.reminder_due(now):
        return False
    booking.said_at = now
    booking.save(update_fields=["said_at"])
    audit.record(None, "booking.reminded", booking)
    tell_visitor(booking, "reminder")
    return True


@transaction.atomic
def close_booking(booking: Booking, *, by: Member, came: bool) -> Booking:
    """Note after its beginning whether the visitor came. May be changed later."""
    booking = locked(booking)
    ensure_handles(by, booking)
    if not booking.is_active:
        raise DomainError("This booking was called off.")
    if booking.starts_at > timezone.now():
        raise DomainError("It has not begun.")
    changes = audit.apply(booking, state=State.HELD if came else State.NO_SHOW)
    if changes:
        booking.save(update_fields=["state"])
        audit.record(by, "booking.held" if came else "booking.missed", booking, changes=changes)
    return booking


@transaction.atomic
def follow_event(booking: Booking) -> bool:
    """Make the booking agree with its event, when somebody moved or cancelled that on the calendar. True if it changed."""
    booking = locked(booking)
    event = booking.event
    if event is None or booking.state not in (State.TO_CONFIRM, State.CONFIRMED):
        return False
    if event.is_cancelled:
        _end(booking, State.CANCELLED, by=None, reason="Called off on the calendar")
        booking.ended_by_visitor = False
        booking.save(update_fields=["ended_by_visitor"])
        return True
    if (event.starts_at, event.ends_at) == (booking.starts_at, booking.ends_at):
        return False
    changes = audit.changed(booking, starts_at=event.starts_at)
    booking.starts_at, booking.ends_at = event.starts_at, event.ends_at
    booking.sequence += 1
    booking.said_at = timezone.now()
    booking.save(update_fields=["starts_at", "ends_at", "sequence", "said_at"])
    members = [hold.member for hold in booking.holds.select_related("member")]
    try:
        hold(booking, booking.page, members)
    except Taken:
        # Two at a time, as the calendar has it: the event keeps the time from now on.
        booking.holds.update(is_active=False)
    if booking.starts_at > timezone.now():
        say_talk(booking)
    audit.record(None, "booking.moved", booking, changes=changes, reason="Moved on the calendar")
    tell_visitor(booking, "moved")
    return True
