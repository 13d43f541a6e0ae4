"""From relative dates to dates: what a rule counts from, and what it comes to on a matter."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from calendar_app.courtdays import add_court_days, roll
from matters.models import Matter
from workflows.models import TaskListItem
from workflows.models.lists import Anchor

# What anchors are called within a sentence: "3 court days after the matter was opened".
WORDS = {
    Anchor.APPLIED: "the list is applied",
    Anchor.OPENED: "the matter was opened",
    Anchor.STAGE: "the matter entered its stage",
    Anchor.LIMITATION: "the limitation date",
    Anchor.CHOSEN: "the chosen day",
}
# Why an anchor has no day on a matter.
MISSING = {
    Anchor.OPENED: "the matter is not open yet",
    Anchor.STAGE: "the matter is in no stage",
    Anchor.LIMITATION: "the matter has no limitation date",
    Anchor.CHOSEN: "no day was chosen",
}


@dataclass(frozen=True)
class Step:
    """So many days after (or, negative, before) the day before this step; `roll` as TaskListItem.Roll."""

    offset: int
    unit: str
    roll: str = ""

    def from_day(self, day: datetime.date, closed: Collection[datetime.date] = ()) -> datetime.date:
        """The day this step leads to. Court days as calendar_app.courtdays counts them."""
        if self.unit == TaskListItem.Unit.COURT:
            return add_court_days(day, self.offset, closed=closed) if self.offset else day
        day += datetime.timedelta(days=self.offset)
        if self.roll:
            return roll(day, closed=closed, backward=self.roll == TaskListItem.Roll.PREVIOUS)
        return day


@dataclass(frozen=True)
class Rule:
    """Where a date comes from: an anchor, and steps from it. `after` is the path of the item that anchor ITEM means."""

    anchor: str
    steps: tuple[Step, ...] = ()
    after: str = ""

    def from_day(self, day: datetime.date, closed: Collection[datetime.date] = ()) -> datetime.date:
        """The date that follows from the anchor's day."""
        for step in self.steps:
            day = step.from_day(day, closed)
        return day

    def then(self, step: Step) -> "Rule":
        """The same with one step more: the days of a nested list are counted from its place."""
        return Rule(self.anchor, (*self.steps, step), self.after)

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "anchor": self.anchor,
            "after": self.after,
            "steps": [[step.offset, step.unit, step.roll] for step in self.steps],
        }

    @staticmethod
    def read(stored: Mapping[str, Any]) -> "Rule":
        """From JSON."""
        steps = tuple(Step(*step) for step in stored.get("steps", ()))
        return Rule(stored.get("anchor", ""), steps, stored.get("after", ""))


@dataclass(frozen=True)
class Anchors:
    """The days that rules count from on one matter."""

    days: Mapping[str, datetime.date | None] = field(default_factory=dict)

    def stored(self) -> dict[str, str]:
        """As JSON keeps it; anchors without a day are left out."""
        return {key: day.isoformat() for key, day in self.days.items() if day}

    @staticmethod
    def read(stored: Mapping[str, str]) -> "Anchors":
        """From JSON."""
        return Anchors({key: datetime.date.fromisoformat(day) for key, day in stored.items()})


def anchors_of(
    matter: Matter, *, applied_on: datetime.date, chosen_on: datetime.date | None = None
) -> Anchors:
    """The anchor days of a matter as it is now. No query."""
    staged = timezone.localtime(matter.staged_at).date() if matter.staged_at else None
    return Anchors(
        {
            Anchor.APPLIED: applied_on,
            Anchor.OPENED: matter.opened_on,
            Anchor.STAGE: staged,
            Anchor.LIMITATION: matter.limitation_on,
            Anchor.CHOSEN: chosen_on,
        }
    )


def days_in_words(offset: int, unit: str) -> str:
    """ "3 court days", "1 day"; without a sign."""
    count = abs(offset)
    court = "court " if unit == TaskListItem.Unit.COURT else ""
    return f"{count} {court}day{'' if count == 1 else 's'}"


def when_in_words(item: TaskListItem) -> str:
    """How an item's date is counted, as a sentence part: "3 court days after the matter was opened"."""
    if not item.anchor:
        return "No due date"
    if item.anchor == Anchor.ITEM:
        other = f"“{item.after.title}” is done" if item.after_id else "an item that is gone"
    else:
        other = WORDS[Anchor(item.anchor)]
    if not item.offset:
        said = f"When {other}" if item.anchor == Anchor.ITEM else f"On the day {other}"
        if item.anchor in (Anchor.LIMITATION, Anchor.CHOSEN):
            said = f"On {other}"
    else:
        said = f"{days_in_words(item.offset, item.unit)} {'after' if item.offset > 0 else 'before'} {other}"
    tail = {"next": ", or the next court day", "previous": ", or the court day before"}.get(item.roll, "")
    return said + tail
