"""Trips: planned, on the calendar, cancelled and taken back; who may; what PostgreSQL keeps."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Delegation
from calendar_app.models import Event
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests import cast
from tests.travel.trips import DAY, MOUNTAIN, at, back, hotel, out, trip_of
from travel.models import Leg, Stay, Trip, TripCost, TripMatter
from travel.queries.trips import plan_of
from travel.services import trips
from travel.services.parts import change_leg, remove_part, restore_part
from travel.services.trips import Share


def events() -> list:
    return list(Event.objects.filter(kind="travel").order_by("starts_at", "id"))


def test_each_way_and_stay_is_an_event_that_moves_with_it(a):
    trip = trip_of(a)
    leg = out(a, trip)
    hotel(a, trip)
    stay, flight = events()
    assert (flight.title, flight.matter, flight.organizer) == (
        "United UA 512: San Francisco – Denver",
        a.matter,
        a.attorney,
    )
    assert (flight.starts_at, flight.ends_at) == (leg.departs_at, leg.arrives_at)
    assert (stay.title, stay.all_day, stay.starts_on, stay.ends_on) == (
        "Oxford Hotel", True, DAY, DAY + datetime.timedelta(days=2),
    )  # fmt: skip
    change_leg(
        leg,
        by=a.secretary,
        departs_at=at(17, "09:00", "America/Los_Angeles"),
        arrives_at=at(17, "12:35", MOUNTAIN),
    )
    flight.refresh_from_db()
    assert flight.starts_at == datetime.datetime(2026, 3, 17, 16, 0, tzinfo=datetime.UTC)


def test_what_is_taken_out_leaves_the_calendar_and_comes_back(a):
    trip = trip_of(a)
    leg = out(a, trip, cost=Decimal("412.80"))
    remove_part(leg, by=a.secretary)
    assert [event.state for event in events()] == ["cancelled"]
    assert not trip.costs.kept().exists()
    restore_part(leg, by=a.secretary)
    assert [event.state for event in events()] == ["confirmed"]
    assert trip.costs.kept().get().estimate == Decimal("412.80")


def test_cancelling_clears_the_calendar_and_can_be_taken_back(a, now_is):
    now_is("03-01 12:00")
    trip = trip_of(a)
    out(a, trip)
    trip = trips.move_trip(trip, by=a.secretary, to="booked")
    with pytest.raises(DomainError, match="Say why"):
        trips.cancel_trip(trip, by=a.secretary, reason=" ")
    trip = trips.cancel_trip(trip, by=a.secretary, reason="The deposition was continued")
    assert (trip.state, events()[0].state) == ("cancelled", "cancelled")
    with pytest.raises(DomainError, match="cancelled"):
        back(a, trip)
    trip = trips.undo_cancel(trip, by=a.secretary)
    assert (trip.state, trip.cancel_reason, events()[0].state) == ("booked", "", "confirmed")
    verbs = list(
        AuditEvent.objects.filter(object_type="travel.trip").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["trip.created", "trip.booked", "trip.cancelled", "trip.resumed"]


def test_the_plan_names_its_faults_with_the_hearings_on_the_calendar(a):
    from calendar_app.services import create_event

    trip = trip_of(a)
    out(a, trip)
    create_event(
        by=a.attorney, title="Motion to compel", kind="hearing", matter=a.matter, starts_at=at(17, "13:00", MOUNTAIN),
        ends_at=at(17, "14:00", MOUNTAIN), zone=MOUNTAIN,
    )  # fmt: skip
    plan = plan_of(trip, a.attorney)
    assert [fault.text for fault in plan.faults] == [
        "United UA 512 arrives 1 h 25 min before Motion to compel at 1:00 PM on Mar 17; 3 h are wanted.",
        "No bed for the night of Tue, Mar 17.",
        "No bed for the night of Wed, Mar 18.",
    ]


def test_booked_needs_numbers_and_done_needs_the_day(a, now_is):
    now_is("03-01 12:00")
    trip = trip_of(a)
    out(a, trip, confirmation="")
    with pytest.raises(DomainError, match="United UA 512 has no confirmation number"):
        trips.move_trip(trip, by=a.secretary, to="booked")
    late = trip_of(a, starts_on=datetime.date(2099, 1, 4), ends_on=datetime.date(2099, 1, 5))
    with pytest.raises(DomainError, match="its last day is Jan 5"):
        trips.move_trip(late, by=a.secretary, to="done")


def test_shares_are_a_hundred_percent_and_each_matter_once(a):
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    with pytest.raises(DomainError, match="90 percent"):
        trips.create_trip(
            by=a.secretary, travellers=[a.attorney], destination="Denver", starts_on=DAY, ends_on=DAY,
            shares=[Share(a.matter, Decimal(60)), Share(other, Decimal(30))],
        )  # fmt: skip
    with pytest.raises(DomainError, match="twice"):
        trip_of(a, a.matter, a.matter)


def test_matters_change_and_the_parts_follow(a):
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    trip = trip_of(a)
    leg, stay = out(a, trip), hotel(a, trip)
    trips.set_matters(
        trip, by=a.secretary, shares=[Share(other, Decimal("62.5")), Share(a.matter, Decimal("37.5"))]
    )
    for part in (trip, leg, stay):
        part.refresh_from_db()
        assert part.matter == other
    assert {event.matter for event in events()} == {other}
    trips.set_matters(trip, by=a.secretary, shares=[])
    leg.refresh_from_db()
    assert (leg.matter, trip.matters.count()) == (None, 0)


def test_a_guest_arranges_by_delegation_alone(a):
    cast.engage(a)
    with pytest.raises(Refused):
        trip_of(a, by=a.freelancer)
    today = datetime.date.today()
    Delegation.objects.create(
        principal=a.attorney, to=a.freelancer, matter=a.matter, powers=["travel.manage"], starts_on=today,
        until=today + datetime.timedelta(days=3), created_by=a.attorney,
    )  # fmt: skip
    a.freelancer = type(a.freelancer).objects.get(pk=a.freelancer.pk)
    assert trip_of(a, by=a.freelancer).pk
    with pytest.raises(Refused):
        trips.create_trip(
            by=a.freelancer, travellers=[a.attorney], destination="Denver", starts_on=DAY, ends_on=DAY
        )


def refused(sql: str, *values) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_postgresql_keeps_the_rules(a):
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    trip = trip_of(a)
    leg, stay = out(a, trip), hotel(a, trip)
    refused("UPDATE travel_trip SET ends_on = starts_on - 1 WHERE id = %s", trip.pk)
    refused("UPDATE travel_trip SET state = 'cancelled' WHERE id = %s", trip.pk)
    refused("UPDATE travel_tripmatter SET share = 99 WHERE trip_id = %s", trip.pk)
    refused("UPDATE travel_trip SET matter_id = %s WHERE id = %s", other.pk, trip.pk)
    refused("UPDATE travel_leg SET matter_id = NULL WHERE id = %s", leg.pk)
    refused("UPDATE travel_leg SET matter_id = %s WHERE id = %s", other.pk, leg.pk)
    refused("UPDATE travel_leg SET arrives_at = departs_at WHERE id = %s", leg.pk)
    refused("UPDATE travel_stay SET check_out_at = check_in_at WHERE id = %s", stay.pk)
    refused("UPDATE travel_triptraveller SET matter_id = NULL WHERE trip_id = %s", trip.pk)
    refused("UPDATE travel_tripitem SET done_at = now() WHERE trip_id = %s", trip.pk)
    trips.settle_trip(trip, by=a.secretary)
    refused("UPDATE travel_trip SET purpose = 'Other' WHERE id = %s", trip.pk)
    refused("DELETE FROM travel_trip WHERE id = %s", trip.pk)
    assert trips.move_trip(Trip.objects.get(pk=trip.pk), by=a.secretary, to="done").state == "done"
    assert (
        Leg.objects.count(),
        Stay.objects.count(),
        TripMatter.objects.count(),
        TripCost.objects.count(),
    ) == (1, 1, 1, 0)
