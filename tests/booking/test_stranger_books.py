"""A stranger books: an event, a lead with the names to check, a mail with a calendar file; and moves and cancels by the link."""

import datetime
import re

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from booking import tasks
from booking.models import Booking, BookingHold
from booking.queries.tokens import booking_token, page_token
from booking.services.bookings import book
from booking.services.pages import set_state
from booking.services.visitors import Visitor
from calendar_app.models import Event
from feeds.ical.read import parse
from intake.models import HeldFile, Lead, LeadFile, LeadParty
from intake.services.forms import save_form, save_question
from practice.models import AuditEvent, Outbox
from practice.scope import firm_scope
from tests.booking.conftest import free, make_page, opened, typed, url
from tests.doors import refused_in_sql


def deliver(what: str = "") -> None:
    """Run the jobs that wait, as a worker would."""
    for row in Outbox.objects.filter(task__startswith="booking.", done_at=None).order_by("id"):
        name = row.task.rpartition(".")[2]
        if not what or name == what:
            getattr(tasks, name)(firm_id=row.firm_id, **row.arguments)
            Outbox.objects.filter(pk=row.pk).update(done_at=timezone.now())


def test_a_booking_is_an_event_a_lead_and_a_mail(a, page, client):
    at = free(page)[0]
    answer = client.post(url(page), typed(page, at))
    booking = Booking.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        reverse("booking_manage", args=[booking_token(booking)]),
    )
    assert (booking.starts_at, booking.minutes, booking.host, booking.state, booking.zone) == (
        at, 30, a.attorney, "confirmed", "America/New_York",
    )  # fmt: skip
    event = booking.event
    assert (event.kind, event.state, event.starts_at, event.organizer, event.about_id) == (
        "consultation", "confirmed", at, a.attorney, booking.pk,
    )  # fmt: skip
    assert {(row.member_id, row.email, row.name) for row in event.attendees.all()} == {
        (a.attorney.pk, "", ""),
        (None, "dana@reyes.example", "Dana Reyes"),
    }
    lead = Lead.objects.get()
    assert (lead.name, lead.state, lead.consultation_at, lead.consultation_with, lead.summary) == (
        "Dana Reyes", "consultation", at, a.attorney, "Rear-ended on the bridge.",
    )  # fmt: skip
    assert list(LeadParty.objects.values_list("name", "role")) == [
        ("Halton Freight, Inc.", "other"),
        ("Morris Quayle", "other"),
    ]
    assert AuditEvent.objects.filter(verb="booking.made", object_id=booking.pk).exists()
    deliver()
    confirmation, told = mail.outbox
    assert confirmation.to == ["dana@reyes.example"] and told.to == ["attorney@alder.example"]
    assert "forms no attorney-client" not in confirmation.subject
    assert "EST" in confirmation.body or "EDT" in confirmation.body
    ((name, content, _kind),) = confirmation.attachments
    (found,) = parse(content if isinstance(content, bytes) else content.encode(), zone="UTC")
    assert (name, found.method, found.items[0].starts) == ("appointment.ics", "PUBLISH", at)
    assert at not in free(page)


def test_the_same_page_sent_twice_is_one_booking(a, page, client):
    data = typed(page, free(page)[0])
    first, second = client.post(url(page), data), client.post(url(page), data)
    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == Lead.objects.count() == Event.objects.count() == 1


def test_who_comes_too_late_keeps_what_they_typed_and_gets_other_times(a, page, client):
    at = free(page)[0]
    assert client.post(url(page), typed(page, at)).status_code == 303
    late = typed(page, at, name="Uma Fenn", email="uma@fenn.example", names="Quayle Bros")
    answer = client.post(url(page), late)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "That time was just taken" in shown
    assert "Uma Fenn" in shown and "Quayle Bros" in shown and "Rear-ended" in shown
    assert shown.count('name="at" value="') == 9
    # The same page goes again with one of the new times, at once.
    assert f'name="page" value="{late["page"]}"' in shown
    again = late | {"at": shown.split('name="at" value="')[1].split('"')[0]}
    assert client.post(url(page), again).status_code == 303
    assert Booking.objects.filter(name="Uma Fenn").count() == 1


def test_what_is_missing_is_said_beside_it(a, page, client):
    answer = client.post(url(page), typed(page, free(page)[0], name="", email="nobody", phone="12"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert (
        "Type your name." in shown and "Type the number that we call" in shown and 'value="nobody"' in shown
    )
    assert not Booking.objects.exists() and not Lead.objects.exists()


def test_robots_too_fast_and_too_much_are_kept_out(a, page, client):
    at = free(page)[0]
    trapped = client.post(url(page), typed(page, at, website="http://spam.example"))
    assert trapped["Location"] == reverse("booking_done", args=[page_token(page)])
    assert client.post(url(page), typed(page, at, page=opened(page, seconds=1))).status_code == 422
    assert client.post(url(page), typed(page, at, page="made.up.page")).status_code == 422
    assert not Booking.objects.exists()
    for _ in range(17):
        client.post(url(page), typed(page, at, name=""))
    assert client.post(url(page), typed(page, at)).status_code == 429


def test_it_is_moved_and_cancelled_by_its_own_link(a, page, client):
    first, second = free(page)[0], free(page)[3]
    manage = client.post(url(page), typed(page, first))["Location"]
    assert client.get(manage).status_code == 200
    token = manage.strip("/").split("/")[-1]
    move = reverse("booking_move", args=[token])
    assert client.get(move).status_code == 200
    assert client.post(move, {"at": f"{second:%Y%m%dT%H%MZ}"}).status_code == 303
    booking = Booking.objects.get()
    assert (booking.starts_at, booking.event.starts_at, booking.lead.consultation_at) == (second,) * 3
    assert (booking.first_starts_at, booking.sequence) == (first, 1)
    assert first in free(page) and second not in free(page)
    assert client.post(reverse("booking_cancel", args=[token]), {"reason": "Ill"}).status_code == 303
    booking.refresh_from_db()
    assert (booking.state, booking.event.state, booking.ended_by_visitor) == ("cancelled", "cancelled", True)
    assert Lead.objects.get().consultation_at is None
    assert second in free(page)
    assert "Cancelled" in client.get(manage).content.decode()
    mail.outbox.clear()
    deliver()
    # What was overtaken is not sent any more: the visitor hears of the end alone.
    assert [m.to[0] for m in mail.outbox] == ["dana@reyes.example", "attorney@alder.example"]
    assert mail.outbox[0].subject.startswith("Cancelled")


def test_after_the_notice_it_is_too_late(a, page, client):
    manage = client.post(url(page), typed(page, free(page)[0]))["Location"]
    token = manage.strip("/").split("/")[-1]
    booking = Booking.objects.get()
    Booking.objects.update(
        starts_at=timezone.now() + datetime.timedelta(hours=3),
        ends_at=timezone.now() + datetime.timedelta(hours=4),
    )
    assert client.post(reverse("booking_cancel", args=[token])).status_code == 422
    assert client.get(reverse("booking_move", args=[token])).status_code == 422
    booking.refresh_from_db()
    assert booking.state == "confirmed"


def test_unknown_paused_and_off(a, page, client):
    assert client.get("/book/nothing/").status_code == 404
    assert client.get("/book/b/nothing/").status_code == 404
    # A token of one sort opens no other.
    assert client.get(reverse("booking_manage", args=[page_token(page)])).status_code == 404
    set_state(page, by=a.attorney, state="paused")
    answer = client.get(url(page))
    assert answer.status_code == 200 and "Nothing can be booked here" in answer.content.decode()
    set_state(page, by=a.attorney, state="off")
    assert client.get(url(page)).status_code == 404


def test_it_is_framed_by_named_hosts_alone(a, page, client):
    assert "frame-ancestors 'none'" in client.get(url(page))["Content-Security-Policy"]
    from booking.services.pages import save_page

    save_page(page, by=a.attorney, frames=["www.alder.example"])
    answer = client.get(url(page))
    assert "frame-ancestors 'self' https://www.alder.example" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer


def test_times_are_shown_in_the_visitors_zone(a, page, client):
    at = free(page)[0]
    shown = client.get(url(page) + "?zone=Asia/Kolkata").content.decode()
    local = at.astimezone(__import__("zoneinfo").ZoneInfo("Asia/Kolkata"))
    assert f"{local:%-I:%M %p}" in shown and "Kolkata" in shown
    assert client.get(url(page) + "?zone=Nowhere/Else&length=999&day=x&at=1&with=9").status_code == 200


def test_the_database_refuses_two_at_a_time(a, page, client):
    client.post(url(page), typed(page, free(page)[0]))
    hold = BookingHold.objects.get()
    refused_in_sql(
        "INSERT INTO booking_bookinghold (firm_id, booking_id, member_id, starts_at, ends_at, is_active) "
        "SELECT firm_id, booking_id + 0, member_id, starts_at + interval '10 minutes', ends_at, true "
        "FROM booking_bookinghold WHERE id = %s",
        hold.pk,
    )


def test_a_page_of_another_firm_is_another_world(firms, client):
    from tests.booking.conftest import make_page

    with firm_scope(firms.b.firm):
        other = make_page(firms.b)
        at = free(other)[0]
    assert client.post(url(other), typed(other, at)).status_code == 303
    with firm_scope(firms.a.firm):
        assert not Booking.objects.exists() and not Lead.objects.exists()
    with firm_scope(firms.b.firm):
        assert Booking.objects.count() == 1


def test_files_wait_when_the_time_was_just_taken(a, client):
    form = save_form(None, by=a.admin, name="Papers", is_active=False)
    form.questions.all().delete()
    paper = save_question(form, None, by=a.admin, label="Papers", kind="file")
    page = make_page(a, form=form)
    one, two = free(page)[:2]
    sheet = opened(page)
    book(
        page, start=one, minutes=30, nonce="first", place="phone",
        visitor=Visitor("Uma Fenn", "uma@fenn.example", "510 555 0134", "UTC"),
    )  # fmt: skip
    report = SimpleUploadedFile("report.pdf", b"%PDF-1.4 report", content_type="application/pdf")
    late = client.post(url(page), typed(page, one, page=sheet, **{paper.field_name: report}))
    assert late.status_code == 409
    kept = re.findall(r'name="held" value="(\d+)" checked', late.content.decode())
    assert len(kept) == 1
    wrong = client.post(url(page), typed(page, two, page=sheet, held=kept, email="x"))
    assert wrong.status_code == 422 and f'value="{kept[0]}" checked' in wrong.content.decode()
    assert client.post(url(page), typed(page, two, page=sheet, held=kept)).status_code == 303
    assert LeadFile.objects.get().filename == "report.pdf" and not HeldFile.objects.exists()


def test_what_strangers_type_stays_text(a, page, client, sign_in):
    evil = {
        "name": "Dana\r\nBcc: all@firm.example <script>alert(1)</script>",
        "topic": "<img src=x onerror=alert(2)>\r\nEND:VEVENT",
        "names": "<b>Halton</b>",
        "phone": "510 555 0134\r\nX: y",
    }
    manage = client.post(url(page), typed(page, free(page)[0], **evil))["Location"]
    deliver()
    for message in mail.outbox:
        assert message.recipients() in (["dana@reyes.example"], ["attorney@alder.example"])
        assert "\n" not in message.subject
        html = "".join(body for body, kind in message.alternatives if kind == "text/html")
        assert "<script" not in html and "<img src=x" not in html
        for _name, content, _kind in message.attachments:
            lines = (
                (content if isinstance(content, str) else content.decode()).replace("\r\n ", "").splitlines()
            )
            assert [line for line in lines if line == "END:VEVENT"] == ["END:VEVENT"]
    booking = Booking.objects.get()
    browser = sign_in(a.attorney)
    for shown in (client.get(manage), browser.get(booking.get_absolute_url()), browser.get("/booking/")):
        text = shown.content.decode()
        assert shown.status_code == 200
        assert "<script>alert" not in text and "<img src=x" not in text and "<b>Halton" not in text
