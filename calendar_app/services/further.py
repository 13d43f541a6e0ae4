"""The second date that a rule needs: the later of so many days after service and so many before the trial."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Member
from calendar_app.models import Event, FurtherDate, Recalculation, TriggerEvent
from calendar_app.queries.rules import SECOND, rule_sets
from calendar_app.queries.triggers import when_of
from calendar_app.services.deadlines import ensure_enters
from calendar_app.services.triggers import move_trigger
from practice import audit
from practice.dates import short_day
from practice.exceptions import DomainError


@dataclass(frozen=True)
class Further:
    """The day of a further event: an event of the matter's chains, one of its appointments, or a day that was typed.

    `key` is the event's in the rule set, `second` for a count of days without a rule.
    """

    key: str
    on: datetime.date | None = None
    at: datetime.datetime | None = None
    other: TriggerEvent | None = None
    event: Event | None = None
    label: str = ""

    @property
    def moment(self) -> datetime.date | datetime.datetime | None:
        """When it is or was, as a count takes it."""
        if self.other is not None:
            return self.other.happened_at or self.other.happened_on
        if self.event is not None:
            on, at = when_of(self.event)
            return at or on
        return self.at or self.on


@transaction.atomic
def give_date(trigger: TriggerEvent, further: Further, *, by: Member) -> Recalculation | None:
    """Say when the further event is, for the trigger's rules. Dates that are docketed by them wait to be accepted anew.

    None when no date changes by it. Another event may be given later; the day of the same one moves on its own page.
    """
    link(trigger, further, by=by)
    waiting = trigger.recalculations.filter(settled_at=None).first()  # type: ignore[attr-defined]
    if waiting is not None or not trigger.deadlines.exists():  # type: ignore[attr-defined]
        return waiting
    row = FurtherDate.objects.select_related("other").get(trigger=trigger, key=further.key)
    said = f"{row.other.label}, {short_day(row.other.happened_on)}"
    return move_trigger(trigger, by=by, cause=Recalculation.Cause.FURTHER, reason=said)


@transaction.atomic
def link(trigger: TriggerEvent, further: Further, *, by: Member) -> FurtherDate:
    """Keep which event it is whose day a rule of the trigger needs. Nothing is counted by it."""
    ensure_enters(by, trigger.matter)
    title = title_of(trigger, further.key)
    other = _trigger_of(trigger, further, title, by=by)
    if other.pk == trigger.pk:
        raise DomainError("That is the event itself. The rule needs another one.", field=further.key)
    if other.matter_id != trigger.matter_id:
        raise DomainError("That event is on another matter.", field=further.key)
    row, _ = FurtherDate.objects.update_or_create(
        trigger=trigger,
        key=further.key,
        defaults={"matter": trigger.matter, "other": other, "given_by": by},
    )
    changes: dict[str, list] = {"event": [None, other.label], "on": [None, other.happened_on]}
    audit.record(by, "trigger.dated", trigger, changes=changes)
    return row


def title_of(trigger: TriggerEvent, key: str) -> str:
    """What the further event is called in the rule set. Raises DomainError when no rule of the trigger needs it."""
    if key == SECOND and not trigger.kind:
        return "Second event"
    pack = rule_sets().get(trigger.jurisdiction)
    known = pack.further_of(trigger.kind) if pack and trigger.kind in pack.triggers else {}
    if key not in known:
        raise DomainError("No rule counts from that event as well.", field=key)
    return known[key].title


def _trigger_of(trigger: TriggerEvent, further: Further, title: str, *, by: Member) -> TriggerEvent:
    """The trigger that the further event is on this matter: the one that was chosen, one there is already, or a new one."""
    if further.other is not None:
        return further.other
    own = TriggerEvent.objects.filter(matter=trigger.matter).exclude(pk=trigger.pk).order_by("id")
    if further.event is not None:
        if further.event.matter_id != trigger.matter_id:
            raise DomainError("That event is on another matter.", field=further.key)
        found = own.filter(event=further.event).first()
        on, at = when_of(further.event)
    else:
        if further.on is None:
            raise DomainError(f"Say when it is: {title}.", field=further.key)
        on, at = further.on, further.at
        same = own.filter(
            kind=further.key, jurisdiction=trigger.jurisdiction, happened_on=on, happened_at=at, event=None
        )
        found = same.first() if further.key != SECOND else same.filter(label=further.label).first()
    if found is not None:
        return found
    new = TriggerEvent.objects.create(
        matter=trigger.matter,
        kind=further.key if further.key != SECOND else "",
        label=(_label(further, title))[:200],
        happened_on=on,
        happened_at=at,
        jurisdiction=trigger.jurisdiction,
        state=trigger.state,
        event=further.event,
        created_by=by,
    )
    audit.record(by, "trigger.created", new, changes={"on": [None, at or on]})
    return new


def _label(further: Further, title: str) -> str:
    if further.event is not None and not further.event.is_private:
        return further.event.title
    return further.label or title
