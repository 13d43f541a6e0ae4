"""What a day of several attorneys looks like, side by side."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Member, Support
from accounts.queries import Away, away
from calendar_app.models import Deadline
from calendar_app.queries.days import Appointment, day_of
from communications.models import Slip
from supervision.models import Approval
from work.models import Task

AHEAD = 7  # days
SHOWN = 4
MOST = 6  # attorneys


@dataclass
class Desk:
    """One attorney's column: what is due within a week, what is to be done for them, and who waits for them."""

    attorney: Member
    away: Away | None = None
    events: list[Appointment] = field(default_factory=list)
    more_events: int = 0
    deadlines: list[Deadline] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    more_deadlines: int = 0
    more_tasks: int = 0
    slips: int = 0
    approvals: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due and nobody waits."""
        return not (self.events or self.deadlines or self.tasks or self.slips or self.approvals)


def supported(member: Member) -> list[Member]:
    """The attorneys whose desk the member keeps, by name, at most six. One query."""
    kept = Support.objects.filter(member=member).values("attorney")
    found = Member.objects.active().filter(Q(pk__in=kept) | Q(pk=member.supervisor_id)).select_related("role")
    return list(found.filter(role__template="attorney").order_by("name")[:MOST])


def desks(member: Member) -> list[Desk]:
    """A column for each attorney the member works for. Seven queries, however many attorneys; none without one."""
    attorneys = supported(member)
    if not attorneys:
        return []
    today = timezone.localdate()
    found = {attorney.pk: Desk(attorney) for attorney in attorneys}
    for pk, absence in away(today).items():
        if pk in found:
            found[pk].away = absence
    _events(found, member, today)
    _deadlines(found, today)
    _tasks(found, member, today)
    waiting = Slip.objects.visible_to(member).unanswered().filter(for_member__in=found).order_by()
    for row in waiting.values("for_member").annotate(n=Count("pk")):
        found[row["for_member"]].slips = row["n"]
    sent = Approval.objects.visible_to(member).waiting().filter(assigned_to__in=found).order_by()
    for row in sent.values("assigned_to").annotate(n=Count("pk")):
        found[row["assigned_to"]].approvals = row["n"]
    return list(found.values())


def _events(found: dict[int, Desk], member: Member, today: datetime.date) -> None:
    """Each attorney's hearings and meetings of the day, as the member may see them."""
    for row in day_of(member, list(found), today):
        for pk in row.people & found.keys():
            desk = found[pk]
            if len(desk.events) < SHOWN + 2:
                desk.events.append(row)
            else:
                desk.more_events += 1


def _deadlines(found: dict[int, Desk], today: datetime.date) -> None:
    """Each attorney's own deadlines and those of their matters, late ones first."""
    rows = (
        Deadline.objects.open()
        .filter(Q(owner__in=found) | Q(matter__responsible__in=found))
        .filter(due_on__lte=today + datetime.timedelta(days=AHEAD))
        .select_related("matter")
        .order_by("due_on", "id")
    )
    for row in rows:
        for pk in {row.owner_id, row.matter.responsible_id} & found.keys():
            desk = found[pk]
            if len(desk.deadlines) < SHOWN:
                desk.deadlines.append(row)
            else:
                desk.more_deadlines += 1


def _tasks(found: dict[int, Desk], member: Member, today: datetime.date) -> None:
    """What the member has to do for each attorney: due by today, or without a date and not put aside."""
    rows = (
        Task.objects.live()
        .visible_to(member)
        .filter(assignee=member)
        .filter(Q(delegated_by__in=found) | Q(supervising__in=found) | Q(matter__responsible__in=found))
        .filter(Q(due_on__lte=today) | Q(due_on=None))
        .filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))
        .select_related("matter")
        .order_by("priority", "due_on", "id")
    )
    for row in rows:
        whose = row.delegated_by_id or row.supervising_id or (row.matter and row.matter.responsible_id)
        desk = found.get(whose)
        if desk is None:
            continue
        if len(desk.tasks) < SHOWN:
            desk.tasks.append(row)
        else:
            desk.more_tasks += 1
