"""The firm's side: bookings checked, confirmed, declined, moved and undone, links for leads."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from booking.models import Booking
from booking.queries.tokens import booking_token, link_token
from booking.services.changes import (
    cancel_booking,
    close_booking,
    confirm_booking,
    decline_booking,
    follow_event,
    move_booking,
    restore_booking,
)
from booking.services.links import send_link
from booking.services.screening import screen_booking
from booking.services.visitors import split_names
from calendar_app.models import Event
from calendar_app.services import move_event
from conflicts.models import Check
from intake.models import Lead, LeadParty
from intake.services.forms import save_form
from intake.services.leads import create_lead
from matters.models import Contact, Party
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from tests.booking.conftest import free, make_page, typed, url
from tests.booking.kit import booked
from tests.booking.test_stranger_books import deliver
from tests.cast import make_matter


def test_names_are_told_apart():
    assert split_names("Halton Freight, Inc.\nMorris Quayle; Quayle & Sons, LLC, Uma Fenn\nUma Fenn") == (
        "Halton Freight, Inc.",
        "Morris Quayle",
        "Quayle & Sons, LLC",
        "Uma Fenn",
    )


def test_a_possible_conflict_is_told_to_the_firm_alone(a, client):
    page = make_page(a)
    Party.objects.create(
        matter=a.matter, role="opposing_party",
        contact=Contact.objects.create(kind="company", name="Solano Kilns", sort_name="Solano Kilns"),
    )  # fmt: skip
    one, two = free(page)[0], free(page)[3]
    near = client.post(url(page), typed(page, one, names="Solano Kilns"))
    far = client.post(
        url(page), typed(page, two, names="Nobody Whatsoever", name="Uma Fenn", email="uma@fenn.example")
    )
    deliver()
    deliver()  # what the check asked for
    hit, clear = Booking.objects.order_by("starts_at")
    assert (hit.state, hit.screen, clear.state, clear.screen) == ("to_confirm", "look", "confirmed", "clear")
    assert hit.check_ref.about_id == hit.lead_id and hit.warned_at is not None
    # The event is what the visitor was told of: it says nothing.
    assert (hit.event.state, hit.event.note) == ("confirmed", "")
    warned = [m for m in mail.outbox if m.subject.startswith("Look before you meet")]
    assert [m.to for m in warned] == [["attorney@alder.example"]]
    assert "Solano" not in warned[0].body
    # What the two visitors are shown and sent differs in their own words alone.
    shown = [client.get(answer["Location"]).content.decode() for answer in (near, far)]
    assert all("Booked" in page and "onflict" not in page for page in shown)
    to_visitors = [m for m in mail.outbox if m.to[0] in ("dana@reyes.example", "uma@fenn.example")]
    assert len(to_visitors) == 2 and not any("onflict" in m.body for m in to_visitors)
    with pytest.raises(Refused):
        confirm_booking(hit, by=a.freelancer)
    mail.outbox.clear()
    assert confirm_booking(hit, by=a.paralegal).state == "confirmed"
    deliver()
    # They were told before: no second mail that could be wondered at.
    assert not mail.outbox


def test_the_check_goes_on_where_the_lead_has_one(a):
    page = make_page(a)
    booking = booked(page, names=["Somebody Unknown"])
    screen_booking(booking)
    screen_booking(booking)
    assert Check.objects.count() == 1
    booking.refresh_from_db()
    assert booking.screen == "clear"


def test_a_page_that_confirms_tells_the_visitor_when_somebody_did(a):
    page = make_page(a, confirms=True)
    booking = booked(page)
    assert (booking.state, booking.told_at, booking.event.state) == ("to_confirm", None, "tentative")
    deliver("mail_visitor")
    assert mail.outbox[-1].subject.startswith("Received")
    booking = confirm_booking(booking, by=a.paralegal)
    assert booking.told_at and Event.objects.get(pk=booking.event_id).state == "confirmed"
    deliver("mail_visitor")
    assert mail.outbox[-1].subject.startswith("Confirmed")
    other = booked(page, free(page)[0])
    other = decline_booking(other, by=a.attorney, reason="Not our field")
    assert other.state == "declined" and other.starts_at in free(page)
    deliver("mail_visitor")
    assert mail.outbox[-1].subject.startswith("Cancelled") and "field" not in mail.outbox[-1].body


def test_undo_of_a_cancellation_comes_before_its_mail(a):
    page = make_page(a)
    booking = booked(page)
    deliver()
    mail.outbox.clear()
    cancel_booking(booking, by=a.paralegal, reason="Mistake")
    row = Outbox.objects.get(task="booking.tasks.mail_visitor", done_at=None)
    assert row.not_before > timezone.now()
    booking = restore_booking(booking, by=a.paralegal)
    assert (booking.state, Event.objects.get(pk=booking.event_id).state) == ("confirmed", "confirmed")
    assert Lead.objects.get().consultation_at == booking.starts_at
    deliver("mail_visitor")
    assert not mail.outbox
    cancel_booking(booking, by=a.paralegal)
    booked(page, booking.starts_at, name="Uma Fenn", email="uma@fenn.example")
    with pytest.raises(DomainError, match="booked by somebody else"):
        restore_booking(booking, by=a.paralegal)


def test_staff_move_it_anywhere_but_onto_another_booking(a):
    page = make_page(a, hosts=[(a.attorney, 1), (a.associate, 1)], by=a.admin, owner=None)
    one, two = (
        booked(page, free(page)[0]),
        booked(page, free(page)[0], name="Uma Fenn", email="uma@fenn.example"),
    )
    assert {one.host, two.host} == {a.attorney, a.associate}
    evening = one.starts_at.replace(hour=20)
    assert move_booking(one, start=evening, by=a.paralegal).event.starts_at == evening
    with pytest.raises(DomainError, match="taken"):
        move_booking(two, start=evening, by=a.paralegal, host=a.attorney.pk)
    with pytest.raises(DomainError, match="ahead"):
        move_booking(one, start=timezone.now() - datetime.timedelta(days=1), by=a.paralegal)


def test_a_booking_follows_its_event(a):
    page = make_page(a)
    booking = booked(page)
    later = booking.starts_at + datetime.timedelta(days=1, minutes=15)
    move_event(booking.event, by=a.attorney, starts_at=later, ends_at=later + datetime.timedelta(minutes=30))
    assert follow_event(booking)
    booking.refresh_from_db()
    assert (booking.starts_at, booking.lead.consultation_at, booking.holds.get().starts_at) == (later,) * 3
    assert not follow_event(booking)


def test_came_or_not_is_noted_after_it_began(a):
    page = make_page(a)
    booking = booked(page)
    with pytest.raises(DomainError, match="not begun"):
        close_booking(booking, by=a.attorney, came=False)
    past = timezone.now() - datetime.timedelta(hours=2)
    Booking.objects.update(starts_at=past, ends_at=past + datetime.timedelta(minutes=30))
    assert close_booking(booking, by=a.attorney, came=False).state == "no_show"
    assert close_booking(booking, by=a.attorney, came=True).state == "held"


def test_a_link_fills_the_lead_it_was_sent_to(a, client):
    page = make_page(a)
    lead = create_lead(by=a.paralegal, name="Dana Reyes", email="dana@reyes.example")
    link = send_link(lead, page, by=a.paralegal)
    deliver()
    address = reverse("booking_public", args=[link_token(link)])
    assert address in mail.outbox[-1].body
    at = free(page)[0]
    assert client.get(f"{address}?at={at:%Y%m%dT%H%MZ}").content.decode().count("dana@reyes.example") == 1
    assert client.post(address, typed(page, at)).status_code == 303
    assert Lead.objects.count() == 1
    lead.refresh_from_db()
    assert (lead.state, lead.consultation_at) == ("consultation", at)
    assert LeadParty.objects.filter(lead=lead).count() == 2
    # The link now leads to the booking.
    assert client.get(address)["Location"] == reverse(
        "booking_manage", args=[booking_token(Booking.objects.get())]
    )
    # A second link ends one that was not used.
    first = send_link(
        create_lead(by=a.paralegal, name="Uma Fenn", email="uma@fenn.example"), page, by=a.paralegal
    )
    send_link(first.lead, page, by=a.paralegal)
    assert client.get(reverse("booking_public", args=[link_token(first)])).status_code == 404


def test_a_link_of_a_walled_matter_books_with_those_who_see_it(a, client):
    page = make_page(a, owner=None, by=a.admin, hosts=[(a.attorney, 1), (a.associate, 1)])
    matter = make_matter(a, number="2026-0077", name="Sealed", restricted=True) if hasattr(
        type(a.matter), "restricted"
    ) else make_matter(a, number="2026-0077", name="Sealed")  # fmt: skip
    lead = create_lead(by=a.paralegal, name="Dana Reyes", email="dana@reyes.example")
    Lead.objects.filter(pk=lead.pk).update(matter=matter)
    lead.refresh_from_db()
    link = send_link(lead, page, by=a.attorney, mail=False)
    address = reverse("booking_public", args=[link_token(link)])
    assert client.post(address, typed(page, free(page)[0])).status_code == 303
    booking = Booking.objects.get()
    assert booking.matter == matter and booking.event.matter == matter


def test_intake_questions_are_kept_with_the_lead(a, client):
    form = save_form(None, by=a.admin, name="Injury")
    page = make_page(a, form=form)
    asked = {q.label: q.field_name for q in form.questions.all()}
    at = free(page)[0]
    shown = client.get(f"{url(page)}?at={at:%Y%m%dT%H%MZ}").content.decode()
    assert "What happened" in shown and asked["Your name"] not in shown
    # Nothing is asked twice: the form asks what it is about and who is on the other side.
    assert 'name="topic"' not in shown and 'name="names"' not in shown
    data = typed(page, at) | {
        asked["What happened"]: "A fall.",
        asked["Who is on the other side"]: "Stair Co",
    }
    assert client.post(url(page), data).status_code == 303
    booking = Booking.objects.get()
    assert [row["value"] for row in booking.submission.answers] == ["A fall.", "Stair Co"]
    assert booking.lead.parties.filter(name="Stair Co", role="opposing_party").exists()
    assert client.post(url(page), typed(page, free(page)[0])).status_code == 422
