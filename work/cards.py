"""What tasks bring to the home page."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from practice.dashboard import Card
from work.models import Task
from work.queries.tasks import awaiting, my_day, needs_somebody, with_marks

SHOWN = 8


def day(member: Member) -> Card | None:
    """What the member does today: returned, late and due today; then what comes next, up to eight."""
    if not member.can(Perm.MATTER_VIEW):
        return None
    buckets = {bucket.key: bucket.tasks for bucket in my_day(member, timezone.localdate())}
    urgent = [t for key in ("returned", "late", "today") for t in buckets.get(key, [])]
    coming = [t for key in ("soon", "dateless") for t in buckets.get(key, [])]
    shown = (urgent + coming)[:SHOWN]
    late = len(buckets.get("late", []))
    count = f"{len(urgent)}{f', {late} late' if late else ''}" if urgent else ""
    return Card(
        "tasks",
        "My tasks",
        "work/card_day.html",
        {"tasks": shown, "more": len(urgent) + len(coming) - len(shown)},
        count=count,
        url=reverse("task_day"),
        link="My day",
    )


def review(member: Member) -> Card | None:
    """Work that waits for the member's acceptance; none, no card."""
    if not member.can(Perm.TASK_ACCEPT_WORK):
        return None
    rows = list(with_marks(awaiting(member)).order_by("submitted_at")[: SHOWN + 1])
    if not rows:
        return None
    return Card(
        "to_review",
        "Work to accept",
        "work/card_review.html",
        {"tasks": rows[:SHOWN]},
        count=f"{SHOWN}+" if len(rows) > SHOWN else str(len(rows)),
        url=f"{reverse('task_list')}?review=yes",
        link="All",
    )


def somebody(member: Member) -> Card | None:
    """Tasks under the attorney's eyes that nobody may do any more: a role or licence changed, somebody left, a wall."""
    if member.role.template not in ("attorney", "firm_admin"):
        return None
    rows = Task.objects.visible_to(member).filter(needs_somebody(member.firm))
    if member.role.template == "attorney":
        rows = rows.filter(Q(supervising=member) | Q(matter__responsible=member))
    found = list(with_marks(rows).order_by("due_on", "id")[: SHOWN + 1])
    if not found:
        return None
    return Card(
        "task_somebody",
        "Tasks that need somebody",
        "work/card_review.html",
        {"tasks": found[:SHOWN]},
        count=f"{SHOWN}+" if len(found) > SHOWN else str(len(found)),
        url=f"{reverse('task_list')}?somebody=yes",
        link="All",
    )
