"""The firm's side: booking pages, who may change them, and whom their times come from."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence, Delegation
from booking.models import BookingLink, BookingPage
from booking.queries.availability import times_of
from booking.services.bookings import book
from booking.services.links import send_link
from booking.services.pages import save_page, set_state
from booking.services.visitors import Visitor
from calendar_app.models import Closure, WorkingHours
from calendar_app.services import create_event
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from tests.booking.conftest import free, make_page
from tests.booking.kit import UTC, booked


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
