"""Mail about bookings and polls. Prepared inside the firm's scope, sent outside any transaction."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from booking.models import Booking, BookingLink, BookingPage, Poll, PollGuest, PollOption
from booking.queries.tokens import booking_token, guest_token, link_token
from feeds.ical.items import Item, Person
from feeds.ical.write import calendar
from practice import mail

ENDED = (Booking.State.CANCELLED, Booking.State.DECLINED)


@dataclass(frozen=True)
class Prepared:
    """A mail ready to go."""

    name: str
    to: str
    context: dict
    message_id: str
    reply_to: str = ""
    attachments: tuple = ()

    def send(self) -> None:
        """Hand it to the mail server. Raises its errors."""
        mail.send(
            self.name,
            self.to,
            {"base_url": settings.BASE_URL, **self.context},
            reply_to=self.reply_to,
            attachments=self.attachments,
            message_id=self.message_id,
        )


def _id(*parts: object) -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{'-'.join(str(part) for part in parts)}@{domain}>"


def when(moment: datetime.datetime, zone: str) -> str:
    """Tuesday, December 1, 2026 at 9:00 AM PST, as clocks in `zone` show it."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%A, %B} {there.day}, {there.year} at {there:%-I:%M %p} {there:%Z}"


def manage_url(booking: Booking) -> str:
    """The address at which the visitor sees, moves and cancels the booking."""
    return f"{settings.BASE_URL}{reverse('booking_manage', args=[booking_token(booking)])}"


def place_words(booking: Booking) -> str:
    """How one meets, for the visitor."""
    if booking.place == BookingPage.Place.PHONE:
        return f"We call you at {booking.where}."
    if booking.place == BookingPage.Place.VIDEO:
        return f"By video: {booking.where}"
    return f"At our office: {booking.where}"


def ics(booking: Booking) -> bytes:
    """The booking as a calendar file for the visitor: nothing of the firm's own notes is in it."""
    firm = booking.page.firm
    ended = booking.state in ENDED
    asked = booking.told_at is None
    zone = ZoneInfo(booking.zone)
    item = Item(
        uid=f"booking-{booking.firm_id}-{booking.pk}@bailiwick",
        starts=booking.starts_at.astimezone(zone),
        ends=booking.ends_at.astimezone(zone),
        zone=booking.zone,
        title=f"{booking.page.title}, {firm.name}",
        location=booking.where if booking.place != BookingPage.Place.PHONE else "By phone",
        text=f"{place_words(booking)}\n\nTo move or cancel it: {manage_url(booking)}",
        status="cancelled" if ended else "tentative" if asked else "confirmed",
        organizer=Person(firm.email, firm.name) if firm.email else None,
        sequence=booking.sequence,
        created=booking.created_at,
        modified=booking.created_at,
    )
    return calendar([item], method="CANCEL" if ended else "PUBLISH")


def for_visitor(booking: Booking, what: str) -> Prepared:
    """What happened, for whoever booked, with the calendar file. `what`: asked, booked, confirmed, moved, ended, reminder."""
    page, firm = booking.page, booking.page.firm
    context = {
        "what": what,
        "booking": booking,
        "title": page.title,
        "firm": firm,
        "when": when(booking.starts_at, booking.zone),
        "minutes": booking.minutes,
        "place": place_words(booking),
        "host": booking.host.name,
        "link": manage_url(booking),
        "fee": page.fee,
        "thanks": page.thanks,
        "asked": booking.told_at is None,
    }
    attachment = ("appointment.ics", ics(booking), "text/calendar")
    # Of one time there may be several reminders.
    count = (int(booking.said_at.timestamp()),) if what == "reminder" else ()
    key = _id("booking", what, booking.firm_id, booking.pk, booking.sequence, *count)
    return Prepared("booking_visitor", booking.email, context, key, firm.email, (attachment,))


def for_hosts(booking: Booking, what: str) -> list[Prepared]:
    """What happened, for each who receives. `what`: booked, moved, ended, near (a possible conflict)."""
    firm = booking.page.firm
    found = []
    for hold in booking.holds.select_related("member__user"):
        member = hold.member
        if not member.is_active:
            continue
        context = {
            "what": what,
            "booking": booking,
            "to": member,
            "firm": firm,
            "when": when(booking.starts_at, firm.time_zone),
            "link": f"{settings.BASE_URL}{booking.get_absolute_url()}",
        }
        key = _id("booking-host", what, booking.firm_id, booking.pk, booking.sequence, member.pk)
        found.append(Prepared("booking_host", member.user.email, context, key))
    return found


def for_lead(link: BookingLink) -> Prepared:
    """The page, sent to a lead."""
    firm = link.page.firm
    context = {
        "name": link.lead.name,
        "firm": firm,
        "title": link.page.title,
        "fee": link.page.fee,
        "link": f"{settings.BASE_URL}{reverse('booking_public', args=[link_token(link)])}",
    }
    return Prepared(
        "booking_link", link.email, context, _id("booking-link", link.firm_id, link.pk), firm.email
    )


def for_guest(guest: PollGuest, what: str, option: PollOption | None = None) -> Prepared | None:
    """A poll's question, its result or its end, for one person. `what`: asked, added (one more time), dropped and back (of
    that `option`), removed (the person), decided, ended.

    None without an address.
    """
    poll, firm = guest.poll, guest.firm
    to = guest.member.user.email if guest.member is not None else guest.email
    if not to:
        return None
    zone = guest.zone or poll.zone
    chosen = poll.options.filter(is_chosen=True).first()
    told = option or chosen
    context = {
        "what": what,
        "guest": guest,
        "poll": poll,
        "firm": firm,
        "organizer": poll.organizer.name,
        "times": [when(option.starts_at, zone) for option in _asked_about(guest, what)],
        "when": when(told.starts_at, zone) if told is not None else "",
        "link": f"{settings.BASE_URL}{reverse('poll_answer', args=[guest_token(guest)])}",
    }
    attachments: tuple = ()
    if what == "decided" and chosen is not None:
        attachments = (("meeting.ics", poll_ics(poll, chosen, zone), "text/calendar"),)
    # Each time that is added is told once; taken out and put back, it is told each time.
    count: tuple[int, ...] = (poll.options.count(),) if what == "added" else ()
    if what in ("dropped", "back", "removed"):
        since = option.removed_at if option is not None else guest.removed_at
        count = (option.pk if option is not None else 0, int((since or timezone.now()).timestamp()))
    key = _id("poll", what, guest.firm_id, guest.pk, *count)
    return Prepared("poll_guest", to, context, key, poll.organizer.user.email, attachments)


def _asked_about(guest: PollGuest, what: str) -> list[PollOption]:
    """The times in the mail: all of them, or those to which the person has not said anything yet."""
    options = guest.poll.times
    if what == "added":
        options = options.exclude(pk__in=guest.answers.values("option"))
    return list(options)


def poll_ics(poll: Poll, option, zone: str) -> bytes:
    """The chosen time of a poll as a calendar file."""
    place = ZoneInfo(zone)
    item = Item(
        uid=f"poll-{poll.firm_id}-{poll.pk}@bailiwick",
        starts=option.starts_at.astimezone(place),
        ends=option.ends_at.astimezone(place),
        zone=zone,
        title=poll.title,
        location=poll.place or (str(poll.room) if poll.room_id else ""),
        text=poll.note,
        organizer=Person(poll.organizer.user.email, poll.organizer.name),
        created=poll.created_at,
        modified=poll.created_at,
    )
    return calendar([item], method="PUBLISH")


def for_organizer(guest: PollGuest) -> Prepared:
    """Somebody answered: the organizer is told."""
    poll = guest.poll
    context = {
        "guest": guest,
        "poll": poll,
        "to": poll.organizer,
        "firm": guest.firm,
        "answers": list(guest.answers.select_related("option").order_by("option__starts_at")),
        "link": f"{settings.BASE_URL}{poll.get_absolute_url()}",
    }
    stamp = int(guest.answered_at.timestamp()) if guest.answered_at else 0
    return Prepared(
        "poll_answered",
        poll.organizer.user.email,
        context,
        _id("poll-answered", guest.firm_id, guest.pk, stamp),
    )
