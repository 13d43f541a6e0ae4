"""When a trip begins and ends, as instants."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from travel.models import Leg, Stay, Trip


@dataclass(frozen=True)
class Span:
    """A trip in time; `booked` says that it has parts and none of its flights and trains lacks a confirmation number."""

    begins: datetime.datetime
    ends: datetime.datetime
    booked: bool


def span_of(trip: Trip, legs: Sequence[Leg], stays: Sequence[Stay], zone: str) -> Span:
    """From the first departure or check-in to the last arrival or check-out, by the clocks of their places.

    Where the plan begins after the first day, or ends before the last one, the days themselves count, by the firm's clocks:
    a trip whose way back is not entered yet is not over when the traveller arrives.
    """
    firm, day = ZoneInfo(zone), datetime.timedelta(days=1)
    begins = datetime.datetime.combine(trip.starts_on, datetime.time(), tzinfo=firm)
    ends = datetime.datetime.combine(trip.ends_on + day, datetime.time(), tzinfo=firm)
    firsts = [(leg.departs_at, leg.departs.date()) for leg in legs]
    firsts += [(stay.check_in_at, stay.check_in.date()) for stay in stays]
    lasts = [(leg.arrives_at, leg.arrives.date()) for leg in legs]
    lasts += [(stay.check_out_at, stay.check_out.date()) for stay in stays]
    if firsts and min(firsts)[1] <= trip.starts_on:
        begins = min(firsts)[0]
    if lasts and max(lasts)[1] >= trip.ends_on:
        ends = max(lasts)[0]
    numbered = all(leg.confirmation or leg.kind not in (Leg.Kind.FLIGHT, Leg.Kind.TRAIN) for leg in legs)
    return Span(begins, max(ends, begins), bool(legs or stays) and numbered)


def spans_of(trips: Sequence[Trip], zone: str) -> dict[int, Span]:
    """{trip: its span}. Two queries."""
    ids = [trip.pk for trip in trips]
    legs: dict[int, list[Leg]] = {pk: [] for pk in ids}
    stays: dict[int, list[Stay]] = {pk: [] for pk in ids}
    for leg in Leg.objects.kept().filter(trip__in=ids):
        legs[leg.trip_id].append(leg)
    for stay in Stay.objects.kept().filter(trip__in=ids):
        stays[stay.trip_id].append(stay)
    return {trip.pk: span_of(trip, legs[trip.pk], stays[trip.pk], zone) for trip in trips}
