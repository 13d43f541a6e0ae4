"""Trips with their legs, stays, papers and costs, and how travel time is billed."""

from travel.models.costs import TravelRule, TripCost
from travel.models.parts import Leg, Stay
from travel.models.trips import (
    Trip,
    TripContact,
    TripDocument,
    TripItem,
    TripMatter,
    TripTraveller,
)

__all__ = [
    "Leg",
    "Stay",
    "TravelRule",
    "Trip",
    "TripContact",
    "TripCost",
    "TripDocument",
    "TripItem",
    "TripMatter",
    "TripTraveller",
]
