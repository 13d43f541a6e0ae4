"""The form of a closure."""

from django import forms

from practice.fields import DayField


class ClosureForm(forms.Form):
    """Days on which the firm is closed."""

    name = forms.CharField(max_length=80, label="Why")
    starts_on = DayField(label="First day", widget=forms.DateInput)
    ends_on = DayField(label="Last day", widget=forms.DateInput, required=False, help_text="Empty: one day.")
