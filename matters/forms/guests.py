"""Forms about guests."""

import datetime

from django import forms

from accounts.models import Member
from accounts.permissions import Perm
from matters.forms.access import MemberForm
from matters.models import SelfCheck
from matters.queries.guests import BUNDLES, engageable
from practice.fields import AmountField, DayField


class EngageForm(MemberForm):
    """A guest's work on a matter."""

    task = forms.CharField(max_length=200, label="Work", help_text="Such as: index the production of Nov 12.")
    ends_on = DayField(label="Last day", help_text="Access ends by itself after this day.")
    bundle = forms.ChoiceField(
        choices=[(name, name) for name in BUNDLES],
        required=False,
        label="Powers on this matter",
        help_text="Beside reading it, uploading documents and recording their own time.",
    )
    powers = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False, label="Further powers"
    )
    cost_rate = AmountField(
        required=False,
        min_value=0,
        label="Cost an hour",
        help_text="What the firm pays. Clients never see it.",
    )
    downloads_a_day = forms.IntegerField(
        min_value=0,
        max_value=1000,
        initial=30,
        label="Downloads a day",
        help_text="Each file carries their name.",
    )
    unmarked_downloads = forms.BooleanField(
        required=False,
        label="May take files that cannot carry a mark",
        help_text="Word and Excel files, for instance. PDFs, pictures and text are always marked.",
    )

    def __init__(self, *args, members: list[Member], **kwargs):
        super().__init__(*args, members=members, **kwargs)
        offered = {perm for member in members for perm in engageable(member)}
        self.fields["powers"].choices = [(perm.value, perm.label) for perm in Perm if perm in offered]
        self.offered = offered
        ends = [m.expires_on for m in members if m.expires_on]
        if len(members) == 1 and ends:
            self.fields["ends_on"].initial = min(ends[0], datetime.date.today() + datetime.timedelta(days=30))

    def clean(self):
        said = super().clean()
        bundle = BUNDLES.get(said.pop("bundle", ""), ())
        said["powers"] = [*said.get("powers", []), *(str(perm) for perm in bundle if perm in self.offered)]
        return said


class UndertakingForm(forms.Form):
    """A signature by typed name, for the words whose hash is `read`."""

    signed_name = forms.CharField(
        max_length=150, label="Your name", help_text="Typing it signs the undertaking."
    )
    read = forms.CharField(widget=forms.HiddenInput)


class SelfCheckForm(forms.Form):
    """The guest's answer."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Do you, your other clients or your family have an interest in any of them?",
        choices=[
            (SelfCheck.Answer.NONE, "No. I checked my work, past and present"),
            (SelfCheck.Answer.POSSIBLE, "Possibly. An attorney should look at it first"),
        ],
    )
    detail = forms.CharField(
        required=False,
        label="What there may be",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whom it concerns, without another client’s confidences.",
    )
