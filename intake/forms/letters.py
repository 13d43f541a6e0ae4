"""Forms of letters and of the firm's own wording."""

from django import forms

from intake.models import Letter
from matters.models import PracticeArea


class LetterForm(forms.Form):
    """A draft."""

    to_name = forms.CharField(max_length=200, label="To")
    to_email = forms.EmailField(required=False, label="E-mail")
    to_address = forms.CharField(
        max_length=500, required=False, label="Address", widget=forms.Textarea(attrs={"rows": 3})
    )
    subject = forms.CharField(max_length=200)
    body = forms.CharField(max_length=20_000, label="Letter", widget=forms.Textarea(attrs={"rows": 24}))


class WayForm(forms.Form):
    """How a letter goes."""

    how = forms.ChoiceField(choices=[c for c in Letter.How.choices if c[0]], label="Goes")


class LetterTextForm(forms.Form):
    """The firm's wording of a kind of letter."""

    practice_area = forms.ModelChoiceField(None, required=False, empty_label="All others", label="For")
    subject = forms.CharField(max_length=200)
    body = forms.CharField(max_length=20_000, label="Letter", widget=forms.Textarea(attrs={"rows": 26}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)
