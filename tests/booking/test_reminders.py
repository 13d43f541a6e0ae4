"""Whoever booked is reminded by mail, as the page says: once for each reminder, not of a time they were just told, never of one
that is past or ended, and whatever the check of the names found.
"""

import datetime

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from booking import tasks
from booking.models import Booking
from booking.queries.tokens import link_token
from booking.services.changes import cancel_booking, move_booking
from booking.services.links import send_link
from booking.services.pages import own_questions, save_page
from booking.views.public import doors
from intake.models import Lead
from intake.services.forms import save_question
from intake.services.leads import create_lead
from practice.models import AuditEvent
from tests.booking.conftest import free, make_page, typed, url
from tests.booking.kit import booked
from tests.booking.test_stranger_books import deliver
from tests.doors import refused_in_sql

HERS = "dana@reyes.example"
HOUR = datetime.timedelta(hours=1)


def told(booking: Booking, *, said: int, starts: int) -> Booking:
    """The booking as it stands in the base: told so many hours ago, beginning in so many."""
    now = timezone.now()
    values = {"said_at": now - said * HOUR, "starts_at": now + starts * HOUR}
    Booking.objects.filter(pk=booking.pk).update(**values, ends_at=values["starts_at"] + HOUR)
    booking.refresh_from_db()
    return booking


def reminded() -> list[str]:
    """What a run of the clock sends."""
    mail.outbox.clear()
    tasks.remind_visitors()
    tasks.remind_visitors()
    deliver("mail_visitor")
    return [message.to[0] for message in mail.outbox if message.subject.startswith("Reminder: ")]


def test_the_day_before_and_two_hours_before_each_once(a, page):
    save_page(page, by=a.attorney, reminds=[24, 2])
    booking = booked(page)
    deliver()
    for said, starts, sent in (
        (48, 30, []),  # nothing is due yet
        (48, 23, [HERS]),
        (10, 13, []),  # the first has gone, the second is not due
        (10, 1, [HERS]),
        (1, 1, []),  # moved, or booked, an hour ago: they know
        (72, 1, [HERS]),  # both fell due while nothing ran: one mail
        (72, -1, []),
    ):
        told(booking, said=said, starts=starts)
        assert reminded() == sent, (said, starts)
    assert AuditEvent.objects.filter(verb="booking.reminded", object_id=booking.pk).count() == 3
    refused_in_sql("UPDATE booking_bookingpage SET reminds = '{1,2,3,4,5}'")
    refused_in_sql("UPDATE booking_booking SET told_at = NULL")
    # What was found behind the visitor's back changes nothing; what was never confirmed, or ended, is not reminded of.
    told(booking, said=48, starts=23)
    Booking.objects.update(state="to_confirm", screen="look")
    assert reminded() == [HERS]
    told(booking, said=48, starts=23)
    Booking.objects.update(told_at=None, state="to_confirm")
    assert reminded() == []
    Booking.objects.update(told_at=timezone.now(), state="confirmed")
    cancel_booking(booking, by=a.attorney)
    assert reminded() == []


def test_a_new_time_is_told_anew(a, page):
    booking = told(booked(page), said=48, starts=23)
    move_booking(booking, start=free(page)[5], by=a.attorney)
    deliver()
    assert reminded() == []
    save_page(page, by=a.attorney, reminds=[])
    told(booking, said=48, starts=23)
    assert reminded() == []


def test_own_questions_are_kept_when_asked_for_twice(a, page):
    page = make_page(a, name="Team", owner=None, by=a.admin)
    form = own_questions(page, by=a.admin)
    save_question(form, None, by=a.admin, label="What happened?", kind="text")
    assert own_questions(page, by=a.admin).questions.count() == 1


def test_a_name_that_is_an_advertisement_is_not_mailed(a, page, client, monkeypatch):
    answer = client.post(url(page), typed(page, free(page)[0], name="Win at www.spam.example now"))
    assert answer.status_code == 422 and "without a web address" in answer.content.decode()
    assert not Booking.objects.exists()
    # Nor is one mailbox filled by somebody who types its address again and again.
    monkeypatch.setitem(doors.LIMITS, "mail", "2/d/key")
    for at in free(page)[:3]:
        answer = client.post(url(page), typed(page, at, names=""))
    assert (answer.status_code, Booking.objects.count()) == (429, 2)


def test_the_code_for_a_web_site_keeps_its_quotation_marks_inside(a, sign_in):
    page = make_page(a, name="Quoted", title='Talk "now" <b>')
    shown = sign_in(a.attorney).get(page.get_absolute_url()).content.decode()
    assert "title=&quot;Talk &amp;quot;now&amp;quot; &amp;lt;b&amp;gt;&quot;" in shown


def test_a_cancelled_link_books_again_for_the_same_lead(a, page, client):
    lead = create_lead(by=a.attorney, name="Dana Reyes", email="dana@reyes.example")
    link = send_link(lead, page, by=a.attorney, mail=False)
    address = reverse("booking_public", args=[link_token(link)])
    manage = client.post(address, typed(page, free(page)[0]))["Location"]
    assert client.get(address).status_code == 302
    token = manage.strip("/").split("/")[-1]
    client.post(reverse("booking_cancel", args=[token]))
    assert address in client.get(manage).content.decode()
    assert client.post(address, typed(page, free(page)[1])).status_code == 303
    assert Lead.objects.count() == 1 and Booking.objects.filter(lead=lead).count() == 2
