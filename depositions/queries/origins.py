"""What put an event on the calendar, for the event's page (calendar_app.origins)."""

from accounts.models import Member
from calendar_app.origins import Origin
from depositions.models import Deposition


def deposition(member: Member, pk: int) -> Origin | None:
    """The deposition that is taken at that time."""
    row = Deposition.objects.visible_to(member).filter(pk=pk).first()
    return Origin("Deposition", str(row), row.get_absolute_url(), "microphone") if row is not None else None
