"""A trip over several matters shows a screened person nothing of the matter behind the wall."""

import datetime
from decimal import Decimal

import pytest

from matters.models import Wall
from matters.queries.access import visibility_of
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests import cast
from tests.travel.trips import DAY, back, hotel, out, trip_of
from travel.models import Leg, Stay, Trip, TripCost, TripItem, TripTraveller
from travel.queries.trips import plan_of
from travel.services import costs
from travel.services.trips import Share, create_trip


def screen(a, member, matter) -> None:
    Wall.objects.create(matter=matter, member=member, reason="Former client", created_by=a.attorney)


def as_seen_by(a, member):
    only, ids = visibility_of(member, a.firm)
    return firm_scope(a.firm, member, only_named=only, matters=ids)


@pytest.fixture
def two(a):
    """A trip led by the cast's matter, with a second one, each with a leg of its own."""
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    trip = create_trip(
        by=a.secretary, travellers=[a.attorney], destination="Denver", title="Denver, Mar 17", starts_on=DAY,
        ends_on=DAY + datetime.timedelta(days=2), purpose="Deposition of Hale",
        shares=[Share(a.matter, Decimal(60)), Share(other, Decimal(40), "Meet the Marin expert")],
    )  # fmt: skip
    out(a, trip, cost=Decimal(400))
    back(a, trip, matter=other, cost=Decimal(300))
    hotel(a, trip)
    return trip, other


def test_behind_the_wall_of_the_leading_matter_there_is_no_trip(a, two, sign_in):
    trip, _other = two
    screen(a, a.associate, a.matter)
    with as_seen_by(a, a.associate):
        assert not Trip.objects.filter(pk=trip.pk).exists()
        assert not TripTraveller.objects.filter(trip=trip.pk).exists()
        assert not TripItem.objects.filter(trip=trip.pk).exists()
        assert not Stay.objects.filter(trip=trip.pk).exists()
        # Only the leg that is of the other matter alone is left, and no page shows it without its trip.
        assert [leg.number for leg in Leg.objects.filter(trip=trip.pk)] == ["UA 671"]
    browser = sign_in(a.associate)
    for path in ("", "card/", "itinerary.pdf", "trip.ics", "edit/"):
        assert browser.get(f"/travel/{trip.pk}/{path}").status_code == 404
    leg = trip.legs.get(number="UA 671")
    assert browser.get(f"/travel/legs/{leg.pk}/edit/").status_code == 404
    assert "Denver" not in browser.get("/travel/?state=planned").content.decode()


def test_behind_the_wall_of_the_second_matter_its_part_is_missing(a, two, sign_in):
    trip, other = two
    screen(a, a.associate, other)
    with as_seen_by(a, a.associate):
        plan = plan_of(Trip.objects.get(pk=trip.pk), a.associate)
        assert [leg.number for leg in plan.legs] == ["UA 512"]
        assert [row.matter for row in plan.shares] == [a.matter]
        assert not plan.is_whole
        assert [cost.estimate for cost in TripCost.objects.filter(trip=trip.pk)] == [Decimal(400)]
    page = sign_in(a.associate).get(f"/travel/{trip.pk}/").content.decode()
    for word in ("Marin", "2026-0002", "UA 671", "60%", "40%"):
        assert word not in page


def test_who_sees_a_part_charges_nothing_and_changes_no_share(a, two):
    trip, other = two
    screen(a, a.secretary, other)
    with as_seen_by(a, a.secretary):
        here = Trip.objects.get(pk=trip.pk)
        with pytest.raises(DomainError, match="not open to you"):
            costs.make_expenses(here, by=a.secretary)


def test_nobody_travels_for_a_matter_they_are_screened_from(a):
    screen(a, a.associate, a.matter)
    with pytest.raises(DomainError, match="does not work on 2026-0001"):
        trip_of(a, travellers=[a.associate])
