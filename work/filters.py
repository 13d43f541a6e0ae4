"""Filters of the task list."""

import datetime

from django.db.models import F, Q
from django.utils import timezone

from accounts.filters import people
from accounts.models import Member
from matters.filters import of_matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, YesNoFilter
from work.models import FINISHED, LIVE, Task, TaskType
from work.queries.tasks import (
    attorneys_of,
    awaiting,
    awake,
    is_blocked,
    needs_somebody,
    of_attorneys,
    team_of,
)

WHOSE = [
    ("mine", "Mine"),
    ("team", "My team’s"),
    ("attorneys", "Of the attorneys I support"),
    ("given", "Given by me"),
    ("watched", "Watched by me"),
]
BUCKETS = [
    ("late", "Overdue"),
    ("today", "Today"),
    ("tomorrow", "Tomorrow"),
    ("week", "Next 7 days"),
    ("later", "Later"),
    ("none", "No date"),
]


class WhoseFilter(ChoiceFilter):
    """Tasks by what they are to the reader."""

    ops = {"": "are"}

    def lookup(self, values):
        member, found = self.request.member, Q()
        for value in values:
            found |= {
                "mine": lambda: Q(assignee=member),
                "team": lambda: Q(assignee__in=team_of(member)) | Q(supervising=member),
                "attorneys": lambda: of_attorneys(attorneys_of(member)),
                "given": lambda: Q(delegated_by=member) & ~Q(assignee=member),
                "watched": lambda: Q(watchers__member=member),
            }[value]()
        return found


class BucketFilter(ChoiceFilter):
    """Tasks by when they fall due, as seen today."""

    def lookup(self, values):
        today = timezone.localdate()
        week = today + datetime.timedelta(days=7)
        conditions = {
            "late": Q(due_on__lt=today, state__in=LIVE),
            "today": Q(due_on=today),
            "tomorrow": Q(due_on=today + datetime.timedelta(days=1)),
            "week": Q(due_on__gte=today, due_on__lte=week),
            "later": Q(due_on__gt=week),
            "none": Q(due_on=None),
        }
        found = Q()
        for value in values:
            found |= conditions[value]
        return found


class LiveFilter(YesNoFilter):
    """Tasks somebody still has to do something about, or those that are over."""

    def narrow(self, qs, picked):
        return qs.filter(state__in=LIVE if picked.value else FINISHED)


class ReviewFilter(YesNoFilter):
    """Tasks whose work waits for the reader's acceptance."""

    def narrow(self, qs, picked):
        mine = Q(pk__in=awaiting(self.request.member).order_by().values("pk"))
        return qs.filter(mine) if picked.value else qs.exclude(mine)


class BlockedFilter(YesNoFilter):
    """Tasks that wait for another."""

    def narrow(self, qs, picked):
        return qs.filter(is_blocked() if picked.value else ~is_blocked())


class AsleepFilter(YesNoFilter):
    """Tasks put aside until a later day."""

    def narrow(self, qs, picked):
        rule = awake(timezone.localdate())
        return qs.filter(~rule) if picked.value else qs.filter(rule)


class NeedsSomebodyFilter(YesNoFilter):
    """Tasks that nobody does, or that whoever has them may not do any more."""

    def narrow(self, qs, picked):
        rule = needs_somebody(self.request.firm)
        return qs.filter(rule) if picked.value else qs.exclude(rule)


class MovedFilter(YesNoFilter):
    """Tasks due on another day than at first."""

    def narrow(self, qs, picked):
        same = Q(due_on=F("original_due_on")) | Q(original_due_on=None)
        return qs.exclude(same) if picked.value else qs.filter(same)


def _attorneys(request):
    return Member.objects.active().filter(role__template="attorney").order_by("name")


class TaskFilter(ListFilterSet):
    whose = WhoseFilter("pk", label="Tasks", choices=WHOSE)
    open = LiveFilter("pk", label="Open")
    bucket = BucketFilter("due_on", label="When due", choices=BUCKETS)
    state = ChoiceFilter("state", label="Status", choices=Task.State.choices)
    review = ReviewFilter("pk", label="Awaiting my acceptance")
    assignee = MemberFilter("assignee", label="Assignee", queryset=people, empty=True)
    delegated = MemberFilter("delegated_by", label="Delegated by", queryset=people)
    supervising = MemberFilter("supervising", label="Supervising attorney", queryset=_attorneys)
    matter = of_matter()
    type = ChoiceFilter(
        "type",
        label="Type",
        choices=lambda r: TaskType.objects.order_by("position", "name").values_list("pk", "name"),
    )
    priority = ChoiceFilter("priority", label="Priority", choices=Task.Priority.choices)
    blocked = BlockedFilter("pk", label="Blocked")
    asleep = AsleepFilter("snoozed_until", label="Snoozed")
    moved = MovedFilter("pk", label="Due date moved")
    somebody = NeedsSomebodyFilter("pk", label="Needs somebody")
    repeats = YesNoFilter("pk", label="Repeats", condition=~Q(recurrence=""))
    client = YesNoFilter("client_visible", label="Shown to the client")
    due = DateFilter("due_on", label="Due")
    done = DateFilter("done_at", label="Done on")
    created = DateFilter("created_at", label="Added")
