"""What put an event on the calendar, for the event's page (calendar_app.origins)."""

from accounts.models import Member
from booking.models import Booking, Poll
from calendar_app.origins import Origin


def booking(member: Member, pk: int) -> Origin | None:
    """The booking that took the time."""
    row = Booking.objects.visible_to(member).filter(pk=pk).first()
    return Origin("Booking", row.name, row.get_absolute_url(), "calendar-check") if row is not None else None


def poll(member: Member, pk: int) -> Origin | None:
    """The question about several times that the meeting came out of."""
    row = Poll.objects.visible_to(member).filter(pk=pk).first()
    return Origin("Poll", row.title, row.get_absolute_url(), "list-check") if row is not None else None
