"""Background work about matters."""

from matters import emails
from matters.models import Wall
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
