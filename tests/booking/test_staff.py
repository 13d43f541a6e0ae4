"""The firm's side: pages and who may change them, bookings confirmed, declined, moved and undone, links for leads."""

import datetime
import secrets

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence, Delegation
from booking.models import Booking, BookingLink, BookingPage
from booking.queries.availability import times_of
from booking.queries.tokens import booking_token, link_token
from booking.services.bookings import book
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
from booking.services.pages import save_page, set_state
from booking.services.screening import screen_booking
from booking.services.visitors import Visitor, split_names
from calendar_app.models import Closure, Event, WorkingHours
from calendar_app.services import create_event, move_event
from conflicts.models import Check
from intake.models import Lead, LeadParty
from intake.services.forms import save_form
from intake.services.leads import create_lead
from matters.models import Contact, Party
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from tests.booking.conftest import free, make_page, typed, url
from tests.booking.test_stranger_books import deliver
from tests.cast import make_matter

UTC = datetime.UTC


def booked(page, at=None, *, names=(), **visitor) -> Booking:
    who = {
        "name": "Dana Reyes",
        "email": "dana@reyes.example",
        "phone": "510 555 0134",
        "zone": "UTC",
    } | visitor
    at = at or free(page)[0]
    return book(
        page, start=at, minutes=30, visitor=Visitor(names=tuple(names), **who), nonce=secrets.token_urlsafe(9), place="phone"
    )  # fmt: skip


def test_names_are_told_apart():
    assert split_names("Halton Freight, Inc.\nMorris Quayle; Quayle & Sons, LLC, Uma Fenn\nUma Fenn") == (
        "Halton Freight, Inc.",
        "Morris Quayle",
        "Quayle & Sons, LLC",
        "Uma Fenn",
    )


def test_who_may_change_which_page(a, sign_in):
    page = make_page(a)
    with pytest.raises(Refused):
        save_page(page, by=a.secretary, title="Mine now")
    today = timezone.localdate()
    Delegation.objects.create(
        principal=a.attorney, to=a.secretary, powers=["calendar.manage_for_others"], starts_on=today,
        until=today + datetime.timedelta(days=9), created_by=a.attorney,
    )  # fmt: skip
    keeper = type(a.secretary).objects.get(pk=a.secretary.pk)
    assert save_page(page, by=keeper, title="Kept by Bea").title == "Kept by Bea"
    with pytest.raises(Refused):
        make_page(a, name="Firm", owner=None, by=a.associate, hosts=[(a.attorney, 1)])
    assert make_page(a, name="Firm", owner=None, by=a.admin, hosts=[(a.attorney, 1)]).owner is None


def test_only_an_attorney_names_a_fee(a):
    page = make_page(a)
    assert save_page(page, by=a.attorney, fee="$150, credited if we act for you").fee_by == a.attorney
    today = timezone.localdate()
    Delegation.objects.create(
        principal=a.attorney, to=a.secretary, powers=["calendar.manage_for_others"], starts_on=today,
        until=today + datetime.timedelta(days=9), created_by=a.attorney,
    )  # fmt: skip
    keeper = type(a.secretary).objects.get(pk=a.secretary.pk)
    with pytest.raises(Refused):
        save_page(page, by=keeper, fee="$50")
    # Unchanged, it stays whoever saves the page.
    assert (
        save_page(page, by=keeper, fee="$150, credited if we act for you", intro="New").fee_by == a.attorney
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingPage.objects.filter(pk=page.pk).update(fee_by=None)


def test_court_days_absences_closures_hours_and_the_most_a_day(a):
    page = make_page(a, step=60, lengths=[60], most_per_day=2)
    base = free(page, 60)
    days = sorted({at.date() for at in base})
    one, two, three, four = days[1:5]
    at = datetime.datetime.combine(one, datetime.time(9, 30), tzinfo=UTC)
    create_event(
        by=a.attorney, title="Hearing", kind="hearing", starts_at=at, ends_at=at + datetime.timedelta(hours=1), matter=a.matter,
        appearance_required=True, zone="UTC",
    )  # fmt: skip
    Absence.objects.create(member=a.attorney, starts_on=two, ends_on=two, created_by=a.attorney)
    Closure.objects.create(name="Move", starts_on=three, ends_on=three, created_by=a.admin)
    for n in range(2):
        booked_at = datetime.datetime.combine(four, datetime.time(9 + n), tzinfo=UTC)
        book(
            page, start=booked_at, minutes=60, nonce=str(n), place="phone",
            visitor=Visitor("Uma Fenn", "uma@fenn.example", "510 555 0134", "UTC"),
        )  # fmt: skip
    left = free(page, 60)
    assert {moment.hour for moment in left if moment.date() == one} == {12, 13, 14, 15, 16}
    assert not {two, three, four} & {moment.date() for moment in left}
    save_page(page, by=a.attorney, court_days="day")
    assert one not in {moment.date() for moment in free(BookingPage.objects.get(pk=page.pk), 60)}
    WorkingHours.objects.create(
        member=a.attorney, weekday=days[0].weekday(), begins=datetime.time(14), ends=datetime.time(16)
    )
    hours = {
        moment.hour for moment in free(BookingPage.objects.get(pk=page.pk), 60) if moment.date() == days[0]
    }
    assert hours <= {14, 15}


def test_a_month_of_a_team_takes_a_fixed_number_of_statements(a, django_assert_max_num_queries):
    page = make_page(a, name="Alone", horizon=60)
    team = make_page(
        a, name="Team", owner=None, by=a.admin, horizon=60,
        hosts=[(a.attorney, 1), (a.associate, 1), (a.paralegal, 1), (a.assistant, 1)],
    )  # fmt: skip
    for n in range(4):
        booked(page, free(page)[n * 5])
    with django_assert_max_num_queries(11):
        times_of(page, 30)
    with django_assert_max_num_queries(11):
        assert times_of(team, 30)


def test_turns_are_fair_and_a_busy_host_is_passed_over(a):
    team = make_page(
        a,
        name="Team",
        owner=None,
        by=a.admin,
        hosts=[(a.attorney, 1), (a.associate, 1)],
        step=60,
        lengths=[30],
    )
    times = free(team)
    hosts = [booked(team, at).host for at in times[:4]]
    assert hosts == [a.attorney, a.associate, a.attorney, a.associate]
    create_event(
        by=a.attorney,
        title="Busy",
        starts_at=times[5],
        ends_at=times[5] + datetime.timedelta(hours=1),
        zone="UTC",
    )
    assert booked(team, times[5]).host == a.associate


def test_all_of_them_together(a):
    team = make_page(
        a,
        name="Both",
        owner=None,
        by=a.admin,
        mode="all",
        hosts=[(a.attorney, 1), (a.associate, 1)],
        lengths=[30],
    )
    at = free(team)[0]
    booking = booked(team, at)
    assert {hold.member_id for hold in booking.holds.all()} == {a.attorney.pk, a.associate.pk}
    assert {row.member_id for row in booking.event.attendees.exclude(member=None)} == {
        a.attorney.pk,
        a.associate.pk,
    }
    assert at not in free(team)


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
    data = typed(page, at) | {
        asked["What happened"]: "A fall.",
        asked["Who is on the other side"]: "Stair Co",
    }
    assert client.post(url(page), data).status_code == 303
    booking = Booking.objects.get()
    assert [row["value"] for row in booking.submission.answers] == ["A fall.", "Stair Co"]
    assert booking.lead.parties.filter(name="Stair Co", role="opposing_party").exists()
    assert client.post(url(page), typed(page, free(page)[0])).status_code == 422


def test_pages_of_staff_answer(a, sign_in):
    page = make_page(a)
    booking = booked(page, names=["Morris Quayle"])
    browser = sign_in(a.attorney)
    for name, args in (
        ("booking_list", []), ("booking_pages", []), ("booking_page_create", []), ("booking_page", [page.pk]),
        ("booking_detail", [booking.pk]), ("booking_shift", [booking.pk]), ("booking_call_off", [booking.pk]),
        ("find_time", []), ("poll_list", []), ("lead_booking_link", [booking.lead_id]), ("booking_page_qr", [page.pk]),
    ):  # fmt: skip
        answer = browser.get(reverse(name, args=args), follow=True)
        assert answer.status_code == 200, name
    assert browser.post(reverse("booking_page_state", args=[page.pk]), {"state": "paused"}).status_code == 303
    assert BookingPage.objects.get().state == "paused"
    assert browser.post(reverse("booking_call_off", args=[booking.pk]), {"reason": "Ill"}).status_code == 303
    assert browser.post(reverse("booking_restore", args=[booking.pk])).status_code == 303
    secretary = sign_in(a.secretary)
    assert secretary.get(reverse("booking_page", args=[page.pk])).status_code == 200
    assert secretary.post(reverse("booking_page_state", args=[page.pk]), {"state": "on"}).status_code == 403


def test_the_editor_saves_and_previews(a, sign_in):
    browser = sign_in(a.attorney)
    data = {
        "name": "Evening talk", "title": "Talk in the evening", "mode": "turns", "lengths": "30, 45", "step": "30",
        "buffer_before": "0", "buffer_after": "15", "notice": "4", "change_notice": "4", "horizon": "14",
        "court_days": "half", "places": ["phone"], "hosts": [str(a.attorney.pk)], "day0": "17:00-19:00", "day2": "17-19",
    }  # fmt: skip
    seen = browser.post(reverse("booking_page_preview") + "?for=", data)
    assert seen.status_code == 200 and "5:00 PM" in seen.content.decode()
    assert browser.post(reverse("booking_page_create"), data | {"day0": "late"}).status_code == 422
    assert browser.post(reverse("booking_page_create"), data).status_code == 303
    page = BookingPage.objects.get()
    assert (page.lengths, page.hours, page.notice, page.state) == (
        [30, 45], [[0, "17:00", "19:00"], [2, "17:00", "19:00"]], 240, "off",
    )  # fmt: skip


def test_another_firm_sees_nothing(firms, sign_in):
    with firm_scope(firms.a.firm):
        page = make_page(firms.a)
        booking = booked(page)
        link = send_link(booking.lead, page, by=firms.a.paralegal, mail=False)
    other = sign_in(firms.b.attorney)
    for name, pk in (
        ("booking_page", page.pk),
        ("booking_detail", booking.pk),
        ("booking_shift", booking.pk),
    ):
        assert other.get(reverse(name, args=[pk])).status_code == 404
    assert other.post(reverse("booking_link_end", args=[link.pk])).status_code == 404
    with firm_scope(firms.a.firm):
        assert BookingLink.objects.get().revoked_at is None


def test_off_needs_hosts(a):
    page = save_page(None, by=a.attorney, owner=a.attorney, name="New")
    page.hosts.all().delete()
    with pytest.raises(DomainError, match="Nobody receives"):
        set_state(page, by=a.attorney, state="on")
