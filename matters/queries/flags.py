"""What is wrong with a matter, in a few words: the flags in lists and on its page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from matters.models import Matter
from matters.queries.budget import Use
from matters.queries.stages import days_in, pace

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Flag:
    """One flag. `label` says it whole."""

    icon: str
    tone: str
    label: str


def flags_of(matter: Matter, *, use: Use | None = None, due: Any = None) -> list[Flag]:
    """The matter's flags, the gravest first. Reads `stage` and `practice_area`: join them in lists. No queries."""
    if matter.has_ended or matter.state == Matter.State.DECLINED:
        return []
    today, found = timezone.localdate(), []
    if matter.limitation_on is not None and matter.limitation_open:
        left = (matter.limitation_on - today).days
        if left < 0:
            found.append(Flag("hourglass", "danger", "The limitation date has passed"))
        elif matter.limitation_on <= today + SOON:
            when = "today" if left == 0 else f"in {left} day{'' if left == 1 else 's'}"
            found.append(Flag("hourglass", "danger", f"Limitation {when}"))
    elif matter.limitation_on is None and matter.practice_area.asks_limitation:
        found.append(Flag("hourglass-off", "warn", "No limitation date"))
    if due is not None and due.due_on < today:
        found.append(Flag("calendar-exclamation", "danger", "A date is overdue"))
    if use is not None and use.mark:
        over = use.used > use.budget
        text = f"Over budget by {-use.left:,.2f}" if over else f"{use.percent}% of the budget is used"
        found.append(Flag("gauge", "danger" if over else "warn", text))
    tone = pace(matter)
    if tone == "danger":
        days = days_in(matter)
        found.append(
            Flag(
                "clock-exclamation",
                "warn",
                f"{days} days in {matter.stage}, {matter.stage.days_expected} expected",
            )
        )
    if (
        matter.stage_id
        and matter.stage.expects_deadline
        and due is None
        and matter.state == Matter.State.OPEN
    ):
        found.append(Flag("calendar-off", "warn", f"No coming date in {matter.stage}"))
    return found
