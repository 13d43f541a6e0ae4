"""The practice area form."""

from django import forms


class AreaForm(forms.Form):
    """A practice area with one stage a line."""

    name = forms.CharField(max_length=80)
    stages = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="One a line, in the order in which matters pass through them.",
    )
    is_active = forms.BooleanField(
        required=False,
        initial=True,
        label="Offer it for new matters",
        help_text="Matters that have it keep it.",
    )

    def clean_stages(self):
        stages = [line.strip() for line in self.cleaned_data["stages"].splitlines() if line.strip()]
        long = [stage for stage in stages if len(stage) > 40]
        if long:
            raise forms.ValidationError(f"“{long[0][:60]}” is too long. A stage has at most 40 characters.")
        if len(stages) > 12:
            raise forms.ValidationError("Type at most 12 stages.")
        return stages
