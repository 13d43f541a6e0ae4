"""Time on the home page."""

from django.utils import timezone

from billing.services.time import hold_time, record_time
from billing.time_cards import today, unbilled


def test_recorded_today_against_the_target(a, django_assert_num_queries):
    a.attorney.daily_target_seconds = 23_400
    record_time(a.matter, by=a.attorney, date=timezone.localdate(), seconds=4320, narrative="x")
    record_time(
        a.matter, by=a.attorney, date=timezone.localdate(), seconds=600, narrative="x", billable=False
    )
    _ = a.attorney.powers
    with django_assert_num_queries(1):
        card = today(a.attorney)
    assert (card.data["recorded"], card.data["target"], card.data["other"]) == (4320, 23_400, 600)


def test_own_unbilled_time(a):
    record_time(a.matter, by=a.attorney, date=timezone.localdate(), seconds=3600, narrative="x")
    hold_time(a.entries[0], by=a.attorney)
    card = unbilled(a.attorney)
    assert (card.count, card.data["count"], card.data["held"]) == ("2.2 h", 2, 1)
    assert str(card.data["amount"]) == "1045.00"


def test_nothing_unbilled_no_card(a):
    assert unbilled(a.secretary) is None


def test_home_page_shows_them(a, sign_in):
    page = sign_in(a.attorney).get("/").content.decode()
    assert "Your unbilled time" in page
    assert "$570.00" in page
