"""What the services of travel share."""

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from matters.models import Matter
from matters.queries.access import can_see, ensure_on
from practice.exceptions import DomainError
from travel.models import Trip
from travel.queries.access import is_whole, may_arrange, shares_of

PARTLY = "Part of this trip is not open to you. Somebody who sees all of it does this."


def line(text: str, limit: int = 200) -> str:
    """One line of text: inner space folded, cut at `limit`."""
    return " ".join(str(text or "").replace("\x00", "").split())[:limit]


def ensure_arranges(by: Member, matter: Matter | None) -> None:
    """Raise Refused unless the member arranges travel for this matter, or the firm itself."""
    if may_arrange(by, matter):
        return
    if matter is not None:
        ensure_on(by, Perm.TRAVEL_MANAGE, matter)
    raise refusal(by, Perm.TRAVEL_MANAGE)


def locked(trip: Trip, by: Member, *, over: bool = False) -> Trip:
    """The trip, locked, if the member arranges it; with `over` also one that is cancelled or settled."""
    rows = Trip.objects.select_for_update(of=("self",)).select_related("matter", "arranged_by")
    found = rows.get(pk=trip.pk)
    ensure_arranges(by, found.matter)
    if not over and not found.is_open:
        raise DomainError(f"This trip is {found.get_state_display().lower()}.")
    return found


def whole(trip: Trip) -> list:
    """The trip's shares. Raises DomainError when a wall hides one from the member in scope."""
    shares = shares_of(trip)
    if not is_whole(shares):
        raise DomainError(PARTLY)
    return shares


def part_of(trip: Trip, matter: Matter | None) -> dict:
    """The columns `matter` and `shared` of a part: of one matter alone, or of the trip as a whole.

    Raises DomainError when the matter is none of the trip's.
    """
    if matter is None:
        return {"matter_id": trip.matter_id, "shared": True}
    if not trip.matters.filter(matter=matter).exists():
        raise DomainError("This trip is not for that matter.", field="matter")
    return {"matter_id": matter.pk, "shared": False}


def check_traveller(trip_matters: list[Matter], member: Member, *, field: str) -> None:
    """Raise DomainError when the member left, or does not see a matter of the trip."""
    if not member.is_active:
        raise DomainError(f"{member.name} has left the firm.", field=field)
    for matter in trip_matters:
        if not can_see(member, matter):
            raise DomainError(f"{member.name} does not work on {matter.number}.", field=field)


def ensure_travels(trip: Trip, member: Member | None, *, field: str = "only_for") -> None:
    """Raise DomainError unless the member travels; nobody named means all."""
    if member is not None and not trip.travellers.filter(member=member).exists():
        raise DomainError(f"{member.name} does not travel.", field=field)
