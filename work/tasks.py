"""Jobs about tasks. Each may be delivered twice."""

from django.utils import timezone

from accounts.models import Member
from practice.jobs import firm_job
from work import emails
from work.models import Notice
from work.queries.digests import sees_all


@firm_job
def mail_notices(member_id: int) -> None:
    """Send one person what happened to their tasks since the last mail; what a wall hides from them by now is left out."""
    to = Member.objects.active().select_related("user", "role", "firm").filter(pk=member_id).first()
    waiting = Notice.objects.select_for_update(of=("self",), skip_locked=True).filter(
        member=member_id, mailed_at=None
    )
    rows = list(waiting.select_related("task__matter", "task__assignee", "by").order_by("id")[:100])
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
    if to is None:
        return
    shown = [row for row in rows if row.task.is_live or row.kind == Notice.Kind.WATCHED]
    shown = [row for row in shown if row.kind != Notice.Kind.ASSIGNED or row.task.assignee_id == to.pk]
    shown = sees_all(to, shown)
    if shown:
        emails.notices(to, shown)
