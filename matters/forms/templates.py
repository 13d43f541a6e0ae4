"""The form of a matter template."""

from django import forms

from accounts.models import Member
from accounts.queries import licensed_attorneys
from matters.forms.contacts import TagsField
from matters.forms.matters import members_field, team_field
from matters.models import FeeArrangement, Party, PracticeArea, Stage
from practice.fields import AmountField


class TemplateForm(forms.Form):
    """What matters of one sort begin with."""

    name = forms.CharField(max_length=80, help_text="Breach of contract, plaintiff")
    practice_area = forms.ModelChoiceField(None, empty_label="Choose a practice area")
    caption = forms.CharField(
        max_length=120,
        required=False,
        help_text="{client}, {opposing_party}, {area} and {type} are filled in: {client} v. {opposing_party}",
    )
    matter_type = forms.CharField(max_length=80, required=False, label="Type")
    stage = forms.ModelChoiceField(
        None, required=False, empty_label="The first of its practice area", label="Begins in stage"
    )
    fee_kind = forms.ChoiceField(
        choices=[("", "Not set"), *FeeArrangement.Kind.choices], required=False, label="Fee"
    )
    flat_amount = AmountField(required=False, min_value=0, label="Flat fee")
    contingency_percent = forms.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
        label="Contingency, percent",
    )
    budget = AmountField(required=False, min_value=0)
    budget_alert_percent = forms.IntegerField(
        min_value=1, max_value=100, initial=80, label="Budget alert at, percent"
    )
    court = forms.CharField(max_length=120, required=False)
    jurisdiction = forms.CharField(max_length=80, required=False)
    description = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    tags = TagsField(required=False, help_text="With commas between them")
    ask_roles = forms.MultipleChoiceField(
        choices=[c for c in Party.Role.choices if c[0] != "client"],
        required=False,
        label="Parties to ask for",
        widget=forms.CheckboxSelectMultiple,
    )
    restricted = forms.BooleanField(
        required=False, label="Restricted", help_text="Only the team and people you name see it."
    )
    is_active = forms.BooleanField(required=False, initial=True, label="Offer it for new matters")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        attorneys = licensed_attorneys()
        people = list(Member.objects.active().select_related("role").order_by("name"))
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)
        self.fields["stage"].queryset = Stage.objects.in_use().select_related("practice_area")
        self.fields["stage"].label_from_instance = lambda stage: f"{stage.practice_area}: {stage}"
        self.fields["responsible"] = members_field(attorneys, label="Responsible attorney", required=False)
        self.fields["supervising"] = members_field(attorneys, label="Supervising attorney", required=False)
        self.fields["team"] = team_field(people, required=False)
        self.order_fields(
            ["name", "practice_area", "caption", "matter_type", "stage", "responsible", "supervising", "team"]
        )
