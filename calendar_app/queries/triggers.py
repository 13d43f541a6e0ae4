"""Reads about triggers: what is counted from them, and what would move when they do."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline, Recalculation, TriggerEvent
from calendar_app.queries.rules import Counted, Facts, Free, chain, free
from court_rules.text import RuleError
from matters.models import Matter
from practice.dates import short_day


def facts_of(trigger: TriggerEvent) -> Facts:
    """What the trigger's dates are counted from, as it stands."""
    return Facts(
        pack=trigger.jurisdiction,
        kind=trigger.kind,
        on=trigger.happened_on,
        at=trigger.happened_at,
        service=trigger.service_method,
        state=trigger.state,
        choices=trigger.choices,
        court=trigger.matter.court,
    )


def facts_then(waiting: Recalculation) -> Facts:
    """What they will be counted from once the recalculation is settled."""
    return Facts(
        pack=waiting.trigger.jurisdiction,
        kind=waiting.trigger.kind,
        on=waiting.happened_on,
        at=waiting.happened_at,
        service=waiting.service_method,
        state=waiting.state,
        choices=waiting.choices,
        court=waiting.trigger.matter.court,
    )


class Recount:
    """The dates that the rules and counts of a trigger give from these facts. The chain is counted once, and only when asked."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self._chain: dict[str, Counted] | None = None

    def of(self, deadline: Deadline) -> Counted | None:
        """What the deadline's rule, or its count of days, gives; None when there is none any more."""
        if deadline.rule_id:
            return self._by_rule().get(deadline.rule_id)
        if deadline.count:
            return free(self.facts, Free.from_json(deadline.count, deadline.calendar))
        return None

    def _by_rule(self) -> dict[str, Counted]:
        if self._chain is None:
            try:
                self._chain = {one.rule_id: one for one in chain(self.facts)}
            except RuleError:
                self._chain = {}
        return self._chain


def derived_day(deadline: Deadline) -> datetime.date | None:
    """The day that the stored derivation reached, whatever the date is now."""
    due = str(deadline.derivation.get("due") or "")[:10]
    return datetime.date.fromisoformat(due) if due else None


@dataclass(frozen=True)
class Line:
    """One date in the diff of a recalculation."""

    deadline: Deadline
    new: Counted | None
    why: str

    @property
    def is_open(self) -> bool:
        """Whether the date is still to be met, and another than before."""
        return self.deadline.done_at is None and self.differs

    @property
    def differs(self) -> bool:
        """Whether the rule gives another day or hour than the date that stands."""
        if self.new is None or self.new.due_on is None:
            return True
        return (self.new.due_on, self.new.due_at) != (self.deadline.due_on, self.deadline.due_at)

    @property
    def days(self) -> int:
        """By how many days it moves; negative: earlier."""
        if self.new is None or self.new.due_on is None:
            return 0
        return (self.new.due_on - self.deadline.due_on).days

    @property
    def may_move(self) -> bool:
        """Whether it can be ticked."""
        return self.is_open and self.new is not None and self.new.due_on is not None

    @property
    def ticked(self) -> bool:
        """Whether it is ticked from the start: not what somebody set by hand."""
        return self.may_move and not self.by_hand

    @property
    def by_hand(self) -> str:
        """In a word, how the date was set other than by the rule; "" when the rule gave it."""
        if self.deadline.override:
            return "overridden"
        return "extended" if self.deadline.extended_from else ""

    @property
    def wants_attorney(self) -> str:
        """Why only an attorney moves it; "" when whoever enters dates may."""
        return self.by_hand or ("verified" if self.deadline.verified_at else "")

    @property
    def is_past(self) -> bool:
        """Whether the new day is over already."""
        return bool(self.new and self.new.due_on and self.new.due_on < timezone.localdate())


def lines_of(waiting: Recalculation) -> list[Line]:
    """Every date that is counted from the trigger, as it stands and as it would be, by the day it has now. One query."""
    count = Recount(facts_then(waiting))
    rows = Deadline.objects.filter(trigger=waiting.trigger_id).select_related("owner", "matter", "backup")
    why = why_of(waiting)
    return [Line(row, count.of(row), why) for row in rows.order_by("due_on", "id")]


def why_of(waiting: Recalculation) -> str:
    """In a sentence, why the dates are counted again."""
    trigger = waiting.trigger
    said = {
        Recalculation.Cause.MOVED: f"{trigger.label} moved to {short_day(waiting.happened_on)}",
        Recalculation.Cause.SERVICE: f"{trigger.label}: the service was corrected",
        Recalculation.Cause.RULES: "The rule changed",
        Recalculation.Cause.CLOSURE: "The court’s holidays or closures changed",
    }[Recalculation.Cause(waiting.cause)]
    return f"{said}. {waiting.reason}".strip(". ") + "."


def stale_cause(trigger: TriggerEvent) -> tuple[str, str]:
    """Why the trigger's open dates would be others by today's rules and court days: (cause, a sentence); ("", "") if not.

    What somebody looked at and did not take is not brought up again.
    """
    count = Recount(facts_of(trigger))
    for row in Deadline.objects.open().filter(trigger=trigger):
        new = count.of(row)
        if new is None or new.due_on is None or new.due_on in (derived_day(row), row.declined_on):
            continue
        day = short_day(new.due_on)
        if new.version and new.version != row.pack_version:
            return Recalculation.Cause.RULES, f"{row.title} is due {day} by version {new.version}"
        return Recalculation.Cause.CLOSURE, f"{row.title} is due {day} by the court days known now"
    return "", ""


def waiting_for(matter: Matter | None = None) -> QuerySet[Recalculation]:
    """Recalculations that nobody has settled, the oldest first; of one matter when given."""
    rows = Recalculation.objects.filter(settled_at=None).select_related("trigger", "matter", "opened_by")
    return rows.filter(matter=matter) if matter is not None else rows


def waiting_of(member: Member) -> QuerySet[Recalculation]:
    """Recalculations of matters that the member answers for, or that they reported, the oldest first."""
    matter = Q(matter__responsible=member) | Q(matter__supervising=member) | Q(opened_by=member)
    owned = Deadline.objects.open().filter(trigger=OuterRef("trigger"), owner=member)
    return waiting_for().filter(matter | Q(Exists(owned)))


def triggers_of(matter: Matter) -> QuerySet[TriggerEvent]:
    """The matter's triggers with the number of dates counted from each (`dates`, `open_dates`). One query."""
    return TriggerEvent.objects.filter(matter=matter).annotate(
        dates=Count("deadlines"), open_dates=Count("deadlines", filter=Q(deadlines__done_at=None))
    )


def live_triggers() -> QuerySet[TriggerEvent]:
    """Triggers from which dates are counted that are still to be met: what a change of rules may touch."""
    waiting = Recalculation.objects.filter(trigger=OuterRef("pk"), settled_at=None)
    due = Deadline.objects.open().filter(trigger=OuterRef("pk"))
    rows = TriggerEvent.objects.filter(Exists(due)).exclude(Exists(waiting))
    return rows.select_related("matter").order_by("id")
