"""Forms of a practice area and of its stages."""

from django import forms


def lines(text: str, *, most: int, limit: int, what: str) -> list[str]:
    """The lines typed, without empty ones; raises ValidationError over `limit` lines or `most` characters a line."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    long = [line for line in found if len(line) > most]
    if long:
        raise forms.ValidationError(f"“{long[0][:60]}” is too long. {what} has at most {most} characters.")
    if len(found) > limit:
        raise forms.ValidationError(f"Type at most {limit} lines.")
    return found


class AreaForm(forms.Form):
    """A practice area. Stages are typed here only for a new one; later each has a form of its own."""

    name = forms.CharField(max_length=80)
    stages = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line, in the order in which matters pass through them. What each asks for is set afterwards.",
    )
    retention_years = forms.IntegerField(
        min_value=0,
        max_value=100,
        required=False,
        label="Keep files for, years",
        help_text="Counted from the day a matter closes. Empty: decided matter by matter.",
    )
    closing_points = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="To tick off before closing",
        help_text="One a line. A matter closes only when somebody has ticked each off.",
    )
    asks_limitation = forms.BooleanField(
        required=False,
        label="Matters have a limitation date",
        help_text="One without it is asked about.",
    )
    is_active = forms.BooleanField(
        required=False,
        initial=True,
        label="Offer it for new matters",
        help_text="Matters that have it keep it.",
    )

    def __init__(self, *args, area=None, **kwargs):
        super().__init__(*args, **kwargs)
        if area is not None:
            del self.fields["stages"]

    def clean_stages(self):
        return lines(self.cleaned_data["stages"], most=40, limit=20, what="A stage")

    def clean_closing_points(self):
        return lines(self.cleaned_data["closing_points"], most=160, limit=20, what="A line")
