"""Sending a form to a known person."""

from django import forms

from intake.models import IntakeForm
from intake.services.links import DAYS


class SendFormForm(forms.Form):
    """Which form, and how long its link is good."""

    form = forms.ModelChoiceField(None, label="Form", empty_label=None)
    days = forms.TypedChoiceField(
        choices=[(days, f"{days} days") for days in DAYS], coerce=int, initial=14, label="Good for"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = IntakeForm.objects.filter(questions__isnull=False).distinct()
