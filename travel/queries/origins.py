"""What put an event on the calendar, for the event's page (calendar_app.origins)."""

from accounts.models import Member
from calendar_app.origins import Origin
from travel.models import Trip


def _trip(member: Member, **by) -> Origin | None:
    row = Trip.objects.visible_to(member).filter(**by).first()
    return Origin("Trip", str(row), row.get_absolute_url(), "plane") if row is not None else None


def leg(member: Member, pk: int) -> Origin | None:
    """The trip of a leg."""
    return _trip(member, legs=pk)


def stay(member: Member, pk: int) -> Origin | None:
    """The trip of a stay."""
    return _trip(member, stays=pk)
