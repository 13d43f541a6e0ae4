"""Background work about matters."""

from accounts.models import Member
from matters import emails
from matters.models import Wall
from matters.services import attempts
from practice.jobs import firm_job


@firm_job
def notify_screened(wall_id: int) -> None:
    """Tell a member that an ethical wall screens them from a matter. Skipped when the wall was lifted meanwhile."""
    found = Wall.objects.filter(pk=wall_id, lifted_at=None).select_related(
        "matter__client", "member__user", "created_by", "firm"
    )
    wall = found.first()
    if wall is not None:
        emails.wall_notice(wall)


@firm_job
def look_into_attempt(member_id: int, url_name: str, pk: int) -> None:
    """A member asked for a page and got "not found": see whether a wall or a restriction hid it, and record that."""
    member = Member.objects.select_related("role", "user").get(pk=member_id)
    attempts.note_attempt(member, url_name=url_name, pk=pk)
