"""Bookings: made by strangers, moved, cancelled, confirmed, declined. One transaction each; the hosts' seats are locked."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm, ensure
from booking.models import Booking, BookingHold, BookingLink, BookingPage
from booking.queries.access import ensure_handles
from booking.queries.availability import hosts_of, times_of
from booking.slots import whose_turn
from calendar_app.models import Attendee, Event
from calendar_app.services import cancel_event, change_event, create_event, restore_event
from intake.models import Lead, LeadParty
from intake.services.leads import add_party, book_consultation, cancel_consultation, create_lead
from intake.services.submissions import Filled, answers_in, keep_answers
from matters.queries.access import seers_of
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

State, Screen = Booking.State, Booking.Screen
MOST_NAMES = 12
# Between an act of the firm and the mail about it, so that Undo comes before the mail.
UNDO = datetime.timedelta(seconds=20)
# Over how many days turns are counted.
TURNS = datetime.timedelta(days=90)
TAKEN = "That time was just taken. Choose another; what you typed is kept."


class Taken(DomainError):
    """Somebody was faster, or the time is not offered any more."""

    def __init__(self, message: str = TAKEN):
        super().__init__(message, field="at")


@dataclass(frozen=True)
class Visitor:
    """Who books, as they typed it. `names`: others who are part of it, for the conflict check."""

    name: str
    email: str
    phone: str = ""
    zone: str = ""
    topic: str = ""
    names: tuple[str, ...] = ()


COMPANY = re.compile(r",\s*(?=(?:inc|llc|llp|ltd|co|corp|lp|pc|jr|sr|ii|iii|esq)\b)", re.IGNORECASE)


def split_names(text: str) -> tuple[str, ...]:
    """Names typed one a line, or with commas or semicolons between. “Halton Freight, Inc.” stays one."""
    parts = re.split(r"[\n;,]", COMPANY.sub("\0", text.replace("\0", "")))
    names = (" ".join(part.replace("\0", ", ").split()) for part in parts)
    return tuple(dict.fromkeys(name[:200] for name in names if len(name) > 1))[:MOST_NAMES]


def check_visitor(page: BookingPage, visitor: Visitor, place: str) -> dict[str, str]:
    """{field: what is wrong} with what the visitor typed; {} when it can be booked."""
    wrong: dict[str, str] = {}
    if not visitor.name:
        wrong["name"] = "Type your name."
    try:
        validate_email(visitor.email)
    except ValidationError:
        wrong["email"] = "Type an e-mail address, such as name@example.com."
    digits = sum(c.isdigit() for c in visitor.phone)
    if place == BookingPage.Place.PHONE and digits < 7:
        wrong["phone"] = "Type the number that we call, all of it."
    elif visitor.phone and digits < 7:
        wrong["phone"] = "Type the whole number."
    if place not in page.places:
        wrong["place"] = "Choose how we meet."
    if len(visitor.topic) > 5000:
        wrong["topic"] = f"Type at most 5,000 characters; this has {len(visitor.topic)}."
    return wrong


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


def _turns(page: BookingPage) -> dict[int, int]:
    """{host: bookings on the page lately}. One query."""
    since = timezone.now() - TURNS
    rows = Booking.objects.filter(page=page, created_at__gte=since).active()
    return dict(rows.order_by().values_list("host").annotate(n=Count("pk")))


def _choose(page: BookingPage, free: Sequence[int], *, prefer: int | None = None) -> int:
    if prefer in free:
        return prefer  # type: ignore[return-value]
    weights = dict(page.hosts.order_by("position", "id").values_list("member_id", "weight"))
    return whose_turn(free, _turns(page), weights)


def where_of(page: BookingPage, place: str, phone: str) -> str:
    """Where one meets, in words: the address, the video room, or the number that is called."""
    if place == BookingPage.Place.OFFICE:
        return page.address
    return page.video if place == BookingPage.Place.VIDEO else phone


def _event_place(booking: Booking) -> dict[str, str]:
    if booking.place == BookingPage.Place.VIDEO:
        return {"remote_link": booking.where, "location": "By video"}
    if booking.place == BookingPage.Place.PHONE:
        return {"remote_link": "", "location": f"By phone: {booking.where}"[:300]}
    return {"remote_link": "", "location": booking.where or "At the office"}


def _hold(booking: Booking, page: BookingPage, members: Sequence[Member]) -> None:
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


def _members(page: BookingPage, hosts: Sequence[Member], host: int) -> list[Member]:
    """Whose time a booking with `host` takes: all of them on a page for all, else the host's. The host comes first."""
    chosen = [member for member in hosts if member.pk == host]
    if page.mode == BookingPage.Mode.ALL:
        return [*chosen, *(member for member in hosts if member.pk != host)]
    return chosen


@transaction.atomic
def book(
    page: BookingPage,
    *,
    start: datetime.datetime,
    minutes: int,
    visitor: Visitor,
    nonce: str,
    place: str,
    host: int | None = None,
    filled: Filled | None = None,
    link: BookingLink | None = None,
) -> Booking:
    """Book a time: hold it, put the event on the calendars, make the lead (or fill that of `link`), and answer by mail.

    `nonce` is of the page that was sent: sent twice, it is one booking. `filled` are the answers to the page's further
    questions. Runs in the system's own scope. Raises Taken when the time is gone, DomainError for what cannot be.
    """
    found = Booking.objects.filter(page=page, nonce=nonce).with_people().first()
    if found is not None:
        return found
    if page.state != BookingPage.State.ON:
        raise DomainError("Nothing can be booked here at the moment.")
    if minutes not in page.lengths:
        raise DomainError("Choose one of the lengths.", field="length")
    lead = link.lead if link is not None else None
    if lead is not None and not lead.is_open:
        raise DomainError("This link is no longer in use. Call us.")
    hosts = hosts_for(page, lead)
    lock(hosts)
    found = Booking.objects.filter(page=page, nonce=nonce).with_people().first()
    if found is not None:
        return found
    free = times_of(page, minutes, host=host, hosts=hosts).get(start)
    if not free:
        raise Taken
    chosen = free[0] if page.mode == BookingPage.Mode.ALL else _choose(page, free)
    members = _members(page, hosts, chosen)
    lead, submission = _lead(page, members[0], visitor, filled, nonce, lead)
    booking = Booking(
        page=page,
        lead=lead,
        matter_id=lead.matter_id,
        host=members[0],
        name=visitor.name[:200],
        email=visitor.email[:254],
        phone=visitor.phone[:40],
        topic=visitor.topic,
        zone=visitor.zone if visitor.zone in available_timezones() else page.firm.time_zone,
        starts_at=start,
        ends_at=start + datetime.timedelta(minutes=minutes),
        first_starts_at=start,
        place=place,
        where=where_of(page, place, visitor.phone)[:300],
        state=State.TO_CONFIRM if page.confirms else State.CONFIRMED,
        told_at=None if page.confirms else timezone.now(),
        screen=Screen.WAITING if page.asks_names else Screen.NONE,
        submission=submission,
        nonce=nonce,
    )
    booking.save()
    _hold(booking, page, members)
    _put_event(booking, members)
    book_consultation(
        lead,
        by=None,
        at=start,
        with_=members[0],
        minutes=minutes,
        place=_event_place(booking)["location"][:200],
    )
    if link is not None:
        link.booking = booking
        link.save(update_fields=["booking"])
    audit.record(
        None, "booking.made", booking, changes={"starts_at": [None, start], "host": [None, members[0].name]}
    )
    if booking.screen == Screen.WAITING:
        enqueue_after_commit("booking.tasks.screen", booking_id=booking.pk)
    tell_visitor(booking, "asked" if page.confirms else "booked")
    tell_hosts(booking, "booked")
    return booking


def _lead(
    page: BookingPage, host: Member, visitor: Visitor, filled: Filled | None, nonce: str, lead: Lead | None
):
    """(the lead that the booking fills, with who was named; its submission or None)."""
    answers = answers_in(page.form, filled) if page.form is not None and filled is not None else None
    if lead is None:
        values = dict(answers.values) if answers is not None else {}
        values |= {"email": visitor.email, "phone": visitor.phone or values.get("phone", "")}
        values.pop("name", None)
        values["summary"] = "\n\n".join(part for part in (visitor.topic, values.get("summary", "")) if part)
        lead = create_lead(
            by=None,
            name=visitor.name,
            channel=Lead.Channel.FORM,
            practice_area=page.practice_area,
            source=page.source,
            owner=host if host.can(Perm.LEAD_SCREEN) else None,
            attorney=host if host.is_licensed else None,
            **values,
        )
    else:
        lead = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
        changes = audit.apply(
            lead,
            email=lead.email or visitor.email,
            phone=lead.phone or visitor.phone,
            summary=lead.summary or visitor.topic,
        )
        if changes:
            lead.save(update_fields=[*changes, "updated_at"])
            audit.record(None, "lead.changed", lead, changes=changes)
    named = {name.casefold() for name in lead.parties.values_list("name", flat=True)}
    for name in visitor.names:
        if name.casefold() not in named:
            add_party(lead, by=None, name=name, role=LeadParty.Role.OTHER, note="Named when booking")
    submission = None
    if (
        answers is not None
        and filled is not None
        and page.form is not None
        and (answers.rows or answers.parties)
    ):
        submission = keep_answers(page.form, lead, answers, filled, nonce=nonce)
    return lead, submission


def _put_event(booking: Booking, members: Sequence[Member]) -> None:
    """Put the booking on the calendars of its hosts, with the visitor as a guest."""
    place = _event_place(booking)
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
    _seat(event, booking)
    booking.event = event
    booking.save(update_fields=["event"])


def _seat(event: Event, booking: Booking) -> None:
    """All come: the visitor chose the time, and the hosts offered it."""
    now = timezone.now()
    event.attendees.update(response=Attendee.Response.ACCEPTED, responded_at=now)
    event.attendees.filter(member=None).update(name=booking.name)


def tell_visitor(booking: Booking, what: str, *, after: datetime.timedelta | None = None) -> None:
    """Queue the mail that says what happened: asked, booked, moved, confirmed or ended."""
    enqueue_after_commit(
        "booking.tasks.mail_visitor",
        not_before=timezone.now() + after if after else None,
        booking_id=booking.pk,
        what=what,
        sequence=booking.sequence,
    )


def tell_hosts(booking: Booking, what: str) -> None:
    """Queue the mail to whoever receives: booked, moved, ended, or near (a possible conflict)."""
    enqueue_after_commit(
        "booking.tasks.mail_hosts", booking_id=booking.pk, what=what, sequence=booking.sequence
    )


def locked(booking: Booking) -> Booking:
    """The booking as it is now, locked, with its page and people."""
    rows = Booking.objects.select_for_update(of=("self",)).select_related(
        "page__firm", "page__form", "host__role", "host__user", "lead__matter", "event", "firm"
    )
    return rows.get(pk=booking.pk)


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
) -> Booking:
    """Give a booking another time, and where the host is not free then another host of the page.

    The visitor (`by` None) chooses among the free times and keeps to the page's notice. Staff may choose any time that lies
    ahead; what is booked twice the database refuses all the same. Raises Taken or DomainError.
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
            else _choose(page, free, prefer=booking.host_id)
        )
        members = _members(page, hosts, chosen)
    elif host is not None and host != booking.host_id:
        members = _members(page, hosts, host)
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
    booking.save(update_fields=["starts_at", "ends_at", "host", "sequence"])
    _hold(booking, page, members)
    if booking.event is not None:
        event = change_event(
            booking.event,
            by=None,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            organizer=members[0],
            attendees=[*members, booking.email],
        )
        _seat(event, booking)
        booking.event = event
    _talk(booking)
    audit.record(by, "booking.moved", booking, changes=changes, reason=" ".join(reason.split())[:500])
    tell_visitor(booking, "moved", after=UNDO if by is not None else None)
    tell_hosts(booking, "moved")
    return booking


def _talk(booking: Booking) -> None:
    """Say on the lead when the talk is, while it is open."""
    if booking.lead is not None and booking.lead.is_open:
        place = _event_place(booking)["location"][:200]
        book_consultation(
            booking.lead,
            by=None,
            at=booking.starts_at,
            with_=booking.host,
            minutes=booking.minutes,
            place=place,
        )


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
    booking.save(update_fields=["state", "reason", "ended_by_visitor", "sequence", "ended_at"])
    try:
        with transaction.atomic():
            booking.holds.update(is_active=True)
    except IntegrityError as error:
        raise DomainError("Its time was booked by somebody else meanwhile.") from error
    if booking.event is not None and booking.event.is_cancelled:
        restore_event(booking.event, by=None)
        if not booking.told_at:
            change_event(booking.event, by=None, state=Event.State.TENTATIVE)
    _talk(booking)
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
    booking.told_at = booking.told_at or timezone.now()
    booking.save(update_fields=["state", "told_at"])
    if booking.event is not None and booking.event.state == Event.State.TENTATIVE:
        change_event(booking.event, by=None, state=Event.State.CONFIRMED)
    audit.record(by, "booking.confirmed", booking, changes=changes)
    if first:
        tell_visitor(booking, "confirmed")
    return booking


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
    booking.save(update_fields=["starts_at", "ends_at", "sequence"])
    members = [hold.member for hold in booking.holds.select_related("member")]
    try:
        _hold(booking, booking.page, members)
    except Taken:
        # Two at a time, as the calendar has it: the event keeps the time from now on.
        booking.holds.update(is_active=False)
    if booking.starts_at > timezone.now():
        _talk(booking)
    audit.record(None, "booking.moved", booking, changes=changes, reason="Moved on the calendar")
    tell_visitor(booking, "moved")
    return True
