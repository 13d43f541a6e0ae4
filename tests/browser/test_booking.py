"""A stranger books on a phone, chooses another time, and the host sees it. Each page is looked at by axe."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from booking.models import Booking
from booking.queries.tokens import booking_token
from practice.scope import firm_scope
from tests.booking.conftest import make_page, url
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def test_from_the_phone_of_a_stranger_to_the_host(firms, open_as, axe, watch):
    # A form with something missing comes back as 422, which the browser notes.
    watch.allow_failed_requests()
    cache.clear()
    a = firms.a
    with firm_scope(a.firm):
        page = make_page(a, lengths=[30, 60], intro="Half an hour to tell what happened.", horizon=28)
        address = url(page)
    phone = open_as(None, address, size=PHONE)
    phone.get_by_role("heading", name="Talk with Imogen Vance").wait_for()
    axe(phone)
    phone.get_by_role("link", name="60 min").click()
    phone.locator(".bk-t").first.click()
    phone.get_by_label("Your name").wait_for()
    axe(phone)
    phone.get_by_label("Your name").fill("Dana Reyes")
    phone.get_by_label("E-mail").fill("dana@reyes.example")
    # Nobody fills in a page in less than three seconds.
    phone.wait_for_timeout(3200)
    phone.get_by_role("button", name="Book this time").click()
    phone.get_by_text("Type the number that we call, all of it.").wait_for()
    axe(phone)
    assert phone.get_by_label("Your name").input_value() == "Dana Reyes"
    phone.get_by_label("Phone").fill("510 555 0134")
    phone.get_by_label("Who else is part of it").fill("Halton Freight, Inc.")
    phone.get_by_role("button", name="Book this time").click()
    phone.get_by_role("heading", name="Booked").wait_for()
    axe(phone)
    with firm_scope(a.firm):
        booking = Booking.objects.get()
        first = booking.starts_at
        assert booking.minutes == 60
    phone.get_by_role("link", name="Another time").click()
    axe(phone)
    phone.locator(".bk-t").last.click()
    phone.get_by_role("button", name="Move it").click()
    phone.get_by_role("heading", name="Booked").wait_for()
    with firm_scope(a.firm):
        booking.refresh_from_db()
        assert booking.starts_at > first and booking.starts_at - timezone.now() < datetime.timedelta(days=29)
        token = booking_token(booking)
    assert phone.url.endswith(f"/book/b/{token}/")
    desk = open_as(a.attorney, "/booking/?ahead=yes")
    desk.get_by_role("link", name="Dana Reyes").click()
    desk.get_by_text("Halton Freight, Inc.").first.wait_for()
    axe(desk)
    desk.goto(page.get_absolute_url())
    desk.get_by_role("region", name="Preview").wait_for()
    axe(desk)
    desk.get_by_label("Heading").fill("Talk about your case")
    desk.get_by_role("region", name="Preview").get_by_text("Talk about your case").wait_for()
    desk.goto("/booking/find/")
    desk.get_by_role("heading", name="Best").wait_for()
    axe(desk)
    phone.get_by_role("link", name="Cancel it").click()
    phone.get_by_role("button", name="Cancel it").click()
    phone.get_by_role("heading", name="Cancelled").wait_for()
    with firm_scope(a.firm):
        booking.refresh_from_db()
        assert (booking.state, booking.ended_by_visitor) == ("cancelled", True)
