"""A trip is under way and over by the clock: nobody marks it so. It follows from its legs and stays, and its days."""

import datetime

from django.db import transaction
from django.utils import timezone

from practice import states
from practice.models import Firm
from practice.scope import current_firm_id
from travel.models import Trip
from travel.queries.clock import Span, spans_of

# States that the clock moves. What is settled stays, what was called off too.
MOVED = (Trip.State.PLANNED, Trip.State.BOOKED, Trip.State.UNDER_WAY, Trip.State.DONE)


def state_at(trip: Trip, span: Span, now: datetime.datetime) -> str:
    """The state a trip has at `now`: one whose time was put off is booked, or planned, again."""
    if trip.state not in MOVED:
        return trip.state
    if now >= span.ends:
        return Trip.State.DONE
    if now >= span.begins:
        return Trip.State.UNDER_WAY
    if trip.state in (Trip.State.PLANNED, Trip.State.BOOKED):
        return trip.state
    return Trip.State.BOOKED if span.booked else Trip.State.PLANNED


@transaction.atomic
def keep_time(trip: Trip, *, now: datetime.datetime | None = None) -> Trip:
    """Give a trip the state that the clock gives it. The product does it, and the trail says so."""
    now = now or timezone.now()
    zone = Firm.objects.values_list("time_zone", flat=True).get(pk=current_firm_id())
    to = state_at(trip, spans_of([trip], zone)[trip.pk], now)
    return trip if to == trip.state else states.transition(trip, to, by=None)


@transaction.atomic
def keep_all(now: datetime.datetime) -> int:
    """Move along every trip of the firm in scope whose time has come. Returns how many. Three queries, and those of each move."""
    zone = Firm.objects.values_list("time_zone", flat=True).get(pk=current_firm_id())
    # A day more, for the zones of the world.
    trips = list(
        Trip.objects.running().filter(starts_on__lte=(now + datetime.timedelta(days=1)).date()).order_by("id")
    )
    if not trips:
        return 0
    spans = spans_of(trips, zone)
    moved = [(trip, state_at(trip, spans[trip.pk], now)) for trip in trips]
    ripe = [(trip, to) for trip, to in moved if to != trip.state]
    for trip, to in ripe:
        states.transition(trip, to, by=None)
    return len(ripe)
