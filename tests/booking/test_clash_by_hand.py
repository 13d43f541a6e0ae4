"""A talk or a booking that staff puts at a time by hand: what stands there already is said first, and refuses nothing."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app.courtdays import holiday_name
from calendar_app.services import create_event
from intake.services import create_lead
from tests.booking.conftest import free, make_page
from tests.booking.kit import booked

HALF = datetime.timedelta(minutes=30)


def weekday() -> datetime.date:
    """The first day from three days on that no court or office takes off."""
    day = timezone.localdate() + datetime.timedelta(days=3)
    while day.weekday() > 4 or holiday_name(day) or holiday_name(day, "us.ca"):
        day += datetime.timedelta(days=1)
    return day


def at(hour: int) -> datetime.datetime:
    return datetime.datetime.combine(weekday(), datetime.time(hour), tzinfo=datetime.UTC)


@pytest.fixture
def strategy(a):
    return create_event(by=a.attorney, title="Strategy", starts_at=at(10), ends_at=at(11))


def test_a_consultation_names_the_clash_and_is_booked_all_the_same(a, strategy, sign_in):
    lead = create_lead(by=a.assistant, name="Dana Reyes", email="dana@reyes.example")
    client, url = sign_in(a.assistant), reverse("lead_consultation", args=[lead.pk])
    given = {"day": weekday().isoformat(), "time": "10:30", "minutes": "30", "with_": str(a.attorney.pk)}
    asked = client.post(url, given)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert f"{a.attorney.name} has “Strategy” on" in page
    assert "Book it all the same" in page
    lead.refresh_from_db()
    assert lead.consultation_at is None
    # The tick holds for what was shown: another time asks anew.
    ticked = given | {"accept": "1", "seen": asked.context["seen"]}
    assert client.post(url, ticked | {"seen": ""}).status_code == 422
    assert client.post(url, ticked).status_code == 303
    lead.refresh_from_db()
    assert lead.consultation_at == at(10) + HALF
    # Moving it does not clash with itself.
    assert client.post(url, given | {"time": "11:00"}).status_code == 303


def test_what_one_may_not_read_is_something_else(a, sign_in):
    create_event(by=a.attorney, title="Oncologist", starts_at=at(10), ends_at=at(11), is_private=True)
    lead = create_lead(by=a.assistant, name="Dana Reyes", email="dana@reyes.example")
    given = {"day": weekday().isoformat(), "time": "10:30", "minutes": "30", "with_": str(a.attorney.pk)}
    page = sign_in(a.assistant).post(reverse("lead_consultation", args=[lead.pk]), given).content.decode()
    assert "has something else on" in page
    assert "Oncologist" not in page


def test_a_booking_moved_by_hand_asks_first(a, strategy, sign_in):
    page = make_page(a)
    taken = [start for start in free(page) if not at(9) <= start <= at(12)]
    booking = booked(page, taken[0])
    client, url = sign_in(a.attorney), reverse("booking_shift", args=[booking.pk])
    given = {"day": weekday().isoformat(), "time": "10:00", "host": str(a.attorney.pk), "reason": ""}
    asked = client.post(url, given)
    assert asked.status_code == 422
    assert "has “Strategy” on" in asked.content.decode()
    assert client.post(url, given | {"accept": "1", "seen": asked.context["seen"]}).status_code == 303
    booking.refresh_from_db()
    assert booking.starts_at == at(10)
