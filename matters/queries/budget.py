"""How much of a matter's budget is used."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.module_loading import import_string

from matters.models import Matter

# Known to an app above this one: worked(ids) -> {matter id: billable time and costs, billed or not}.
WORKED = "billing.queries.totals.worked"


@dataclass(frozen=True)
class Use:
    """A budget and what of it is used. `alert` is the percent at which the responsible attorney is told."""

    budget: Decimal
    used: Decimal
    alert: int

    @property
    def percent(self) -> int:
        """Whole percent used, rounded down: 100 is reached only when all of it is gone."""
        return int(self.used * 100 / self.budget)

    @property
    def left(self) -> Decimal:
        """What is left; negative when it is overspent."""
        return self.budget - self.used

    @property
    def over(self) -> Decimal:
        """What was spent beyond it; 0 when nothing was."""
        return max(Decimal(0), -self.left)

    @property
    def mark(self) -> int:
        """The highest mark that is reached: 100, the alert's percent, or 0."""
        return 100 if self.percent >= 100 else self.alert if self.percent >= self.alert else 0

    @property
    def tone(self) -> str:
        """danger over the budget, warn from its alert on."""
        return "danger" if self.mark == 100 else "warn" if self.mark else ""


def uses_of(matters: Collection[Matter]) -> dict[int, Use]:
    """{matter id: Use} of those that have a budget. One query."""
    with_budget = [(m, m.budget) for m in matters if m.budget]
    worked = import_string(WORKED)([m.pk for m, _ in with_budget]) if with_budget else {}
    return {m.pk: Use(budget, worked[m.pk], m.budget_alert_percent) for m, budget in with_budget}


# Known to an app above this one: spent_by(matter) -> list of (who or "Costs", seconds, amount), largest first.
SPENT_BY = "billing.queries.totals.spent_by"


def breakdown_of(matter: Matter) -> list[tuple[str, int, Decimal]]:
    """What the budget went into: (timekeeper's name, seconds, amount), and one row of costs; the largest first."""
    return import_string(SPENT_BY)(matter)
