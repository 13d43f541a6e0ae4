"""A trip of the cast: Oakland to Denver and back, for one matter or two."""

import datetime
from decimal import Decimal

from travel.models import Trip
from travel.services.parts import add_leg, add_stay
from travel.services.trips import Share, create_trip
from travel.zones import instant

DAY = datetime.date(2026, 3, 17)
PACIFIC, MOUNTAIN = "America/Los_Angeles", "America/Denver"


def at(day: int, clock: str, zone: str) -> datetime.datetime:
    """An instant in March 2026."""
    return instant(datetime.date(2026, 3, day), datetime.time.fromisoformat(clock), zone)


def trip_of(people, *matters, by=None, **more) -> Trip:
    """A trip of the attorney on March 17 to 19; the matters share alike."""
    matters = matters or (people.matter,)
    part = Decimal(100) / len(matters)
    values = {
        "travellers": [people.attorney], "destination": "Denver", "starts_on": DAY,
        "ends_on": DAY + datetime.timedelta(days=2), "purpose": "Deposition of Hale",
    }  # fmt: skip
    return create_trip(
        by=by or people.secretary, shares=[Share(matter, part) for matter in matters], **(values | more)
    )


def out(people, trip: Trip, **more):
    """The flight there: 2 h 35 min, from eight to 11:35 by the clocks of each end."""
    values = {
        "kind": "flight", "carrier": "United", "number": "UA 512", "origin": "San Francisco", "origin_zone": PACIFIC,
        "departs_at": at(17, "08:00", PACIFIC), "destination": "Denver", "destination_zone": MOUNTAIN,
        "arrives_at": at(17, "11:35", MOUNTAIN), "confirmation": "K7QX2P",
    }  # fmt: skip
    return add_leg(trip, by=people.secretary, **(values | more))


def back(people, trip: Trip, **more):
    """The flight home."""
    values = {
        "kind": "flight", "carrier": "United", "number": "UA 671", "origin": "Denver", "origin_zone": MOUNTAIN,
        "departs_at": at(19, "17:00", MOUNTAIN), "destination": "San Francisco", "destination_zone": PACIFIC,
        "arrives_at": at(19, "18:40", PACIFIC), "confirmation": "K7QX2P",
    }  # fmt: skip
    return add_leg(trip, by=people.secretary, **(values | more))


def hotel(people, trip: Trip, **more):
    """Two nights."""
    values = {
        "hotel": "Oxford Hotel", "address": "1600 17th St, Denver", "phone": "+1 303 628 5400", "zone": MOUNTAIN,
        "check_in_at": at(17, "15:00", MOUNTAIN), "check_out_at": at(19, "11:00", MOUNTAIN), "confirmation": "88213",
    }  # fmt: skip
    return add_stay(trip, by=people.secretary, **(values | more))
