"""Chains that count over certain days of a court, and what waits to be accepted since those days changed."""

import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Least

from calendar_app.models import Deadline, Recalculation, TriggerEvent
from calendar_app.queries.rules import rule_sets
from calendar_app.queries.triggers import lines_of
from court_rules.consequences import Change

# A last day is moved over the longest run of weekends and holidays, and a way of service adds its days.
AROUND = datetime.timedelta(days=35)
_MOST = 40


def _counted_by(calendar: str) -> Q:
    """Triggers whose rule set keeps that calendar, or that are counted by it without a rule."""
    packs = [key for key, pack in rule_sets().items() if pack.calendar == calendar]
    return Q(trigger__jurisdiction__in=[*packs, calendar])


def touched(calendar: str, first: datetime.date, last: datetime.date) -> QuerySet[TriggerEvent]:
    """Triggers with open dates of courts that keep `calendar`, counted over or near the days from `first` to `last`."""
    rows = Deadline.objects.open().filter(_counted_by(calendar), trigger__isnull=False)
    rows = rows.annotate(
        low=Least(F("due_on"), F("trigger__happened_on")),
        high=Greatest(F("due_on"), F("trigger__happened_on")),
    ).filter(low__lte=last + AROUND, high__gte=first - AROUND)
    found = TriggerEvent.objects.filter(pk__in=rows.values("trigger")).select_related("matter")
    return found.order_by("id")


def open_closure_changes(calendar: str) -> QuerySet[Recalculation]:
    """Recalculations because of court days that nobody settled, of courts that keep `calendar`."""
    rows = Recalculation.objects.filter(
        _counted_by(calendar), settled_at=None, cause=Recalculation.Cause.CLOSURE
    )
    return rows.select_related("trigger__matter", "matter")


def changes_waiting(calendar: str, first: datetime.date, last: datetime.date) -> list[Change]:
    """The dates near these days that would move by the court days known now, at most those of 40 chains."""
    near = touched(calendar, first, last).values("pk")
    found = []
    for waiting in open_closure_changes(calendar).filter(trigger__in=near)[:_MOST]:
        for line in lines_of(waiting):
            if line.may_move and line.new is not None and line.new.due_on is not None:
                found.append(
                    Change(
                        line.deadline.title,
                        waiting.matter,
                        line.deadline.owner.name,
                        line.deadline.due_on,
                        line.new.due_on,
                        waiting.get_absolute_url(),
                    )
                )
    return found
