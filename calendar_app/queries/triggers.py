"""Reads about triggers: what is counted from them, and what would move when they do."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline, Event, FurtherDate, Recalculation, TriggerEvent
from calendar_app.queries.rules import Counted, Facts, Free, Known, chain, free
from calendar_app.recurrence import local_of
from court_rules.packs import Pack
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
        dates=dates_of(trigger),
    )


def dates_of(trigger: TriggerEvent) -> dict[str, datetime.date | datetime.datetime]:
    """The days of the further events that were given for the trigger's rules, by their keys. One query, unless prefetched."""
    rows = getattr(trigger, "given", None)  # live_triggers
    if rows is None:
        rows = FurtherDate.objects.filter(trigger=trigger).select_related("other")
    return {row.key: row.other.happened_at or row.other.happened_on for row in rows}


def when_of(event: Event) -> tuple[datetime.date, datetime.datetime | None]:
    """The day of an appointment in its own zone, and the instant when it is not all day."""
    if event.all_day and event.starts_on:
        return event.starts_on, None
    return local_of(event.starts_at, event.zone).date(), event.starts_at


@dataclass(frozen=True)
class Needed:
    """A further event whose day the trigger's rules need, with the event it is on this matter, once that was said."""

    key: str
    title: str
    time: bool
    other: TriggerEvent | None


def further_of(trigger: TriggerEvent, pack: Pack | None) -> list[Needed]:
    """The further events of the trigger's rules, those not known yet too. One query."""
    given = {
        row.key: row.other for row in FurtherDate.objects.filter(trigger=trigger).select_related("other")
    }
    if pack is not None and trigger.kind in pack.triggers:
        wanted = {key: (one.title, one.time) for key, one in pack.further_of(trigger.kind).items()}
    else:
        wanted = {key: (other.label, False) for key, other in given.items()}
    return [Needed(key, title, time, given.get(key)) for key, (title, time) in wanted.items()]


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
        dates=dates_of(waiting.trigger),
    )


class Recount:
    """The dates that the rules and counts of a trigger give from these facts. The chain is counted once, and only when asked."""

    def __init__(self, facts: Facts, known: Known | None = None):
        self.facts, self.known = facts, known
        self._chain: dict[str, Counted] | None = None

    def of(self, deadline: Deadline) -> Counted | None:
        """What the deadline's rule, or its count of days, gives; None when there is none any more."""
        if deadline.rule_id:
            return self._by_rule().get(deadline.rule_id)
        if deadline.count:
            return free(self.facts, Free.from_json(deadline.count, deadline.calendar), self.known)
        return None

    def _by_rule(self) -> dict[str, Counted]:
        if self._chain is None:
            try:
                self._chain = {one.rule_id: one for one in chain(self.facts, self.known)}
            except RuleError:
                self._chain = {}
        return self._chain


def derived_day(deadline: Deadline) -> datetime.date | None:
    """The day that the stored derivation reached, whatever the date is now."""
    due = str(deadline.derivation.get("due") or "")[:10]
    return datetime.date.fromisoformat(due) if due else None


@dataclass(frozen=True)
class Line:
    """One date in the diff of a recalculation. `facts`: what it is counted from then, be it another trigger of the same event."""

    deadline: Deadline
    new: Counted | None
    why: str
    facts: Facts

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
    """Every date that is counted from the trigger, as it stands and as it would be, by the day it has now.

    With them the dates of other triggers for whose rules this event is the second one, where its move changes them.
    """
    facts = facts_then(waiting)
    count = Recount(facts)
    why = why_of(waiting)
    rows = _dates_of(waiting.trigger_id)
    if waiting.cause == Recalculation.Cause.OFF:
        return [*(Line(row, None, why, facts) for row in rows), *_lines_beside(waiting, why)]
    return [*(Line(row, count.of(row), why, facts) for row in rows), *_lines_beside(waiting, why)]


def seal_of(waiting: Recalculation, lines: list[Line]) -> str:
    """What a page of this diff says, as a short seal: another move, or another date by somebody else, makes another seal."""
    said = [
        [waiting.cause, waiting.happened_on, waiting.happened_at, waiting.service_method, waiting.state],
        waiting.choices,
        [
            [row.pk, row.due_on, row.due_at, row.done_at is not None, *_when(line.new)]
            for line in lines
            for row in (line.deadline,)
        ],
    ]
    text = json.dumps(said, default=str, sort_keys=True)
    return f"{waiting.pk}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _dates_of(trigger_id: int) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(trigger=trigger_id).select_related("owner", "matter", "backup", "trigger")
    return rows.order_by("due_on", "id")


def _lines_beside(waiting: Recalculation, why: str) -> Iterator[Line]:
    """The dates of other triggers that the move of this event changes. A handful of triggers at most."""
    links = FurtherDate.objects.filter(other=waiting.trigger_id).select_related("trigger__matter")
    needing: dict[TriggerEvent, list[str]] = {}
    for link in links:
        needing.setdefault(link.trigger, []).append(link.key)
    day = waiting.happened_at or waiting.happened_on
    for trigger, keys in needing.items():
        now = facts_of(trigger)
        dates = {key: moment for key, moment in now.dates.items() if key not in keys}
        if waiting.cause != Recalculation.Cause.OFF:
            dates |= dict.fromkeys(keys, day)
        then = replace(now, dates=dates)
        before, after = Recount(now), Recount(then)
        for row in _dates_of(trigger.pk):
            was, new = before.of(row), after.of(row)
            if _when(was) != _when(new):
                yield Line(row, new, why, then)


def _when(line: Counted | None) -> tuple[datetime.date | None, datetime.datetime | None]:
    return (line.due_on, line.due_at) if line else (None, None)


def why_of(waiting: Recalculation) -> str:
    """In a sentence, why the dates are counted again."""
    trigger = waiting.trigger
    said = {
        Recalculation.Cause.MOVED: f"{trigger.label} moved to {short_day(waiting.happened_on)}",
        Recalculation.Cause.SERVICE: f"{trigger.label}: the service was corrected",
        Recalculation.Cause.RULES: "The rule changed",
        Recalculation.Cause.CLOSURE: "The court’s holidays or closures changed",
        Recalculation.Cause.FURTHER: "Another date became known",
        Recalculation.Cause.OFF: f"{trigger.label} was called off",
    }[Recalculation.Cause(waiting.cause)]
    return f"{said}. {waiting.reason}".strip(". ") + "."


def stale_cause(trigger: TriggerEvent, known: Known | None = None) -> tuple[str, str]:
    """Why the trigger's open dates would be others by today's rules and court days: (cause, a sentence); ("", "") if not.

    What somebody looked at and did not take is not brought up again.
    """
    count = Recount(facts_of(trigger), known)
    rows = getattr(trigger, "still_open", None)  # live_triggers
    for row in Deadline.objects.open().filter(trigger=trigger) if rows is None else rows:
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


def recalculation_of(deadline: Deadline) -> Recalculation | None:
    """What waits to be accepted and may move the date: its own event moved, or one that its rule takes beside it."""
    if deadline.trigger_id is None:
        return None
    beside = FurtherDate.objects.filter(trigger=deadline.trigger_id).values("other")
    rows = waiting_for().filter(Q(trigger=deadline.trigger_id) | Q(trigger__in=beside))
    found = list(rows.select_related("trigger__matter"))
    for waiting in found:
        if waiting.trigger_id == deadline.trigger_id:
            return waiting
    return next((w for w in found if any(line.deadline.pk == deadline.pk for line in lines_of(w))), None)


def hanging_on(event: Event) -> list[Deadline]:
    """Open dates that are counted from an appointment, from a date of its series, or that take it as their second date."""
    own = Q(trigger__event=event) | Q(trigger__event__parent=event)
    beside = FurtherDate.objects.filter(Q(other__event=event) | Q(other__event__parent=event)).values(
        "trigger"
    )
    rows = (
        Deadline.objects.open()
        .filter(own | Q(trigger__in=beside))
        .select_related("owner", "matter", "trigger")
    )
    return list(rows.order_by("due_on", "id"))


def waiting_on(event: Event) -> list[Recalculation]:
    """What waits to be settled because the appointment moved or was called off."""
    return list(waiting_for().filter(Q(trigger__event=event) | Q(trigger__event__parent=event)))


def triggers_of(matter: Matter) -> QuerySet[TriggerEvent]:
    """The matter's triggers with the number of dates counted from each (`dates`, `open_dates`). One query."""
    return TriggerEvent.objects.filter(matter=matter).annotate(
        dates=Count("deadlines"), open_dates=Count("deadlines", filter=Q(deadlines__done_at=None))
    )


def live_triggers() -> QuerySet[TriggerEvent]:
    """Triggers from which dates are counted that are still to be met: what a change of rules may touch.

    Their open dates and second dates come along, so that `stale_cause` asks nothing more.
    """
    waiting = Recalculation.objects.filter(trigger=OuterRef("pk"), settled_at=None)
    due = Deadline.objects.open().filter(trigger=OuterRef("pk"))
    rows = TriggerEvent.objects.filter(Exists(due)).exclude(Exists(waiting))
    given = Prefetch("further", FurtherDate.objects.select_related("other"), to_attr="given")
    still_open = Prefetch("deadlines", Deadline.objects.open(), to_attr="still_open")
    return rows.select_related("matter").prefetch_related(given, still_open).order_by("id")
