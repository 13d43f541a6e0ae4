"""Reads about tasks: what a member's day holds, whose work one looks after, what waits for whom."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member, Support
from accounts.permissions import Perm
from matters.models import Matter, Wall
from matters.queries.points import Point
from practice.models import Firm
from practice.nav import Badge
from supervision.models import Approval
from work.models import LIVE, Blocker, ChecklistItem, HandedTask, Handover, Task, TaskNote
from work.queries.roles import below

# Time spent on a task is recorded by an app above this one: an expression for an annotation, in seconds.
ACTUAL = "billing.queries.task_time.spent"
SOON = 7
MOST = 200


def actual() -> Subquery:
    """Seconds recorded on each task, as an annotation; 0 without any."""
    return import_string(ACTUAL)()


def is_blocked() -> Exists:
    """Whether a task waits for another that is not over, as an annotation."""
    return Exists(Blocker.objects.filter(task=OuterRef("pk"), on__state__in=LIVE))


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("task").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def with_marks(rows: QuerySet[Task]) -> QuerySet[Task]:
    """`rows` with what a line shows: people, matter, blocked, lines of the checklist and ticked ones, notes."""
    items = ChecklistItem.objects.filter(task=OuterRef("pk"))
    return rows.select_related("matter", "type", "assignee", "delegated_by", "contact").annotate(
        blocked=is_blocked(),
        lines=_count(items),
        ticked=_count(items.filter(done_at__isnull=False)),
        said=_count(TaskNote.objects.filter(task=OuterRef("pk"))),
    )


def attorneys_of(member: Member) -> list[int]:
    """Ids of the attorneys whose desk the member keeps: those of Support, and their own supervisor. One query."""
    found = list(Support.objects.filter(member=member).values_list("attorney_id", flat=True))
    return list(dict.fromkeys([*found, *([member.supervisor_id] if member.supervisor_id else [])]))


def team_of(member: Member) -> list[int]:
    """Ids of the people whose tasks the member looks after: whom they supervise and who keeps their desk.

    For staff: who works for the same attorneys. Who manages people looks after everybody.
    """
    active = Member.objects.active()
    if member.can(Perm.USER_MANAGE) and member.role.template != "attorney":
        return list(active.values_list("pk", flat=True))
    heads = [member.pk] if member.role.template == "attorney" else attorneys_of(member)
    found = active.filter(
        Q(supervisor__in=heads) | Q(pk__in=Support.objects.filter(attorney__in=heads).values("member_id"))
    )
    return list(dict.fromkeys([member.pk, *found.values_list("pk", flat=True)]))


def of_attorneys(ids: Iterable[int]) -> Q:
    """Tasks of these attorneys: theirs, given by them, answered for by them, or of matters they are responsible for."""
    ids = list(ids)
    return (
        Q(assignee__in=ids)
        | Q(delegated_by__in=ids)
        | Q(supervising__in=ids)
        | Q(matter__in=Matter.objects.filter(responsible__in=ids).values("pk"))
    )


def awaiting(member: Member) -> QuerySet[Task]:
    """Tasks whose work waits for the member's acceptance."""
    waiting = Approval.objects.waiting().filter(kind="task", assigned_to=member)
    return Task.objects.visible_to(member).filter(state="review", pk__in=waiting.values("object_id"))


def needs_somebody(firm: Firm) -> Q:
    """Live tasks that nobody does: unassigned, of somebody who left, below the type's role by now, or behind a wall."""
    wall = Wall.objects.filter(matter=OuterRef("matter"), member=OuterRef("assignee"), lifted_at=None)
    return Q(state__in=LIVE) & (Q(assignee=None) | below(firm) | Q(Exists(wall)))


def awake(today: datetime.date) -> Q:
    """The condition that a task is not put aside on that day."""
    return Q(snoozed_until=None) | Q(snoozed_until__lte=today)


def urgent(member: Member) -> Badge:
    """For the sidebar: the member's tasks that are late or due today. Red when one is late."""
    today = timezone.localdate()
    rows = Task.objects.live().filter(assignee=member, due_on__lte=today).exclude(state="review")
    return Badge(rows.filter(awake(today)), hot=Q(due_on__lt=today))


@dataclass(frozen=True)
class Bucket:
    """One section of My day."""

    key: str
    title: str
    tasks: list[Task] = field(default_factory=list)
    tone: str = ""
    folded: bool = False


def my_day(member: Member, today: datetime.date) -> list[Bucket]:
    """The member's live tasks in the order of doing: returned, late, today, soon, later, without a date; what waits last."""
    rows = with_marks(Task.objects.visible_to(member).live().filter(assignee=member))
    tasks = list(rows.order_by(F("due_on").asc(nulls_last=True), "priority", "id")[:MOST])
    soon = today + datetime.timedelta(days=SOON)
    found: dict[str, list[Task]] = {
        key: [] for key in ("returned", "late", "today", "soon", "later", "dateless", "waits")
    }
    for task in tasks:
        found[_bucket(task, today, soon)].append(task)
    for key in ("late", "today"):
        found[key].sort(key=lambda t: (t.state != "doing", t.priority, t.due_on or today, t.pk))
    found["dateless"].sort(key=lambda t: (t.state != "doing", t.priority, t.pk))
    return [
        bucket
        for bucket in (
            Bucket("returned", "Returned to you", found["returned"], "warn"),
            Bucket("late", "Overdue", found["late"], "danger"),
            Bucket("today", "Today", found["today"]),
            Bucket("soon", f"Next {SOON} days", found["soon"]),
            Bucket("dateless", "No date", found["dateless"]),
            Bucket("later", "Later", found["later"], folded=True),
            Bucket("waits", "Waiting", found["waits"], folded=True),
        )
        if bucket.tasks or bucket.key == "today"
    ]


def _bucket(task: Task, today: datetime.date, soon: datetime.date) -> str:
    if task.state == "review" or task.is_asleep or task.blocked:
        return "waits"
    if task.state == "returned":
        return "returned"
    if task.due_on is None:
        return "dateless"
    if task.due_on < today:
        return "late"
    if task.due_on == today or task.state == "doing":
        return "today"
    return "soon" if task.due_on <= soon else "later"


@dataclass(frozen=True)
class Pile:
    """The tasks of one matter, or of one attorney."""

    head: object
    tasks: list[Task] = field(default_factory=list)
    more: int = 0


def by_matter(rows: QuerySet[Task]) -> list[Pile]:
    """Live tasks in piles, a pile for each matter, the most urgent first; the office's own last."""
    tasks = list(
        with_marks(rows.live())
        .select_related("matter__client")
        .order_by(F("due_on").asc(nulls_last=True), "priority", "id")[:MOST]
    )
    piles: dict[int | None, Pile] = {}
    for task in tasks:
        piles.setdefault(task.matter_id, Pile(task.matter)).tasks.append(task)
    return sorted(piles.values(), key=lambda pile: pile.head is None)


def by_attorney(member: Member, attorneys: list[Member]) -> list[Pile]:
    """For each attorney what they do and what they gave to others, late first. One query for all of them."""
    ids = [person.pk for person in attorneys]
    rows = Task.objects.visible_to(member).live()
    rows = rows.filter(Q(assignee__in=ids) | Q(delegated_by__in=ids) | Q(supervising__in=ids))
    tasks = list(with_marks(rows).order_by(F("due_on").asc(nulls_last=True), "priority", "id")[: MOST * 2])
    found = []
    for person in attorneys:
        own = [t for t in tasks if person.pk in (t.assignee_id, t.delegated_by_id, t.supervising_id)]
        found.append(Pile(person, own[:30], max(0, len(own) - 30)))
    return found


def attorneys_for(member: Member) -> list[Member]:
    """The attorneys whose columns the member sees first: those they support; an attorney sees their own; else all."""
    rows = Member.objects.active().filter(role__template="attorney").select_related("role").order_by("name")
    ids = attorneys_of(member)
    if member.role.template == "attorney":
        ids = [member.pk, *ids]
    mine = list(rows.filter(pk__in=ids)) if ids else []
    if member.is_partner:
        mine += list(rows.exclude(pk__in=ids)[: max(0, 4 - len(mine))])
    return mine or list(rows[:4])


def open_handovers(member: Member, today: datetime.date) -> list[Handover]:
    """Hand-overs of the member's tasks whose days are over and that were not taken back; with how many are still out."""
    rows = Handover.objects.filter(member=member, taken_back_at=None, until__isnull=False, until__lt=today)
    still = HandedTask.objects.filter(handover=OuterRef("pk"), task__state__in=LIVE, task__assignee=F("to"))
    counted = still.order_by().values("handover").annotate(n=Count("pk")).values("n")
    return list(rows.annotate(out=Coalesce(Subquery(counted), Value(0))).filter(out__gt=0))


def history_numbers(matter: Matter) -> tuple[int, int]:
    """(live tasks, late ones) of a matter. One query."""
    today = timezone.localdate()
    found = (
        Task.objects.live()
        .filter(matter=matter)
        .aggregate(live=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    return found["live"], found["late"]


def closing_points(matter: Matter) -> list[Point]:
    """The line of the closing checklist about open tasks."""
    live, late = history_numbers(matter)
    tail = f", {late} of them late" if late else ""
    text = f"{live} task{' is' if live == 1 else 's are'} open{tail}. Complete or cancel {'it' if live == 1 else 'them'}."
    return [
        Point(
            "No task is open", text if live else "", reverse("matter_tasks", args=[matter.pk]), "Go to tasks"
        )
    ]
