"""The events of a matter whose day is known: those that dates are counted from already, and the appointments of its calendar."""

import datetime
from dataclasses import dataclass

from accounts.models import Member
from calendar_app.models import COURT_KINDS, Event, TriggerEvent
from calendar_app.queries.triggers import when_of
from matters.models import Matter
from practice.dates import short_day

# Of a long file, the newest are offered; another day can always be typed.
MOST = 60


@dataclass(frozen=True)
class Known:
    """An event of the matter as a choice: a trigger, or an appointment that is none yet."""

    value: str
    title: str
    on: datetime.date
    trigger: TriggerEvent | None = None
    event: Event | None = None

    @property
    def label(self) -> str:
        """As it is offered: Trial, Mar 1."""
        return f"{self.title}, {short_day(self.on)}"

    @property
    def trigger_pk(self) -> int:
        """The trigger that it is; 0 for an appointment."""
        return self.trigger.pk if self.trigger else 0


def known_events(matter: Matter, member: Member) -> list[Known]:
    """The matter's triggers and the court dates of its calendar that the member may read, the latest day first. Two queries."""
    triggers = (
        TriggerEvent.objects.filter(matter=matter).select_related("event").order_by("-happened_on", "-id")
    )
    found = [Known(f"t{one.pk}", one.label, one.happened_on, trigger=one) for one in triggers[:MOST]]
    taken = {one.trigger.event_id for one in found if one.trigger}
    rows = Event.objects.visible_to(member).filter(
        matter=matter, kind__in=COURT_KINDS, rrule="", is_private=False
    )
    for event in rows.exclude(state=Event.State.CANCELLED).order_by("-starts_at")[:MOST]:
        if event.pk not in taken:
            found.append(Known(f"e{event.pk}", event.title, when_of(event)[0], event=event))
    return sorted(found, key=lambda one: one.on, reverse=True)
