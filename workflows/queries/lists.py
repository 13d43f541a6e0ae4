"""Reads about applied lists."""

from accounts.models import Member
from workflows.models import ListRun


def about_task(member: Member, pk: int) -> tuple[str, str] | None:
    """Address and words of the applied list that a task came from; None when the member does not see it."""
    found = ListRun.objects.visible_to(member).filter(pk=pk).first()
    return (found.get_absolute_url(), f"the list “{found.list_name}”") if found else None
