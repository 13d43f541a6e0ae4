"""Forms of the delegation report."""

from decimal import Decimal

from django import forms

from accounts.models import Member
from practice.fields import AmountField, DayField
from reports.models import Assumptions
from reports.queries.natures import DELEGABLE, STAFF, WORK, Nature
from reports.services.delegating import usual_until


def staff_of_firm():
    """Whom an attorney's work may be given to."""
    return Member.objects.timekeepers().filter(role__template__in=STAFF)


class AssumptionsForm(forms.Form):
    """What the report takes for granted: to try, or to keep for the firm."""

    use_required_attribute = False

    refill = forms.IntegerField(
        label="Of freed hours, become billable",
        min_value=0,
        max_value=100,
        help_text="Percent. The rest goes into supervising, or is not filled.",
    )
    cost = AmountField(
        label="An hour of staff without a rate",
        min_value=Decimal(0),
        max_value=Decimal(1000),
        help_text="Wages and overhead, in dollars.",
    )
    goal = forms.DecimalField(
        label="Compare with, billable hours a day",
        min_value=Decimal(0),
        max_value=Decimal(24),
        decimal_places=1,
        help_text="2.5 is the average of U.S. lawyers that Clio’s Legal Trends Report made known.",
    )

    def __init__(self, data=None, *, kept: Assumptions):
        self.kept = kept
        super().__init__(
            data,
            initial={
                "refill": kept.refill_percent,
                "cost": kept.staff_cost,
                "goal": Decimal(kept.benchmark_seconds) / 3600,
            },
        )

    def values(self) -> dict:
        """What the service takes, by its names."""
        found = self.cleaned_data
        return {
            "refill_percent": found["refill"],
            "staff_cost": found["cost"],
            "benchmark_seconds": int(found["goal"] * 3600),
        }

    def tried(self) -> Assumptions:
        """The assumptions as typed, unsaved; the kept ones for whatever is missing or wrong."""
        if not self.is_bound:
            return self.kept
        self.is_valid()
        typed = getattr(self, "cleaned_data", {})
        return Assumptions(
            refill_percent=_or(typed.get("refill"), self.kept.refill_percent),
            staff_cost=_or(typed.get("cost"), self.kept.staff_cost),
            benchmark_seconds=int(_or(typed.get("goal"), Decimal(self.kept.benchmark_seconds) / 3600) * 3600),
        )


def _or(value, otherwise):
    return otherwise if value is None else value


class DelegateForm(forms.Form):
    """Which work on a matter goes to whom, until when."""

    use_required_attribute = False

    nature = forms.MultipleChoiceField(
        label="Work",
        choices=[(nature, WORK[nature]) for nature in DELEGABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    to = forms.ModelChoiceField(queryset=None, label="To")
    until = DayField(label="Last day")
    note = forms.CharField(
        label="What in particular", max_length=200, required=False, help_text="They read it in the mail."
    )

    def __init__(self, data=None, *, initial=None):
        super().__init__(data, initial={"until": usual_until()} | (initial or {}))
        self.fields["to"].queryset = staff_of_firm()


class DelegateLikeForm(forms.Form):
    """To whom the work of chosen entries goes."""

    use_required_attribute = False

    to = forms.ModelChoiceField(queryset=None, label="To", required=False, empty_label="Whom each suits best")
    until = DayField(label="Last day")

    def __init__(self, data=None):
        super().__init__(data, initial={"until": usual_until()})
        self.fields["to"].queryset = staff_of_firm()


class NatureForm(forms.Form):
    """What kind of work the chosen entries were."""

    use_required_attribute = False

    nature = forms.ChoiceField(label="Nature of work", choices=Nature.choices)
