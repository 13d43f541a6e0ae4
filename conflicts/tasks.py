"""Jobs of conflict checks. Each may be delivered twice."""

from conflicts import emails
from conflicts.models import Check, Clearance
from conflicts.services import reports, watching
from practice.jobs import firm_job


@firm_job
def watch() -> None:
    """Compare what was written with the checks that live. Triggers ask for it."""
    watching.watch()


@firm_job
def make_report(clearance_id: int) -> None:
    """Make the PDF of a decided check, once."""
    reports.make_whole(Clearance.objects.select_related("check_ref", "by").get(pk=clearance_id))


@firm_job
def mail_collision(check_id: int, round: int) -> None:
    """Tell whoever decided a check that new hits opened it again. Once a round."""
    check = Check.objects.select_related("decided_by__user", "firm").get(pk=check_id)
    if check.round == round and check.decided_by is not None and check.decided_by.is_active:
        emails.collision(check)
