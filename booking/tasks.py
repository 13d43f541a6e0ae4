"""Jobs of booking. Each may be delivered twice; the fixed message id lets receivers drop a mail that comes twice."""

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone

from booking import emails
from booking.models import Booking, BookingLink, Poll, PollGuest, PollOption
from booking.services.changes import follow_event, remind_visitor
from booking.services.screening import screen_booking
from calendar_app.models import Event
from practice.jobs import firm_job, long_job
from practice.models import Firm
from practice.scope import firm_scope


def _booking(pk: int) -> Booking:
    return Booking.objects.select_related("page__firm", "host__user", "lead", "firm", "check_ref").get(pk=pk)


@long_job
def mail_visitor(*, firm_id: int, booking_id: int, what: str, sequence: int) -> None:
    """Tell whoever booked what happened; nothing when it was undone or changed again before the mail went."""
    with firm_scope(firm_id):
        booking = _booking(booking_id)
        ended = booking.state in emails.ENDED
        late = what == "reminder" and booking.starts_at <= timezone.now()
        stale = booking.sequence != sequence or ended != (what == "ended") or late
        prepared = None if stale else emails.for_visitor(booking, what)
    if prepared is not None:
        prepared.send()


@long_job
def mail_hosts(*, firm_id: int, booking_id: int, what: str, sequence: int) -> None:
    """Tell who receives."""
    with firm_scope(firm_id):
        booking = _booking(booking_id)
        prepared = emails.for_hosts(booking, what) if booking.sequence == sequence else []
    for one in prepared:
        one.send()


@long_job
def mail_link(*, firm_id: int, link_id: int) -> None:
    """Send a booking page to a lead."""
    with firm_scope(firm_id):
        link = BookingLink.objects.select_related("page__firm", "lead").get(pk=link_id)
        prepared = emails.for_lead(link) if link.revoked_at is None and link.email else None
    if prepared is not None:
        prepared.send()


@firm_job
def screen(booking_id: int) -> None:
    """Run the conflict check behind a booking."""
    screen_booking(Booking.objects.get(pk=booking_id))


def _fits(guest: PollGuest, what: str, option: PollOption | None) -> bool:
    """Whether a mail still says what is true: what was taken out may have been put back meanwhile."""
    is_open = guest.poll.state == Poll.State.OPEN
    if what == "removed":
        return guest.removed_at is not None and is_open
    if guest.removed_at is not None:
        return False
    if what in ("dropped", "back"):
        return is_open and option is not None and (option.removed_at is not None) == (what == "dropped")
    return is_open if what in ("asked", "added") else True


@long_job
def mail_poll(*, firm_id: int, guest_id: int, what: str, option_id: int | None = None) -> None:
    """Ask one person of a poll, or tell them how it ended, or of one time that was taken out or put back."""
    with firm_scope(firm_id):
        guest = (
            PollGuest.objects.select_related("poll__organizer__user", "poll__room", "firm", "member__user")
            .filter(pk=guest_id)
            .first()
        )
        option = PollOption.objects.filter(pk=option_id).first() if option_id else None
        fits = guest is not None and _fits(guest, what, option)
        prepared = emails.for_guest(guest, what, option) if guest is not None and fits else None
    if prepared is not None:
        prepared.send()


@long_job
def mail_answer(*, firm_id: int, guest_id: int) -> None:
    """Tell the organizer of a poll that somebody answered."""
    with firm_scope(firm_id):
        guest = PollGuest.objects.select_related("poll__organizer__user", "firm", "member").get(pk=guest_id)
        prepared = emails.for_organizer(guest)
    prepared.send()


@firm_job
def follow_calendar() -> None:
    """Bookings whose event somebody moved or called off on the calendar follow it."""
    standing = Booking.objects.filter(state__in=("to_confirm", "confirmed"), ends_at__gt=timezone.now())
    apart = (
        Q(event__state=Event.State.CANCELLED)
        | ~Q(event__starts_at=F("starts_at"))
        | ~Q(event__ends_at=F("ends_at"))
    )
    for booking in standing.filter(event__isnull=False).filter(apart):
        follow_event(booking)


@shared_task(name="booking.tasks.follow_calendars", ignore_result=True)
def follow_calendars() -> None:
    """Each minute: in each firm, one query where nothing moved."""
    for firm_id in Firm.objects.filter(is_active=True).values_list("pk", flat=True):
        follow_calendar(firm_id=firm_id)


@firm_job
def remind() -> None:
    """Whoever booked is reminded, as their page says."""
    now = timezone.now()
    for booking in Booking.objects.to_remind(now).select_related("page"):
        if booking.reminder_due(now):
            remind_visitor(booking)


@shared_task(name="booking.tasks.remind_visitors", ignore_result=True)
def remind_visitors() -> None:
    """Every five minutes: in each firm, one query where nothing is due."""
    for firm_id in Firm.objects.filter(is_active=True).values_list("pk", flat=True):
        remind(firm_id=firm_id)
