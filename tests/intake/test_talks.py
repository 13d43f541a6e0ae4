"""A first talk noted by hand has its place on the calendar: moved and called off on either side, and kept by the matter."""

import datetime

import pytest
from django.utils import timezone

from booking.models import Booking
from booking.services.bookings import book
from booking.services.visitors import Visitor
from booking.tasks import follow_calendars as bookings_follow
from calendar_app.models import Event
from calendar_app.services import cancel_event, move_event
from intake.services import book_consultation, cancel_consultation, create_lead, prepare_matter
from intake.tasks import follow_calendars
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests.booking.conftest import free, make_page

HOUR = datetime.timedelta(hours=1)


def soon(hour: int) -> datetime.datetime:
    day = timezone.localdate() + datetime.timedelta(days=3)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=datetime.UTC)


@pytest.fixture
def lead(a):
    made = create_lead(by=a.assistant, name="Dana Reyes", email="dana@reyes.example")
    return book_consultation(made, by=a.assistant, at=soon(10), with_=a.attorney, minutes=45, place="Library")


def test_by_hand_it_is_an_event_of_the_attorney(a, lead):
    event = lead.consultation_event
    assert (event.kind, event.title, event.location) == (
        "consultation",
        "Consultation: Dana Reyes",
        "Library",
    )
    assert (event.organizer, event.about_kind, event.about_id) == (a.attorney, "lead", lead.pk)
    assert (event.starts_at, event.ends_at) == (soon(10), soon(10) + datetime.timedelta(minutes=45))
    assert [(row.member, row.email) for row in event.attendees.all()] == [(a.attorney, "")]
    # Moved and given to another on the lead: the same event.
    lead = book_consultation(lead, by=a.assistant, at=soon(14), with_=a.associate)
    event.refresh_from_db()
    assert (event.starts_at, event.organizer, event.attendees.get().member) == (
        soon(14),
        a.associate,
        a.associate,
    )
    lead = cancel_consultation(lead, by=a.assistant)
    event.refresh_from_db()
    assert event.is_cancelled and (lead.consultation_event, lead.state) == (None, "screening")
    again = book_consultation(lead, by=a.assistant, at=soon(9), with_=a.attorney)
    assert again.consultation_event != event and Event.objects.standing().count() == 1


def test_the_lead_follows_the_calendar(a, lead):
    move_event(lead.consultation_event, by=a.attorney, starts_at=soon(15), ends_at=soon(16))
    follow_calendars()
    with firm_scope(a.firm):
        lead.refresh_from_db()
        assert (lead.consultation_at, lead.consultation_minutes) == (soon(15), 60)
        cancel_event(Event.objects.get(pk=lead.consultation_event_id), by=a.attorney)
    follow_calendars()
    with firm_scope(a.firm):
        lead.refresh_from_db()
        assert (lead.consultation_at, lead.consultation_with, lead.state) == (None, None, "screening")


def test_what_a_booking_made_is_one_event(a):
    page = make_page(a)
    one, two = free(page)[:2]
    visitor = Visitor("Dana Reyes", "dana@reyes.example", "510 555 0134", "UTC")
    booking = book(page, start=one, minutes=30, visitor=visitor, nonce="n", place="phone")
    booking.lead.refresh_from_db()
    assert Event.objects.count() == 1 and booking.lead.consultation_event == booking.event
    with pytest.raises(DomainError, match="booking page"):
        book_consultation(booking.lead, by=a.assistant, at=two, with_=a.associate)
    book_consultation(booking.lead, by=a.assistant, at=two, with_=a.attorney)
    bookings_follow()
    with firm_scope(a.firm):
        booking = Booking.objects.get()
        assert (booking.starts_at, Event.objects.count()) == (two, 1)
        cancel_consultation(booking.lead, by=a.assistant)
    bookings_follow()
    with firm_scope(a.firm):
        assert Booking.objects.get().state == "cancelled" and not Event.objects.standing().exists()


def test_a_talk_by_hand_gives_way_to_a_booking_and_goes_with_the_matter(a, lead):
    own = lead.consultation_event
    matter = prepare_matter(lead, by=a.attorney, practice_area=a.area, responsible=a.attorney)
    own.refresh_from_db()
    assert own.matter == matter and set(own.attendees.values_list("matter", flat=True)) == {matter.pk}
    lead.refresh_from_db()
    assert lead.consultation_event == own and not own.is_cancelled
    moved = book_consultation(lead, by=a.assistant, at=soon(16), with_=a.attorney)
    own.refresh_from_db()
    assert moved.consultation_event == own and (own.starts_at, own.matter) == (soon(16), matter)


def test_bookings_go_behind_the_walls_of_the_matter(a):
    page = make_page(a)
    visitor = Visitor("Dana Reyes", "dana@reyes.example", "510 555 0134", "UTC")
    booking = book(page, start=free(page)[0], minutes=30, visitor=visitor, nonce="n", place="phone")
    matter = prepare_matter(booking.lead, by=a.attorney, practice_area=a.area, responsible=a.attorney)
    booking.refresh_from_db()
    assert booking.matter == matter and booking.event.matter == matter
