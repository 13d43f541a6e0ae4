"""Forms about a matter's limits: limitation date, budget, how long the file is kept, the way from stage to stage."""

from django import forms
from django.utils import timezone

from matters.models import Stage
from practice.fields import AmountField, DayField


class LimitationForm(forms.Form):
    """The last day to file, and what it is counted from."""

    on = DayField(required=False, label="Limitation date", widget=forms.DateInput)
    basis = forms.CharField(
        max_length=200,
        required=False,
        label="Counted from",
        help_text="The law and the event: CCP § 335.1, two years from the fall on Jan 9, 2025.",
    )
    reason = forms.CharField(
        max_length=500, required=False, label="Why it changes", widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, known: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not known:
            del self.fields["reason"]


class SatisfiedForm(forms.Form):
    """What satisfied the limitation."""

    on = DayField(label="Satisfied on", widget=forms.DateInput, initial=timezone.localdate)
    how = forms.CharField(
        max_length=300, label="By what", help_text="Complaint filed in Alameda County, 26CV041877."
    )


class BudgetForm(forms.Form):
    """What the client agreed to spend, and when the attorney is told."""

    budget = AmountField(required=False, min_value=0, help_text="Fees and costs together. Empty: no budget.")
    budget_alert_percent = forms.IntegerField(
        min_value=1,
        max_value=100,
        label="Tell the responsible attorney at, percent",
        help_text="Once when it is reached, and once at 100.",
    )


class RetentionForm(forms.Form):
    """Until when the file is kept."""

    until = DayField(
        required=False, label="Keep until", widget=forms.DateInput, help_text="Empty: not decided."
    )
    reason = forms.CharField(max_length=300, label="Why", widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(forms.Form):
    """To which stage, and why when it goes back."""

    reason = forms.CharField(
        max_length=500,
        required=False,
        label="Why it goes back",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only for a move to an earlier stage. It is kept in the history.",
    )

    def __init__(self, *args, stages: list[Stage], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.ChoiceField(
            choices=[(s.name, s.name) for s in stages], widget=forms.RadioSelect
        )
        self.order_fields(["stage", "reason"])
