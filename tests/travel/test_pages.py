"""Travel in the browser: planned, shown, on a card, as PDF and calendar file, in lists and on the home page."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Support
from practice.dashboard import cards
from tests.travel.trips import back, hotel, out, trip_of
from travel.models import Leg, Stay, Trip, TripCost
from travel.palette import search
from travel.services.time import set_rule


def test_a_trip_is_planned_with_its_flight_hotel_and_cost(a, sign_in):
    browser = sign_in(a.secretary)
    assert browser.get(f"/travel/new/?matter={a.matter.pk}").status_code == 200
    answer = browser.post(
        "/travel/new/",
        {
            "travellers": [a.attorney.pk], "destination": "Denver", "starts_on": "2026-03-17", "ends_on": "2026-03-19",
            "buffer_hours": "3", "purpose": "Deposition of Hale", "matter1": a.matter.pk,
        },
    )  # fmt: skip
    trip = Trip.objects.get()
    assert (answer.status_code, answer["Location"], trip.title) == (
        303,
        f"/travel/{trip.pk}/",
        "Denver, Mar 17",
    )
    answer = browser.post(
        f"/travel/{trip.pk}/legs/new/",
        {
            "kind": "flight", "carrier": "United", "number": "UA 512", "origin": "San Francisco", "destination": "Denver",
            "departs_on": "2026-03-17", "departs_time": "08:00", "origin_zone": "America/Los_Angeles",
            "arrives_on": "2026-03-17", "arrives_time": "11:35", "destination_zone": "America/Denver",
            "confirmation": "K7QX2P", "cost": "412.80",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    assert Leg.objects.get().seconds == 9_300
    answer = browser.post(
        f"/travel/{trip.pk}/stays/new/",
        {
            "hotel": "Oxford Hotel", "zone": "America/Denver", "check_in_on": "2026-03-17", "check_in_time": "15:00",
            "check_out_on": "2026-03-19", "check_out_time": "11:00", "phone": "+1 303 628 5400", "address": "1600 17th St",
        },
    )  # fmt: skip
    assert (answer.status_code, len(Stay.objects.get().nights)) == (303, 2)
    page = browser.get(f"/travel/{trip.pk}/").content.decode()
    for word in ("K7QX2P", "8:00 AM PDT", "11:35 AM MDT", "2 h 35 min", "Oxford Hotel", "412.80"):
        assert word in page
    cost = TripCost.objects.get()
    data = {
        "kind": "fare",
        "description": cost.description,
        "date": "2026-03-17",
        "actual": "420",
        "paid_by": a.secretary.pk,
        "billable": "on",
    }
    assert browser.post(f"/travel/costs/{cost.pk}/edit/", data).status_code == 303
    assert browser.post(f"/travel/{trip.pk}/expenses/").status_code == 303
    assert "Expenses made" in browser.get(f"/travel/{trip.pk}/").content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"arrives_time": "07:00", "destination_zone": "America/Los_Angeles"}, "It arrives before it leaves"),
        (
            {"departs_on": "2027-03-14", "departs_time": "02:30", "arrives_on": "2027-03-14"},
            "There is no 02:30",
        ),
        ({"origin": ""}, "This field is required"),
    ],
)
def test_a_leg_that_cannot_be_is_refused_beside_its_field(a, sign_in, change, words):
    trip = trip_of(a)
    data = {
        "kind": "flight", "origin": "San Francisco", "destination": "Denver", "departs_on": "2026-03-17",
        "departs_time": "08:00", "origin_zone": "America/Los_Angeles", "arrives_on": "2026-03-17", "arrives_time": "11:35",
        "destination_zone": "America/Denver",
    }  # fmt: skip
    answer = sign_in(a.secretary).post(f"/travel/{trip.pk}/legs/new/", data | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_card_calls_and_opens_maps_and_the_files_open(a, sign_in):
    trip = trip_of(a)
    out(a, trip), hotel(a, trip), back(a, trip)
    browser = sign_in(a.attorney)
    card = browser.get(f"/travel/{trip.pk}/card/").content.decode()
    assert 'href="tel:+13036285400"' in card
    assert "https://www.openstreetmap.org/search?query=1600%2017th%20St%2C%20Denver" in card
    pdf = browser.get(f"/travel/{trip.pk}/itinerary.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    calendar = Calendar.from_ical(browser.get(f"/travel/{trip.pk}/trip.ics").content)
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert sorted(events) == [
        "Oxford Hotel",
        "United UA 512: San Francisco – Denver",
        "United UA 671: Denver – San Francisco",
    ]
    flight = events["United UA 512: San Francisco – Denver"]
    assert flight.decoded("dtstart") == datetime.datetime(2026, 3, 17, 15, 0, tzinfo=datetime.UTC)
    assert flight.decoded("dtend") == datetime.datetime(2026, 3, 17, 17, 35, tzinfo=datetime.UTC)


def test_undo_of_a_leg_and_of_a_cancellation(a, sign_in, now_is):
    now_is("03-01 12:00")
    trip = trip_of(a)
    leg = out(a, trip)
    browser = sign_in(a.secretary)
    browser.post(f"/travel/legs/{leg.pk}/remove/")
    assert not trip.legs.kept().exists()
    browser.post(f"/travel/legs/{leg.pk}/restore/")
    assert trip.legs.kept().exists()
    assert browser.post(f"/travel/{trip.pk}/cancel/", {"reason": ""}).status_code == 422
    browser.post(f"/travel/{trip.pk}/cancel/", {"reason": "Continued"})
    assert Trip.objects.get().state == "cancelled"
    assert "Cancelled" in browser.get(f"/travel/{trip.pk}/").content.decode()
    browser.post(f"/travel/{trip.pk}/resume/")
    assert Trip.objects.get().state == "planned"


def test_lists_the_home_card_and_the_palette_find_it(a, sign_in):
    today = timezone.localdate()
    soon = trip_of(
        a,
        starts_on=today + datetime.timedelta(days=2),
        ends_on=today + datetime.timedelta(days=3),
        arranged_by=a.admin,
    )
    start = timezone.now() + datetime.timedelta(days=2)
    out(a, soon, departs_at=start, arrives_at=start + datetime.timedelta(hours=3))
    Support.objects.create(attorney=a.attorney, member=a.secretary)
    main, rail = cards(a.secretary)
    assert [card.count for card in (*main, *rail) if card.name == "travel"] == ["1"]
    assert not [card for card in (*cards(a.paralegal)[0], *cards(a.paralegal)[1]) if card.name == "travel"]
    assert [entry.title for entry in search(a.paralegal, "denver")] == [soon.title]
    assert [entry.title for entry in search(a.paralegal, "K7QX2P")] == [soon.title]
    browser = sign_in(a.secretary)
    assert soon.title in browser.get("/travel/?support=yes").content.decode()
    assert soon.title not in browser.get("/travel/?traveller=me&state=planned").content.decode()
    assert soon.title in browser.get(f"/travel/?matter={a.matter.pk}").content.decode()
    assert b"Denver" in b"".join(browser.get("/travel/?export=csv&state=planned").streaming_content)
    assert soon.title in browser.get(f"/matters/{a.matter.pk}/travel/").content.decode()


def test_rules_are_set_and_chosen_in_the_browser(a, sign_in):
    assert sign_in(a.secretary).get("/travel/rules/new/").status_code == 403
    answer = sign_in(a.attorney).post(
        "/travel/rules/new/", {"name": "Half rate", "kind": "percent", "percent": "50"}
    )
    assert answer.status_code == 303
    other = set_rule(by=a.attorney, name="Full", kind="full")
    trip = trip_of(a)
    browser = sign_in(a.secretary)
    assert "No rule chosen" in browser.get(f"/travel/{trip.pk}/").content.decode()
    row = trip.matters.get()
    browser.post(f"/travel/matters/{row.pk}/rule/", {"rule": other.pk})
    row.refresh_from_db()
    assert row.rule == other
    assert "Half rate" in browser.get("/travel/rules/").content.decode()
