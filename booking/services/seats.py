"""The hosts' seats: who receives, locked in one order, their time kept and given back, and the event on their calendars."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Member
from booking.models import Booking, BookingHold, BookingPage
from booking.queries.availability import hosts_of
from booking.slots import whose_turn
from calendar_app.models import Attendee, Event
from calendar_app.services import create_event
from intake.models import Lead
from intake.services.talks import book_consultation
from matters.queries.access import seers_of
from practice.exceptions import DomainError

# Over how many days turns are counted.
TURNS = datetime.timedelta(days=90)
TAKEN = "That time was just taken. Choose another; what you typed is kept."


class Taken(DomainError):
    """Somebody was faster, or the time is not offered any more."""

    def __init__(self, message: str = TAKEN):
        super().__init__(message, field="at")


def hosts_for(page: BookingPage, lead: Lead | None) -> list[Member]:
    """Who can receive this visitor: the page's hosts, and where there is a matter those who see it."""
    hosts = hosts_of(page)
    if lead is not None and lead.matter is not None:
        seers = seers_of(lead.matter)
        hosts = [member for member in hosts if member.pk in seers]
    return hosts


def lock(members: Iterable[Member]) -> None:
    """Let nobody else book these members until the transaction ends. In one order, so that two never wait for each other."""
    ids = sorted({member.pk for member in members})
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


def turns_of(page: BookingPage) -> dict[int, int]:
    """{host: bookings on the page lately}. One query."""
    since = timezone.now() - TURNS
    rows = Booking.objects.filter(page=page, created_at__gte=since).active()
    return dict(rows.order_by().values_list("host").annotate(n=Count("pk")))


def choose(page: BookingPage, free: Sequence[int], *, prefer: int | None = None) -> int:
    """Whose turn it is among those free; `prefer` keeps the one who has it."""
    if prefer in free:
        return prefer  # type: ignore[return-value]
    weights = dict(page.hosts.order_by("position", "id").values_list("member_id", "weight"))
    return whose_turn(free, turns_of(page), weights)


def members_with(page: BookingPage, hosts: Sequence[Member], host: int) -> list[Member]:
    """Whose time a booking with `host` takes: all of them on a page for all, else the host's. The host comes first."""
    chosen = [member for member in hosts if member.pk == host]
    if page.mode == BookingPage.Mode.ALL:
        return [*chosen, *(member for member in hosts if member.pk != host)]
    return chosen


def where_of(page: BookingPage, place: str, phone: str) -> str:
    """Where one meets, in words: the address, the video room, or the number that is called."""
    if place == BookingPage.Place.OFFICE:
        return page.address
    return page.video if place == BookingPage.Place.VIDEO else phone


def event_place(booking: Booking) -> dict[str, str]:
    """{field: value} of an event: where the talk is."""
    if booking.place == BookingPage.Place.VIDEO:
        return {"remote_link": booking.where, "location": "By video"}
    if booking.place == BookingPage.Place.PHONE:
        return {"remote_link": "", "location": f"By phone: {booking.where}"[:300]}
    return {"remote_link": "", "location": booking.where or "At the office"}


def hold(booking: Booking, page: BookingPage, members: Sequence[Member]) -> None:
    """Keep the time of these hosts and give back that of others. Raises Taken when the database knows better."""
    before = datetime.timedelta(minutes=page.buffer_before)
    after = datetime.timedelta(minutes=page.buffer_after)
    times = {"starts_at": booking.starts_at - before, "ends_at": booking.ends_at + after, "is_active": True}
    try:
        with transaction.atomic():
            booking.holds.exclude(member__in=members).delete()
            for member in members:
                BookingHold.objects.update_or_create(booking=booking, member=member, defaults=times)
    except IntegrityError as error:
        if "booking_never_twice" not in str(error):
            raise
        raise Taken from error


def put_event(booking: Booking, members: Sequence[Member]) -> None:
    """Put the booking on the calendars of its hosts, with the visitor as a guest."""
    place = event_place(booking)
    event = create_event(
        by=None,
        title=f"{booking.page.title}: {booking.name}"[:200],
        kind=Event.Kind.CONSULTATION,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=booking.page.firm.time_zone,
        matter=booking.lead.matter if booking.lead_id and booking.lead.matter_id else None,
        organizer=members[0],
        attendees=[*members, booking.email],
        state=Event.State.TENTATIVE if booking.page.confirms else Event.State.CONFIRMED,
        about_kind="booking",
        about_id=booking.pk,
        remote_link=place["remote_link"],
        location=place["location"],
    )
    seat(event, booking)
    booking.event = event
    booking.save(update_fields=["event"])


def seat(event: Event, booking: Booking) -> None:
    """All come: the visitor chose the time, and the hosts offered it."""
    now = timezone.now()
    event.attendees.update(response=Attendee.Response.ACCEPTED, responded_at=now)
    event.attendees.filter(member=None).update(name=booking.name)


def say_talk(booking: Booking) -> None:
    """Say on the lead when the talk is, while it is open."""
    if booking.lead is not None and booking.lead.is_open:
        place = event_place(booking)["location"][:200]
        book_consultation(
            booking.lead,
            by=None,
            at=booking.starts_at,
            with_=booking.host,
            minutes=booking.minutes,
            place=place,
            event=booking.event,
        )
