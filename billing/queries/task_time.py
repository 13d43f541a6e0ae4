"""Time spent on tasks: what work shows beside its estimates."""

from django.db.models import IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import TimeEntry, Timer
from work.models import Task


def spent() -> Coalesce:
    """Seconds worked on each task that the scope shows, as an annotation of tasks; 0 without any."""
    rows = TimeEntry.objects.filter(task=OuterRef("pk")).order_by().values("task")
    return Coalesce(
        Subquery(rows.annotate(sum=Sum("seconds")).values("sum"), output_field=IntegerField()), Value(0)
    )


def entries_of(task: Task, member) -> list[TimeEntry]:
    """The entries on a task that the member may see, newest first."""
    rows = TimeEntry.objects.visible_to(member).filter(task=task).select_related("member")
    return list(rows.order_by("-date", "-id")[:50])


def timer_on(task: Task, member) -> Timer | None:
    """The member's own timer on the task, the running one first."""
    rows = Timer.objects.filter(task=task, member=member)
    return rows.order_by("-started_at").first()
