"""What put an event on the calendar, for the event's page (by dotted name from calendar_app.origins)."""

from types import SimpleNamespace

from accounts.models import Member
from work.models import Task


def task(member: Member, pk: int) -> SimpleNamespace | None:
    """The task that time was set aside for, with what an Origin has."""
    row = Task.objects.visible_to(member).filter(pk=pk).first()
    if row is None:
        return None
    return SimpleNamespace(label="Task", name=row.title, url=row.get_absolute_url(), icon="circle-check")
