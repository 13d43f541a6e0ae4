"""A trip is under way and done by the clock, derived from its legs and stays; by hand it is only called off."""

import datetime

import pytest

from practice.exceptions import DomainError
from practice.models import AuditEvent
from tests.travel.trips import DAY, MOUNTAIN, PACIFIC, at, back, hotel, out, trip_of
from travel.models import Trip
from travel.services import clock, trips
from travel.services.parts import change_leg
from travel.tasks import keep_time


def state(trip) -> str:
    return Trip.objects.get(pk=trip.pk).state


def test_under_way_at_the_first_departure_and_done_at_the_last_arrival(a, now_is):
    now_is("03-01 12:00")
    trip = trip_of(a)
    out(a, trip)
    back(a, trip)
    hotel(a, trip)
    trips.move_trip(trip, by=a.secretary, to="booked")
    # The flight leaves at eight Pacific daylight time, 15:00 UTC, and the way back lands at 18:40, 01:40 UTC.
    for text, moved, expected in (
        ("03-17 14:59", 0, "booked"),
        ("03-17 15:00", 1, "under_way"),
        ("03-18 12:00", 0, "under_way"),
        ("03-20 01:39", 0, "under_way"),
        ("03-20 01:40", 1, "done"),
        ("03-20 01:41", 0, "done"),
    ):
        assert (clock.keep_all(now_is(text)), state(trip)) == (moved, expected), text
    assert list(
        AuditEvent.objects.filter(object_type="travel.trip", verb__in=("trip.under_way", "trip.done"))
        .order_by("id")
        .values_list("verb", "actor_name")
    ) == [("trip.under_way", "Bailiwick"), ("trip.done", "Bailiwick")]


def test_without_parts_its_days_count_and_a_missing_way_back_ends_nothing(a, now_is):
    now_is("03-01 12:00")
    bare, half = trip_of(a), trip_of(a)
    out(a, half)
    # The firm's clocks are in UTC: its first day is March 17, its last March 19.
    clock.keep_all(now_is("03-16 23:59"))
    assert (state(bare), state(half)) == ("planned", "planned")
    clock.keep_all(now_is("03-17 00:00"))
    assert (state(bare), state(half)) == ("under_way", "planned")
    clock.keep_all(now_is("03-19 23:59"))
    assert (state(bare), state(half)) == ("under_way", "under_way")
    clock.keep_all(now_is("03-20 00:00"))
    assert (state(bare), state(half)) == ("done", "done")


def test_what_is_put_off_is_booked_again(a, now_is):
    now_is("03-01 12:00")
    trip = trip_of(a)
    leg = out(a, trip)
    trips.move_trip(trip, by=a.secretary, to="booked")
    clock.keep_all(now_is("03-17 16:00"))
    assert state(trip) == "under_way"
    day = datetime.timedelta(days=3)
    trips.change_trip(trip, by=a.secretary, starts_on=DAY + day, ends_on=DAY + 2 * day)
    change_leg(leg, by=a.secretary, departs_at=at(20, "08:00", PACIFIC), arrives_at=at(20, "11:35", MOUNTAIN))
    assert state(trip) == "booked"


def test_a_trip_entered_afterwards_is_done_and_can_still_be_called_off(a, now_is):
    now_is("04-02 12:00")
    trip = trip_of(a)
    assert trip.state == "done"
    for to in ("booked", "planned", "under_way", "done"):
        with pytest.raises(DomainError):
            trips.move_trip(trip, by=a.secretary, to=to)
    trip = trips.cancel_trip(trip, by=a.secretary, reason="Nobody went")
    assert (trip.state, trip.cancelled_from) == ("cancelled", "done")
    assert trips.undo_cancel(trip, by=a.secretary).state == "done"


def test_the_job_moves_every_firm_and_leaves_what_is_settled(firms, now_is):
    from practice.scope import firm_scope

    now_is("03-01 12:00")
    made = []
    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            made.append(trip_of(people))
    now_is("03-17 12:00")
    assert (keep_time(), keep_time()) == (2, 0)
    now_is("03-21 12:00")
    assert keep_time() == 2
    with firm_scope(firms.a.firm):
        trips.settle_trip(made[0], by=firms.a.secretary)
        assert keep_time() == 0
        assert state(made[0]) == "settled"
        assert trips.reopen_trip(Trip.objects.get(pk=made[0].pk), by=firms.a.secretary).state == "done"


def test_a_repeated_hearing_counts_on_its_own_day(a, now_is):
    from calendar_app.services import create_event
    from travel.queries.trips import plan_of

    now_is("03-01 12:00")
    trip = trip_of(a)
    out(a, trip)
    back(a, trip)
    hotel(a, trip)
    create_event(
        by=a.attorney, title="Status conference", kind="hearing", matter=a.matter, starts_at=at(3, "13:00", MOUNTAIN),
        ends_at=at(3, "14:00", MOUNTAIN), zone=MOUNTAIN, rrule="FREQ=WEEKLY;BYDAY=TU",
    )  # fmt: skip
    plan = plan_of(trip, a.attorney)
    assert [fault.text for fault in plan.faults] == [
        "United UA 512 arrives 1 h 25 min before Status conference at 1:00 PM on Mar 17; 3 h are wanted."
    ]
    assert [moment.what.title for day in plan.days for moment in day.moments if moment.kind == "event"] == [
        "Status conference"
    ]


def test_the_bulk_bar_books_cancels_and_takes_back(a, sign_in, now_is):
    now_is("03-01 12:00")
    one, two = trip_of(a), trip_of(a, title="Reno, Apr 2")
    out(a, two, confirmation="")
    browser = sign_in(a.secretary)
    ids = {"ids": [one.pk, two.pk]}
    browser.post("/travel/", {"bulk": "book", **ids})
    # The second one's flight has no number yet.
    assert (state(one), state(two)) == ("booked", "planned")
    browser.post("/travel/", {"bulk": "plan", "ids": [one.pk]})
    assert state(one) == "planned"
    browser.post("/travel/", {"bulk": "cancel", "reason": "The case settled", "confirmed": "1", **ids})
    assert (state(one), state(two)) == ("cancelled", "cancelled")
    browser.post("/travel/", {"bulk": "resume", **ids})
    assert (state(one), state(two)) == ("planned", "planned")


def test_what_was_taken_off_comes_back(a, sign_in, now_is):
    from travel.services.extras import add_contact

    now_is("03-01 12:00")
    trip = trip_of(a)
    contact = add_contact(trip, by=a.secretary, name="Lowell Hart", phone="+1 303 555 0177")
    item = trip.items.first()
    browser = sign_in(a.secretary)
    for name, row in (("contacts", contact), ("items", item)):
        browser.post(f"/travel/{name}/{row.pk}/remove/")
        row.refresh_from_db()
        assert row.removed_at is not None
        browser.post(f"/travel/{name}/{row.pk}/restore/")
        row.refresh_from_db()
        assert row.removed_at is None
    page = browser.get(f"/travel/{trip.pk}/").content.decode()
    assert "Lowell Hart" in page and item.text in page
