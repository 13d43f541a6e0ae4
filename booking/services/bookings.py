"""Bookings as they are made by strangers, and what is told of them. One transaction; the hosts' seats are locked."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from booking.models import Booking, BookingLink, BookingPage
from booking.queries.availability import times_of
from booking.services.seats import (
    Taken,
    choose,
    event_place,
    hold,
    hosts_for,
    lock,
    members_with,
    put_event,
    where_of,
)
from booking.services.visitors import Visitor
from intake.models import Lead, LeadParty
from intake.services.leads import add_party, create_lead
from intake.services.submissions import Filled, answers_in, keep_answers
from intake.services.talks import book_consultation
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.zones import zone_names

State, Screen = Booking.State, Booking.Screen


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
    chosen = free[0] if page.mode == BookingPage.Mode.ALL else choose(page, free)
    members = members_with(page, hosts, chosen)
    lead, submission = _lead(page, members[0], visitor, filled, nonce, lead)
    booking = Booking(
        page=page,
        lead=lead,
        matter_id=lead.matter_id,
        host=members[0],
        name=visitor.name[:200],
        email=visitor.email[:254],
        phone=visitor.phone[:40],
        # Where a further question asks what it is about, its answer stands on the lead.
        topic=visitor.topic or (lead.summary if link is None else ""),
        zone=visitor.zone if visitor.zone in zone_names() else page.firm.time_zone,
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
    hold(booking, page, members)
    put_event(booking, members)
    book_consultation(
        lead,
        by=None,
        at=start,
        with_=members[0],
        minutes=minutes,
        place=event_place(booking)["location"][:200],
        event=booking.event,
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


def tell_visitor(booking: Booking, what: str, *, after: datetime.timedelta | None = None) -> None:
    """Queue the mail that says what happened: asked, booked, moved, confirmed, ended, or a reminder."""
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
