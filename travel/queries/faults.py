"""What is wrong with a plan: ways that overlap, connections nobody makes, nights without a bed, arrivals too close to a
hearing. Nothing here reads the database: it is given the rows.

All spans are between instants, so an hour that the clocks skip or repeat is counted as it passes.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import Member
from travel.models import Leg, Stay, Trip
from travel.zones import told

# The least minutes between two ways, by what one changes to; another place than one arrived at takes more.
CONNECTION = {"flight": 45, "train": 15, "car": 10, "taxi": 5, "other": 10}
OTHER_PLACE = 30
# A bed is wanted at this hour of the night.
ASLEEP = datetime.time(3, 0)


@dataclass(frozen=True)
class Appearance:
    """Something a traveller has to be at: a hearing, a trial, a deposition, a mediation."""

    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    member_id: int
    url: str = ""

    @property
    def starts(self) -> datetime.datetime:
        """When it begins, by the clocks of its place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True)
class Fault:
    """One fault. `tone`: danger for what cannot work, warn for what is tight or missing."""

    kind: str
    text: str
    tone: str = "warn"
    leg_id: int | None = None

    @property
    def word(self) -> str:
        """What is wrong in a word or two, beside the leg; the whole is said above the plan."""
        words = {
            "overlap": "Overlaps",
            "connection": "Short connection",
            "leaves": "Leaves early",
            "late": "Too late",
            "buffer": "Under the buffer",
        }
        return words.get(self.kind, "Does not fit")


def _of(parts: Iterable, member: Member) -> list:
    return [part for part in parts if part.only_for_id in (None, member.pk)]


def _who(member: Member, alone: bool) -> str:
    return "" if alone else f"{member.name.split()[0]}: "


def faults_of(
    trip: Trip,
    travellers: Sequence[Member],
    legs: Sequence[Leg],
    stays: Sequence[Stay],
    appearances: Sequence[Appearance] = (),
) -> list[Fault]:
    """What is wrong with the plan, each once, the impossible first. `legs` in order of departure."""
    found: dict[tuple, Fault] = {}
    alone = len(travellers) == 1
    for member in travellers:
        own = sorted(_of(legs, member), key=lambda leg: (leg.departs_at, leg.pk or 0))
        beds = _of(stays, member)
        theirs = [one for one in appearances if one.member_id == member.pk]
        faults = [
            *_connections(own),
            *_hearings(trip, own, theirs, _who(member, alone)),
            *_nights(trip, own, beds, _who(member, alone)),
        ]
        for fault in faults:
            found.setdefault((fault.kind, fault.text), fault)
    return sorted(found.values(), key=lambda fault: fault.tone != "danger")


def _connections(legs: Sequence[Leg]) -> Iterable[Fault]:
    for before, after in zip(legs, legs[1:], strict=False):
        gap = int((after.departs_at - before.arrives_at).total_seconds())
        if gap < 0:
            yield Fault(
                "overlap",
                f"{after.name} leaves {after.origin} {told(-gap)} before {before.name} is in {before.destination}.",
                "danger",
                after.pk,
            )
            continue
        same = _place(before.destination) == _place(after.origin)
        least = 60 * (CONNECTION[after.kind] + (0 if same else OTHER_PLACE))
        if gap < least:
            where = f"in {after.origin}" if same else f"from {before.destination} to {after.origin}"
            yield Fault(
                "connection",
                f"{told(gap)} {where} between {before.name} and {after.name}; {told(least)} are needed.",
                "danger" if gap < least / 2 else "warn",
                after.pk,
            )


def _place(text: str) -> str:
    return " ".join(text.split()).casefold()


def _nights(trip: Trip, legs: Sequence[Leg], stays: Sequence[Stay], who: str) -> Iterable[Fault]:
    covered = {night for stay in stays for night in stay.nights}
    for n in range(trip.nights):
        night = trip.starts_on + datetime.timedelta(days=n)
        if night in covered or _at_home(night, legs) or _on_the_way(night, legs):
            continue
        yield Fault("night", f"{who}No bed for the night of {night:%a}, {night:%b} {night.day}.")


def _on_the_way(night: datetime.date, legs: Sequence[Leg]) -> bool:
    """Whether they sit in a train or plane at three in the morning, by the clocks of either end."""
    morning = datetime.datetime.combine(night + datetime.timedelta(days=1), ASLEEP)
    return any(
        leg.departs_at <= morning.replace(tzinfo=ZoneInfo(zone)) <= leg.arrives_at
        for leg in legs
        for zone in (leg.origin_zone, leg.destination_zone)
    )


def _at_home(night: datetime.date, legs: Sequence[Leg]) -> bool:
    """Whether they have not left yet that night, or are back where they started."""
    if not legs:
        return False
    first, last = legs[0], legs[-1]
    if night < first.departs.date():
        return True
    back = _place(last.destination) == _place(first.origin)
    return back and night >= last.arrives.date()


def _hearings(trip: Trip, legs: Sequence[Leg], theirs: Sequence[Appearance], who: str) -> Iterable[Fault]:
    buffer = datetime.timedelta(hours=trip.buffer_hours)
    for one in theirs:
        at = f"{one.title} at {_clock(one.starts)} on {one.starts:%b} {one.starts.day}"
        # Of several ways before it the last one decides when they are there.
        there = max((leg.arrives_at for leg in legs if leg.arrives_at <= one.starts_at), default=None)
        for leg in legs:
            if leg.departs_at < one.ends_at and leg.departs_at >= one.starts_at:
                yield Fault(
                    "leaves", f"{who}{leg.name} leaves {leg.origin} before the end of {at}.", "danger", leg.pk
                )
            elif leg.departs_at < one.starts_at and leg.arrives_at > one.starts_at:
                yield Fault(
                    "late", f"{who}{leg.name} is still under way at the start of {at}.", "danger", leg.pk
                )
            elif leg.arrives_at == there and leg.arrives_at > one.starts_at - buffer:
                left = int((one.starts_at - leg.arrives_at).total_seconds())
                yield Fault(
                    "buffer",
                    f"{who}{leg.name} arrives {told(left)} before {at}; {trip.buffer_hours} h are wanted.",
                    "warn",
                    leg.pk,
                )


def _clock(moment: datetime.datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M %p}"
