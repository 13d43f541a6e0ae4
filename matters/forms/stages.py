"""The form of a stage."""

from django import forms
from django.apps import apps

from matters.models import Party
from matters.queries.stages import NEEDABLE


class StageForm(forms.Form):
    """A stage and what it asks for."""

    name = forms.CharField(max_length=40)
    days_expected = forms.IntegerField(
        min_value=1,
        max_value=3000,
        required=False,
        label="Days expected",
        help_text="A matter that stays longer is marked as late.",
    )
    expects_deadline = forms.BooleanField(
        required=False,
        label="A date is expected here",
        help_text="A matter in this stage without a coming date is asked about.",
    )
    needs_fields = forms.MultipleChoiceField(
        required=False, label="Filled in before it is entered", widget=forms.CheckboxSelectMultiple
    )
    needs_roles = forms.MultipleChoiceField(
        choices=[c for c in Party.Role.choices if c[0] != "client"],
        required=False,
        label="Parties named before",
        widget=forms.CheckboxSelectMultiple,
    )
    needs_documents = forms.MultipleChoiceField(
        required=False, label="Documents filed before, of the category", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needs_fields"].choices = [
            (name, name.removesuffix("_on").replace("_", " ").capitalize()) for name in NEEDABLE
        ]
        self.fields["needs_documents"].choices = apps.get_model("documents", "Document").Category.choices
