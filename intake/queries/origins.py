"""What put an event on the calendar, for the event's page (calendar_app.origins)."""

from accounts.models import Member
from calendar_app.origins import Origin
from intake.models import Lead


def lead(member: Member, pk: int) -> Origin | None:
    """The lead whose first talk it is."""
    row = Lead.objects.visible_to(member).filter(pk=pk).first()
    return Origin("Lead", str(row), row.get_absolute_url(), "user-question") if row is not None else None
