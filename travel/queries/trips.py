"""A trip as its page, its PDF, its card and its calendar file show it: what happens when, what is wrong, what is missing."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Attendee, Event
from calendar_app.queries.events import around, expanded, with_exceptions
from documents.models import Document
from matters.models import Matter
from travel.models import Leg, Stay, Trip, TripContact, TripDocument, TripItem, TripMatter
from travel.queries.access import is_whole, of_interest, shares_of
from travel.queries.faults import Appearance, Fault, faults_of

# Where a traveller has to be in time.
APPEARANCES = ("hearing", "trial", "court_other", "deposition", "mediation")


@dataclass(frozen=True)
class Moment:
    """One line of an itinerary: something that happens at `at`, by the clocks of its place."""

    at: datetime.datetime
    kind: str  # leg, in, out, event
    what: object
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """A day of an itinerary."""

    day: datetime.date
    moments: list[Moment]


@dataclass(frozen=True)
class Plan:
    """All of a trip that the member in scope sees."""

    trip: Trip
    travellers: list[Member]
    shares: list[TripMatter]
    legs: list[Leg]
    stays: list[Stay]
    appearances: list[Appearance]
    contacts: list[TripContact]
    items: list[TripItem]
    documents: list[TripDocument]
    faults: list[Fault]

    @property
    def is_whole(self) -> bool:
        """Whether no wall hides one of its matters."""
        return is_whole(self.shares)

    @property
    def single(self) -> bool:
        """Whether one person travels."""
        return len(self.travellers) == 1

    @property
    def open_items(self) -> list[TripItem]:
        """Lines of the checklist that are not done."""
        return [item for item in self.items if item.done_at is None]

    @property
    def days(self) -> list[Day]:
        """The itinerary by day, each moment by the clocks of its place."""
        by_leg: dict[int, list[Fault]] = {}
        for fault in self.faults:
            if fault.leg_id:
                by_leg.setdefault(fault.leg_id, []).append(fault)
        moments = [Moment(leg.departs, "leg", leg, by_leg.get(leg.pk, [])) for leg in self.legs]
        moments += [Moment(stay.check_in, "in", stay) for stay in self.stays]
        moments += [Moment(stay.check_out, "out", stay) for stay in self.stays]
        seen: set[tuple] = set()
        for one in self.appearances:
            inside = self.trip.starts_on <= one.starts.date() <= self.trip.ends_on
            if inside and (one.title, one.starts_at) not in seen:
                seen.add((one.title, one.starts_at))
                moments.append(Moment(one.starts, "event", one))
        days: dict[datetime.date, list[Moment]] = {}
        for moment in sorted(moments, key=lambda m: (m.at.date(), m.at)):
            days.setdefault(moment.at.date(), []).append(moment)
        return [Day(day, rows) for day, rows in days.items()]


def plan_of(trip: Trip, member: Member) -> Plan:
    """The whole plan of a trip, as the member sees it, with what is wrong with it. Nine queries."""
    travellers = [row.member for row in trip.travellers.select_related("member__role")]
    legs = list(trip.legs.kept().select_related("only_for", "booked_by", "matter"))
    stays = list(trip.stays.kept().select_related("only_for", "booked_by", "matter"))
    for part in (*legs, *stays):
        part.trip = trip
    appearances = appearances_of(trip, travellers)
    faults = faults_of(trip, travellers, legs, stays, appearances) if trip.is_open else []
    papers = trip.documents.kept().filter(document__in=Document.objects.visible_to(member))
    return Plan(
        trip=trip,
        travellers=travellers,
        shares=shares_of(trip),
        legs=legs,
        stays=stays,
        appearances=appearances,
        contacts=list(trip.contacts.kept()),
        items=list(trip.items.kept().select_related("done_by")),
        documents=list(papers.select_related("document", "matter")),
        faults=faults,
    )


def appearances_of(trip: Trip, travellers: Sequence[Member]) -> list[Appearance]:
    """What the travellers have to be at between a day before the trip and a day after it. Two queries.

    Of a series each instance counts by itself, as the calendar shows it. A court date of whole days counts from nine in the
    morning, by the clocks of its place.
    """
    ids = [member.pk for member in travellers]
    span = datetime.timedelta(days=1)
    midnight = datetime.time(tzinfo=datetime.UTC)
    first = datetime.datetime.combine(trip.starts_on - span, midnight)
    last = datetime.datetime.combine(trip.ends_on + 2 * span, midnight)
    theirs = Attendee.objects.filter(event=OuterRef("pk"), member__in=ids).exclude(
        response=Attendee.Response.DECLINED
    )
    rows = with_exceptions(
        Event.objects.standing()
        .filter(around(first, last), Q(organizer__in=ids) | Q(Exists(theirs)), kind__in=APPEARANCES)
        .prefetch_related("attendees")
        .order_by("starts_at", "id")
    )
    found = []
    for event in rows:
        gone = {row.member_id for row in event.attendees.all() if row.response == Attendee.Response.DECLINED}
        people = {event.organizer_id, *(row.member_id for row in event.attendees.all())} - gone
        wait = datetime.timedelta(hours=9) if event.all_day else datetime.timedelta(0)
        for starts, ends in expanded(event, first, last):
            found += [
                Appearance(str(event), starts + wait, ends, event.zone, pk, event.get_absolute_url())
                for pk in ids
                if pk in people
            ]
    return sorted(found, key=lambda one: one.starts_at)


def trips_of_matter(matter: Matter, member: Member) -> list[Trip]:
    """The trips for a matter, the next first. One query beside the travellers."""
    rows = Trip.objects.visible_to(member).filter(matters__matter=matter)
    return list(rows.prefetch_related("travellers__member").order_by("-starts_on", "-id")[:50])


def in_week(member: Member, *, days: int = 7) -> QuerySet[Trip]:
    """Trips under way now or in the next `days` days that the member travels on or sees to. For the home page."""
    today = timezone.localdate()
    return (
        Trip.objects.visible_to(member)
        .running()
        .filter(starts_on__lte=today + datetime.timedelta(days=days), ends_on__gte=today)
        .filter(of_interest(member))
        .distinct()
    )
