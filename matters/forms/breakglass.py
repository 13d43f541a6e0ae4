"""Forms of emergency access."""

from django import forms

from accounts.forms.security import minutes_word
from accounts.services.breakglass import MINUTES


class EmergencyForm(forms.Form):
    """Which matter, why, how long. The number is typed: nothing is offered for choosing."""

    number = forms.CharField(
        label="Matter number", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What happened and what you need. The matter’s attorneys read it at once.",
    )
    minutes = forms.TypedChoiceField(
        label="For", choices=[(n, minutes_word(n)) for n in MINUTES], coerce=int, initial=30
    )


class ReviewForm(forms.Form):
    """An attorney's word on an emergency access."""

    note = forms.CharField(label="What you found", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
